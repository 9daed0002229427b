package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.StayText;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Visits as rows of {@code history}, with the original's columns and texts, and back. */
public final class HistoryRows {
    /** What a visit is read from, of {@code history h} and {@code visit v}. */
    static final String COLUMNS =
            "h.id, h.event_id, h.source_central, h.edge_id, h.plate_id, h.plate_view,"
                    + " v.entry_wall, h.entry_camera_id, h.entry_camera_name, h.entry_confidence,"
                    + " h.entry_source, v.confirmed, h.sync_status, h.created_at, h.updated_at,"
                    + " v.exit_wall, h.exit_camera_id, h.exit_camera_name, h.exit_confidence,"
                    + " h.exit_source, v.exit_central, v.exit_edge, v.seconds, h.fee,"
                    + " v.entry_seen, v.exit_seen, v.readings, v.marks, v.entry_picture,"
                    + " v.exit_picture";

    /** How many those are. */
    static final int COUNT = 30;

    /** The columns of {@code history}. */
    public static final List<String> HISTORY =
            List.of(
                    "id",
                    "event_id",
                    "source_central",
                    "edge_id",
                    "plate_id",
                    "plate_view",
                    "entry_time",
                    "entry_camera_id",
                    "entry_camera_name",
                    "entry_confidence",
                    "entry_source",
                    "exit_time",
                    "exit_camera_id",
                    "exit_camera_name",
                    "exit_confidence",
                    "exit_source",
                    "duration",
                    "fee",
                    "status",
                    "sync_status",
                    "created_at",
                    "updated_at");

    /** The columns of {@code visit}. */
    public static final List<String> VISIT =
            List.of(
                    "id",
                    "plate",
                    "entry_t",
                    "entry_wall",
                    "confirmed",
                    "exit_wall",
                    "exit_central",
                    "exit_edge",
                    "seconds",
                    "entry_seen",
                    "exit_seen",
                    "readings",
                    "marks",
                    "review",
                    "entry_picture",
                    "exit_picture");

    /** What stands in {@code marks}. */
    private static final int ENTRY_DOUBTFUL = 1;

    private static final int EXIT_DOUBTFUL = 2;
    private static final int EXIT_ALONE = 4;

    /** No entry is known: what stands in its columns is the exit's reading. */
    static final int NO_ENTRY = 8;

    /** Nobody saw the car leave. */
    private static final int EXIT_MISSED = 16;

    /** What is this central's own, and no part of what all have in common. */
    public static final Set<String> LOCAL = Set.of("id", "sync_status", "created_at", "updated_at");

    private static final String SAVE_HISTORY = save("history", HISTORY);
    private static final String SAVE_VISIT = save("visit", VISIT);

    private static final String CHANGE_HISTORY =
            change("history", HISTORY, Set.of("id", "created_at"));

    private static final String CHANGE_VISIT =
            change("visit", VISIT, Set.of("id", "plate", "entry_t", "entry_wall"));

    /** What a passage behind the entry can change, in both tables. */
    private static final String FOLLOW_HISTORY =
            "UPDATE history SET exit_time = ?, exit_camera_id = ?, exit_camera_name = ?,"
                    + " exit_confidence = ?, exit_source = ?, duration = ?, fee = ?, status = ?,"
                    + " updated_at = ? WHERE id = ? AND event_id = ?";

    private static final String FOLLOW_VISIT =
            "UPDATE visit SET confirmed = ?, exit_wall = ?, exit_central = ?, exit_edge = ?,"
                    + " seconds = ?, exit_seen = ?, readings = ?, marks = ?, review = ?,"
                    + " exit_picture = ?"
                    + " WHERE id = ? AND plate = ? AND entry_t = ?";

    private final ZoneId zone;

    public HistoryRows(ZoneId zone) {
        this.zone = zone;
    }

    static String utcText(Instant instant) {
        return TimeText.utc(instant);
    }

    public static Instant instantOfUtcText(String text) {
        return TimeText.instant(text, ZoneOffset.UTC);
    }

    private String localText(Instant instant) {
        return TimeText.of(instant, zone);
    }

    /** Inserts or replaces both rows of a visit. */
    void save(Sql sql, Visit visit, long entryT) {
        sql.update(SAVE_HISTORY, history(visit));
        sql.update(SAVE_VISIT, visit(visit, entryT));
    }

    /**
     * Changes both rows of a visit where they stand for the same entry, which is nearly always so:
     * no index of the entry is touched then.
     *
     * @return whether there were such rows; where not, nothing that counts was changed
     */
    boolean change(Sql sql, Visit visit, long entryT) {
        return sql.update(CHANGE_VISIT, visit(visit, entryT)) == 1
                && sql.update(CHANGE_HISTORY, history(visit)) == 1;
    }

    /**
     * Changes whether a visit is confirmed and how it ended, and nothing else of it.
     *
     * @return whether there were both rows; where not, nothing that counts was changed
     */
    boolean follow(Sql sql, Visit visit, long entryT) {
        @Nullable Object[] h = history(visit);
        @Nullable Object[] v = visit(visit, entryT);
        return sql.update(
                                FOLLOW_VISIT,
                                v[4],
                                v[5],
                                v[6],
                                v[7],
                                v[8],
                                v[10],
                                v[11],
                                v[12],
                                v[13],
                                v[15],
                                v[0],
                                v[1],
                                v[2])
                        == 1
                && sql.update(
                                FOLLOW_HISTORY,
                                h[11],
                                h[12],
                                h[13],
                                h[14],
                                h[15],
                                h[16],
                                h[17],
                                h[18],
                                h[21],
                                h[0],
                                h[1])
                        == 1;
    }

    /** An update with the values of a whole row, of which those of {@code kept} name the row. */
    private static String change(String table, List<String> columns, Set<String> kept) {
        var changed = new StringJoiner(", ");
        var same = new StringJoiner(" AND ");
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            (kept.contains(column) ? same : changed).add(column + " = ?" + (i + 1));
        }
        return "UPDATE " + table + " SET " + changed + " WHERE " + same;
    }

    private static String save(String table, List<String> columns) {
        return "INSERT OR REPLACE INTO "
                + table
                + " ("
                + String.join(", ", columns)
                + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?"))
                + ")";
    }

    /** The row of {@code history}, by {@link #HISTORY}. */
    @Nullable
    public Object[] history(Visit visit) {
        Visit.Departure exit = visit.exit();
        Visit.Passage in = visit.entry();
        Visit.Passage out = exit == null ? null : exit.passage();
        return new @Nullable Object[] {
            visit.id(),
            visit.eventId(),
            visit.sourceCentral().value(),
            visit.edgeId(),
            visit.plate().canonical(),
            visit.plate().view(),
            localText(in.at()),
            in.cameraId(),
            in.cameraName(),
            in.confidence(),
            in.source(),
            out == null ? null : localText(out.at()),
            out == null ? null : out.cameraId(),
            out == null ? null : out.cameraName(),
            out == null ? null : out.confidence(),
            out == null ? null : out.source(),
            exit == null ? null : StayText.vietnamese(exit.seconds()),
            exit == null ? 0L : exit.feeDong(),
            exit == null ? "IN" : "OUT",
            visit.local() ? "LOCAL" : "SYNCED",
            utcText(visit.createdAt()),
            utcText(visit.updatedAt())
        };
    }

    /** The row of {@code visit}, by {@link #VISIT}. */
    public static @Nullable Object[] visit(Visit visit, long entryT) {
        Visit.Departure exit = visit.exit();
        Review review = visit.review();
        return new @Nullable Object[] {
            visit.id(),
            visit.plate().canonical(),
            entryT,
            visit.entry().at().toEpochMilli(),
            visit.confirmed() ? 1 : 0,
            exit == null ? null : exit.passage().at().toEpochMilli(),
            exit == null ? null : exit.central().value(),
            exit == null ? null : exit.edgeId(),
            exit == null ? null : exit.seconds(),
            ms(visit.entry().seenAt()),
            exit == null ? null : ms(exit.passage().seenAt()),
            visit.readings(),
            marks(visit),
            review == null ? 0 : review.code(),
            hex(visit.entry().picture()),
            exit == null ? null : hex(exit.passage().picture())
        };
    }

    private static @Nullable Long ms(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable String hex(@Nullable Hash picture) {
        return picture == null ? null : picture.toString();
    }

    private static int marks(Visit visit) {
        Visit.Departure exit = visit.exit();
        return (visit.entry().doubtful() ? ENTRY_DOUBTFUL : 0)
                | (exit != null && exit.passage().doubtful() ? EXIT_DOUBTFUL : 0)
                | (exit != null && exit.alone() ? EXIT_ALONE : 0)
                | (exit != null && exit.missed() ? EXIT_MISSED : 0)
                | (visit.entryKnown() ? 0 : NO_ENTRY);
    }

    /** Reads the {@link #COLUMNS}; by number, since each name costs a search. */
    Visit visit(ResultSet rs) throws SQLException {
        int marks = rs.getInt(28);
        return new Visit(
                rs.getLong(1),
                rs.getString(2),
                new CentralId(rs.getString(3)),
                rs.getString(4),
                new Plate(rs.getString(5), rs.getString(6)),
                passage(rs, 7, 25, 29, (marks & ENTRY_DOUBTFUL) != 0),
                rs.getInt(12) == 1,
                departure(rs, marks),
                rs.getString(13).equals("LOCAL"),
                instantOfUtcText(rs.getString(14)),
                instantOfUtcText(rs.getString(15)),
                (marks & NO_ENTRY) == 0,
                rs.getInt(27));
    }

    private static Visit.@Nullable Departure departure(ResultSet rs, int marks)
            throws SQLException {
        if (rs.getString(21) == null) {
            return null;
        }
        return new Visit.Departure(
                passage(rs, 16, 26, 30, (marks & EXIT_DOUBTFUL) != 0),
                new CentralId(rs.getString(21)),
                rs.getString(22),
                rs.getLong(23),
                rs.getLong(24),
                (marks & EXIT_ALONE) != 0,
                (marks & EXIT_MISSED) != 0);
    }

    private static Visit.Passage passage(
            ResultSet rs, int first, int seenAt, int pictureAt, boolean doubtful)
            throws SQLException {
        int camera = rs.getInt(first + 1);
        boolean noCamera = rs.wasNull();
        double confidence = rs.getDouble(first + 3);
        boolean noConfidence = rs.wasNull();
        long seen = rs.getLong(seenAt);
        boolean unseen = rs.wasNull();
        String picture = rs.getString(pictureAt);
        return new Visit.Passage(
                Instant.ofEpochMilli(rs.getLong(first)),
                noCamera ? null : camera,
                rs.getString(first + 2),
                noConfidence ? null : confidence,
                rs.getString(first + 4),
                unseen ? null : Instant.ofEpochMilli(seen),
                doubtful,
                picture == null ? null : Hash.parse(picture));
    }
}
