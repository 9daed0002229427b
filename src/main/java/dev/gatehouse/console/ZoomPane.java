package dev.gatehouse.console;

import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/**
 * Shows one node larger than it is drawn, so that all of it grows alike: type, rows and gaps. What
 * does not fit then is laid out in less room, as on a smaller screen. FX thread only.
 */
final class ZoomPane extends Region {
    private final Region content;
    private final Scale scale = new Scale(1, 1);

    ZoomPane(Region content) {
        this.content = content;
        content.getTransforms().add(scale);
        getChildren().setAll(content);
    }

    /**
     * @param factor 1 is as it is drawn
     */
    void zoom(double factor) {
        scale.setX(factor);
        scale.setY(factor);
        requestLayout();
    }

    double factor() {
        return scale.getX();
    }

    @Override
    protected void layoutChildren() {
        content.resizeRelocate(0, 0, getWidth() / factor(), getHeight() / factor());
    }
}
