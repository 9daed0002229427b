package dev.gatehouse.console;

import dev.gatehouse.console.keys.Screen;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The screens that are built, each with its number: Alt and that number open it. */
final class TabRow extends HBox {
    private final Map<Screen, ToggleButton> tabs = new EnumMap<>(Screen.class);

    private final Button waiting = new Button("", Mark.TRIANGLE.node());

    /**
     * @param toWaiting run when the word about a waiting car is clicked
     */
    TabRow(Words words, Consumer<Screen> open, Runnable toWaiting) {
        getStyleClass().add("tab-row");
        for (Screen screen : Screen.values()) {
            String label = screen.shortcut().label();
            Label number = new Label(label.substring(label.length() - 1));
            number.getStyleClass().add("tab-number");
            ToggleButton tab = new ToggleButton(null, number);
            tab.setId("tab-" + screen.shortcut().name().toLowerCase(Locale.ROOT));
            tab.getStyleClass().add("tab-button");
            tab.setMinWidth(USE_PREF_SIZE);
            tab.setAccessibleRole(AccessibleRole.TAB_ITEM);
            tab.setOnAction(_ -> open.accept(screen));
            words.bind(tab.textProperty(), screen.key());
            tabs.put(screen, tab);
        }
        getChildren().setAll(tabs.values());
        waiting.setId("waiting-car");
        waiting.getStyleClass().add("waiting-car");
        waiting.setFocusTraversable(false); // F4 goes there
        waiting.setMinWidth(USE_PREF_SIZE);
        waiting.setOnAction(_ -> toWaiting.run());
        waiting.managedProperty().bind(waiting.visibleProperty());
        waiting.setVisible(false);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(space, waiting);
    }

    /**
     * Says that a car waits at the gate while another screen is shown.
     *
     * @param text empty where none does
     */
    void waiting(String text) {
        waiting.setText(text.isEmpty() ? "" : "F4  " + text);
        waiting.setVisible(!text.isEmpty());
    }

    void show(Screen current) {
        tabs.forEach((screen, tab) -> tab.setSelected(screen == current));
    }
}
