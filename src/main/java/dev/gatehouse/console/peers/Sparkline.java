package dev.gatehouse.console.peers;

import javafx.scene.layout.Pane;
import javafx.scene.shape.Polyline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small line without axes: whether something moves, and whether it does as usual. */
final class Sparkline extends Pane {
    static final double WIDTH = 78;
    static final double HEIGHT = 18;

    /** So much at least is the full height: a single event is no peak. */
    private static final long LEAST_FULL = 5;

    private final Polyline line = new Polyline();
    private long[] shown = {};

    Sparkline() {
        setMinSize(WIDTH, HEIGHT);
        setPrefSize(WIDTH, HEIGHT);
        setMaxSize(WIDTH, HEIGHT);
        setMouseTransparent(true);
        line.getStyleClass().add("sparkline");
        getChildren().setAll(line);
    }

    /** Draws those, from the left to the right; all that is seen is how they compare. */
    void show(long[] points) {
        if (Arrays.equals(points, shown)) {
            return; // or the cell would be drawn again with every status
        }
        shown = points.clone();
        double full = Math.max(LEAST_FULL, Arrays.stream(points).max().orElse(0));
        List<Double> places = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            places.add(WIDTH * i / Math.max(1, points.length - 1));
            places.add(1 + (HEIGHT - 2) * (1 - points[i] / full));
        }
        line.getPoints().setAll(places);
    }
}
