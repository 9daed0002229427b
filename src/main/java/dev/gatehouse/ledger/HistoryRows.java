package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StayText;
import dev.gatehouse.model.Visit;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Visits as rows of {@code history}, with the original's columns and texts, and back. */
final class HistoryRows {
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final ZoneId zone;

    HistoryRows(ZoneId zone) {
        this.zone = zone;
    }

    static String utcText(Instant instant) {
        return TEXT.format(instant.atOffset(ZoneOffset.UTC));
    }

    static Instant instantOfUtcText(String text) {
        return LocalDateTime.parse(text, TEXT).toInstant(ZoneOffset.UTC);
    }

    private String localText(Instant instant) {
        return TEXT.format(instant.atZone(zone));
    }

    void save(Handle handle, Visit visit) {
        Visit.Departure exit = visit.exit();
        Visit.Passage out = exit == null ? null : exit.passage();
        handle.createUpdate(
                        """
                        INSERT OR REPLACE INTO history (id, event_id, source_central, edge_id, plate_id,
                          plate_view, entry_time, entry_camera_id, entry_camera_name, entry_confidence,
                          entry_source, exit_time, exit_camera_id, exit_camera_name, exit_confidence,
                          exit_source, duration, fee, status, sync_status, created_at, updated_at)
                        VALUES (:id, :event_id, :central, :edge, :plate, :view, :entry_time, :in_id,
                          :in_name, :in_confidence, :in_source, :exit_time, :out_id, :out_name,
                          :out_confidence, :out_source, :duration, :fee, :status, :sync, :created,
                          :updated)
                        """)
                .bind("id", visit.id())
                .bind("event_id", visit.eventId())
                .bind("central", visit.sourceCentral().value())
                .bind("edge", visit.edgeId())
                .bind("plate", visit.plate().canonical())
                .bind("view", visit.plate().view())
                .bind("entry_time", localText(visit.entry().at()))
                .bind("in_id", visit.entry().cameraId())
                .bind("in_name", visit.entry().cameraName())
                .bind("in_confidence", visit.entry().confidence())
                .bind("in_source", visit.entry().source())
                .bind("exit_time", out == null ? null : localText(out.at()))
                .bind("out_id", out == null ? null : out.cameraId())
                .bind("out_name", out == null ? null : out.cameraName())
                .bind("out_confidence", out == null ? null : out.confidence())
                .bind("out_source", out == null ? null : out.source())
                .bind("duration", exit == null ? null : StayText.vietnamese(exit.seconds()))
                .bind("fee", exit == null ? 0 : exit.feeDong())
                .bind("status", exit == null ? "IN" : "OUT")
                .bind("sync", visit.local() ? "LOCAL" : "SYNCED")
                .bind("created", utcText(visit.createdAt()))
                .bind("updated", utcText(visit.updatedAt()))
                .execute();
        handle.createUpdate(
                        "INSERT OR REPLACE INTO visit (id, entry_wall, confirmed, exit_wall,"
                                + " exit_central, exit_edge, seconds) VALUES (:id, :in, :confirmed,"
                                + " :out, :central, :edge, :seconds)")
                .bind("id", visit.id())
                .bind("in", visit.entry().at().toEpochMilli())
                .bind("confirmed", visit.confirmed() ? 1 : 0)
                .bind("out", out == null ? null : out.at().toEpochMilli())
                .bind("central", exit == null ? null : exit.central().value())
                .bind("edge", exit == null ? null : exit.edgeId())
                .bind("seconds", exit == null ? null : exit.seconds())
                .execute();
    }

    Visit visit(ResultSet rs, StatementContext unused) throws SQLException {
        return new Visit(
                rs.getLong("id"),
                rs.getString("event_id"),
                new CentralId(rs.getString("source_central")),
                rs.getString("edge_id"),
                new Plate(rs.getString("plate_id"), rs.getString("plate_view")),
                passage(rs, rs.getLong("entry_wall"), "entry"),
                rs.getInt("confirmed") == 1,
                departure(rs),
                rs.getString("sync_status").equals("LOCAL"),
                instantOfUtcText(rs.getString("created_at")),
                instantOfUtcText(rs.getString("updated_at")));
    }

    private static Visit.@Nullable Departure departure(ResultSet rs) throws SQLException {
        long wall = rs.getLong("exit_wall");
        if (rs.wasNull()) {
            return null;
        }
        return new Visit.Departure(
                passage(rs, wall, "exit"),
                new CentralId(rs.getString("exit_central")),
                rs.getString("exit_edge"),
                rs.getLong("seconds"),
                rs.getLong("fee"));
    }

    private static Visit.Passage passage(ResultSet rs, long wall, String side) throws SQLException {
        int camera = rs.getInt(side + "_camera_id");
        boolean noCamera = rs.wasNull();
        double confidence = rs.getDouble(side + "_confidence");
        boolean noConfidence = rs.wasNull();
        return new Visit.Passage(
                Instant.ofEpochMilli(wall),
                noCamera ? null : camera,
                rs.getString(side + "_camera_name"),
                noConfidence ? null : confidence,
                rs.getString(side + "_source"));
    }
}
