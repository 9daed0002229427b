package dev.gatehouse.console.keys;

import dev.gatehouse.console.text.Words;

import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The keys that work at this moment, at the foot of the window; each can be clicked as well. Not in
 * the Tab order, because each of them is a key already. Where they do not all fit, some lose their
 * words: first those of the window, which are the same everywhere, then those that change nothing.
 */
public final class KeyStrip extends HBox {
    /** What only changes how something is looked at. */
    private static final Set<Shortcut> LESSER =
            EnumSet.of(
                    Shortcut.PREVIOUS,
                    Shortcut.NEXT,
                    Shortcut.FILTER,
                    Shortcut.HOLD,
                    Shortcut.ORDER);

    private final Words words;
    private final Consumer<Shortcut> perform;
    private final Map<Shortcut, Button> buttons = new EnumMap<>(Shortcut.class);

    /** What {@link #fit} was done for; the width of no window is negative. */
    private double fittedTo = -1;

    public KeyStrip(Words words, Consumer<Shortcut> perform) {
        this.words = words;
        this.perform = perform;
        getStyleClass().add("key-strip");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        List<Shortcut> keys = Arrays.stream(Shortcut.values()).filter(s -> !isTab(s)).toList();
        keys.forEach(s -> buttons.put(s, key(s)));
        getChildren().setAll(keys.stream().filter(s -> !s.everywhere()).map(buttons::get).toList());
        getChildren().add(space);
        getChildren().addAll(keys.stream().filter(Shortcut::everywhere).map(buttons::get).toList());
        words.onChange(this::name);
    }

    /** Shows those that the screen offers, then those of the window but the screens' own: tabs. */
    public void show(Predicate<Shortcut> offered) {
        buttons.forEach(
                (shortcut, button) -> {
                    boolean shown = shortcut.everywhere() || offered.test(shortcut);
                    if (shown != button.isVisible()) {
                        button.setVisible(shown); // kept while hidden: a new one costs more
                        fittedTo = -1;
                    }
                });
    }

    private void name() {
        buttons.forEach(
                (shortcut, button) -> {
                    button.setText(words.get(shortcut.key()));
                    button.setAccessibleText(shortcut.label() + " " + button.getText());
                });
        fittedTo = -1;
    }

    @Override
    protected void layoutChildren() {
        if (getWidth() != fittedTo) {
            fittedTo = getWidth();
            fit();
        }
        super.layoutChildren();
    }

    /** Lets as many keys keep their words as there is room for. */
    private void fit() {
        List<Button> keys =
                getManagedChildren().stream()
                        .filter(Button.class::isInstance)
                        .map(Button.class::cast)
                        .toList();
        keys.forEach(key -> key.setContentDisplay(ContentDisplay.LEFT));
        for (Button key : keys.stream().sorted(Comparator.comparingInt(KeyStrip::rank)).toList()) {
            if (wanted(keys) <= getWidth()) {
                break;
            }
            key.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }
    }

    /** Not {@link #prefWidth}, which is kept while the strip is laid out. */
    private double wanted(List<Button> keys) {
        double words = keys.stream().mapToDouble(key -> snapSizeX(key.prefWidth(-1))).sum();
        return snappedLeftInset() + snappedRightInset() + words + keys.size() * getSpacing();
    }

    /** The lower, the sooner a key loses its words. */
    private static int rank(Button key) {
        Shortcut shortcut = (Shortcut) key.getUserData();
        boolean lesser = LESSER.contains(shortcut);
        int least = shortcut.everywhere() ? 0 : lesser ? 100 : 200;
        return least - shortcut.ordinal(); // the last ones first
    }

    private Button key(Shortcut shortcut) {
        Label cap = new Label(shortcut.label());
        cap.getStyleClass().add("key-cap");
        Button button = new Button(null, cap);
        button.getStyleClass().add("key");
        button.setUserData(shortcut);
        button.setFocusTraversable(false);
        button.setOnAction(_ -> perform.accept(shortcut));
        button.setVisible(false);
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }

    private static boolean isTab(Shortcut shortcut) {
        return Arrays.stream(Screen.values()).anyMatch(s -> s.shortcut() == shortcut);
    }
}
