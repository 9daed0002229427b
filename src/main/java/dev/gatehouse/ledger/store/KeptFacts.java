package dev.gatehouse.ledger.store;

import dev.gatehouse.model.Fact;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The facts that the rows of visits keep: the one that began a visit, and the one that ended it
 * where nothing else of its car stands before that and behind the beginning of a later visit.
 */
final class KeptFacts {
    /** The bits of a place that are the number in the stream. */
    private static final int SEQ_BITS = 40;

    private static final long SEQ = (1L << SEQ_BITS) - 1;

    private static final String NAMED =
            " FROM visit v LEFT JOIN central c ON c.id = v.central WHERE ";

    /** The columns of {@code fact} of what began visit {@code v}. */
    private static final String ENTRY =
            "SELECT v.plate AS plate, v.entry_t AS t, v.entry_at >> 40 AS stream,"
                    + " v.entry_at & "
                    + SEQ
                    + " AS seq, "
                    + VisitRows.NAME
                    + " AS event_id, iif(v.marks & "
                    + VisitRows.NO_ENTRY
                    + ", '"
                    + Fact.Exit.KIND
                    + "', '"
                    + Fact.Entry.KIND
                    + "') AS kind"
                    + NAMED
                    + "v.entry_at IS NOT NULL AND ";

    /** The columns of {@code fact} of what ended visit {@code v}. */
    private static final String EXIT =
            "SELECT v.plate, v.exit_t, v.exit_at >> 40, v.exit_at & "
                    + SEQ
                    + ", "
                    + VisitRows.NAME
                    + ", '"
                    + Fact.Exit.KIND
                    + "'"
                    + NAMED
                    + "v.exit_at IS NOT NULL AND ";

    /** All facts of the cars behind plate {@code ?1}, whatever keeps them, in order. */
    static final String ALL_BEHIND =
            "SELECT plate, t, stream, seq, event_id, kind FROM fact WHERE plate > ?1 UNION ALL "
                    + ENTRY
                    + "v.plate > ?1 UNION ALL "
                    + EXIT
                    + "v.plate > ?1 ORDER BY 1, 2, 3, 4";

    /**
     * The facts of car {@code ?1} from fold key {@code ?2} on, whatever keeps them, in order. An
     * exit stands before the next entry, so of the visits that began before only the last counts.
     */
    private static final String OF_CAR =
            "SELECT plate, t, stream, seq, event_id, kind FROM fact WHERE plate = ?1 AND t >= ?2"
                    + " UNION ALL "
                    + ENTRY
                    + "v.plate = ?1 AND v.entry_t >= ?2 UNION ALL "
                    + EXIT
                    + "v.plate = ?1 AND v.exit_t >= ?2 AND v.entry_t >= coalesce((SELECT"
                    + " max(entry_t) FROM visit WHERE plate = ?1 AND entry_t < ?2), ?2)"
                    + " ORDER BY 2, 3, 4";

    private static final String OF_VISIT = ENTRY + "v.id = ?1 UNION ALL " + EXIT + "v.id = ?1";

    private final Sql sql;

    KeptFacts(Sql sql) {
        this.sql = sql;
    }

    /** Reads the columns of {@code fact}. */
    static FactStore.FactRow read(ResultSet rs) throws SQLException {
        return new FactStore.FactRow(
                rs.getString(1),
                rs.getLong(2),
                rs.getInt(3),
                rs.getLong(4),
                rs.getString(5),
                rs.getString(6));
    }

    /** The place of a fact as a visit's row has it, null where there is no fact to keep. */
    static @Nullable Long at(FactStore.@Nullable FactRow row) {
        return row == null ? null : Long.valueOf((long) row.key() << SEQ_BITS | row.seq());
    }

    /** Whether the row of a visit can say where a fact is. */
    static boolean fits(FactStore.FactRow row) {
        return row.seq() <= SEQ && row.key() < 1 << (Long.SIZE - 1 - SEQ_BITS);
    }

    /** The facts of a car that are in some row, from that fold key on, in order. */
    List<FactStore.FactRow> ofCar(String plate, long fromT) {
        return sql.list(OF_CAR, KeptFacts::read, plate, fromT);
    }

    /** The facts that the row of a visit keeps. */
    List<FactStore.FactRow> ofVisit(long id) {
        return sql.list(OF_VISIT, KeptFacts::read, id);
    }

    /** The facts that the row of the visit of that name keeps. */
    List<FactStore.FactRow> named(String name) {
        return SqliteVisits.idOf(sql, name).map(this::ofVisit).orElse(List.of());
    }

    /**
     * Takes a fact from the row that keeps it, which is nearly always one of its car.
     *
     * @return whether there was one
     */
    boolean remove(FactStore.FactRow row) {
        return sql.update(
                                "UPDATE visit SET entry_at = NULL"
                                        + " WHERE plate = ? AND entry_t = ? AND entry_at = ?",
                                row.plate(),
                                row.t(),
                                at(row))
                        > 0
                || sql.update(
                                "UPDATE visit SET exit_at = NULL, exit_t = NULL"
                                        + " WHERE plate = ? AND exit_t = ? AND exit_at = ?",
                                row.plate(),
                                row.t(),
                                at(row))
                        > 0;
    }
}
