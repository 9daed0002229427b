package dev.gatehouse.console;

import dev.gatehouse.console.keys.Screen;
import dev.gatehouse.console.text.Words;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The screens that are built, each with its number: Alt and that number open it. */
final class TabRow extends HBox {
    private final Map<Screen, ToggleButton> tabs = new EnumMap<>(Screen.class);

    TabRow(Words words, Consumer<Screen> open) {
        getStyleClass().add("tab-row");
        for (Screen screen : Screen.values()) {
            String label = screen.shortcut().label();
            Label number = new Label(label.substring(label.length() - 1));
            number.getStyleClass().add("tab-number");
            ToggleButton tab = new ToggleButton(null, number);
            tab.setId("tab-" + screen.shortcut().name().toLowerCase(Locale.ROOT));
            tab.getStyleClass().add("tab-button");
            tab.setAccessibleRole(AccessibleRole.TAB_ITEM);
            tab.setOnAction(_ -> open.accept(screen));
            words.bind(tab.textProperty(), screen.key());
            tabs.put(screen, tab);
        }
        getChildren().setAll(tabs.values());
    }

    void show(Screen current) {
        tabs.forEach((screen, tab) -> tab.setSelected(screen == current));
    }
}
