package dev.gatehouse.console.history;

import dev.gatehouse.console.field.PlateInput;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.Visit;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.shape.SVGPath;

/** The line in which a change is filled in, asked once more, and told. */
final class ChangeLine extends HBox {
    /** Characters of a reason: a sentence or two. */
    private static final int LONGEST_REASON = 200;

    private static final int SHORTEST_REASON = 3;
    private static final PseudoClass P1 = PseudoClass.getPseudoClass("p1");
    private static final PseudoClass P2 = PseudoClass.getPseudoClass("p2");

    private final Words words;
    private final Changing changing;
    private final SVGPath mark = Mark.TRIANGLE.node();
    private final HBox chip = new HBox(mark);
    private final Label text = new Label();
    private final PlateInput plate;
    private final Label reasonName = new Label();
    private final TextField reason = new TextField();
    private final Label hint = new Label();
    private boolean marked;
    private boolean incomplete;

    ChangeLine(Words words, Changing changing) {
        this.words = words;
        this.changing = changing;
        this.plate =
                new PlateInput(
                        () -> {
                            marked = true;
                            render();
                        });
        setId("history-change");
        getStyleClass().addAll("panel", "line", "change-line");
        setAccessibleRole(AccessibleRole.TEXT);
        chip.getStyleClass().add("chip");
        plate.setId("change-plate");
        reason.setId("change-reason");
        words.bind(plate.accessibleTextProperty(), "history.rightPlate");
        words.bind(reasonName.textProperty(), "history.reason");
        words.bind(reason.accessibleTextProperty(), "history.reason");
        reasonName.setLabelFor(reason);
        reasonName.setMinWidth(USE_PREF_SIZE);
        reason.setTextFormatter(
                new TextFormatter<String>(
                        change -> {
                            int over = change.getControlNewText().length() - LONGEST_REASON;
                            if (over > 0) {
                                String typed = change.getText();
                                change.setText(
                                        typed.substring(0, Math.max(0, typed.length() - over)));
                                int behind = change.getRangeStart() + change.getText().length();
                                change.setCaretPosition(behind);
                                change.setAnchor(behind);
                            }
                            return change;
                        }));
        HBox.setHgrow(reason, Priority.ALWAYS);
        text.setWrapText(true);
        hint.getStyleClass().add("muted");
        hint.setMinWidth(USE_PREF_SIZE);
        for (var node : new javafx.scene.Node[] {chip, plate, reasonName, reason}) {
            node.managedProperty().bind(node.visibleProperty());
        }
        managedProperty().bind(visibleProperty());
        plate.textProperty().addListener((_, _, typed) -> typed(typed));
        reason.textProperty().addListener((_, _, typed) -> typed(typed));
        getChildren().setAll(chip, text, plate, reasonName, reason, hint);
        words.onChange(this::render);
    }

    private void typed(String text) {
        if (!text.isEmpty()) {
            marked = false;
            incomplete = false;
            render();
        }
    }

    /** Opens the form on that visit. */
    void begin(Changing.Kind kind, Visit visit) {
        marked = false;
        incomplete = false;
        plate.clear();
        reason.clear();
        changing.begin(kind, visit);
        focus();
    }

    /** Gives the focus to the first field of the form. */
    void focus() {
        (plate.isVisible() ? plate : reason).requestFocus();
    }

    /** Goes on: from the form to the question where all is filled in, from there to the deed. */
    void confirm() {
        switch (changing.stage()) {
            case Changing.Stage.Filling(Changing.Kind kind, Visit _) -> {
                boolean corrects = kind == Changing.Kind.CORRECTION;
                boolean hasPlate = !plate.getText().isBlank();
                if (corrects && hasPlate && plate.isFocused() && reason.getText().isBlank()) {
                    reason.requestFocus();
                    return;
                }
                incomplete =
                        corrects && !hasPlate
                                || reason.getText().strip().length() < SHORTEST_REASON;
                if (incomplete) {
                    render();
                } else {
                    changing.ask(corrects ? plate.getText() : "", reason.getText().strip());
                }
            }
            case Changing.Stage.Asking _ -> changing.confirm();
            case Changing.Stage.Nothing _, Changing.Stage.Writing _, Changing.Stage.Done _ -> {}
        }
    }

    void render() {
        Changing.Stage stage = changing.stage();
        setVisible(!(stage instanceof Changing.Stage.Nothing));
        boolean fills = stage instanceof Changing.Stage.Filling;
        plate.setVisible(
                stage instanceof Changing.Stage.Filling(var kind, _)
                        && kind == Changing.Kind.CORRECTION);
        reasonName.setVisible(fills);
        reason.setVisible(fills);
        boolean broken = stage instanceof Changing.Stage.Done(_, _, ChangeOutcome.Unavailable _);
        chip.setVisible(broken || stage instanceof Changing.Stage.Asking || marked || incomplete);
        chip.pseudoClassStateChanged(P1, broken);
        chip.pseudoClassStateChanged(P2, !broken);
        (broken ? Mark.SQUARE : Mark.TRIANGLE).show(mark);
        text.setText(say(stage));
        hint.setText(hint(stage));
        setAccessibleText(text.getText() + " " + hint.getText());
    }

    private String say(Changing.Stage stage) {
        return switch (stage) {
            case Changing.Stage.Nothing _ -> "";
            case Changing.Stage.Filling(var kind, Visit visit) ->
                    words.get(
                            kind == Changing.Kind.CORRECTION
                                    ? "history.correcting"
                                    : "history.voiding",
                            words.plate(visit.plate()));
            case Changing.Stage.Asking(var kind, Visit visit, String right, String why) ->
                    kind == Changing.Kind.CORRECTION
                            ? words.get(
                                    "history.askCorrect", words.plate(visit.plate()), right, why)
                            : words.get("history.askVoid", words.plate(visit.plate()), why);
            case Changing.Stage.Writing _ -> words.get("history.writing");
            case Changing.Stage.Done(var kind, Visit visit, ChangeOutcome outcome) ->
                    switch (outcome) {
                        case ChangeOutcome.Done _ ->
                                words.get(
                                        kind == Changing.Kind.CORRECTION
                                                ? "history.didCorrect"
                                                : "history.didVoid",
                                        words.plate(visit.plate()));
                        case ChangeOutcome.NotFound _ -> words.get("history.gone");
                        case ChangeOutcome.Refused _ -> words.get("history.noPlate");
                        case ChangeOutcome.Unavailable _ -> words.get("history.notWritten");
                    };
        };
    }

    private String hint(Changing.Stage stage) {
        return switch (stage) {
            case Changing.Stage.Filling(var kind, _) ->
                    marked
                            ? words.get("history.marked")
                            : incomplete
                                    ? words.get(
                                            kind == Changing.Kind.CORRECTION
                                                    ? "history.incomplete"
                                                    : "history.noReason")
                                    : words.get("history.goOn");
            case Changing.Stage.Asking _ -> words.get("history.confirm");
            case Changing.Stage.Nothing _, Changing.Stage.Writing _, Changing.Stage.Done _ -> "";
        };
    }
}
