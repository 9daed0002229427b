package dev.gatehouse.port;

import dev.gatehouse.model.Camera;

import java.util.List;

/** The cameras of this booth. Nothing here blocks. */
public interface CameraPort {
    /** A camera says that it is there. */
    void heard(Camera.Word word);

    /** All that were heard, by their numbers. */
    List<Camera> cameras();
}
