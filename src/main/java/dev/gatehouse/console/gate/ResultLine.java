package dev.gatehouse.console.gate;

import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

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
        getStyleClass().addAll("panel", "line", "result");
        setAccessibleRole(AccessibleRole.TEXT);
        chip.getStyleClass().add("chip");
        text.setWrapText(true);
        managedProperty().bind(visibleProperty());
        setVisible(false);
        getChildren().setAll(chip, text);
    }

    void show(Result result, Instant now) {
        String said = say(result, now);
        String level = level(result);
        setVisible(!said.isEmpty());
        text.setText(said);
        setAccessibleText(said);
        for (String each : LEVELS) {
            chip.pseudoClassStateChanged(PseudoClass.getPseudoClass(each), each.equals(level));
        }
        shape(result).show(mark);
    }

    private String left(Result.Left left, Instant now) {
        String plate = left.plate().view();
        String fee = words.dong(left.feeDong());
        if (left.feeDong() != left.shownDong()) {
            return words.get("gate.result.leftOther", plate, fee, words.dong(left.shownDong()));
        }
        String at = time.of(left.at(), now);
        return left.feeDong() == 0
                ? words.get("gate.result.leftFree", plate, at)
                : words.get("gate.result.left", plate, at, fee);
    }

    private String say(Result result, Instant now) {
        return switch (result) {
            case Result.None _ -> "";
            case Result.Entered(var plate, Instant at) ->
                    words.get("gate.result.entered", plate.view(), time.of(at, now));
            case Result.Left left -> left(left, now);
            case Result.AlreadyInside(var plate, Instant since) ->
                    words.get("gate.result.inside", plate.view(), time.of(since, now));
            case Result.NotInside(var plate) -> words.get("gate.result.notInside", plate.view());
            case Result.NoPlate _ -> words.get("gate.result.noPlate");
            case Result.MarkedLetter _ -> words.get("gate.result.marked");
            case Result.NotWritten _ -> words.get("gate.result.notWritten");
            case Result.Unreadable(String code) -> words.get("gate.result.unreadable", code);
            case Result.Closed(var plate) -> words.get("gate.result.closed", plate.view());
            case Result.NothingToClose(var plate) ->
                    words.get("gate.result.nothingToClose", plate.view());
        };
    }

    private static String level(Result result) {
        return switch (result) {
            case Result.NotWritten _ -> "p1";
            case Result.Left(_, _, long fee, long shown) when fee != shown -> "p2";
            case Result.AlreadyInside _,
                    Result.NotInside _,
                    Result.NoPlate _,
                    Result.MarkedLetter _ ->
                    "p2";
            case Result.Unreadable _, Result.NothingToClose _ -> "p3";
            case Result.None _, Result.Entered _, Result.Left _, Result.Closed _ -> "";
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
