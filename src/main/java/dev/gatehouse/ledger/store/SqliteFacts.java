package dev.gatehouse.ledger.store;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The facts of cars in SQLite, with their remarks. */
final class SqliteFacts implements FactStore.Writer {
    /** Facts looked at in one go: a page of a screen, twice. */
    private static final int CHANGES_AT_ONCE = 100;

    private final Sql sql;
    private final SqliteEvents events;

    SqliteFacts(Sql sql, SqliteEvents events) {
        this.sql = sql;
        this.events = events;
    }

    @Override
    public List<EventStore.Keyed> ofCar(String plate, long fromT) {
        return events.named(
                "SELECT "
                        + SqliteEvents.EVENT_COLUMNS
                        + ", s.stream, f.stream, f.seq FROM fact f JOIN stream s ON s.id = f.stream"
                        + " LEFT JOIN event e ON e.stream = f.stream AND e.seq = f.seq"
                        + " WHERE f.plate = ? AND f.t >= ? ORDER BY f.t",
                plate,
                fromT);
    }

    @Override
    public List<FactStore.FactRow> named(String eventId) {
        return sql.list(
                "SELECT plate, t, stream, seq, event_id, kind FROM fact WHERE event_id = ?",
                rs ->
                        new FactStore.FactRow(
                                rs.getString(1),
                                rs.getLong(2),
                                rs.getInt(3),
                                rs.getLong(4),
                                rs.getString(5),
                                rs.getString(6)),
                eventId);
    }

    @Override
    public Set<String> named(Collection<String> eventIds) {
        return new SqlitePrefetch(sql).named(eventIds);
    }

    @Override
    public List<FactStore.RemarkRow> remarks(String plate, long fromT) {
        return new SqliteRemarks(sql).of(plate, fromT);
    }

    @Override
    public List<FactStore.RemarkRow> remarks(Remark.What what, int limit, int offset) {
        return new SqliteRemarks(sql).latest(what, limit, offset);
    }

    @Override
    public Map<CentralId, Long> centrals(Remark.What what) {
        return new SqliteRemarks(sql).centrals(what, events);
    }

    /**
     * Two nodes that took one correction in wrote it twice; it is one change, and stands where the
     * later of the two does. Its id is only in its event, so the events are read, latest first, as
     * far as the page goes: of a car park's corrections the last few are looked at.
     */
    @Override
    public List<FactStore.Change> changes(
            @Nullable String eventId, ChangeQuery.@Nullable Place after, int limit, int offset) {
        var page = new ChangesPage(after, limit, offset);
        long below = Long.MAX_VALUE;
        while (!page.full()) {
            List<Aged> some = changesBelow(eventId, below);
            if (some.isEmpty()) {
                break;
            }
            page.add(some);
            below = some.getLast().t();
        }
        return page.changes();
    }

    private record Aged(long t, FactStore.@Nullable Change change) {}

    /** The changes with the next few fold keys, all of each key, latest first. */
    private List<Aged> changesBelow(@Nullable String eventId, long below) {
        record Row(long t, int key, long seq) {}
        String where =
                " FROM fact f WHERE f.kind IN ('correction', 'void', 'exit_undone')"
                        + " AND (?1 IS NULL OR f.event_id = ?1) AND f.t < ?2";
        List<Row> rows =
                sql.list(
                        "SELECT f.t, f.stream, f.seq"
                                + where
                                + " AND f.t >= (SELECT min(t) FROM (SELECT f.t"
                                + where
                                + " ORDER BY f.t DESC LIMIT ?3)) ORDER BY f.t DESC",
                        rs -> new Row(rs.getLong(1), rs.getInt(2), rs.getLong(3)),
                        eventId,
                        below,
                        CHANGES_AT_ONCE);
        var aged = new ArrayList<Aged>();
        for (Row row : rows) {
            FactStore.Change change =
                    events.event(row.key(), row.seq())
                            .flatMap(event -> numbered(row.t(), event))
                            .orElse(null);
            aged.add(new Aged(row.t(), change));
        }
        return aged;
    }

    private Optional<FactStore.Change> numbered(long t, LedgerEvent event) {
        return sql.first(
                "SELECT id FROM change_id WHERE fact = ?",
                rs -> new FactStore.Change(rs.getLong(1), t, event),
                (Object) event.id().bytes());
    }

    /** Each change once, from a place on. */
    private static final class ChangesPage {
        private static final Comparator<FactStore.Change> LATEST_FIRST =
                Comparator.comparingLong(FactStore.Change::t)
                        .thenComparingLong(FactStore.Change::id)
                        .reversed();

        private final ChangeQuery.@Nullable Place after;
        private final int limit;
        private final int offset;
        private final Set<Long> seen = new HashSet<>();
        private final List<FactStore.Change> all = new ArrayList<>();

        ChangesPage(ChangeQuery.@Nullable Place after, int limit, int offset) {
            this.after = after;
            this.limit = limit;
            this.offset = offset;
        }

        /**
         * Adds the changes with some fold keys, all that have one of them: of equal keys the
         * greater number comes first.
         */
        void add(List<Aged> some) {
            some.stream()
                    .flatMap(aged -> Stream.ofNullable(aged.change()))
                    .sorted(LATEST_FIRST)
                    .filter(change -> seen.add(change.id()))
                    .filter(this::isBehind)
                    .forEach(all::add);
        }

        private boolean isBehind(FactStore.Change change) {
            return after == null
                    || change.t() < after.at()
                    || (change.t() == after.at() && change.id() < after.id());
        }

        boolean full() {
            return all.size() >= (long) offset + limit;
        }

        List<FactStore.Change> changes() {
            return all.stream().skip(offset).limit(limit).toList();
        }
    }

    @Override
    public Hlc lastFoldKey(String plate) {
        return new Hlc(sql.number("SELECT max(t) FROM fact WHERE plate = ?", plate));
    }

    @Override
    public void add(FactStore.FactRow row) {
        sql.update(
                "INSERT INTO fact (plate, t, stream, seq, event_id, kind)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                row.plate(),
                row.t(),
                row.key(),
                row.seq(),
                row.eventId(),
                row.kind());
    }

    @Override
    public void saveRemark(FactStore.RemarkRow row) {
        sql.update(
                "INSERT OR REPLACE INTO remark (plate, t, stream, seq, what, event_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                row.plate(),
                row.t(),
                row.key(),
                row.seq(),
                row.what().code(),
                row.visit());
    }

    @Override
    public void removeRemark(String plate, long t, int key, long seq) {
        sql.update(
                "DELETE FROM remark WHERE plate = ? AND t = ? AND stream = ? AND seq = ?",
                plate,
                t,
                key,
                seq);
    }

    @Override
    public void numberChange(EventId id) {
        sql.update("INSERT OR IGNORE INTO change_id (fact) VALUES (?)", id.bytes());
    }

    @Override
    public void addCar(String plate) {
        sql.update("INSERT OR IGNORE INTO car (plate) VALUES (?)", plate);
    }

    @Override
    public void removeCar(String plate) {
        sql.update(
                "DELETE FROM car WHERE plate = ?1"
                        + " AND NOT EXISTS (SELECT 1 FROM fact WHERE plate = ?1)",
                plate);
    }

    @Override
    public void remove(FactStore.FactRow row) {
        sql.update(
                "DELETE FROM fact WHERE plate = ? AND t = ? AND stream = ? AND seq = ?",
                row.plate(),
                row.t(),
                row.key(),
                row.seq());
    }
}
