package dev.gatehouse.config;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps in the data folder which peers are paused, so that a restart does not end a pause. */
public final class PauseFile {
    /** Only this program writes it. */
    static final String FILE = "paused.json";

    private static final Logger LOG = LoggerFactory.getLogger(PauseFile.class);

    private final Path file;

    /**
     * @param folder the data folder, which exists
     */
    public PauseFile(Path folder) {
        this.file = folder.resolve(FILE);
    }

    /** What was kept; nothing where that cannot be read, since a booth must start all the same. */
    public Map<CentralId, LinkState.Paused> read() {
        var pauses = new LinkedHashMap<CentralId, LinkState.Paused>();
        if (!Files.exists(file)) {
            return pauses;
        }
        try {
            JsonNode root = ConfigReader.JSON.readTree(Files.readAllBytes(file));
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                JsonNode pause = entry.getValue();
                pauses.put(
                        new CentralId(entry.getKey()),
                        new LinkState.Paused(
                                Instant.parse(pause.path("since").asString("")),
                                Instant.parse(pause.path("until").asString("")),
                                pause.path("by").asString(""),
                                pause.path("reason").asString("")));
            }
        } catch (IOException | JacksonException | DateTimeException | IllegalArgumentException e) {
            LOG.warn("{} cannot be read, so nothing is paused: {}", file, e.toString());
            pauses.clear();
        }
        return pauses;
    }

    /**
     * @throws IOException when it cannot be written; the old file is there then
     */
    public void write(Map<CentralId, LinkState.Paused> pauses) throws IOException {
        ObjectNode root = ConfigReader.JSON.createObjectNode();
        pauses.forEach(
                (peer, pause) ->
                        root.putObject(peer.value())
                                .put("since", pause.since().toString())
                                .put("until", pause.until().toString())
                                .put("by", pause.by())
                                .put("reason", pause.reason()));
        ConfigStore.writeAtomically(
                file, ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }
}
