package dev.gatehouse.console.gate;

import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LaneState;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.SVGPath;

import java.time.Instant;
import java.util.List;

/** What the last thing done at the gate came to, in one sentence. */
final class ResultLine extends HBox {
    private static final List<String> LEVELS = List.of("p1", "p2", "p3");

    private final Words words;
    private final SiteTime time;
    private final SVGPath mark = Mark.DISC.node();
    private final HBox chip = new HBox(mark);
    private final Label text = new Label();

    ResultLine(Words words, SiteTime time) {
        this.words = words;
        this.time = time;
        setId("gate-result");
        getStyleClass().addAll("line", "result");
        setAccessibleRole(AccessibleRole.TEXT);
        chip.getStyleClass().add("chip");
        text.setWrapText(true);
        managedProperty().bind(visibleProperty());
        setVisible(false);
        getChildren().setAll(chip, text);
    }

    /**
     * @param unsent names of the centrals that do not have it yet; empty where all do
     */
    void show(Result result, Instant now, String unsent) {
        String plainly = say(result, now);
        String said =
                isWritten(result) && !unsent.isEmpty()
                        ? words.get("gate.result.unsent", plainly, unsent)
                        : plainly;
        String level = level(result);
        setVisible(!said.isEmpty());
        text.setText(said);
        setAccessibleText(said);
        for (String each : LEVELS) {
            chip.pseudoClassStateChanged(PseudoClass.getPseudoClass(each), each.equals(level));
        }
        shape(result).show(mark);
    }

    /** Whether it is on record here, for all centrals. */
    private static boolean isWritten(Result result) {
        return switch (result) {
            case Result.Entered _,
                    Result.Left _,
                    Result.Excused _,
                    Result.Noted _,
                    Result.Undone _ ->
                    true;
            case Result.None _,
                    Result.AlreadyInside _,
                    Result.NotInside _,
                    Result.FeeChanged _,
                    Result.SettledBefore _,
                    Result.NoPlate _,
                    Result.MarkedLetter _,
                    Result.NotWritten _,
                    Result.Unreadable _,
                    Result.Closed _,
                    Result.NothingToClose _,
                    Result.TooLate _,
                    Result.Gone _ ->
                    false;
        };
    }

    private String left(Result.Left left, Instant now) {
        String plate = words.plate(left.plate());
        String at = time.of(left.at(), now);
        if (left.feeDong() == 0) {
            return words.get("gate.result.leftFree", plate, at);
        }
        String fee = words.dong(left.feeDong());
        return left.changeDong() == 0
                ? words.get("gate.result.left", plate, at, fee)
                : words.get("gate.result.leftChange", plate, fee, words.dong(left.changeDong()));
    }

    private String say(Result result, Instant now) {
        return switch (result) {
            case Result.None _ -> "";
            case Result.Entered(var plate, Instant at) ->
                    words.get("gate.result.entered", words.plate(plate), time.of(at, now));
            case Result.Left left -> left(left, now);
            case Result.Excused(var plate, Choice choice, long fee) ->
                    words.get(
                            fee == 0 ? "gate.result.excusedFree" : "gate.result.excused",
                            words.plate(plate),
                            words.get(choice.key()),
                            words.dong(fee));
            case Result.Noted(var plate, Choice choice) ->
                    words.get("gate.result.noted", words.plate(plate), words.get(choice.key()));
            case Result.AlreadyInside(var plate, Instant since) ->
                    words.get("gate.result.inside", words.plate(plate), time.of(since, now));
            case Result.NotInside(var plate) ->
                    words.get("gate.result.notInside", words.plate(plate));
            case Result.FeeChanged(var plate, long fee, long shown) ->
                    words.get(
                            "gate.result.feeChanged",
                            words.plate(plate),
                            words.dong(fee),
                            words.dong(shown));
            case Result.SettledBefore(var plate) ->
                    words.get("gate.result.settledBefore", words.plate(plate));
            case Result.NoPlate _ -> words.get("gate.result.noPlate");
            case Result.MarkedLetter _ -> words.get("gate.result.marked");
            case Result.NotWritten _ -> words.get("gate.result.notWritten");
            case Result.Unreadable(String code) -> words.get("gate.result.unreadable", code);
            case Result.Closed(var plate) -> words.get("gate.result.closed", words.plate(plate));
            case Result.NothingToClose(var plate) ->
                    words.get("gate.result.nothingToClose", words.plate(plate));
            case Result.Undone(var plate, var way, long back) ->
                    undone(words.plate(plate), way, back);
            case Result.TooLate(var plate) -> words.get("gate.result.tooLate", words.plate(plate));
            case Result.Gone(var plate, var why, long unpaid) ->
                    gone(words.plate(plate), why, unpaid);
        };
    }

    private String undone(String plate, GateEvent.Kind way, long back) {
        if (way == GateEvent.Kind.ENTRY) {
            return words.get("gate.result.undoneEntry", plate);
        }
        return back > 0
                ? words.get("gate.result.undoneExitBack", plate, words.dong(back))
                : words.get("gate.result.undoneExit", plate);
    }

    private String gone(String plate, LaneState.Why why, long unpaid) {
        String key = why == LaneState.Why.GONE ? "gate.result.gone" : "gate.result.timeOver";
        return unpaid > 0
                ? words.get("gate.result.unpaid", plate, words.dong(unpaid))
                : words.get(key, plate);
    }

    private static String level(Result result) {
        return switch (result) {
            case Result.NotWritten _ -> "p1";
            case Result.AlreadyInside _,
                    Result.NotInside _,
                    Result.FeeChanged _,
                    Result.NoPlate _,
                    Result.MarkedLetter _,
                    Result.TooLate _ ->
                    "p2";
            case Result.Unreadable _, Result.NothingToClose _, Result.Gone _ -> "p3";
            case Result.None _,
                    Result.Entered _,
                    Result.Left _,
                    Result.Excused _,
                    Result.Noted _,
                    Result.SettledBefore _,
                    Result.Undone _,
                    Result.Closed _ ->
                    "";
        };
    }

    private static Mark shape(Result result) {
        return switch (level(result)) {
            case "p1" -> Mark.SQUARE;
            case "p2" -> Mark.TRIANGLE;
            case "p3" -> Mark.DIAMOND;
            default -> Mark.DISC;
        };
    }
}
