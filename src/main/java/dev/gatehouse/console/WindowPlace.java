package dev.gatehouse.console;

import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.settings.WindowMode;

import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;

import java.util.List;

/**
 * Where the window is and how large, remembered from one start to the next. It never opens beyond
 * the screen that it is on: a title bar above the edge cannot be taken hold of. FX thread only.
 */
final class WindowPlace {
    /** The booth's commonest screen, and what the layout is drawn for. */
    static final double WIDTH = 1_366;

    static final double HEIGHT = 768;

    /** Less is no use of any screen, in px. */
    private static final double MIN_WIDTH = 640;

    private static final double MIN_HEIGHT = 360;

    /** What a window manager puts around the content at most, in px: above it, and elsewhere. */
    private static final double TITLE_BAR = 44;

    private static final double EDGE = 8;

    private final Stage stage;
    private final Settings settings;

    WindowPlace(Stage stage, Settings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /** The width of the content when the window was left, in px. */
    double width() {
        return settings.get("window.width", WIDTH);
    }

    /** The height of the content when the window was left, in px. */
    double height() {
        return settings.get("window.height", HEIGHT);
    }

    /** What is free of task bars, in px, of the screen on which the window was left. */
    Rectangle2D screen() {
        List<Screen> there =
                Screen.getScreensForRectangle(
                        settings.get("window.x", 0.0), settings.get("window.y", 0.0), 1, 1);
        return (there.isEmpty() ? Screen.getPrimary() : there.getFirst()).getVisualBounds();
    }

    /**
     * Puts the stage there; it is not shown yet. At the first start it has the whole screen.
     *
     * @param screen where it must not reach beyond
     */
    void restore(Scene scene, Rectangle2D screen) {
        stage.setMinWidth(Math.min(MIN_WIDTH, screen.getWidth()));
        stage.setMinHeight(Math.min(MIN_HEIGHT, screen.getHeight()));
        WindowMode mode = settings.get("window.mode", WindowMode.MAXIMIZED);
        double width = scene.getWidth() + EDGE;
        double height = scene.getHeight() + TITLE_BAR;
        if (width > screen.getWidth() || height > screen.getHeight()) {
            stage.setWidth(Math.min(width, screen.getWidth()));
            stage.setHeight(Math.min(height, screen.getHeight()));
        }
        if (settings.get("window.x") != null) { // else the window manager finds a place
            double right = screen.getMaxX() - Math.min(width, screen.getWidth());
            double bottom = screen.getMaxY() - Math.min(height, screen.getHeight());
            double x = settings.get("window.x", screen.getMinX());
            double y = settings.get("window.y", screen.getMinY());
            stage.setX(Math.clamp(x, screen.getMinX(), right));
            stage.setY(Math.clamp(y, screen.getMinY(), bottom));
        }
        stage.setMaximized(mode == WindowMode.MAXIMIZED);
        stage.setFullScreen(mode == WindowMode.FULL_SCREEN);
    }

    /** Remembers where the window is; it may be about to close. */
    void remember(Scene scene) {
        WindowMode mode =
                stage.isFullScreen()
                        ? WindowMode.FULL_SCREEN
                        : stage.isMaximized() ? WindowMode.MAXIMIZED : WindowMode.NORMAL;
        settings.put("window.mode", mode);
        if (mode == WindowMode.NORMAL) {
            settings.put("window.width", scene.getWidth());
            settings.put("window.height", scene.getHeight());
            settings.put("window.x", stage.getX());
            settings.put("window.y", stage.getY());
        }
    }
}
