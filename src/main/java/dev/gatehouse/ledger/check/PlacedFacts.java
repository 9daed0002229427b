package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.VisitFacts;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.ledger.store.SqliteTx;
import dev.gatehouse.model.Fact;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts all facts of a ledger to the cars that they are folded with, by sorting them twice: by the
 * visits that they name, which says of what car each is, and then by their cars. Both orders are in
 * temporary tables of the connection: some 150 bytes a fact, which go with it.
 */
final class PlacedFacts {
    /** Facts read at once. */
    private static final int ROWS = 20_000;

    private static final String COLUMNS = "(plate, t, stream, seq, event_id, kind)";

    private static final String TABLE =
            "(plate TEXT NOT NULL, t INTEGER, stream INTEGER, seq INTEGER, event_id TEXT, kind"
                    + " TEXT)";

    private final Sql sql;
    private final SqliteTx tx;
    private final FactCodec codec;

    PlacedFacts(Sql sql, SqliteTx tx, FactCodec codec) {
        this.sql = sql;
        this.tx = tx;
        this.codec = codec;
        for (String table : List.of("told", "named", "placed", "sorted")) {
            sql.update("DROP TABLE IF EXISTS temp." + table);
        }
        sql.update("CREATE TEMP TABLE told " + TABLE);
        sql.update("CREATE TEMP TABLE placed " + TABLE);
    }

    /** Takes a fact, in any order. */
    void add(FoldFact fact) {
        var row = FactStore.FactRow.of(fact, fact.ownPlate());
        insert(row.eventId() == null ? "placed" : "told", row);
    }

    private void insert(String table, FactStore.FactRow row) {
        sql.update(
                "INSERT INTO temp." + table + " " + COLUMNS + " VALUES (?, ?, ?, ?, ?, ?)",
                row.plate(),
                row.t(),
                row.key(),
                row.seq(),
                row.eventId(),
                row.kind());
    }

    /** Places all that were added; {@link #after} is to follow. */
    void place() {
        sort("told", "named", "event_id");
        long done = 0;
        var group = new ArrayList<FactStore.FactRow>();
        List<FactStore.FactRow> rows = rows("named", done);
        while (!rows.isEmpty()) {
            for (FactStore.FactRow row : rows) {
                if (!group.isEmpty()
                        && !Objects.equals(group.getFirst().eventId(), row.eventId())) {
                    place(group);
                    group.clear();
                }
                group.add(row);
            }
            done += rows.size();
            rows = rows("named", done);
        }
        place(group);
        sql.update("DROP TABLE temp.named");
        sort("placed", "sorted", "plate, t, stream, seq");
    }

    private void sort(String table, String sorted, String by) {
        sql.update(
                "CREATE TEMP TABLE "
                        + sorted
                        + " AS SELECT plate, t, stream, seq, event_id, kind FROM temp."
                        + table
                        + " ORDER BY "
                        + by);
        sql.update("DROP TABLE temp." + table);
    }

    private List<FactStore.FactRow> rows(String table, long behind) {
        return sql.list(
                "SELECT plate, t, stream, seq, event_id, kind FROM temp."
                        + table
                        + " WHERE rowid > ? ORDER BY rowid LIMIT ?",
                PlacedFacts::read,
                behind,
                ROWS);
    }

    private static FactStore.FactRow read(ResultSet rs) throws SQLException {
        return new FactStore.FactRow(
                rs.getString(1),
                rs.getLong(2),
                rs.getInt(3),
                rs.getLong(4),
                rs.getString(5),
                rs.getString(6));
    }

    /** Places the facts that name one visit: with its entry, if that is all there is to it. */
    private void place(List<FactStore.FactRow> group) {
        int entries = 0;
        String plate = null;
        boolean plain = true;
        for (FactStore.FactRow row : group) {
            switch (row.kind()) {
                case Fact.Entry.KIND -> {
                    entries++;
                    plate = row.plate();
                }
                case Fact.EntryConfirmed.KIND, Fact.Reread.KIND, Fact.Exit.KIND -> {}
                default -> plain = false;
            }
        }
        if (plain && entries == 1) {
            for (FactStore.FactRow row : group) {
                insert("placed", moved(row, String.valueOf(plate)));
            }
        } else {
            placeByWhatTheySay(group);
        }
    }

    private void placeByWhatTheySay(List<FactStore.FactRow> group) {
        Map<FoldFact, FactStore.FactRow> told = new HashMap<>();
        for (FactStore.FactRow row : group) {
            FoldFact fact = fact(row);
            if (fact != null) {
                told.put(fact, row);
            }
        }
        VisitFacts visit = VisitFacts.of(new ArrayList<>(told.keySet()));
        told.forEach((fact, row) -> insert("placed", moved(row, visit.plateOf(fact))));
    }

    private @Nullable FoldFact fact(FactStore.FactRow row) {
        return tx.events()
                .event(row.key(), row.seq())
                .map(event -> codec.ofCar(event, row.key()))
                .orElse(null);
    }

    private static FactStore.FactRow moved(FactStore.FactRow row, String plate) {
        return row.plate().equals(plate)
                ? row
                : new FactStore.FactRow(
                        plate, row.t(), row.key(), row.seq(), row.eventId(), row.kind());
    }

    /** Writes down which cars there are. */
    void writeCars() {
        sql.update("INSERT INTO car SELECT DISTINCT plate FROM temp.sorted ORDER BY plate");
    }

    /**
     * Some facts of whole cars, in the order of the cars.
     *
     * @param behind as many facts were read before
     * @param most at most so many, but all of one car
     */
    List<FactStore.FactRow> after(long behind, int most) {
        var room =
                new Object() {
                    int rows;
                    String last = "";

                    boolean fits(FactStore.FactRow row) {
                        boolean fits = rows++ < most || row.plate().equals(last);
                        last = row.plate();
                        return fits;
                    }
                };
        return sql.listWhile(
                "SELECT plate, t, stream, seq, event_id, kind FROM temp.sorted"
                        + " WHERE rowid > ? ORDER BY rowid",
                PlacedFacts::read,
                room::fits,
                behind);
    }

    /** Forgets all. */
    void drop() {
        sql.update("DROP TABLE temp.sorted");
    }
}
