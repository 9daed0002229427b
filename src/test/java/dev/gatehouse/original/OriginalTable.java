package dev.gatehouse.original;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The original's {@code history}: a row is an object with its columns, those that are null left
 * out. Has its queries, with their faults: what was written when is in UTC, and is compared with
 * local time.
 */
final class OriginalTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final ZoneId zone;
    private final InstantSource clock;
    private final Consumer<ObjectNode> disk;
    private final Map<Long, ObjectNode> rows = new TreeMap<>();
    private final Map<String, List<ObjectNode>> byEvent = new HashMap<>();
    private final Map<String, List<ObjectNode>> inside = new HashMap<>();
    private long lastId;

    OriginalTable(ZoneId zone, InstantSource clock, Consumer<ObjectNode> disk) {
        this.zone = zone;
        this.clock = clock;
        this.disk = disk;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static @Nullable String text(JsonNode row, String column) {
        JsonNode value = row.path(column);
        return value.isString() ? value.stringValue() : null;
    }

    String localNow() {
        return local(clock.instant());
    }

    String local(Instant moment) {
        return TIME.format(moment.atZone(zone));
    }

    private String utcNow() {
        return TIME.format(clock.instant().atZone(ZoneOffset.UTC));
    }

    /** A row that begins a visit. */
    ObjectNode insert(ObjectNode columns) {
        ObjectNode row = object().put("id", ++lastId);
        columns.properties().stream()
                .filter(column -> !column.getValue().isNull())
                .forEach(column -> row.set(column.getKey(), column.getValue()));
        row.put("status", "IN").put("created_at", utcNow()).put("updated_at", utcNow());
        rows.put(lastId, row);
        String event = text(row, "event_id");
        if (event != null) {
            byEvent.computeIfAbsent(event, _ -> new ArrayList<>()).add(row);
        }
        inside.computeIfAbsent(plate(row), _ -> new ArrayList<>()).add(row);
        disk.accept(row);
        return row;
    }

    private static String plate(ObjectNode row) {
        String plate = text(row, "plate_id");
        return plate == null ? "" : plate;
    }

    boolean exists(@Nullable String event) {
        return event != null && byEvent.containsKey(event);
    }

    @Nullable ObjectNode byEvent(@Nullable String event) {
        return exists(event) ? byEvent.getOrDefault(event, List.of()).getFirst() : null;
    }

    /** The row of a car that is inside; of several the one that came last. */
    @Nullable ObjectNode inside(@Nullable String plate) {
        return inside.getOrDefault(plate == null ? "" : plate, List.of()).stream()
                .max(
                        Comparator.<ObjectNode, String>comparing(row -> time(row, "entry_time"))
                                .thenComparing(row -> time(row, "created_at")))
                .orElse(null);
    }

    private static String time(ObjectNode row, String column) {
        String time = text(row, column);
        return time == null ? "" : time;
    }

    /** The exit of every open row of that name. */
    boolean leaveByEvent(@Nullable String event, ObjectNode columns) {
        List<ObjectNode> open =
                byEvent.getOrDefault(event == null ? "" : event, List.of()).stream()
                        .filter(row -> "IN".equals(text(row, "status")))
                        .toList();
        open.forEach(row -> leave(row, columns));
        return !open.isEmpty();
    }

    /** The exit of the newest open row of that plate. */
    boolean leaveByPlate(@Nullable String plate, ObjectNode columns) {
        ObjectNode row = inside(plate);
        if (row != null) {
            leave(row, columns);
        }
        return row != null;
    }

    private void leave(ObjectNode row, ObjectNode columns) {
        columns.properties().stream()
                .filter(column -> !column.getValue().isNull())
                .forEach(column -> row.set(column.getKey(), column.getValue()));
        row.put("status", "OUT").put("updated_at", utcNow());
        notInside(row);
    }

    private void notInside(ObjectNode row) {
        inside.getOrDefault(plate(row), new ArrayList<>()).removeIf(open -> open == row);
    }

    /** Another plate in the row of that number; false where there is none. */
    boolean rename(long id, @Nullable String plate, @Nullable String view) {
        ObjectNode row = rows.get(id);
        if (row == null) {
            return false;
        }
        boolean open = "IN".equals(text(row, "status"));
        notInside(row);
        row.put("plate_id", plate).put("plate_view", view).put("updated_at", utcNow());
        if (open) {
            inside.computeIfAbsent(plate(row), _ -> new ArrayList<>()).add(row);
        }
        return true;
    }

    boolean delete(long id) {
        ObjectNode row = rows.remove(id);
        if (row == null) {
            return false;
        }
        notInside(row);
        String event = text(row, "event_id");
        if (event != null) {
            List<ObjectNode> named = byEvent.getOrDefault(event, new ArrayList<>());
            named.removeIf(one -> one == row);
            if (named.isEmpty()) {
                byEvent.remove(event);
            }
        }
        return true;
    }

    void deleteByEvent(String event) {
        List.copyOf(byEvent.getOrDefault(event, List.of()))
                .forEach(row -> delete(row.path("id").longValue()));
    }

    /** Where a car was last seen. */
    void located(String plate, @Nullable String where, @Nullable String when) {
        for (ObjectNode row : inside.getOrDefault(plate, List.of())) {
            row.put("last_location", where).put("last_location_time", when);
            row.put("updated_at", utcNow());
        }
    }

    /**
     * What was written since then, oldest first. The moment is told in local time, and what was
     * written when is in UTC.
     */
    List<ObjectNode> since(long ms, int limit) {
        String local = local(Instant.ofEpochMilli(ms));
        return rows.values().stream()
                .filter(row -> time(row, "created_at").compareTo(local) >= 0)
                .sorted(Comparator.comparing(row -> time(row, "created_at")))
                .limit(limit)
                .toList();
    }

    List<ObjectNode> all() {
        return rows.values().stream().map(ObjectNode::deepCopy).toList();
    }
}
