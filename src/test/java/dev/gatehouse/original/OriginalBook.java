package dev.gatehouse.original;

import static dev.gatehouse.original.OriginalTable.object;
import static dev.gatehouse.original.OriginalTable.text;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** What an original makes of what its peers tell it, where it loses most of what it loses. */
final class OriginalBook {
    private final OriginalTable table;
    private final Generation generation;
    final List<ObjectNode> lots = new ArrayList<>();

    OriginalBook(OriginalTable table, Generation generation) {
        this.table = table;
        this.generation = generation;
    }

    /** A message about a car, or from an administrator; others it does not know. */
    void take(String type, JsonNode message, JsonNode data) {
        switch (type) {
            case "VEHICLE_ENTRY_PENDING" -> entry(message, data);
            case "VEHICLE_EXIT" -> exit(text(message, "event_id"), data);
            case "LOCATION_UPDATE" -> location(message, data);
            case "PARKING_LOT_CONFIG" -> lots.add((ObjectNode) data.deepCopy());
            case "HISTORY_UPDATE" ->
                    table.rename(
                            data.path("history_id").asLong(0),
                            text(data, "plate_text"),
                            text(data, "plate_view"));
            case "HISTORY_DELETE" -> table.delete(data.path("history_id").asLong(0));
            default -> {} // a confirmation is only logged, two types have no content
        }
    }

    private void entry(JsonNode message, JsonNode data) {
        String event = text(message, "event_id");
        if (table.exists(event)) {
            return;
        }
        ObjectNode existing = table.inside(text(data, "plate_id"));
        if (existing == null) {
            insertTold(event, message, data);
            return;
        }
        String known = text(existing, "event_id");
        Long before = known == null ? null : ms(known);
        Long now = event == null ? null : ms(event);
        if (known != null && before != null && now != null && now < before) {
            table.deleteByEvent(known);
            insertTold(event, message, data);
        }
    }

    private void insertTold(@Nullable String event, JsonNode message, JsonNode data) {
        String source = text(message, "source_central");
        String edge = data.path("edge_id").asString("None");
        table.insert(
                object().put("event_id", event)
                        .put("source_central", source)
                        .put("edge_id", edge)
                        .put("plate_id", text(data, "plate_id"))
                        .put("plate_view", text(data, "plate_view"))
                        .put("entry_time", text(data, "entry_time"))
                        .put("entry_camera_name", source + "/" + edge)
                        .put("entry_confidence", 0.0)
                        .put("entry_source", "p2p_sync")
                        .put("fee", 0)
                        .put("sync_status", "SYNCED"));
    }

    /** The second part of a name, where there are no others with the same sign in them. */
    private static @Nullable Long ms(String event) {
        String[] parts = event.split("_", -1);
        try {
            return parts.length >= 2 ? Long.parseLong(parts[1]) : null;
        } catch (NumberFormatException none) {
            return null;
        }
    }

    private void exit(@Nullable String event, JsonNode data) {
        ObjectNode columns =
                object().put("exit_time", text(data, "exit_time"))
                        .put(
                                "exit_camera_name",
                                data.path("exit_central").asString("None")
                                        + "/"
                                        + data.path("exit_edge").asString("None"))
                        .put("exit_confidence", 0.0)
                        .put("exit_source", "p2p_sync")
                        .put("duration", data.path("duration").asString(""))
                        .put("fee", data.path("fee").asLong(0));
        String plate = text(data, "plate_id");
        if (generation == Generation.SECOND && plate != null && !table.exists(event)) {
            table.leaveByPlate(plate, columns); // whichever stay of that car is open now
        } else {
            table.leaveByEvent(event, columns);
        }
    }

    private void location(JsonNode message, JsonNode data) {
        String plate = text(data, "plate_id");
        String where = text(data, "location");
        String when = text(data, "location_time");
        if (plate != null && table.inside(plate) != null) {
            table.located(plate, where, when);
        } else {
            String source = text(message, "source_central");
            anomaly(text(message, "event_id"), source, plate, where, when);
        }
    }

    /** A car that nobody saw come in. */
    void anomaly(
            @Nullable String event,
            @Nullable String source,
            @Nullable String plate,
            @Nullable String where,
            @Nullable String when) {
        table.insert(
                object().put("event_id", event)
                        .put("source_central", source)
                        .put("edge_id", "unknown")
                        .put("plate_id", plate)
                        .put("plate_view", plate)
                        .put("entry_time", when)
                        .put("entry_camera_name", "Auto-detected: " + source + "/" + where)
                        .put("entry_confidence", 0.0)
                        .put("entry_source", "parking_lot_auto")
                        .put("last_location", where)
                        .put("last_location_time", when)
                        .put("is_anomaly", 1)
                        .put("fee", 0)
                        .put("sync_status", "SYNCED"));
    }

    /**
     * Merges an answer: what it has is skipped, so that an exit of a known entry is lost; a visit
     * that is over already matches no open row, so that it is lost as a whole.
     */
    void merge(JsonNode events, String from) {
        for (JsonNode row : events) {
            String event = text(row, "event_id");
            if (event == null || table.exists(event)) {
                continue;
            }
            boolean over = "OUT".equals(row.path("status").asString("IN")) && row.has("exit_time");
            if (!over) {
                insertRow(event, row, from);
            }
        }
    }

    private void insertRow(String event, JsonNode row, String from) {
        String plate = text(row, "plate_id");
        table.insert(
                object().put("event_id", event)
                        .put("source_central", row.path("source_central").asString(from))
                        .put("edge_id", row.path("edge_id").asString("unknown"))
                        .put("plate_id", plate)
                        .put("plate_view", row.path("plate_view").asString(plate))
                        .put("entry_time", text(row, "entry_time"))
                        .put("entry_camera_name", row.path("entry_camera_name").asString("unknown"))
                        .put("entry_confidence", row.path("entry_confidence").asDouble(0))
                        .put("entry_source", "sync")
                        .put("fee", 0)
                        .put("sync_status", "SYNCED"));
    }
}
