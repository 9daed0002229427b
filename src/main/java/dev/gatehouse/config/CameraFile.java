package dev.gatehouse.config;

import dev.gatehouse.model.Camera;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps in the data folder which cameras this booth knows, so that one that is silent since a
 * restart is missed.
 */
public final class CameraFile {
    /** Only this program writes it. */
    public static final String FILE = "cameras.json";

    private static final Logger LOG = LoggerFactory.getLogger(CameraFile.class);

    private final Path file;

    /**
     * @param folder the data folder, which exists
     */
    public CameraFile(Path folder) {
        this.file = folder.resolve(FILE);
    }

    /**
     * What was kept, each as not heard now; nothing where that cannot be read, since a booth must
     * start all the same.
     */
    public List<Camera> read() {
        var cameras = new ArrayList<Camera>();
        if (!Files.exists(file)) {
            return cameras;
        }
        try {
            for (JsonNode one : ConfigReader.JSON.readTree(Files.readAllBytes(file))) {
                cameras.add(
                        new Camera(
                                one.path("id").intValue(),
                                one.path("name").stringValue(),
                                one.path("type").stringValue(),
                                false,
                                Instant.parse(one.path("last_heartbeat").stringValue()),
                                one.path("events_sent").longValue(),
                                one.path("events_failed").longValue(),
                                Instant.parse(one.path("created").stringValue())));
            }
        } catch (IOException | JacksonException | DateTimeException e) {
            LOG.warn("{} cannot be read, so no camera is known: {}", file, e.toString());
            cameras.clear();
        }
        return cameras;
    }

    /**
     * @throws IOException when it cannot be written; the old file is there then
     */
    public void write(List<Camera> cameras) throws IOException {
        ArrayNode root = ConfigReader.JSON.createArrayNode();
        for (Camera camera : cameras) {
            root.addObject()
                    .put("id", camera.id())
                    .put("name", camera.name())
                    .put("type", camera.type())
                    .put("last_heartbeat", camera.lastHeartbeat().toString())
                    .put("events_sent", camera.sent())
                    .put("events_failed", camera.failed())
                    .put("created", camera.created().toString());
        }
        ConfigStore.writeAtomically(
                file, ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }
}
