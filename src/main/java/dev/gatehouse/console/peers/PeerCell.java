package dev.gatehouse.console.peers;

import dev.gatehouse.console.theme.Mark;

import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.shape.SVGPath;
import javafx.scene.text.Font;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** One central in the grid: shape, name, state in words, a second line, and what came lately. */
final class PeerCell extends GridPane {
    /** Width of the frame, the shape and the gap before the name, in px. */
    static final double AROUND_NAME = 54;

    /** Width of the line of what came, with the gap before it, in px. */
    static final double SPARKLINE = Sparkline.WIDTH + 12;

    private static final PseudoClass LINE = PseudoClass.getPseudoClass("line");
    private static final PseudoClass LARGE = PseudoClass.getPseudoClass("large");

    private final String central;
    private final SVGPath mark = Mark.RING.node();
    private final Label name = new Label();
    private final FittedLabel state = new FittedLabel();
    private final FittedLabel detail = new FittedLabel();
    private final Sparkline line = new Sparkline();
    private final Activity activity = new Activity();
    private CellForm form = CellForm.FULL;
    private boolean hasRoomForLine = true;
    private boolean linked;

    PeerCell(String central) {
        this.central = central;
        setId("peer-" + central);
        getStyleClass().addAll("panel", "peer-cell");
        setAccessibleRole(AccessibleRole.TEXT);
        name.setText(central);
        name.setMinWidth(USE_PREF_SIZE);
        name.getStyleClass().add("peer-name");
        state.getStyleClass().add("peer-state");
        detail.getStyleClass().add("muted");
        line.managedProperty().bind(line.visibleProperty());
        setValignment(mark, VPos.CENTER);
        setHgrow(state, Priority.ALWAYS);
        setHgrow(detail, Priority.ALWAYS);
        form(CellForm.FULL);
    }

    /** Takes that form. */
    void form(CellForm next) {
        form = next;
        pseudoClassStateChanged(LINE, next == CellForm.LINE);
        pseudoClassStateChanged(LARGE, next == CellForm.LARGE);
        getChildren().clear();
        if (next == CellForm.LINE) {
            name.setMaxWidth(USE_PREF_SIZE);
            setHgrow(name, Priority.NEVER);
            setColumnSpan(state, 1); // it had two where it stood below the name
            addRow(0, mark, name, state);
        } else {
            name.setMaxWidth(Double.MAX_VALUE);
            setHgrow(name, Priority.ALWAYS);
            addRow(0, mark, name, line);
            add(state, 1, 1, 2, 1);
            add(detail, 1, 2, 2, 1);
        }
        showLine();
    }

    /** In which its name stands. */
    Font nameFont() {
        return name.getFont();
    }

    /**
     * @param shown the name, or what is left of it without what all names begin with
     * @param room whether there is room for the line beside it
     */
    void name(String shown, boolean room) {
        name.setText(shown);
        hasRoomForLine = room;
        showLine();
    }

    private void showLine() {
        line.setVisible(linked && hasRoomForLine && form != CellForm.LINE);
    }

    /**
     * @param at when that was so
     * @param total events that came so far
     * @param canCome whether any can come now: else there is no line
     */
    void count(Instant at, long total, boolean canCome) {
        activity.look(at, total);
        linked = canCome;
        showLine();
        line.show(activity.points());
    }

    /**
     * @param lately what the line says, given how many events came, for those who cannot see it
     */
    void show(CellWords.Cell cell, LongFunction<String> lately) {
        cell.mark().show(mark);
        List<String> states = new ArrayList<>(cell.states());
        if (form == CellForm.LINE) {
            states.add(""); // the row of the table below has the word too
        }
        state.say(states);
        detail.say(cell.details());
        cell.grade().frame(this);
        String text = central + ": " + cell.states().getFirst() + ", " + cell.details().getFirst();
        setAccessibleText(linked ? text + ", " + lately.apply(activity.lately()) : text);
    }
}
