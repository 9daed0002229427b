package dev.gatehouse.console.peers;

import javafx.scene.control.Label;

import java.util.List;

/** Shows the longest of several wordings that has room, so that none of them is cut off. */
final class FittedLabel extends Label {
    private List<String> wordings = List.of("");

    FittedLabel() {
        setMinWidth(0);
        setMaxWidth(Double.MAX_VALUE);
        fontProperty().addListener(_ -> fit());
        widthProperty().addListener(_ -> fit());
    }

    /**
     * @param longestFirst at least one
     */
    void say(List<String> longestFirst) {
        wordings = longestFirst;
        fit();
    }

    private void fit() {
        double room = getWidth() - snappedLeftInset() - snappedRightInset();
        setText(Wording.fitting(wordings, getFont(), room));
    }

    /** Takes what room there is and asks for none: its text follows its width. */
    @Override
    protected double computePrefWidth(double height) {
        return 0;
    }
}
