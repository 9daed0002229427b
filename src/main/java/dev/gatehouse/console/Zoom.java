package dev.gatehouse.console;

import dev.gatehouse.console.settings.FontScale;
import dev.gatehouse.console.settings.Settings;

import javafx.beans.value.ChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import java.util.Arrays;

/**
 * The window's content at the chosen size of type, which is remembered. A size that the window has
 * no room for is not used; one that was chosen in a larger window is used again there. The content
 * is never hidden. FX thread only.
 *
 * <p>The root of the scene has the pseudo-class {@code narrow}, {@code low} or {@code large} where
 * the room that is left at this size of type is so.
 */
final class Zoom extends StackPane {
    /** A larger type leaves at least so much room, in px: a 1366 × 768 screen has it at 150 %. */
    static final double LEAST_WIDTH = 910;

    static final double LEAST_HEIGHT = 500;

    /** Under this width in px, less important parts are closer together or leave. */
    private static final double NARROW_UNDER = 1_100;

    /** Under this height in px, rows of the window are lower. */
    private static final double LOW_UNDER = 600;

    /** From this size on, in px, type and rows grow: such a screen is looked at from farther. */
    private static final double LARGE_WIDTH = 1_800;

    private static final double LARGE_HEIGHT = 950;

    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final PseudoClass LOW = PseudoClass.getPseudoClass("low");
    private static final PseudoClass LARGE = PseudoClass.getPseudoClass("large");
    private static final String SETTING = "scale";

    private final Settings settings;
    private final ZoomPane pane;
    private FontScale wanted;
    private FontScale used = FontScale.NORMAL;

    Zoom(Region content, Settings settings) {
        this.settings = settings;
        this.pane = new ZoomPane(content);
        this.wanted = settings.get(SETTING, FontScale.NORMAL);
        getChildren().setAll(pane);
        ChangeListener<Number> sized = (_, _, _) -> render();
        sceneProperty() // a scene has its size before anything in it is laid out
                .addListener(
                        (_, before, now) -> {
                            if (before != null) {
                                before.widthProperty().removeListener(sized);
                                before.heightProperty().removeListener(sized);
                            }
                            if (now != null) {
                                now.widthProperty().addListener(sized);
                                now.heightProperty().addListener(sized);
                                render();
                            }
                        });
    }

    /** The size that is used at present. */
    FontScale scale() {
        return used;
    }

    /** Takes the next larger size of type; false where there is none or no room for it. */
    boolean larger() {
        return use(used.larger());
    }

    /** Takes the next smaller size of type; false where there is none. */
    boolean smaller() {
        return use(used.smaller());
    }

    private boolean use(FontScale next) {
        if (next == used || !fits(next)) {
            return false;
        }
        wanted = next;
        settings.put(SETTING, next);
        render();
        return true;
    }

    /** Whether the window has room for that size; it always has for the smallest. */
    private boolean fits(FontScale scale) {
        Scene scene = getScene();
        return scale == FontScale.NORMAL
                || scene != null
                        && scene.getWidth() / scale.factor() >= LEAST_WIDTH
                        && scene.getHeight() / scale.factor() >= LEAST_HEIGHT;
    }

    private void render() {
        used =
                Arrays.stream(FontScale.values())
                        .filter(scale -> scale.compareTo(wanted) <= 0 && fits(scale))
                        .reduce(FontScale.NORMAL, (_, larger) -> larger);
        pane.zoom(used.factor());
        Scene scene = getScene();
        if (scene == null || scene.getWidth() <= 0) {
            return;
        }
        double width = scene.getWidth() / used.factor();
        double height = scene.getHeight() / used.factor();
        var root = scene.getRoot();
        root.pseudoClassStateChanged(NARROW, width < NARROW_UNDER);
        root.pseudoClassStateChanged(LOW, height < LOW_UNDER);
        root.pseudoClassStateChanged(LARGE, width >= LARGE_WIDTH && height >= LARGE_HEIGHT);
    }
}
