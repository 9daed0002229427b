package dev.gatehouse.console.gate;

import dev.gatehouse.console.field.PlateInput;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.text.Words;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** The line with the plate field, and beside it what the keys do with what was typed. */
final class PlateLine extends HBox {
    private static final PseudoClass LOCKED = PseudoClass.getPseudoClass("locked");

    private final Words words;
    private final PlateInput field;
    private final Label hint = new Label();
    private boolean mustChoose;

    /**
     * @param marked run when an input method put in a marked letter
     */
    PlateLine(Words words, Runnable marked) {
        this.words = words;
        this.field = new PlateInput(marked);
        setId("gate-plate");
        getStyleClass().addAll("panel", "plate-line");
        field.setId("plate-field");
        Label cap = new Label(Shortcut.PLATE.label());
        cap.getStyleClass().add("key-cap");
        Label name = new Label(null, cap);
        name.getStyleClass().add("strong");
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(field);
        words.bind(name.textProperty(), "gate.plate");
        words.bind(field.accessibleTextProperty(), "gate.plateHelp");
        hint.setId("plate-hint");
        hint.getStyleClass().add("muted");
        hint.setWrapText(true);
        hint.setMaxWidth(Double.MAX_VALUE);
        setHgrow(hint, Priority.ALWAYS);
        getChildren().setAll(name, field, hint);
    }

    PlateInput field() {
        return field;
    }

    /** Whether Enter came where a car is to be chosen first; the hint says so then. */
    void askToChoose(boolean asked) {
        mustChoose = asked;
    }

    /** Whether the next plate may be typed; while a car is shown it may not. */
    void lock(boolean locked) {
        field.setEditable(!locked);
        pseudoClassStateChanged(LOCKED, locked);
    }

    void hint(LaneWork work, Matches matches) {
        hint.setText(
                switch (work.step()) {
                    case Step.Ready _ -> ready(matches);
                    case Step.Looking _, Step.Writing _ -> "";
                    case Step.Undoing _ -> words.get("gate.hint.undo");
                    case Step.Menu _ -> words.get("gate.hint.menu");
                    case Step.Shown(Car car) -> shown(work, car, matches);
                });
    }

    private String shown(LaneWork work, Car car, Matches matches) {
        if (work.takesCash()) {
            return words.get("gate.hint.cash");
        }
        if (!work.takesPlate()) {
            return words.get("gate.hint.card");
        }
        if (!field.getText().isBlank()) {
            return ready(matches);
        }
        if (car.task() == Task.DONE) {
            return words.get("gate.hint.empty"); // of another car
        }
        return words.get(car.near().isEmpty() ? "gate.hint.plateOfCar" : "gate.hint.near");
    }

    private String ready(Matches matches) {
        if (field.getText().isBlank()) {
            return words.get("gate.hint.empty");
        }
        if (!matches.isCurrent()) {
            return words.get("app.loading");
        }
        if (mustChoose && field.holdsDigitsOnly()) {
            return words.get(matches.isEmpty() ? "gate.hint.noPlate" : "gate.hint.mustChoose");
        }
        if (!matches.isEmpty() && !field.holdsDigitsOnly()) {
            return words.get(matches.has(field) ? "gate.hint.enter" : "gate.hint.like");
        }
        if (!matches.isEmpty()) {
            int found = matches.node().getItems().size();
            return found < Matches.LIMIT
                    ? words.get("gate.hint.choose", found)
                    : words.get("gate.hint.many", found);
        }
        return words.get(field.holdsDigitsOnly() ? "gate.hint.none" : "gate.hint.enter");
    }
}
