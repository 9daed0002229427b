package dev.gatehouse.console.history;

import dev.gatehouse.console.field.PlateInput;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.VisitQuery;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is asked of the history: a choice, a part of a plate, and days. */
final class HistoryFilters extends FlowPane {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final Words words;
    private final SiteTime time;
    private final InstantSource clock;
    private final Runnable changed;
    private final Map<VisitQuery.Which, ToggleButton> choices =
            new EnumMap<>(VisitQuery.Which.class);
    private final PlateInput search;
    private final TextField from = new TextField();
    private final TextField to = new TextField();
    private VisitQuery.Which which = VisitQuery.Which.TODAY;
    private boolean marked;

    /**
     * @param changed run after every change of what is asked
     * @param refused run when an input method put in a marked letter
     */
    HistoryFilters(
            Words words, SiteTime time, InstantSource clock, Runnable changed, Runnable refused) {
        this.words = words;
        this.time = time;
        this.clock = clock;
        this.changed = changed;
        this.search =
                new PlateInput(
                        () -> {
                            marked = true;
                            refused.run();
                        });
        setId("history-filters");
        getStyleClass().addAll("panel", "history-filters");
        HBox toggles = new HBox();
        toggles.getStyleClass().add("choices");
        for (VisitQuery.Which each : VisitQuery.Which.values()) {
            ToggleButton toggle = new ToggleButton();
            toggle.setId("choice-" + each.name().toLowerCase(Locale.ROOT));
            toggle.getStyleClass().add("choice");
            words.bind(toggle.textProperty(), key(each));
            toggle.setOnAction(_ -> choose(each));
            choices.put(each, toggle);
            toggles.getChildren().add(toggle);
        }
        search.setId("history-search");
        from.setId("history-from");
        to.setId("history-to");
        getChildren()
                .setAll(
                        toggles,
                        named("history.search", search),
                        named("history.from", from),
                        named("history.to", to));
        for (TextField field : new TextField[] {search, from, to}) {
            field.textProperty().addListener((_, _, _) -> changed());
        }
        for (TextField day : new TextField[] {from, to}) {
            day.getStyleClass().add("day-field");
            words.bind(day.promptTextProperty(), "history.dayHint");
        }
        showChoice();
    }

    private static String key(VisitQuery.Which which) {
        return switch (which) {
            case ALL -> "history.all";
            case TODAY -> "history.today";
            case INSIDE -> "history.inside";
            case LEFT -> "history.left";
            case CORRECTED -> "history.corrected";
            case ODD -> "history.odd";
        };
    }

    private HBox named(String key, TextField field) {
        Label name = new Label();
        name.getStyleClass().add("muted");
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(field);
        words.bind(name.textProperty(), key);
        words.bind(field.accessibleTextProperty(), key);
        HBox pair = new HBox(name, field);
        pair.getStyleClass().add("named-field");
        return pair;
    }

    private void choose(VisitQuery.Which next) {
        which = next;
        marked = false;
        showChoice();
        changed.run();
    }

    private void showChoice() {
        choices.forEach((each, toggle) -> toggle.setSelected(each == which));
    }

    /** The next choice. */
    void next() {
        var all = VisitQuery.Which.values();
        choose(all[(which.ordinal() + 1) % all.length]);
    }

    private void changed() {
        marked &= search.getText().isEmpty(); // which it is once a letter was refused
        from.pseudoClassStateChanged(WRONG, isWrong(from));
        to.pseudoClassStateChanged(WRONG, isWrong(to));
        changed.run();
    }

    private boolean isWrong(TextField day) {
        return !day.getText().isBlank()
                && DayText.begin(day.getText(), today(), time.zone()) == null;
    }

    /** Whether a day was typed that is none; it does not narrow anything then. */
    boolean hasWrongDay() {
        return isWrong(from) || isWrong(to);
    }

    /** Key of what is wrong with what was typed, null where nothing is. */
    @Nullable String slip() {
        return marked ? "history.marked" : hasWrongDay() ? "history.wrongDay" : null;
    }

    PlateInput search() {
        return search;
    }

    boolean isTyping() {
        return search.isFocused() || from.isFocused() || to.isFocused();
    }

    /** Whether more than the choice narrows the list. */
    boolean isNarrowed() {
        return !search.getText().isBlank()
                || !from.getText().isBlank()
                || !to.getText().isBlank()
                || which != VisitQuery.Which.ALL;
    }

    /** Asks for everything. */
    void clear() {
        which = VisitQuery.Which.ALL;
        marked = false;
        showChoice();
        search.clear();
        from.clear();
        to.clear();
        changed.run();
    }

    VisitQuery query() {
        return new VisitQuery(
                which,
                DayText.begin(from.getText(), today(), time.zone()),
                end(),
                search.getText().isBlank() ? null : search.getText(),
                null,
                Pages.ROWS);
    }

    private @Nullable Instant end() {
        return DayText.end(to.getText(), today(), time.zone());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), time.zone());
    }
}
