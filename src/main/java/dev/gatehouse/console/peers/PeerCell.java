package dev.gatehouse.console.peers;

import dev.gatehouse.console.theme.Mark;

import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.shape.SVGPath;

/** One central in the grid: shape, name, state in words, and a second line. */
final class PeerCell extends GridPane {
    private static final PseudoClass ABNORMAL = PseudoClass.getPseudoClass("abnormal");

    private final SVGPath mark = Mark.RING.node();
    private final Label name = new Label();
    private final Label state = new Label();
    private final Label detail = new Label();

    PeerCell(String central) {
        setId("peer-" + central);
        getStyleClass().addAll("panel", "peer-cell");
        setAccessibleRole(AccessibleRole.TEXT);
        name.setText(central);
        name.getStyleClass().add("peer-name");
        state.getStyleClass().add("peer-state");
        detail.getStyleClass().add("muted");
        setValignment(mark, VPos.CENTER);
        addRow(0, mark, name);
        add(state, 1, 1);
        add(detail, 1, 2);
    }

    void show(PeerWords.Cell cell) {
        cell.mark().show(mark);
        state.setText(cell.state());
        detail.setText(cell.detail());
        pseudoClassStateChanged(ABNORMAL, cell.abnormal());
        setAccessibleText(name.getText() + ": " + cell.state() + ", " + cell.detail());
    }
}
