package dev.gatehouse.original;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.HashSet;
import java.util.Set;

/** The original's frames: what it writes and what it takes for one. */
final class OriginalFrames {
    private static final Set<String> VEHICLE =
            Set.of("VEHICLE_ENTRY_PENDING", "VEHICLE_ENTRY_CONFIRMED", "VEHICLE_EXIT");

    private static final Set<String> FIRST =
            Set.of(
                    "VEHICLE_ENTRY_PENDING",
                    "VEHICLE_ENTRY_CONFIRMED",
                    "VEHICLE_EXIT",
                    "HEARTBEAT",
                    "SYNC_REQUEST",
                    "SYNC_RESPONSE",
                    "CONFIG_UPDATE",
                    "SUBSCRIPTION_UPDATE");

    private static final Set<String> SECOND_MORE =
            Set.of("LOCATION_UPDATE", "PARKING_LOT_CONFIG", "HISTORY_UPDATE", "HISTORY_DELETE");

    /** Its library writes nothing but ASCII, so that one of our letters takes six bytes. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String id;
    private final Set<String> types;

    OriginalFrames(String id, Generation generation) {
        this.id = id;
        this.types = new HashSet<>(FIRST);
        if (generation == Generation.SECOND) {
            types.addAll(SECOND_MORE);
        }
    }

    String frame(String type, long nowMs, @Nullable String event, ObjectNode data) {
        ObjectNode frame = OriginalTable.object();
        frame.put("type", type).put("source_central", id).put("timestamp", nowMs);
        frame.put("event_id", event).set("data", data);
        return JSON.writeValueAsString(frame);
    }

    String error(String why, long nowMs) {
        return JSON.writeValueAsString(
                OriginalTable.object()
                        .put("type", "ERROR")
                        .put("error", why)
                        .put("timestamp", nowMs));
    }

    /** The first words of the second generation on a link that it dialled. */
    String identification() {
        return JSON.writeValueAsString(OriginalTable.object().put("peer_id", id));
    }

    /** What the text is; null where it is no object of JSON. */
    static @Nullable JsonNode read(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            return root.isObject() ? root : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    boolean knows(JsonNode message) {
        return types.contains(message.path("type").asString(""));
    }

    /** Why it is no message; null where it is one. */
    @Nullable String invalid(JsonNode message) {
        for (String field : new String[] {"type", "source_central", "timestamp"}) {
            if (!message.has(field)) {
                return "Missing '" + field + "' field";
            }
        }
        String type = message.path("type").asString("");
        if (!knows(message)) {
            return "Invalid message type: " + type;
        }
        if (VEHICLE.contains(type) && !message.has("event_id")) {
            return "Missing 'event_id' for vehicle event";
        }
        return null;
    }
}
