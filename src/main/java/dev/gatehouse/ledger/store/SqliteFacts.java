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
    private final KeptFacts kept;
    private final CarCache cars;
    private final UnwrittenFacts unwritten = new UnwrittenFacts();

    /**
     * @param cars is told of what changes
     */
    SqliteFacts(Sql sql, SqliteEvents events, CarCache cars) {
        this.sql = sql;
        this.events = events;
        this.cars = cars;
        this.kept = new KeptFacts(sql);
    }

    @Override
    public List<EventStore.Keyed> ofCar(String plate, long fromT) {
        var rows = new ArrayList<>(kept.ofCar(plate, fromT));
        List<FactStore.FactRow> added = unwritten.ofCar(plate);
        if (!added.isEmpty()) {
            added.stream().filter(row -> row.t() >= fromT).forEach(rows::add);
            rows.sort(
                    Comparator.comparingLong(FactStore.FactRow::t)
                            .thenComparingInt(FactStore.FactRow::key)
                            .thenComparingLong(FactStore.FactRow::seq));
        }
        var facts = new ArrayList<EventStore.Keyed>(rows.size());
        for (FactStore.FactRow row : rows) {
            events.event(row.key(), row.seq())
                    .ifPresent(event -> facts.add(new EventStore.Keyed(row.key(), event)));
        }
        return facts;
    }

    @Override
    public List<FactStore.FactRow> named(String eventId) {
        var rows =
                new ArrayList<>(
                        sql.list(
                                "SELECT plate, t, stream, seq, event_id, kind FROM fact"
                                        + " WHERE event_id = ?",
                                KeptFacts::read,
                                eventId));
        rows.addAll(kept.named(eventId));
        rows.addAll(unwritten.named(eventId));
        return rows;
    }

    @Override
    public Set<String> named(Collection<String> eventIds) {
        var asked = new SqlitePrefetch(sql);
        var named = new HashSet<>(asked.named(eventIds));
        var maybe = new ArrayList<String>();
        for (String name : eventIds) {
            if (!isFree(name) && !named.contains(name)) {
                maybe.add(name);
            }
        }
        if (!maybe.isEmpty()) {
            named.addAll(asked.stored(maybe).keySet());
            named.addAll(unwritten.namesAmong(maybe));
        }
        return named;
    }

    /** A name that tells when its car came is free where nothing of that car is as late. */
    private boolean isFree(String name) {
        NamedVisit visit = NamedVisit.of(name);
        if (visit == null || unwritten.isOfOtherCar(name)) {
            return false;
        }
        VisitStore.CarPosition standing = cars.standing(visit.plate());
        return standing != null && standing.lastT() < visit.fromT();
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
        long written = new SqlitePrefetch(sql).standing(plate).lastT();
        return new Hlc(Math.max(written, unwritten.lastT(plate)));
    }

    /** The greatest fold key of the facts of that car that are in no row yet, 0 without any. */
    long lastUnwritten(String plate) {
        return unwritten.lastT(plate);
    }

    @Override
    public void add(FactStore.FactRow row) {
        unwritten.add(row);
        cars.added(row.plate(), row.t());
    }

    @Override
    public void settle() {
        unwritten.take().forEach(this::write);
    }

    private void write(FactStore.FactRow row) {
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

    /**
     * The row of a visit is about to keep a fact: it needs no row of its own.
     *
     * @return where it is, null where there is no such fact that the row can keep
     */
    @Nullable Long keep(FactStore.@Nullable FactRow row) {
        return row != null && KeptFacts.fits(row) && (unwritten.remove(row) || removed(row))
                ? KeptFacts.at(row)
                : null;
    }

    private boolean removed(FactStore.FactRow row) {
        return sql.update(
                        "DELETE FROM fact WHERE plate = ? AND t = ? AND stream = ? AND seq = ?"
                                + " AND event_id IS ? AND kind = ?",
                        row.plate(),
                        row.t(),
                        row.key(),
                        row.seq(),
                        row.eventId(),
                        row.kind())
                == 1;
    }

    /** A fact that a row was to keep at {@code place} is in no row after all. */
    void addAgain(FactStore.@Nullable FactRow row, @Nullable Long place) {
        if (row != null && place != null) {
            unwritten.add(row);
        }
    }

    /** The row of a visit keeps no facts from now on, until it is written again. */
    void giveBack(long visit) {
        kept.ofVisit(visit).forEach(unwritten::add);
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
        if (unwritten.ofCar(plate).isEmpty()) {
            sql.update(
                    "DELETE FROM car WHERE plate = ?1"
                            + " AND NOT EXISTS (SELECT 1 FROM fact WHERE plate = ?1)"
                            + " AND NOT EXISTS (SELECT 1 FROM visit WHERE plate = ?1)",
                    plate);
        }
    }

    @Override
    public void remove(FactStore.FactRow row) {
        cars.forget(row.plate());
        if (!unwritten.remove(row) && !removed(row)) {
            kept.remove(row);
        }
    }
}
