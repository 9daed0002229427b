package dev.gatehouse.sync.original;

import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StayText;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Writes frames for originals: only types and fields that both generations take. Pure. */
public final class FrameWriter {
    /** Rows in one frame: few enough that behind it no car seems inside for long that is not. */
    public static final int ROWS = 100;

    /**
     * Letters of the rows of one frame, of three bytes at most: under 900 KB, for at 1 MiB either
     * generation ends the link.
     */
    static final int LETTERS = 290_000;

    private final FrameCodec frames;
    private final CentralId self;
    private final ZoneId zone;

    /**
     * @param self this central
     * @param zone in which the originals' local times are
     */
    public FrameWriter(FrameCodec frames, CentralId self, ZoneId zone) {
        this.frames = frames;
        this.self = self;
        this.zone = zone;
    }

    public String heartbeat(long nowMs) {
        return frames.text(Frame.HEARTBEAT, nowMs, frames.object());
    }

    public String request(Instant since, long nowMs) {
        ObjectNode data = frames.object().put("since_timestamp", since.toEpochMilli());
        return frames.text("SYNC_REQUEST", nowMs, data);
    }

    /** A car came in. */
    public String entry(Visit visit, long nowMs) {
        String edge = visit.edgeId();
        Integer camera = visit.entry().cameraId();
        ObjectNode data =
                frames.object()
                        .put("plate_id", visit.plate().canonical())
                        .put("plate_view", visit.plate().view())
                        .put("edge_id", edge != null ? edge : camera == null ? "" : "" + camera)
                        .put("camera_type", "ENTRY")
                        .put("direction", "ENTRY")
                        .put("entry_time", local(visit.entry().at()));
        return text("VEHICLE_ENTRY_PENDING", visit.sourceCentral(), visit.eventId(), data, nowMs);
    }

    /** The barrier closed behind it. */
    public String confirmed(CentralId central, String eventId, Instant at, long nowMs) {
        ObjectNode data = frames.object().put("confirmed_time", local(at));
        return text("VEHICLE_ENTRY_CONFIRMED", central, eventId, data, nowMs);
    }

    /**
     * A car left. Never by its plate: the second generation would end today's stay with an old
     * exit.
     *
     * @param eventId the visit, or one that it superseded
     */
    public String exit(String eventId, Visit.Departure exit, long nowMs) {
        String edge = exit.edgeId();
        Integer camera = exit.passage().cameraId();
        return exit(
                eventId,
                exit.central(),
                edge != null ? edge : camera == null ? "" : "" + camera,
                exit.passage().at(),
                exit.feeDong(),
                exit.seconds(),
                nowMs);
    }

    /** An entry never was; to an original its car leaves without a fee. */
    public String voided(String eventId, CentralId central, Instant at, long nowMs) {
        return exit(eventId, central, "", at, 0, 0, nowMs);
    }

    private String exit(
            String eventId,
            CentralId central,
            String edge,
            Instant at,
            long fee,
            long seconds,
            long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("exit_central", central.value())
                        .put("exit_edge", edge)
                        .put("exit_time", local(at))
                        .put("fee", fee)
                        .put("duration", StayText.vietnamese(seconds));
        return text("VEHICLE_EXIT", central, eventId, data, nowMs);
    }

    /**
     * Visits as rows of cars that are inside, since others are passed over there; their exits are
     * to follow.
     *
     * @param visits at most {@link #ROWS}
     * @return frames, the last of which may be followed by the exits of all; one without a row
     *     where there is no visit, so that who asked has an answer
     */
    public List<Packed> rows(List<Visit> visits, long nowMs) {
        var packed = new ArrayList<Packed>();
        var some = new ArrayList<Visit>();
        var rows = new ArrayList<ObjectNode>();
        int letters = 0;
        for (Visit visit : visits) {
            ObjectNode row = row(visit);
            int length = row.toString().length();
            if (!some.isEmpty() && (some.size() >= ROWS || letters + length > LETTERS)) {
                packed.add(packed(some, rows, nowMs));
                some.clear();
                rows.clear();
                letters = 0;
            }
            some.add(visit);
            rows.add(row);
            letters += length;
        }
        packed.add(packed(some, rows, nowMs));
        return packed;
    }

    /** A frame, and the visits in it. */
    public record Packed(String frame, List<Visit> visits) {
        public Packed {
            visits = List.copyOf(visits);
        }
    }

    private Packed packed(List<Visit> visits, List<ObjectNode> rows, long nowMs) {
        ObjectNode data = frames.object();
        var events = data.putArray("events");
        rows.forEach(events::add);
        return new Packed(frames.text("SYNC_RESPONSE", nowMs, data), visits);
    }

    private ObjectNode row(Visit visit) {
        Visit.Passage entry = visit.entry();
        ObjectNode row =
                frames.object()
                        .put("id", visit.id())
                        .put("event_id", visit.eventId())
                        .put("source_central", visit.sourceCentral().value());
        put(row, "edge_id", visit.edgeId());
        row.put("plate_id", visit.plate().canonical())
                .put("plate_view", visit.plate().view())
                .put("entry_time", local(entry.at()));
        Integer camera = entry.cameraId();
        if (camera != null) {
            row.put("entry_camera_id", camera.intValue());
        }
        put(row, "entry_camera_name", entry.cameraName());
        Double confidence = entry.confidence();
        if (confidence != null) {
            row.put("entry_confidence", confidence.doubleValue());
        }
        put(row, "entry_source", entry.source());
        return row.put("fee", 0)
                .put("status", "IN")
                .put("sync_status", visit.local() ? "LOCAL" : "SYNCED")
                .put("created_at", TimeText.utc(visit.createdAt()))
                .put("updated_at", TimeText.utc(visit.updatedAt()));
    }

    private static void put(ObjectNode row, String field, @Nullable String value) {
        if (value != null) {
            row.put(field, value);
        }
    }

    private String local(Instant at) {
        return TimeText.of(at, zone);
    }

    private String text(String type, CentralId central, String eventId, JsonNode data, long nowMs) {
        return frames.text(type, central, nowMs, eventId, data);
    }
}
