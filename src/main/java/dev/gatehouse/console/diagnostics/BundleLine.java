package dev.gatehouse.console.diagnostics;

import dev.gatehouse.console.fx.Coalescer;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.BundleOutcome;
import dev.gatehouse.port.DiagPort;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** Saves a support bundle: with plates or without, how far it is, and what became of it. */
final class BundleLine extends HBox {
    private final FxBridge bridge;
    private final DiagPort port;
    private final Words words;
    private final Path folder;
    private final Runnable keysChanged;
    private final Button save = new Button();
    private final CheckBox plates = new CheckBox();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button cancel = new Button();
    private final Label text = new Label();
    private final Coalescer pushes;
    private volatile double part;

    // FX thread
    private DiagPort.@Nullable Bundling running;
    private @Nullable BundleOutcome last;

    /**
     * @param folder where it is put
     * @param keysChanged run when another key works
     */
    BundleLine(FxBridge bridge, DiagPort port, Words words, Path folder, Runnable keysChanged) {
        this.bridge = bridge;
        this.port = port;
        this.words = words;
        this.folder = folder;
        this.keysChanged = keysChanged;
        this.pushes = new Coalescer(bridge, Coalescer.INTERVAL, this::render);
        setId("bundle-line");
        getStyleClass().addAll("panel", "line");
        setAccessibleRole(AccessibleRole.TEXT);
        save.setId("bundle-save");
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setOnAction(_ -> start());
        plates.setId("bundle-plates");
        plates.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setId("bundle-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(_ -> cancel());
        bar.setMinWidth(200);
        text.setId("bundle-text");
        text.setMaxWidth(Double.MAX_VALUE);
        text.setWrapText(true);
        HBox.setHgrow(text, Priority.ALWAYS);
        for (Region part : new Region[] {plates, bar, cancel}) {
            part.managedProperty().bind(part.visibleProperty());
        }
        getChildren().setAll(save, plates, bar, cancel, text);
        words.onChange(this::render);
    }

    boolean isRunning() {
        return running != null;
    }

    void togglePlates() {
        plates.setSelected(!plates.isSelected());
    }

    /** Begins, where none is under way. */
    void start() {
        if (running != null) {
            return;
        }
        last = null;
        part = 0;
        DiagPort.Bundling begun =
                port.save(
                        folder,
                        plates.isSelected(),
                        (_, done, total) -> {
                            part = total == 0 ? 0 : (double) done / total;
                            pushes.touch();
                        });
        running = begun;
        begun.outcome().thenAccept(outcome -> bridge.execute(() -> ended(outcome)));
        render();
        keysChanged.run();
    }

    void cancel() {
        DiagPort.Bundling begun = running;
        if (begun != null) {
            begun.cancel();
        }
    }

    private void ended(BundleOutcome outcome) {
        running = null;
        last = outcome;
        render();
        keysChanged.run();
    }

    private void render() {
        boolean runs = running != null;
        save.setText(words.get("diagnostics.save"));
        save.setDisable(runs);
        plates.setText(words.get("diagnostics.withPlates"));
        plates.setVisible(!runs);
        bar.setVisible(runs);
        bar.setProgress(part);
        cancel.setVisible(runs);
        cancel.setText(words.get("key.cancel"));
        text.setText(runs ? words.get("diagnostics.saving", Math.round(part * 100)) : said());
        setAccessibleText(text.getText());
        bar.setAccessibleText(text.getText());
    }

    private String said() {
        return switch (last) {
            case null -> words.get("diagnostics.what");
            case BundleOutcome.Saved(Path file, long bytes) ->
                    words.get("diagnostics.saved", file, Math.max(1, bytes / 1_000));
            case BundleOutcome.Cancelled _ -> words.get("diagnostics.cancelled");
            case BundleOutcome.Failed(var trouble, _) ->
                    words.get("diagnostics.failed", new Causes(words).of(trouble));
        };
    }
}
