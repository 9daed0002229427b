package dev.gatehouse.node;

import dev.gatehouse.gate.Cameras;
import dev.gatehouse.model.Camera;
import dev.gatehouse.port.CameraPort;

import java.util.List;

/** This booth's cameras, for the outer world. Any thread. */
record CameraDesk(Cameras heard) implements CameraPort {
    @Override
    public void heard(Camera.Word word) {
        heard.heard(word);
    }

    @Override
    public List<Camera> cameras() {
        return heard.all();
    }
}
