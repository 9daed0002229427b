package dev.gatehouse.ledger.store;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Visits as rows of {@code visit}, and back. */
public final class VisitRows {
    /** The name of a visit {@code v} whose central is {@code c}. */
    public static final String NAME =
            "coalesce(v.name, c.name || '_' || (v.entry_t >> 16) || '_' || v.plate)";

    /** The fields of a visit, in the order in which they are read. */
    public static final List<String> FIELDS =
            List.of(
                    "id",
                    "event_id",
                    "source_central",
                    "edge_id",
                    "plate",
                    "view",
                    "entry_t",
                    "entry_wall",
                    "entry_camera_id",
                    "entry_camera_name",
                    "entry_confidence",
                    "entry_source",
                    "entry_seen",
                    "entry_picture",
                    "confirmed",
                    "readings",
                    "exit_wall",
                    "exit_central",
                    "exit_edge",
                    "exit_camera_id",
                    "exit_camera_name",
                    "exit_confidence",
                    "exit_source",
                    "exit_seen",
                    "exit_picture",
                    "seconds",
                    "fee",
                    "marks",
                    "review",
                    "local",
                    "created",
                    "updated");

    /** What is this central's own, and no part of what all have in common. */
    public static final Set<String> LOCAL = Set.of("id", "local", "created", "updated");

    /** The {@link #FIELDS} of {@code visit v}, with what {@link #TEXTS} joins. */
    public static final String COLUMNS =
            "v.id, "
                    + NAME
                    + ", c.name, g.edge_id, v.plate, v.view, v.entry_t, v.entry_wall,"
                    + " g.camera_id, g.camera_name, v.entry_confidence, g.source, v.entry_seen,"
                    + " v.entry_picture, v.confirmed, v.readings, v.exit_wall, xc.name, x.edge_id,"
                    + " x.camera_id, x.camera_name, v.exit_confidence, x.source, v.exit_seen,"
                    + " v.exit_picture, v.seconds, v.fee, v.marks, v.review, v.local, v.created,"
                    + " v.updated";

    /** The dictionaries' texts of {@code visit v}, also where they are damaged. */
    public static final String TEXTS =
            " LEFT JOIN central c ON c.id = v.central LEFT JOIN gate g ON g.id = v.entry_gate"
                    + " LEFT JOIN central xc ON xc.id = v.exit_central"
                    + " LEFT JOIN gate x ON x.id = v.exit_gate ";

    /** What stands in {@code marks}. */
    private static final int ENTRY_DOUBTFUL = 1;

    private static final int EXIT_DOUBTFUL = 2;
    private static final int EXIT_ALONE = 4;

    /** No entry is known: what stands in its columns is the exit's reading. */
    static final int NO_ENTRY = 8;

    /** Nobody saw the car leave. */
    private static final int EXIT_MISSED = 16;

    private static final String SAVE =
            "INSERT OR REPLACE INTO visit (id, plate, view, name, central, entry_t, entry_wall,"
                    + " entry_gate, entry_confidence, entry_seen, entry_picture, confirmed,"
                    + " readings, exit_wall, exit_central, exit_gate, exit_confidence, exit_seen,"
                    + " exit_picture, seconds, fee, marks, review, local, created, updated,"
                    + " entry_at, exit_at, exit_t) VALUES ("
                    + String.join(", ", Collections.nCopies(29, "?"))
                    + ")";

    /** All but what the index of plates and that of entries hold. */
    private static final String CHANGE =
            "UPDATE visit SET view = ?, name = ?, central = ?, entry_gate = ?, entry_confidence ="
                + " ?, entry_seen = ?, entry_picture = ?, confirmed = ?, readings = ?, exit_wall ="
                + " ?, exit_central = ?, exit_gate = ?, exit_confidence = ?, exit_seen = ?,"
                + " exit_picture = ?, seconds = ?, fee = ?, marks = ?, review = ?, local = ?,"
                + " created = ?, updated = ?, entry_at = ?, exit_at = ?, exit_t = ? WHERE id = ?"
                + " AND plate = ? AND entry_t = ? AND entry_wall = ?";

    /** What the end of a stay changes, and what is told of it afterwards. */
    private static final String LEAVE =
            "UPDATE visit SET confirmed = ?, readings = ?, exit_wall = ?, exit_central = ?,"
                    + " exit_gate = ?, exit_confidence = ?, exit_seen = ?, exit_picture = ?,"
                    + " seconds = ?, fee = ?, marks = ?, review = ?, updated = ?,"
                    + " exit_at = coalesce(?, exit_at), exit_t = coalesce(?, exit_t)"
                    + " WHERE id = ? AND plate = ? AND entry_t = ?";

    /** What a confirmation or a further reading changes, which no index holds. */
    private static final String NOTE =
            "UPDATE visit SET confirmed = ?, readings = ?, updated = ?"
                    + " WHERE id = ? AND plate = ? AND entry_t = ?"
                    + " AND marks = ? AND review = ? AND exit_wall IS NULL";

    private VisitRows() {}

    /**
     * Where the facts are that a row keeps.
     *
     * @param entry of what began the visit, null where the row does not keep it
     * @param exit of what ended it
     * @param exitT the fold key of that
     */
    record Places(@Nullable Long entry, @Nullable Long exit, @Nullable Long exitT) {}

    /** Inserts or replaces the row of a visit. */
    static void save(Sql sql, Dictionary texts, Visit visit, long entryT, Places places) {
        var values = new ArrayList<@Nullable Object>(29);
        values.add(visit.id());
        values.add(visit.plate().canonical());
        addEntry(values, sql, texts, visit, entryT, true);
        addEnd(values, sql, texts, visit);
        addLocal(values, visit);
        addPlaces(values, places);
        sql.update(SAVE, values.toArray());
    }

    /**
     * Changes the row of a visit where it stands for the same entry, which is nearly always so: no
     * index of the entry is touched then.
     *
     * @return whether there was such a row
     */
    static boolean change(Sql sql, Dictionary texts, Visit visit, long entryT, Places places) {
        var values = new ArrayList<@Nullable Object>(29);
        addEntry(values, sql, texts, visit, entryT, false);
        addEnd(values, sql, texts, visit);
        addLocal(values, visit);
        addPlaces(values, places);
        addKey(values, visit, entryT);
        values.add(visit.entry().at().toEpochMilli());
        return sql.update(CHANGE, values.toArray()) == 1;
    }

    /**
     * Changes whether a visit is confirmed, how often its plate was read and how it ended, and
     * nothing else of it.
     *
     * @return whether there was its row
     */
    static boolean follow(Sql sql, Dictionary texts, Visit visit, long entryT, Places places) {
        var values = new ArrayList<@Nullable Object>(18);
        if (visit.exit() != null) {
            addEnd(values, sql, texts, visit);
            values.add(visit.updatedAt().toEpochMilli());
            values.add(places.exit());
            values.add(places.exitT());
            addKey(values, visit, entryT);
            return sql.update(LEAVE, values.toArray()) == 1;
        }
        values.add(visit.confirmed() ? 1 : 0);
        values.add(visit.readings());
        values.add(visit.updatedAt().toEpochMilli());
        addKey(values, visit, entryT);
        values.add(marks(visit));
        values.add(review(visit));
        return sql.update(NOTE, values.toArray()) == 1;
    }

    private static void addPlaces(List<@Nullable Object> values, Places places) {
        values.add(places.entry());
        values.add(places.exit());
        values.add(places.exitT());
    }

    private static void addKey(List<@Nullable Object> values, Visit visit, long entryT) {
        values.add(visit.id());
        values.add(visit.plate().canonical());
        values.add(entryT);
    }

    /** From {@code view} to {@code entry_picture}. */
    private static void addEntry(
            List<@Nullable Object> values,
            Sql sql,
            Dictionary texts,
            Visit visit,
            long entryT,
            boolean withTimes) {
        Visit.Passage in = visit.entry();
        String central = visit.sourceCentral().value();
        String plate = visit.plate().canonical();
        values.add(view(visit.plate()));
        values.add(isPlain(visit.eventId(), central, entryT, plate) ? null : visit.eventId());
        values.add(texts.central(sql, central));
        if (withTimes) {
            values.add(entryT);
            values.add(in.at().toEpochMilli());
        }
        values.add(texts.gate(sql, gate(visit.edgeId(), in)));
        values.add(in.confidence());
        values.add(ms(in.seenAt()));
        values.add(bytes(in.picture()));
    }

    /** From {@code confirmed} to {@code review}. */
    private static void addEnd(
            List<@Nullable Object> values, Sql sql, Dictionary texts, Visit visit) {
        Visit.Departure exit = visit.exit();
        values.add(visit.confirmed() ? 1 : 0);
        values.add(visit.readings());
        if (exit == null) {
            values.addAll(Collections.nCopies(8, null));
        } else {
            Visit.Passage out = exit.passage();
            values.add(out.at().toEpochMilli());
            values.add(texts.central(sql, exit.central().value()));
            values.add(texts.gate(sql, gate(exit.edgeId(), out)));
            values.add(out.confidence());
            values.add(ms(out.seenAt()));
            values.add(bytes(out.picture()));
            values.add(exit.seconds());
            values.add(exit.feeDong());
        }
        values.add(marks(visit));
        values.add(review(visit));
    }

    private static void addLocal(List<@Nullable Object> values, Visit visit) {
        values.add(visit.local() ? 1 : 0);
        values.add(visit.createdAt().toEpochMilli());
        values.add(visit.updatedAt().toEpochMilli());
    }

    private static Dictionary.Gate gate(@Nullable String edge, Visit.Passage passage) {
        return new Dictionary.Gate(
                edge, passage.cameraId(), passage.cameraName(), passage.source());
    }

    /** Whether the other columns tell the name, as {@link #NAME} puts it together. */
    static boolean isPlain(String name, String central, long entryT, String plate) {
        String ms = Long.toString(entryT >> 16);
        return name.length() == central.length() + ms.length() + plate.length() + 2
                && name.startsWith(central)
                && name.charAt(central.length()) == '_'
                && name.startsWith(ms, central.length() + 1)
                && name.charAt(central.length() + 1 + ms.length()) == '_'
                && name.endsWith(plate);
    }

    private static @Nullable String view(Plate plate) {
        return plate.view().equals(plate.canonical()) ? null : plate.view();
    }

    /** The {@link #FIELDS} of a visit, as its row has them. */
    public static @Nullable Object[] fields(Visit visit, long entryT) {
        Visit.Departure exit = visit.exit();
        Visit.Passage in = visit.entry();
        Visit.Passage out = exit == null ? null : exit.passage();
        return new @Nullable Object[] {
            visit.id(),
            visit.eventId(),
            visit.sourceCentral().value(),
            visit.edgeId(),
            visit.plate().canonical(),
            view(visit.plate()),
            entryT,
            in.at().toEpochMilli(),
            in.cameraId(),
            in.cameraName(),
            in.confidence(),
            in.source(),
            ms(in.seenAt()),
            bytes(in.picture()),
            visit.confirmed() ? 1 : 0,
            visit.readings(),
            out == null ? null : out.at().toEpochMilli(),
            exit == null ? null : exit.central().value(),
            exit == null ? null : exit.edgeId(),
            out == null ? null : out.cameraId(),
            out == null ? null : out.cameraName(),
            out == null ? null : out.confidence(),
            out == null ? null : out.source(),
            out == null ? null : ms(out.seenAt()),
            out == null ? null : bytes(out.picture()),
            exit == null ? null : exit.seconds(),
            exit == null ? null : exit.feeDong(),
            marks(visit),
            review(visit),
            visit.local() ? 1 : 0,
            visit.createdAt().toEpochMilli(),
            visit.updatedAt().toEpochMilli()
        };
    }

    /** Whether two fields are the same; whole numbers come as one type or another by their size. */
    public static boolean same(@Nullable Object one, @Nullable Object other) {
        return switch (one) {
            case Integer number -> same(Long.valueOf(number), other);
            case Long number -> number.equals(other instanceof Integer o ? Long.valueOf(o) : other);
            case byte[] bytes -> other instanceof byte[] o && Arrays.equals(bytes, o);
            case null -> other == null;
            default -> one.equals(other);
        };
    }

    private static @Nullable Long ms(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static byte @Nullable [] bytes(@Nullable Hash picture) {
        return picture == null ? null : picture.bytes();
    }

    /** What stands in {@code review}: why to look at a visit, 0 for nothing. */
    public static int review(Visit visit) {
        Review review = visit.review();
        return review == null ? 0 : review.code();
    }

    /** What stands in {@code marks}. */
    public static int marks(Visit visit) {
        Visit.Departure exit = visit.exit();
        return (visit.entry().doubtful() ? ENTRY_DOUBTFUL : 0)
                | (exit != null && exit.passage().doubtful() ? EXIT_DOUBTFUL : 0)
                | (exit != null && exit.alone() ? EXIT_ALONE : 0)
                | (exit != null && exit.missed() ? EXIT_MISSED : 0)
                | (visit.entryKnown() ? 0 : NO_ENTRY);
    }

    /** Reads the {@link #COLUMNS}; by number, since each name costs a search. */
    static Visit visit(ResultSet rs) throws SQLException {
        int marks = rs.getInt(28);
        String plate = rs.getString(5);
        String view = rs.getString(6);
        return new Visit(
                rs.getLong(1),
                rs.getString(2),
                new CentralId(rs.getString(3)),
                rs.getString(4),
                new Plate(plate, view == null ? plate : view),
                passage(rs, 8, 9, (marks & ENTRY_DOUBTFUL) != 0),
                rs.getInt(15) == 1,
                departure(rs, marks),
                rs.getInt(30) == 1,
                Instant.ofEpochMilli(rs.getLong(31)),
                Instant.ofEpochMilli(rs.getLong(32)),
                (marks & NO_ENTRY) == 0,
                rs.getInt(16));
    }

    /** Reads the {@link #COLUMNS}. */
    static VisitStore.StoredVisit stored(ResultSet rs) throws SQLException {
        return new VisitStore.StoredVisit(visit(rs), rs.getLong(7));
    }

    private static Visit.@Nullable Departure departure(ResultSet rs, int marks)
            throws SQLException {
        String central = rs.getString(18);
        if (central == null) {
            return null;
        }
        return new Visit.Departure(
                passage(rs, 17, 20, (marks & EXIT_DOUBTFUL) != 0),
                new CentralId(central),
                rs.getString(19),
                rs.getLong(26),
                rs.getLong(27),
                (marks & EXIT_ALONE) != 0,
                (marks & EXIT_MISSED) != 0);
    }

    /**
     * @param wall where the column of its time stands
     * @param camera where those of its camera begin
     */
    private static Visit.Passage passage(ResultSet rs, int wall, int camera, boolean doubtful)
            throws SQLException {
        int cameraId = rs.getInt(camera);
        boolean noCamera = rs.wasNull();
        double confidence = rs.getDouble(camera + 2);
        boolean noConfidence = rs.wasNull();
        long seen = rs.getLong(camera + 4);
        boolean unseen = rs.wasNull();
        byte[] picture = rs.getBytes(camera + 5);
        return new Visit.Passage(
                Instant.ofEpochMilli(rs.getLong(wall)),
                noCamera ? null : cameraId,
                rs.getString(camera + 1),
                noConfidence ? null : confidence,
                rs.getString(camera + 3),
                unseen ? null : Instant.ofEpochMilli(seen),
                doubtful,
                picture == null ? null : Hash.of(picture));
    }
}
