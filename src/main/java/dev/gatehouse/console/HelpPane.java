package dev.gatehouse.console;

import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.text.Words;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Over the window: every key that does something at this moment, those of the screen first, then
 * those of the window. The arrows and the page keys scroll it. FX thread only.
 */
final class HelpPane extends StackPane {
    private final Words words;
    private final VBox list = new VBox();
    private final ScrollPane scroll = new ScrollPane(list);
    private List<Shortcut> ofScreen = List.of();
    private List<Shortcut> ofWindow = List.of();
    private @Nullable Node focusedBefore;

    HelpPane(Words words) {
        this.words = words;
        setId("help");
        getStyleClass().add("help-ground");
        setVisible(false);
        Label title = new Label();
        title.getStyleClass().add("help-title");
        words.bind(title.textProperty(), "help.title");
        Button close = new Button();
        close.setId("help-close");
        close.setMinWidth(USE_PREF_SIZE);
        words.bind(close.textProperty(), "help.close");
        close.setOnAction(_ -> hide());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox first = new HBox(title, space, close);
        first.getStyleClass().add("help-first");
        list.getStyleClass().add("help-list");
        scroll.setId("help-keys");
        scroll.getStyleClass().add("help-keys");
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        words.bind(scroll.accessibleTextProperty(), "help.title");
        VBox box = new VBox(first, scroll);
        box.getStyleClass().addAll("panel", "help");
        box.addEventHandler(MouseEvent.MOUSE_CLICKED, MouseEvent::consume);
        addEventHandler(MouseEvent.MOUSE_CLICKED, _ -> hide()); // beside it
        getChildren().setAll(box);
        words.onChange(this::render);
    }

    boolean isOpen() {
        return isVisible();
    }

    /** Opens it on those keys; where it is open, it lists those from now on. */
    void show(List<Shortcut> screen, List<Shortcut> window) {
        boolean same = isOpen() && screen.equals(ofScreen) && window.equals(ofWindow);
        ofScreen = List.copyOf(screen);
        ofWindow = List.copyOf(window);
        if (!isOpen()) {
            focusedBefore = getScene() == null ? null : getScene().getFocusOwner();
            scroll.setVvalue(0);
            setVisible(true);
            scroll.requestFocus();
        }
        if (!same) {
            render();
        }
    }

    /** Goes, and gives the focus back. */
    void hide() {
        setVisible(false);
        Node before = focusedBefore;
        focusedBefore = null;
        if (before != null) {
            before.requestFocus();
        }
    }

    private void render() {
        list.getChildren().clear();
        if (!ofScreen.isEmpty()) {
            list.getChildren().addAll(heading("help.screen"), keys(ofScreen));
        }
        GridPane window = keys(ofWindow);
        row(window, "Tab", words.get("key.tab"));
        list.getChildren().addAll(heading("help.window"), window);
    }

    private Label heading(String key) {
        Label heading = new Label(words.get(key));
        heading.getStyleClass().add("help-heading");
        return heading;
    }

    private GridPane keys(List<Shortcut> shortcuts) {
        GridPane keys = new GridPane();
        keys.getStyleClass().add("help-grid");
        for (Shortcut shortcut : shortcuts) {
            row(keys, shortcut.label(), words.get(shortcut.key()));
        }
        return keys;
    }

    private static void row(GridPane keys, String label, String word) {
        Label cap = new Label(label);
        cap.getStyleClass().add("key-cap");
        cap.setMinWidth(USE_PREF_SIZE);
        GridPane.setValignment(cap, VPos.TOP);
        Label what = new Label(word);
        what.setWrapText(true);
        keys.addRow(keys.getRowCount(), cap, what);
    }
}
