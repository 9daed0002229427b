package dev.gatehouse.console;

import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;

/**
 * Shows a screen in the room that there is, but laid out in no less than it can be arranged in.
 * Where there is less, part of it is seen, with bars, and what gets the focus is brought into
 * sight. Takes no focus itself, unlike a scroll pane, so that a click beside a field leaves the
 * field the keys. FX thread only.
 */
final class Viewport extends Region {
    private static final double BAR = 14;

    /** Part of the height that a key moves it by: some lines stay in sight to go on from. */
    private static final double PAGE = 0.7;

    private final StackPane content = new StackPane();
    private final Region window = new StackPane(content);
    private final ScrollBar across = new ScrollBar();
    private final ScrollBar down = new ScrollBar();
    private double leastWidth;
    private double leastHeight;

    Viewport() {
        down.setOrientation(Orientation.VERTICAL);
        for (ScrollBar bar : new ScrollBar[] {across, down}) {
            bar.setFocusTraversable(false);
            bar.setVisible(false);
            bar.valueProperty().addListener(_ -> requestLayout());
        }
        content.setManaged(false);
        var clip = new Rectangle();
        clip.widthProperty().bind(window.widthProperty());
        clip.heightProperty().bind(window.heightProperty());
        window.setClip(clip);
        getChildren().setAll(window, across, down);
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
        sceneProperty()
                .addListener(
                        (_, _, scene) -> {
                            if (scene != null) {
                                scene.focusOwnerProperty()
                                        .addListener((_, _, focused) -> reveal(focused));
                            }
                        });
    }

    /**
     * @param leastWidth the least width in px in which that can be arranged
     * @param leastHeight the least height in px
     */
    void show(Node screen, double leastWidth, double leastHeight) {
        this.leastWidth = leastWidth;
        this.leastHeight = leastHeight;
        across.setValue(0);
        down.setValue(0);
        content.getChildren().setAll(screen);
        requestLayout();
    }

    /** Whether less is seen than there is, from top to bottom. */
    boolean scrolls() {
        return down.isVisible();
    }

    /** Moves by most of the height that is seen; a negative number moves up. */
    void scroll(int pages) {
        move(down, pages * PAGE * window.getHeight());
    }

    private static void move(ScrollBar bar, double by) {
        bar.setValue(Math.clamp(bar.getValue() + by, bar.getMin(), bar.getMax()));
    }

    private void wheel(ScrollEvent event) {
        if (down.isVisible() || across.isVisible()) {
            move(down, -event.getDeltaY());
            move(across, -event.getDeltaX());
            event.consume();
        }
    }

    /** Scrolls as little as needed for that to be seen. */
    private void reveal(Node focused) {
        for (Node node = focused; node != null; node = node.getParent()) {
            if (node == content) {
                Bounds at = window.sceneToLocal(focused.localToScene(focused.getLayoutBounds()));
                move(down, beyond(at.getMinY(), at.getMaxY(), window.getHeight()));
                move(across, beyond(at.getMinX(), at.getMaxX(), window.getWidth()));
                return;
            }
        }
    }

    private static double beyond(double from, double to, double room) {
        return from < 0 || to - from > room ? from : Math.max(0, to - room);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        boolean barBelow = width < leastWidth;
        boolean barBeside = height - (barBelow ? BAR : 0) < leastHeight;
        barBelow |= barBeside && width - BAR < leastWidth;
        width -= barBeside ? BAR : 0;
        height -= barBelow ? BAR : 0;
        fit(across, barBelow, leastWidth, width);
        fit(down, barBeside, leastHeight, height);
        window.resizeRelocate(0, 0, width, height);
        across.resizeRelocate(0, height, width, BAR);
        down.resizeRelocate(width, 0, BAR, height);
        content.resizeRelocate(
                -Math.round(across.getValue()),
                -Math.round(down.getValue()),
                Math.max(width, leastWidth),
                Math.max(height, leastHeight));
    }

    private static void fit(ScrollBar bar, boolean shown, double all, double seen) {
        bar.setVisible(shown);
        bar.setMax(shown ? all - seen : 0);
        bar.setVisibleAmount(shown ? seen / all * (all - seen) : 0);
        bar.setUnitIncrement(40);
        bar.setBlockIncrement(PAGE * seen);
        bar.setValue(Math.clamp(bar.getValue(), 0, bar.getMax()));
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 0; // what is left over is its room: a line that wraps beside it is not squeezed
    }

    @Override
    protected double computePrefHeight(double width) {
        return 0;
    }
}
