package dev.gatehouse.console.peers;

import dev.gatehouse.console.theme.Mark;

import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.shape.SVGPath;

import java.time.Instant;
import java.util.function.LongFunction;

/** One central in the grid: shape, name, state in words, a second line, and what came lately. */
final class PeerCell extends GridPane {
    private static final PseudoClass ABNORMAL = PseudoClass.getPseudoClass("abnormal");

    private final SVGPath mark = Mark.RING.node();
    private final Label name = new Label();
    private final Label state = new Label();
    private final Label detail = new Label();
    private final Sparkline line = new Sparkline();
    private final Activity activity = new Activity();

    PeerCell(String central) {
        setId("peer-" + central);
        getStyleClass().addAll("panel", "peer-cell");
        setAccessibleRole(AccessibleRole.TEXT);
        name.setText(central);
        name.getStyleClass().add("peer-name");
        state.getStyleClass().add("peer-state");
        detail.getStyleClass().add("muted");
        setValignment(mark, VPos.CENTER);
        setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        addRow(0, mark, name, line);
        add(state, 1, 1, 2, 1);
        add(detail, 1, 2, 2, 1);
    }

    /**
     * @param at when that was so
     * @param total events that came so far
     * @param linked whether any can come now: else there is no line
     */
    void count(Instant at, long total, boolean linked) {
        activity.look(at, total);
        line.setVisible(linked);
        line.show(activity.points());
    }

    /**
     * @param lately what the line says, given how many events came, for those who cannot see it
     */
    void show(PeerWords.Cell cell, LongFunction<String> lately) {
        cell.mark().show(mark);
        state.setText(cell.state());
        detail.setText(cell.detail());
        pseudoClassStateChanged(ABNORMAL, cell.abnormal());
        String text = name.getText() + ": " + cell.state() + ", " + cell.detail();
        setAccessibleText(line.isVisible() ? text + ", " + lately.apply(activity.lately()) : text);
    }
}
