package dev.gatehouse.console.theme;

import javafx.scene.image.Image;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Rotate;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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

    /** As pictures for the task bar, in the sizes that it asks for. */
    public static List<Image> images() {
        return Stream.of(32, 48, 256)
                .map(size -> "/dev/gatehouse/console/icon-" + size + ".png")
                .map(path -> Objects.requireNonNull(Logo.class.getResource(path), path))
                .map(url -> new Image(url.toExternalForm()))
                .toList();
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
