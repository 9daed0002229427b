package dev.gatehouse.console.peers;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

import java.util.List;

/** Which of several wordings has room: one that is cut off is read as another. FX thread only. */
final class Wording {
    private Wording() {}

    /**
     * The first that fits.
     *
     * @param longestFirst at least one
     * @param width in px
     * @return the last where none fits
     */
    static String fitting(List<String> longestFirst, Font font, double width) {
        for (String one : longestFirst) {
            if (width(one, font) <= width) {
                return one;
            }
        }
        return longestFirst.getLast();
    }

    /** Of the text in one line, in px. */
    static double width(String text, Font font) {
        var probe = new Text(text);
        probe.setFont(font);
        return Math.ceil(probe.getLayoutBounds().getWidth());
    }
}
