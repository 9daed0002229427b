package dev.gatehouse.ledger.store;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Visits in SQLite: each is a row of {@code visit} and a row of {@code history}. */
final class SqliteVisits implements VisitStore.Writer {
    static final String VISITS = "SELECT " + HistoryRows.COLUMNS + ", v.entry_t FROM ";

    /** Where {@code entry_t} stands behind those. */
    private static final int ENTRY_T = HistoryRows.COUNT + 1;

    /** Row numbers given here that no row has yet. */
    private final Set<Long> rowless = new HashSet<>();

    /** The next row number, 0 until it is asked for. */
    private long nextId;

    private final Sql sql;
    private final HistoryRows rows;

    SqliteVisits(Sql sql, HistoryRows rows) {
        this.sql = sql;
        this.rows = rows;
    }

    @Override
    public List<EventStore.EventRef> eventsInside(int limit) {
        return sql.list(
                "SELECT f.stream, f.seq FROM visit v"
                        + " JOIN fact f ON f.plate = v.plate AND f.t >= v.entry_t"
                        + " WHERE v.exit_wall IS NULL ORDER BY v.entry_t DESC, f.t LIMIT ?",
                rs -> new EventStore.EventRef(rs.getInt(1), rs.getLong(2)),
                limit);
    }

    @Override
    public Optional<String> eventIdOf(long historyId) {
        return sql.first(
                "SELECT event_id FROM history_id WHERE id = ?", rs -> rs.getString(1), historyId);
    }

    @Override
    public Optional<Long> historyIdOf(String eventId) {
        return sql.first(
                "SELECT id FROM history_id WHERE event_id = ?", rs -> rs.getLong(1), eventId);
    }

    @Override
    public Optional<VisitStore.StoredVisit> stored(String eventId) {
        return sql.first(
                VISITS
                        + "history_id i JOIN visit v ON v.id = i.id JOIN history h ON h.id = v.id"
                        + " WHERE i.event_id = ?",
                this::stored,
                eventId);
    }

    @Override
    public VisitStore.CarPosition standing(String plate) {
        return new SqlitePrefetch(sql).standing(plate);
    }

    @Override
    public Map<String, VisitStore.StoredVisit> stored(Collection<String> eventIds) {
        return new SqlitePrefetch(sql).stored(eventIds, this::stored);
    }

    @Override
    public Map<String, VisitStore.CarPosition> standings(Collection<String> plates) {
        return new SqlitePrefetch(sql).standings(plates);
    }

    @Override
    public List<VisitStore.StoredVisit> since(Instant from, long afterId, int limit) {
        return sql.list(
                VISITS
                        + "visit v JOIN history h ON h.id = v.id WHERE v.id IN (SELECT id FROM"
                        + " visit WHERE entry_wall >= ?1 UNION SELECT id FROM visit WHERE exit_wall"
                        + " >= ?1) AND v.id > ?2 AND v.marks & 8 = 0 ORDER BY v.id LIMIT ?3",
                this::stored,
                from.toEpochMilli(),
                afterId,
                limit);
    }

    @Override
    public Optional<FoldDigest> fold() {
        return sql.first(
                "SELECT version, digest FROM fold",
                rs -> new FoldDigest(rs.getInt(1), Hash.of(rs.getBytes(2))));
    }

    @Override
    public Optional<Visit> visit(long id) {
        return visit("visit v JOIN history h ON h.id = v.id WHERE v.id = ?", id);
    }

    @Override
    public Optional<Visit> open(String plate) {
        return visit(
                "visit v JOIN history h ON h.id = v.id WHERE v.exit_wall IS NULL AND v.id ="
                        + " (SELECT id FROM visit WHERE plate = ? ORDER BY entry_t DESC LIMIT 1)",
                plate);
    }

    @Override
    public Optional<Visit> unconfirmed(String plate, @Nullable String edgeId) {
        return visit(
                "visit v JOIN history h ON h.id = v.id WHERE v.plate = ? AND v.confirmed = 0"
                        + " AND (?2 IS NULL OR h.edge_id = ?2) ORDER BY v.entry_t DESC",
                plate,
                edgeId);
    }

    private Optional<Visit> visit(String where, @Nullable Object... values) {
        return sql.first(VISITS + where + " LIMIT 1", rows::visit, values);
    }

    @Override
    public Optional<VisitStore.FoldStart> restBefore(String plate, long t) {
        return sql.first(
                "SELECT v.entry_t, h.event_id, v.marks & 12 = 4 FROM visit v JOIN history h ON h.id"
                    + " = v.id WHERE v.plate = ? AND v.entry_t < ? ORDER BY v.entry_t DESC LIMIT 1",
                rs -> new VisitStore.FoldStart(rs.getLong(1), rs.getString(2), rs.getBoolean(3)),
                plate,
                t);
    }

    private VisitStore.StoredVisit stored(ResultSet rs) throws SQLException {
        return new VisitStore.StoredVisit(rows.visit(rs), rs.getLong(ENTRY_T));
    }

    @Override
    public List<VisitStore.StoredVisit> ofCar(String plate, long fromT) {
        return sql.list(
                VISITS
                        + "visit v JOIN history h ON h.id = v.id"
                        + " WHERE v.plate = ? AND v.entry_t >= ?",
                this::stored,
                plate,
                fromT);
    }

    @Override
    public List<Visit> before(long id, int limit) {
        return new VisitSearch(sql, rows).before(id, limit);
    }

    @Override
    public List<Visit> soonAgain(VisitStore.Day day, Duration within, int limit) {
        return new VisitSearch(sql, rows).soonAgain(day, within, limit);
    }

    @Override
    public List<Visit> find(HistoryQuery query, VisitStore.Day day) {
        return new HistorySearch(sql, rows).find(query, day);
    }

    @Override
    public List<VisitPage.Row> search(VisitQuery query, VisitStore.Day day) {
        return new VisitSearch(sql, rows).find(query, day);
    }

    @Override
    public long count(VisitQuery query, VisitStore.Day day) {
        return new VisitSearch(sql, rows).count(query, day);
    }

    @Override
    public List<Visit> insideByTail(String key, int limit) {
        return new VisitSearch(sql, rows).insideByTail(key, limit);
    }

    @Override
    public List<String> platesInside(int limit) {
        return new VisitSearch(sql, rows).platesInside(limit);
    }

    @Override
    public List<Visit> insideWith(Collection<String> plates) {
        return new VisitSearch(sql, rows).insideWith(plates);
    }

    @Override
    public DayStats stats(VisitStore.Day day) {
        return new VisitSearch(sql, rows).stats(day);
    }

    @Override
    public void saveFold(FoldDigest fold) {
        sql.update(
                "INSERT OR REPLACE INTO fold (only, version, digest) VALUES (0, ?, ?)",
                fold.version(),
                fold.digest().bytes());
    }

    @Override
    public long historyId(String eventId) {
        if (nextId == 0) {
            nextId = sql.number("SELECT coalesce(max(id), 0) + 1 FROM history_id");
        }
        int added =
                sql.update(
                        "INSERT INTO history_id (id, event_id) VALUES (?, ?)"
                                + " ON CONFLICT (event_id) DO NOTHING",
                        nextId,
                        eventId);
        if (added == 0) {
            return sql.number("SELECT id FROM history_id WHERE event_id = ?", eventId);
        }
        rowless.add(nextId);
        return nextId++;
    }

    @Override
    public void save(Visit visit, long entryT) {
        if (rowless.remove(visit.id()) || !rows.change(sql, visit, entryT)) {
            rows.save(sql, visit, entryT);
        }
    }

    @Override
    public void follow(Visit visit, long entryT) {
        if (!rows.follow(sql, visit, entryT)) { // a damaged row
            save(visit, entryT);
        }
    }

    @Override
    public void remove(long id) {
        sql.update("DELETE FROM visit WHERE id = ?", id);
        sql.update("DELETE FROM history WHERE id = ?", id);
    }
}
