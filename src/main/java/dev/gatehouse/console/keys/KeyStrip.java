package dev.gatehouse.console.keys;

import dev.gatehouse.console.text.Words;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The keys that work at this moment, at the foot of the window; each can be clicked as well. Not in
 * the Tab order, because each of them is a key already.
 */
public final class KeyStrip extends HBox {
    private final Words words;
    private final Consumer<Shortcut> perform;
    private List<Shortcut> shown = List.of();

    public KeyStrip(Words words, Consumer<Shortcut> perform) {
        this.words = words;
        this.perform = perform;
        getStyleClass().add("key-strip");
        words.languageProperty().addListener((_, _, _) -> build());
    }

    /** Shows those that the screen offers, then those of the window but the screens' own: tabs. */
    public void show(Predicate<Shortcut> offered) {
        List<Shortcut> next =
                Arrays.stream(Shortcut.values())
                        .filter(s -> s.everywhere() ? !isTab(s) : offered.test(s))
                        .toList();
        if (!next.equals(shown)) {
            shown = next;
            build();
        }
    }

    private void build() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().setAll(shown.stream().filter(s -> !s.everywhere()).map(this::key).toList());
        getChildren().add(space);
        getChildren().addAll(shown.stream().filter(Shortcut::everywhere).map(this::key).toList());
    }

    private Button key(Shortcut shortcut) {
        Label cap = new Label(shortcut.label());
        cap.getStyleClass().add("key-cap");
        Button button = new Button(words.get(shortcut.key()), cap);
        button.getStyleClass().add("key");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> perform.accept(shortcut));
        button.setAccessibleText(shortcut.label() + " " + words.get(shortcut.key()));
        return button;
    }

    private static boolean isTab(Shortcut shortcut) {
        return Arrays.stream(Screen.values()).anyMatch(s -> s.shortcut() == shortcut);
    }
}
