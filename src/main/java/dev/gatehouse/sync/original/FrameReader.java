package dev.gatehouse.sync.original;

import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.sync.original.FactMaker.UnusableException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;

/** Reads an original's frames. Pure. */
public final class FrameReader {
    private final FactMaker make;

    public FrameReader(FactMaker make) {
        this.make = make;
    }

    /**
     * @param sender the original that sent it
     */
    public Said read(Frame frame, CentralId sender) {
        try {
            return said(frame, sender);
        } catch (UnusableException e) {
            return new Said.Unusable(frame.type() + ": " + e.getMessage());
        }
    }

    private Said said(Frame frame, CentralId sender) throws UnusableException {
        JsonNode data = frame.data();
        String name = frame.eventId();
        return switch (frame.type()) {
            case Frame.HEARTBEAT -> new Said.Alive();
            case "SYNC_REQUEST" -> new Said.Request(data.path("since_timestamp").asLong(0));
            case "SYNC_RESPONSE" -> rows(data.path("events"));
            case "VEHICLE_ENTRY_PENDING" -> {
                if (name == null) {
                    throw new UnusableException("event_id: expected a text");
                }
                yield new Said.Live(
                        new Happened(
                                creator(frame),
                                make.entry(
                                        name,
                                        Row.text(data, "plate_id"),
                                        Row.text(data, "entry_time"))));
            }
            case "VEHICLE_EXIT" ->
                    new Said.Live(
                            new Happened(
                                    sender,
                                    make.exit(
                                            name,
                                            Row.text(data, "plate_id"),
                                            Row.text(data, "exit_time"),
                                            Row.whole(data.path("fee")),
                                            Row.text(data, "duration"))));
            case "HISTORY_UPDATE" ->
                    new Said.Corrected(
                            historyId(data),
                            needed(data, "plate_text"),
                            Row.text(data, "plate_view"),
                            TimeText.utc(Instant.ofEpochMilli(frame.timestampMs())));
            case "HISTORY_DELETE" -> new Said.Deleted(historyId(data));
            case "LOCATION_UPDATE" -> new Said.Live(new Happened(sender, located(name, data)));
            case "PARKING_LOT_CONFIG" -> new Said.Live(new Happened(sender, lot(data)));
            default -> new Said.Other(frame.type());
        };
    }

    private static Said.Rows rows(JsonNode events) throws UnusableException {
        if (!events.isArray()) {
            throw new UnusableException("events: expected a list");
        }
        var rows = new ArrayList<Row>(events.size());
        for (JsonNode row : events) {
            rows.add(Row.read(row));
        }
        return new Said.Rows(rows);
    }

    private static CentralId creator(Frame frame) throws UnusableException {
        if (!CentralId.isValid(frame.source())) {
            throw new UnusableException("source_central: no central's id");
        }
        return new CentralId(frame.source());
    }

    private static long historyId(JsonNode data) throws UnusableException {
        JsonNode id = data.path("history_id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw new UnusableException("history_id: expected a number");
        }
        return id.longValue();
    }

    private static Located located(@Nullable String name, JsonNode data) throws UnusableException {
        JsonNode anomaly = data.path("is_anomaly");
        return new Located(
                name,
                needed(data, "plate_id"),
                needed(data, "location"),
                needed(data, "location_time"),
                anomaly.isBoolean() ? anomaly.booleanValue() : Row.whole(anomaly) != 0);
    }

    private static ParkingLot lot(JsonNode data) throws UnusableException {
        JsonNode capacity = data.path("capacity");
        return new ParkingLot(
                needed(data, "location_name"),
                capacity.canConvertToInt() && capacity.isNumber() ? capacity.intValue() : null,
                Row.text(data, "camera_id"),
                Row.text(data, "camera_type"),
                Row.text(data, "edge_id"));
    }

    private static String needed(JsonNode data, String field) throws UnusableException {
        String text = Row.text(data, field);
        if (text == null) {
            throw new UnusableException(field + ": expected a text");
        }
        return text;
    }
}
