package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.fold.Visits;
import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.model.Visit;

import java.time.Instant;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * The numbers of visits that are built anew: each has the one that the table {@code rebuild} keeps
 * for its name, and those that are new are numbered at the end.
 */
final class RebuiltNumbers {
    /** Visits that are numbered at once. */
    private static final int VISITS_AT_ONCE = 10_000;

    private final Sql sql;

    /** The number of the last visit that had none, for now; all of them are below zero. */
    private long lastNew = Long.MIN_VALUE;

    RebuiltNumbers(Sql sql) {
        this.sql = sql;
    }

    /**
     * Gives a visit the number and the times of its row. One that has none gets the times of its
     * passages, and for now a number below zero.
     */
    Visit numbered(Visit visit) {
        Instant in = visit.entry().at();
        Visit.Departure exit = visit.exit();
        Instant last = exit == null ? in : exit.passage().at();
        return sql.first(
                        "SELECT id, created, updated FROM rebuild WHERE name = ?",
                        rs -> {
                            long created = rs.getLong(2);
                            boolean undated = rs.wasNull();
                            long updated = rs.getLong(3);
                            return undated || rs.wasNull()
                                    ? Visits.written(visit, rs.getLong(1), in, last)
                                    : Visits.written(
                                            visit,
                                            rs.getLong(1),
                                            Instant.ofEpochMilli(created),
                                            Instant.ofEpochMilli(updated));
                        },
                        visit.eventId())
                .orElseGet(() -> Visits.written(visit, ++lastNew, in, last));
    }

    /**
     * Numbers the visits that have no number yet, those that began last behind all others.
     *
     * @param parts does so many of them, as part of a transaction
     */
    void numberNew(ObjIntConsumer<Runnable> parts) {
        long last = sql.number("SELECT coalesce(max(id), 0) FROM rebuild");
        sql.update("DROP TABLE IF EXISTS temp.fresh");
        sql.update(
                "CREATE TEMP TABLE fresh AS SELECT id AS was FROM visit WHERE id < 0"
                        + " ORDER BY entry_wall, entry_t");
        long done = 0;
        List<Fresh> rows = fresh(done);
        while (!rows.isEmpty()) {
            List<Fresh> now = rows;
            parts.accept(() -> now.forEach(row -> number(row, last)), now.size());
            rows = fresh(now.getLast().place());
        }
        sql.update("DROP TABLE temp.fresh");
    }

    /**
     * A visit without a number.
     *
     * @param place counts those from 1, in their order
     * @param id for now
     */
    private record Fresh(long place, long id) {}

    private List<Fresh> fresh(long behind) {
        return sql.list(
                "SELECT rowid, was FROM temp.fresh WHERE rowid > ? ORDER BY rowid LIMIT ?",
                rs -> new Fresh(rs.getLong(1), rs.getLong(2)),
                behind,
                VISITS_AT_ONCE);
    }

    private void number(Fresh row, long last) {
        sql.update("UPDATE visit SET id = ? WHERE id = ?", last + row.place(), row.id());
    }
}
