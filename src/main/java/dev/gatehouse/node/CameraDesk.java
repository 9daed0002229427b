package dev.gatehouse.node;

import dev.gatehouse.config.CameraFile;
import dev.gatehouse.gate.Cameras;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.port.CameraPort;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** This booth's cameras, for the outer world, kept over restarts. Any thread. */
final class CameraDesk implements CameraPort, AutoCloseable {
    /** Whoever counts his number up must not keep the disk busy. */
    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(CameraDesk.class);

    private final CameraFile file;
    private final Cameras heard;
    private final InstantSource wall;
    private Instant written = Instant.MIN;
    private boolean unwritten;

    CameraDesk(CameraFile file, InstantSource wall, LongSupplier nanos) {
        this.file = file;
        this.wall = wall;
        this.heard = new Cameras(wall, nanos, file.read());
    }

    static CameraDesk open(Node.Means means) {
        return new CameraDesk(new CameraFile(means.folder()), means.wall(), means.nanos());
    }

    @Override
    public void heard(Camera.Word word) {
        boolean fresh = heard.heard(word);
        synchronized (this) {
            unwritten |= fresh;
            if (unwritten && written.isBefore(wall.instant().minus(BETWEEN_WRITES))) {
                write();
            }
        }
    }

    private synchronized void write() {
        unwritten = false;
        written = wall.instant();
        try {
            file.write(heard.all());
        } catch (IOException e) {
            LOG.warn("which cameras are known cannot be kept: {}", e.toString());
        }
    }

    @Override
    public List<Camera> cameras() {
        return heard.all();
    }

    /** What is known of them, for the gate. */
    Cameras known() {
        return heard;
    }

    /** By how much the clock of a report's camera is ahead of this PC's; empty if not known. */
    Optional<Duration> offset(OpenRequest request) {
        Integer camera = request.cameraId();
        return camera == null ? Optional.empty() : heard.skew(camera);
    }

    /** Those that were heard since the start, and are not any more. */
    List<Camera> silent() {
        return heard.silent();
    }

    /** Keeps what they said last. */
    @Override
    public void close() {
        if (!heard.all().isEmpty()) {
            write();
        }
    }
}
