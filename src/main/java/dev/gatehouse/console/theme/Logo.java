package dev.gatehouse.console.theme;

import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Rotate;
import javafx.scene.transform.Scale;

/** The mark of the program: a gate seen from the front, its barrier arm half up. FX thread. */
public final class Logo {
    private static final double SIZE = 32;

    private Logo() {}

    /** As a node for the header; coloured by the style class {@code logo-line}. */
    public static Region node() {
        Pane pane = new Pane(frame(), arm());
        pane.setMinSize(SIZE, SIZE);
        pane.setPrefSize(SIZE, SIZE);
        pane.setMaxSize(SIZE, SIZE);
        return pane;
    }

    /** As a picture for the task bar. */
    public static WritableImage image(int pixels) {
        Rectangle ground = new Rectangle(SIZE, SIZE, Color.web("#ECEEEF"));
        ground.setArcWidth(14);
        ground.setArcHeight(14);
        Rectangle frame = frame();
        frame.setStroke(Color.web("#1B1F22"));
        frame.setFill(Color.TRANSPARENT);
        Rectangle arm = arm();
        arm.setFill(Color.web("#1B1F22"));
        Group drawing = new Group(ground, frame, arm);
        drawing.getTransforms().add(new Scale(pixels / SIZE, pixels / SIZE));
        Scene scene = new Scene(new Group(drawing), pixels, pixels, Color.TRANSPARENT);
        return scene.snapshot(null);
    }

    private static Rectangle frame() {
        Rectangle frame = new Rectangle(2.5, 4.5, 23, 23);
        frame.setArcWidth(10);
        frame.setArcHeight(10);
        frame.setStrokeWidth(3);
        frame.getStyleClass().add("logo-frame");
        return frame;
    }

    private static Rectangle arm() {
        Rectangle arm = new Rectangle(7, 15, 25, 4);
        arm.getTransforms().add(new Rotate(-24, 7, 17));
        arm.getStyleClass().add("logo-arm");
        return arm;
    }
}
