package dev.gatehouse.console.keys;

import dev.gatehouse.console.text.Words;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The keys of the present screen that work at this moment, at the foot of the window, and the one
 * that shows them all; each can be clicked as well. Not in the Tab order, because each of them is a
 * key already. No key is without its word: where they do not all fit, the lesser ones leave.
 */
public final class KeyStrip extends HBox {
    /** Those that leave first, in this order: they only change how something is looked at. */
    private static final List<Shortcut> LESSER =
            List.of(
                    Shortcut.ERASE,
                    Shortcut.LANE_4,
                    Shortcut.LANE_3,
                    Shortcut.LANE_2,
                    Shortcut.LANE_1,
                    Shortcut.CASH,
                    Shortcut.ORDER,
                    Shortcut.HOLD,
                    Shortcut.FILTER,
                    Shortcut.WITH_PLATES,
                    Shortcut.PAGE_PREVIOUS,
                    Shortcut.PAGE_NEXT,
                    Shortcut.NEXT);

    /** What answers a question or opens what is chosen: the heaviest key. */
    private static final Set<Shortcut> ENTER = EnumSet.of(Shortcut.CONFIRM, Shortcut.DETAILS);

    private static final String ARROWS = "↑ ↓";

    private final Words words;
    private final Consumer<Shortcut> perform;
    private final Map<Shortcut, Button> buttons = new EnumMap<>(Shortcut.class);
    private Set<Shortcut> wanted = EnumSet.noneOf(Shortcut.class);

    /** What {@link #fit} was done for; the width of no window is negative. */
    private double fittedTo = -1;

    public KeyStrip(Words words, Consumer<Shortcut> perform) {
        this.words = words;
        this.perform = perform;
        getStyleClass().add("key-strip");
        setMinWidth(0); // it takes keys out where the window grows narrower
        for (Shortcut shortcut : Shortcut.values()) {
            boolean ofScreen = !shortcut.everywhere() && shortcut != Shortcut.PREVIOUS;
            if (ofScreen || shortcut == Shortcut.HELP) {
                buttons.put(shortcut, key(shortcut));
            }
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        buttons.forEach(
                (shortcut, button) -> {
                    if (shortcut != Shortcut.HELP) {
                        getChildren().add(button);
                    }
                });
        getChildren().addAll(space, buttons.get(Shortcut.HELP));
        words.onChange(this::name);
    }

    /** Shows those that the screen offers, and the one for help. */
    public void show(Predicate<Shortcut> offered) {
        Set<Shortcut> next = EnumSet.of(Shortcut.HELP);
        buttons.keySet().stream().filter(offered).forEach(next::add);
        if (!next.equals(wanted)) {
            wanted = next;
            // a key that is seen for the first time has no width before its style is applied
            buttons.forEach((shortcut, button) -> button.setVisible(next.contains(shortcut)));
            fittedTo = -1;
            requestLayout();
        }
    }

    private void name() {
        buttons.forEach(
                (shortcut, button) -> {
                    button.setText(words.get(wordOf(shortcut)));
                    button.setAccessibleText(labelOf(shortcut) + " " + button.getText());
                });
        fittedTo = -1;
        requestLayout();
    }

    /** Both arrows are one key here: who sees one knows the other. */
    private static String labelOf(Shortcut shortcut) {
        return shortcut == Shortcut.NEXT ? ARROWS : shortcut.label();
    }

    private static String wordOf(Shortcut shortcut) {
        return shortcut == Shortcut.NEXT ? "key.choose" : shortcut.key();
    }

    @Override
    protected void layoutChildren() {
        if (getWidth() != fittedTo) {
            fit();
        }
        super.layoutChildren();
    }

    /** Shows as many of the wanted keys as there is room for. */
    private void fit() {
        fittedTo = getWidth();
        Set<Shortcut> shown = EnumSet.copyOf(wanted);
        for (Shortcut next : wanted.stream().sorted(LEAST_FIRST).toList()) {
            if (getWidth() <= 0 || widthOf(shown) <= getWidth()) {
                break;
            }
            shown.remove(next);
        }
        shown.add(Shortcut.HELP);
        buttons.forEach((shortcut, button) -> button.setVisible(shown.contains(shortcut)));
    }

    /** Not {@link #prefWidth}, which is kept while the strip is laid out. */
    private double widthOf(Set<Shortcut> shown) {
        double keys =
                shown.stream()
                        .map(buttons::get)
                        .mapToDouble(key -> key == null ? 0 : snapSizeX(key.prefWidth(-1)))
                        .sum();
        return snappedLeftInset() + snappedRightInset() + keys + shown.size() * getSpacing();
    }

    /** The lesser ones, then the last ones; the answer to a question stays longest. */
    private static final Comparator<Shortcut> LEAST_FIRST =
            Comparator.comparingInt(
                    shortcut -> {
                        int lesser = LESSER.indexOf(shortcut);
                        int last = Shortcut.values().length;
                        boolean answers = ENTER.contains(shortcut) || shortcut == Shortcut.BACK;
                        return lesser >= 0
                                ? lesser - 2 * last
                                : answers ? last : -shortcut.ordinal();
                    });

    private Button key(Shortcut shortcut) {
        Label cap = new Label(labelOf(shortcut));
        cap.getStyleClass().add("key-cap");
        cap.setMinWidth(USE_PREF_SIZE);
        Button button = new Button(null, cap);
        button.getStyleClass().add("key");
        if (ENTER.contains(shortcut)) {
            button.getStyleClass().add("key-enter");
        } else if (shortcut == Shortcut.NEXT) {
            button.getStyleClass().add("key-arrows");
        }
        button.setMinWidth(USE_PREF_SIZE);
        button.setFocusTraversable(false);
        button.setOnAction(_ -> perform.accept(shortcut));
        button.setVisible(false);
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }
}
