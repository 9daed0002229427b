package dev.gatehouse.console.diagnostics;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.port.DiagPort;

import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.nio.file.Path;

/** What this central says of itself, its log, and what is handed to whoever is called for help. */
public final class DiagnosticsScreen implements ScreenPane {
    private final LogView log;
    private final BundleLine bundle;
    private final VBox root = new VBox();

    /**
     * @param folder where support bundles are put
     * @param keysChanged run when another key works
     */
    public DiagnosticsScreen(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            Settings settings,
            Path folder,
            Runnable keysChanged) {
        DiagPort port = live.node().diagnostics();
        this.log = new LogView(bridge, port, words, time, settings);
        this.bundle = new BundleLine(bridge, port, words, folder, keysChanged);
        VBox.setVgrow(log, Priority.ALWAYS);
        root.getStyleClass().add("screen-column");
        root.getChildren().setAll(new SelfChecks(live, words), log, bundle);
        log.table().getSelectionModel().selectedIndexProperty().addListener(_ -> keysChanged.run());
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public Node firstFocus() {
        return log.table();
    }

    @Override
    public boolean offers(Shortcut shortcut) {
        return switch (shortcut) {
            case SAVE_BUNDLE, WITH_PLATES -> !bundle.isRunning();
            case CANCEL -> bundle.isRunning();
            case ONLY_WRONG -> true;
            case COPY -> log.hasSelection();
            default -> false; // keys of other screens, and of the window
        };
    }

    @Override
    public void perform(Shortcut shortcut) {
        switch (shortcut) {
            case SAVE_BUNDLE -> bundle.start();
            case WITH_PLATES -> bundle.togglePlates();
            case CANCEL -> bundle.cancel();
            case ONLY_WRONG -> log.toggleOnlyWrong();
            case COPY -> log.copySelected();
            default -> {} // nothing else is offered
        }
    }
}
