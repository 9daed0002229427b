package dev.gatehouse.original;

import static dev.gatehouse.original.OriginalTable.object;
import static dev.gatehouse.original.OriginalTable.text;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An original central without its sockets: links and frames in, frames out, one caller at a time.
 * Whoever has it dials its peers, tells it what became of that, dials again after {@link
 * OriginalPace#redial} and calls {@link #beat} every {@link OriginalPace#heartbeat}.
 */
public final class OriginalCentral {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final double FREE_HOURS = 0.5;
    private static final long FEE_PER_HOUR = 25_000;

    /**
     * What it is.
     *
     * @param zone in which its clock on the wall is
     * @param peers whom it dials
     */
    public record Setup(
            String id, Generation generation, ZoneId zone, List<String> peers, OriginalPace pace) {}

    /** The way to a peer; sending to one that is gone does nothing. */
    public interface Link {
        void send(String text);

        void close(int code, String reason);
    }

    private final Setup setup;
    private final InstantSource clock;
    private final OriginalFrames frames;
    private final OriginalTable table;
    private final OriginalBook book;

    /** What it remembers of each peer; nothing else outlives a restart but the rows. */
    private final Map<String, Long> cursors = new LinkedHashMap<>();

    private final Map<String, Link> dialled = new LinkedHashMap<>();
    private final Set<Link> accepted = new LinkedHashSet<>();
    private final Map<Link, String> registered = new LinkedHashMap<>();

    /** The second generation knows one caller of a name: the last. */
    private final Map<String, Link> callers = new LinkedHashMap<>();

    private final List<String> complaints = new ArrayList<>();

    public OriginalCentral(Setup setup, InstantSource clock) {
        this(setup, clock, _ -> {});
    }

    /**
     * One with a disk.
     *
     * @param disk takes each row that begins a visit when it is written
     */
    public OriginalCentral(Setup setup, InstantSource clock, Consumer<ObjectNode> disk) {
        this.setup = setup;
        this.clock = clock;
        this.frames = new OriginalFrames(setup.id(), setup.generation());
        this.table = new OriginalTable(setup.zone(), clock, disk);
        this.book = new OriginalBook(table, setup.generation());
    }

    public Setup setup() {
        return setup;
    }

    private boolean isFirst() {
        return setup.generation() == Generation.FIRST;
    }

    private long now() {
        return clock.millis();
    }

    // ---- links

    /** It reached a peer that it dialled. */
    public void dialled(String peer, Link link) {
        dialled.put(peer, link);
        if (!isFirst()) {
            link.send(frames.identification());
        }
        ask(peer);
    }

    /** It did not reach it: from now on it believes to have all until now. */
    public void dialFailed(String peer) {
        cursors.put(peer, now());
    }

    /** Somebody called. */
    public void accepted(Link link) {
        accepted.add(link);
    }

    public void closed(Link link) {
        accepted.remove(link);
        String caller = registered.remove(link);
        if (caller != null && callers.remove(caller) != null) { // whichever link that was
            cursors.put(caller, now());
        }
        for (Map.Entry<String, Link> entry : List.copyOf(dialled.entrySet())) {
            if (entry.getValue() == link) {
                dialled.remove(entry.getKey());
                cursors.put(entry.getKey(), now());
            }
        }
    }

    /** The process ended, without time to note anything; its rows and cursors are on its disk. */
    public void stopped() {
        dialled.clear();
        accepted.clear();
        registered.clear();
        callers.clear();
    }

    private void ask(String peer) {
        Long since = cursors.get(peer);
        Duration first = setup.pace().firstContact();
        long from = since == null ? now() - first.toMillis() : since;
        sendTo(peer, "SYNC_REQUEST", object().put("since_timestamp", from));
    }

    private void sendTo(String peer, String type, ObjectNode data) {
        Link link = callers.containsKey(peer) ? callers.get(peer) : dialled.get(peer);
        if (link != null) { // otherwise it is dropped: a caller is no way to answer the first
            link.send(frames.frame(type, now(), null, data));
        }
    }

    private void broadcast(String type, @Nullable String event, ObjectNode data) {
        if (setup.peers().isEmpty()) {
            return;
        }
        String text = frames.frame(type, now(), event, data);
        callers.values().forEach(link -> link.send(text));
        dialled.values().forEach(link -> link.send(text));
        if (isFirst()) {
            accepted.forEach(link -> link.send(text));
        }
    }

    /** Tells all that it lives; the second generation only where somebody called. */
    public void beat() {
        if (isFirst() || !callers.isEmpty()) {
            broadcast("HEARTBEAT", null, object());
        }
    }

    // ---- frames

    /** A text frame came. */
    public void received(Link link, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > setup.pace().maxFrame()) {
            complain("a frame of " + bytes + " bytes", text);
            link.close(1009, "message too big");
            return;
        }
        String peer = dialledPeer(link);
        if (peer != null) {
            receivedFromDialled(peer, text);
        } else if (isFirst()) {
            receivedFromCaller(link, text);
        } else {
            receivedAtTheApi(link, text);
        }
    }

    /** A binary frame came, which is none of the wire. */
    public void received(Link link, byte[] bytes) {
        complain("a binary frame of " + bytes.length + " bytes", "");
        if (!isFirst() && dialledPeer(link) == null) {
            link.close(1000, "");
        }
    }

    private @Nullable String dialledPeer(Link link) {
        return dialled.entrySet().stream()
                .filter(entry -> entry.getValue() == link)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Where it dialled, neither generation answers what it does not understand. */
    private void receivedFromDialled(String peer, String text) {
        JsonNode message = OriginalFrames.read(text);
        if (message == null) {
            complain("Invalid JSON", text);
        } else if (!"ERROR".equals(text(message, "type"))) {
            String invalid = frames.invalid(message);
            if (invalid != null) {
                complain(invalid, text);
            } else {
                handle(message, peer);
            }
        }
    }

    private void receivedFromCaller(Link link, String text) {
        JsonNode message = OriginalFrames.read(text);
        String invalid = message == null ? "Invalid JSON" : frames.invalid(message);
        if (message == null || invalid != null) {
            complain(String.valueOf(invalid), text);
            link.send(frames.error(String.valueOf(invalid), now()));
        } else {
            handle(message, message.path("source_central").asString(""));
        }
    }

    private void receivedAtTheApi(Link link, String text) {
        JsonNode message = OriginalFrames.read(text);
        if (message == null) {
            complain("no JSON", text);
            link.close(1000, "");
            return;
        }
        String caller = registered.get(link);
        if (caller == null) {
            introduced(link, text(message, "peer_id"), text);
        } else if (!frames.knows(message)) { // nothing else is looked at, and nothing answered
            complain("Invalid message type", text);
        } else {
            handle(message, caller);
        }
    }

    /** Whatever else the first frame says is not read. */
    private void introduced(Link link, @Nullable String peer, String text) {
        if (peer == null || peer.isEmpty()) {
            complain("No peer_id provided", text);
            link.close(1008, "No peer_id provided");
            return;
        }
        registered.put(link, peer);
        callers.put(peer, link);
        ask(peer);
    }

    private void complain(String why, String text) {
        complaints.add(why + ": " + text.substring(0, Math.min(200, text.length())));
    }

    private void handle(JsonNode message, String from) {
        JsonNode data = message.path("data").isObject() ? message.path("data") : object();
        switch (message.path("type").asString("")) {
            case "HEARTBEAT" -> {}
            case "SYNC_REQUEST" -> {
                List<ObjectNode> rows =
                        table.since(data.path("since_timestamp").asLong(0), setup.pace().limit());
                ObjectNode answer = object();
                answer.putArray("events").addAll(rows);
                sendTo(from, "SYNC_RESPONSE", answer);
            }
            case "SYNC_RESPONSE" -> {
                book.merge(data.path("events"), from);
                cursors.put(from, now());
            }
            case String type -> book.take(type, message, data);
        }
    }

    // ---- people and cameras

    /**
     * The barrier is opened for a car: out where it is inside, in otherwise; as the API answers.
     */
    public ObjectNode open(String edge, String plate) {
        ObjectNode inside = table.inside(plate);
        if (inside == null) {
            String event = name(plate);
            String entered = table.localNow();
            ObjectNode row = insert(event, setup.id(), edge, plate, entered, "edge_manual");
            broadcast(
                    "VEHICLE_ENTRY_PENDING",
                    event,
                    told(plate, entered).put("edge_id", edge).put("camera_type", "unknown"));
            return object().put("success", true)
                    .put("action", "ENTRY")
                    .put("event_id", event)
                    .put("history_id", row.path("id").longValue());
        }
        String event = text(inside, "event_id");
        ObjectNode exit = exit(inside, setup.id() + "/" + edge, "edge_manual");
        table.leaveByEvent(event, exit); // without a name nothing: that car stays inside
        broadcast("VEHICLE_EXIT", event, goodbye(exit, edge));
        return object().put("success", true)
                .put("action", "EXIT")
                .put("event_id", event)
                .put("fee", exit.path("fee").longValue())
                .put("duration", text(exit, "duration"));
    }

    /**
     * A camera saw a car come in. At the first generation the row gets no name and nobody hears of
     * it; at the second it gets one.
     *
     * @return the row's number; 0 where the car is inside already
     */
    public long cameraIn(int camera, String plate) {
        if (table.inside(plate) != null) {
            return 0;
        }
        String event = isFirst() ? null : name(plate);
        String entered = table.localNow();
        ObjectNode row = insert(event, null, null, plate, entered, "auto");
        row.put("entry_camera_id", camera).put("entry_camera_name", "Camera " + camera);
        row.put("entry_confidence", 0.92).put("sync_status", "LOCAL");
        if (event != null) {
            broadcast(
                    "VEHICLE_ENTRY_PENDING",
                    event,
                    told(plate, entered).put("edge_id", camera).put("camera_type", "ENTRY"));
        }
        return row.path("id").longValue();
    }

    /**
     * A camera saw a car leave. The first generation tells it with the name of the entry, which may
     * be none, and no plate; the second with a name of its own and the plate.
     *
     * @return false where the car is not inside
     */
    public boolean cameraOut(int camera, String plate) {
        ObjectNode inside = table.inside(plate);
        if (inside == null) {
            return false;
        }
        ObjectNode exit = exit(inside, "Camera " + camera, "auto").put("exit_camera_id", camera);
        table.leaveByPlate(plate, exit);
        ObjectNode goodbye = goodbye(exit, "").put("exit_edge", camera);
        String event = text(inside, "event_id");
        if (!isFirst()) {
            event = "central-%d_%d_%s".formatted(camera, now(), plate);
            goodbye.put("plate_id", plate);
        }
        broadcast("VEHICLE_EXIT", event, goodbye);
        return true;
    }

    private String name(String plate) {
        return "%s_%d_%s".formatted(setup.id(), now(), plate);
    }

    private ObjectNode insert(
            @Nullable String event,
            @Nullable String source,
            @Nullable String edge,
            String plate,
            String entered,
            String how) {
        return table.insert(
                object().put("event_id", event)
                        .put("source_central", source)
                        .put("edge_id", edge)
                        .put("plate_id", plate)
                        .put("plate_view", plate)
                        .put("entry_time", entered)
                        .put("entry_camera_name", source + "/" + edge)
                        .put("entry_confidence", 0.0)
                        .put("entry_source", how)
                        .put("fee", 0)
                        .put("sync_status", "SYNCED"));
    }

    private static ObjectNode told(String plate, String entered) {
        return object().put("plate_id", plate)
                .put("plate_view", plate)
                .put("direction", "ENTRY")
                .put("entry_time", entered);
    }

    private ObjectNode exit(ObjectNode row, String camera, String how) {
        String left = table.localNow();
        Duration stay = Duration.ZERO;
        String entered = text(row, "entry_time");
        if (entered != null) {
            stay =
                    Duration.between(
                            LocalDateTime.parse(entered, TIME), LocalDateTime.parse(left, TIME));
        }
        double hours = stay.toSeconds() / 3_600.0;
        long fee = hours <= FREE_HOURS ? 0 : (long) Math.ceil(hours - FREE_HOURS) * FEE_PER_HOUR;
        return object().put("exit_time", left)
                .put("exit_camera_name", camera)
                .put("exit_confidence", 0.0)
                .put("exit_source", how)
                .put(
                        "duration",
                        String.format(
                                Locale.ROOT,
                                "%d giờ %d phút",
                                stay.toHours(),
                                stay.toMinutesPart()))
                .put("fee", fee);
    }

    private ObjectNode goodbye(ObjectNode exit, String edge) {
        return object().put("exit_central", setup.id())
                .put("exit_edge", edge)
                .put("exit_time", text(exit, "exit_time"))
                .put("fee", exit.path("fee").longValue())
                .put("duration", text(exit, "duration"));
    }

    /** A camera among the parking spaces saw a car; the second generation only. */
    public void saw(String plate, String where) {
        String event = name(plate);
        String when = table.localNow();
        boolean inside = table.inside(plate) != null;
        if (inside) {
            table.located(plate, where, when);
        } else {
            book.anomaly(event, null, plate, where, when);
        }
        broadcast(
                "LOCATION_UPDATE",
                event,
                object().put("plate_id", plate)
                        .put("location", where)
                        .put("location_time", when)
                        .put("is_anomaly", !inside));
    }

    /** A parking lot was set up; the second generation only. */
    public void lot(String name, int capacity) {
        ObjectNode lot =
                object().put("location_name", name)
                        .put("capacity", capacity)
                        .put("camera_id", 7)
                        .put("camera_type", "PARKING_LOT")
                        .put("edge_id", "edge-7");
        book.lots.add(lot);
        broadcast("PARKING_LOT_CONFIG", null, lot);
    }

    /** Somebody corrects a plate; the second generation tells it by its own row's number. */
    public boolean correct(long row, String plate, String view) {
        boolean done = table.rename(row, plate, view);
        if (done && !isFirst()) {
            broadcast(
                    "HISTORY_UPDATE",
                    null,
                    object().put("history_id", row)
                            .put("plate_text", plate)
                            .put("plate_view", view));
        }
        return done;
    }

    /** Somebody deletes a row; the second generation tells it by its own row's number. */
    public boolean delete(long row) {
        boolean done = table.delete(row);
        if (done && !isFirst()) {
            broadcast("HISTORY_DELETE", null, object().put("history_id", row));
        }
        return done;
    }

    /** A row with these columns is in its table, whoever wrote it. */
    public void hold(ObjectNode columns) {
        table.insert(columns);
    }

    // ---- what it has

    /** Copies of its rows, by number. */
    public List<ObjectNode> rows() {
        return table.all();
    }

    /** The plates of its open rows, one for each. */
    public List<String> inside() {
        return rows().stream()
                .filter(row -> "IN".equals(text(row, "status")))
                .map(row -> row.path("plate_id").asString(""))
                .toList();
    }

    /** Since when it will ask that peer, in ms; null before it knows anything of it. */
    public @Nullable Long cursor(String peer) {
        return cursors.get(peer);
    }

    public List<ObjectNode> lots() {
        return List.copyOf(book.lots);
    }

    /**
     * What came that it did not understand, answered by an ERROR or not: why, and the beginning.
     */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Whether it can be reached by at least one link. */
    public boolean isLinked() {
        return !dialled.isEmpty() || !accepted.isEmpty();
    }
}
