package dev.gatehouse.console.theme;

import javafx.scene.AccessibleRole;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.SVGPath;

/**
 * The shapes of states, drawn as paths in a square of 20 px because the fonts lack half of them. A
 * shape never stands without its word, and colour never alone.
 */
public enum Mark {
    /** All is well. */
    DISC("M10 1A9 9 0 1 1 10 19A9 9 0 1 1 10 1Z"),
    /** In part. */
    HALF("M10 1A9 9 0 1 1 10 19A9 9 0 1 1 10 1ZM10 3A7 7 0 0 1 10 17Z"),
    /** Under way. */
    QUARTER("M10 1A9 9 0 1 1 10 19A9 9 0 1 1 10 1ZM10 10L17 10A7 7 0 1 1 10 3Z"),
    /** Nothing known. */
    RING("M10 1A9 9 0 1 1 10 19A9 9 0 1 1 10 1ZM10 3A7 7 0 1 1 10 17A7 7 0 1 1 10 3Z"),
    /** Nothing for a long time. */
    DASH("M2 8H18V12H2Z"),
    /** Stopped by somebody. */
    PAUSE("M3 2H8V18H3ZM12 2H17V18H12Z"),
    /** Needs attention. */
    TRIANGLE("M10 1.5L19.5 18.5L0.5 18.5Z"),
    /** Needs attention some time. */
    DIAMOND("M10 0L20 10L10 20L0 10Z"),
    /** Needs action now. */
    SQUARE("M2 2H18V18H2Z");

    private final String path;

    Mark(String path) {
        this.path = path;
    }

    /** A new node of this shape; style class {@code mark}. */
    public SVGPath node() {
        SVGPath shape = new SVGPath();
        shape.setFillRule(FillRule.EVEN_ODD);
        shape.getStyleClass().add("mark");
        shape.setAccessibleRole(AccessibleRole.NODE);
        show(shape);
        return shape;
    }

    /** Gives a node made by {@link #node} this shape. */
    public void show(SVGPath shape) {
        shape.setContent(path);
    }
}
