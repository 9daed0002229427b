package dev.gatehouse.ledger.store;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Visits in SQLite. */
final class SqliteVisits implements VisitStore.Writer {
    /** The fields of {@code visit v}; where it is found is to follow. */
    static final String FIELDS = "SELECT " + VisitRows.COLUMNS + " FROM ";

    /** A visit {@code v}, with the texts of its row; a condition is to follow. */
    static final String VISITS = FIELDS + "visit v" + VisitRows.TEXTS + "WHERE ";

    /** The next row number, 0 until it is asked for. */
    private long nextId;

    /** False once it is seen that no visit has gone. */
    private boolean maybeRetired = true;

    private final Sql sql;
    private final Dictionary texts;

    private final SqliteFacts facts;
    private final CarCache cars;

    /**
     * @param texts of what is written
     * @param facts those that the rows may keep
     * @param cars where they stand
     */
    SqliteVisits(Sql sql, Dictionary texts, SqliteFacts facts, CarCache cars) {
        this.sql = sql;
        this.texts = texts;
        this.facts = facts;
        this.cars = cars;
    }

    @Override
    public List<EventStore.EventRef> eventsInside(int limit) {
        return sql.list(
                "WITH inside AS (SELECT id, plate, entry_t, entry_wall, entry_at FROM visit"
                        + " WHERE exit_wall IS NULL ORDER BY entry_wall DESC, id DESC LIMIT ?1)"
                        + " SELECT entry_at >> 40, entry_at & 1099511627775, entry_wall, id,"
                        + " entry_t FROM inside WHERE entry_at IS NOT NULL"
                        + " UNION ALL SELECT f.stream, f.seq, i.entry_wall, i.id, f.t FROM inside i"
                        + " JOIN fact f ON f.plate = i.plate AND f.t >= i.entry_t"
                        + " ORDER BY 3 DESC, 4 DESC, 5 LIMIT ?1",
                rs -> new EventStore.EventRef(rs.getInt(1), rs.getLong(2)),
                limit);
    }

    @Override
    public Optional<String> eventIdOf(long historyId) {
        return sql.first(
                        "SELECT "
                                + VisitRows.NAME
                                + " FROM visit v LEFT JOIN central c ON c.id = v.central"
                                + " WHERE v.id = ?",
                        rs -> rs.getString(1),
                        historyId)
                .or(
                        () ->
                                sql.first(
                                        "SELECT name FROM retired WHERE id = ? AND name IS NOT"
                                                + " NULL",
                                        rs -> rs.getString(1),
                                        historyId));
    }

    @Override
    public Optional<Long> historyIdOf(String eventId) {
        return stored(eventId).map(stored -> stored.visit().id()).or(() -> retired(eventId));
    }

    private Optional<Long> retired(String eventId) {
        return sql.first("SELECT id FROM retired WHERE name = ?", rs -> rs.getLong(1), eventId);
    }

    @Override
    public Optional<VisitStore.StoredVisit> stored(String eventId) {
        return idOf(sql, eventId)
                .flatMap(id -> sql.first(VISITS + "v.id = ?", VisitRows::stored, id));
    }

    /** The row of a visit: by its car and when it came in, which nearly every name tells. */
    static Optional<Long> idOf(Sql sql, String eventId) {
        var named = NamedVisit.of(eventId);
        Optional<Long> found =
                named == null
                        ? Optional.empty()
                        : sql.first(
                                "SELECT v.id FROM visit v LEFT JOIN central c ON c.id = v.central"
                                        + " WHERE v.plate = ?2 AND v.entry_t >= ?3"
                                        + " AND v.entry_t < ?4 AND v.name IS NULL AND "
                                        + VisitRows.NAME
                                        + " = ?1",
                                rs -> rs.getLong(1),
                                eventId,
                                named.plate(),
                                named.fromT(),
                                named.toT());
        return found.or(
                () ->
                        sql.first(
                                "SELECT id FROM visit WHERE name = ?",
                                rs -> rs.getLong(1),
                                eventId));
    }

    @Override
    public VisitStore.CarPosition standing(String plate) {
        VisitStore.CarPosition known = cars.standing(plate);
        return known != null
                ? known
                : withUnwritten(plate, new SqlitePrefetch(sql).standing(plate));
    }

    private VisitStore.CarPosition withUnwritten(String plate, VisitStore.CarPosition written) {
        long last = facts.lastUnwritten(plate);
        return last <= written.lastT()
                ? written
                : new VisitStore.CarPosition(last, written.inside());
    }

    @Override
    public Map<String, VisitStore.StoredVisit> stored(Collection<String> eventIds) {
        var stored = new HashMap<String, VisitStore.StoredVisit>();
        var unknown = new ArrayList<String>();
        for (String name : eventIds) {
            NamedVisit named = NamedVisit.of(name);
            VisitStore.StoredVisit last = named == null ? null : cars.visit(named.plate(), name);
            if (last == null) {
                unknown.add(name);
            } else {
                stored.put(name, last);
            }
        }
        if (!unknown.isEmpty()) {
            stored.putAll(new SqlitePrefetch(sql).stored(unknown));
        }
        return stored;
    }

    @Override
    public Map<String, VisitStore.CarPosition> standings(Collection<String> plates) {
        var standings = new HashMap<String, VisitStore.CarPosition>();
        var unknown = new ArrayList<String>();
        for (String plate : plates) {
            VisitStore.CarPosition known = cars.standing(plate);
            if (known == null) {
                unknown.add(plate);
            } else {
                standings.put(plate, known);
            }
        }
        if (!unknown.isEmpty()) {
            Map<String, SqlitePrefetch.LastOf> last = new SqlitePrefetch(sql).last(unknown);
            for (String plate : unknown) {
                standings.put(plate, taken(plate, last.get(plate)));
            }
        }
        return standings;
    }

    private VisitStore.CarPosition taken(String plate, SqlitePrefetch.@Nullable LastOf found) {
        var last = found == null ? new SqlitePrefetch.LastOf(0, List.of()) : found;
        VisitStore.CarPosition standing = withUnwritten(plate, last.standing());
        if (last.visits().size() < 2) {
            cars.put(
                    plate, standing.lastT(), last.visits().isEmpty() ? null : last.visits().get(0));
        }
        return standing;
    }

    @Override
    public List<VisitStore.StoredVisit> since(Instant from, long afterId, int limit) {
        return sql.list(
                VISITS
                        + "v.id IN (SELECT id FROM visit WHERE entry_wall >= ?1 UNION SELECT id"
                        + " FROM visit WHERE exit_wall >= ?1) AND v.id > ?2 AND v.marks & 8 = 0"
                        + " ORDER BY v.id LIMIT ?3",
                VisitRows::stored,
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
        return visit("v.id = ?", id);
    }

    @Override
    public Optional<Visit> open(String plate) {
        return visit(
                "v.exit_wall IS NULL AND v.id ="
                        + " (SELECT id FROM visit WHERE plate = ? ORDER BY entry_t DESC LIMIT 1)",
                plate);
    }

    @Override
    public Optional<Visit> unconfirmed(String plate, @Nullable String edgeId) {
        return visit(
                "v.plate = ? AND v.confirmed = 0 AND (?2 IS NULL OR g.edge_id = ?2)"
                        + " ORDER BY v.entry_t DESC",
                plate,
                edgeId);
    }

    private Optional<Visit> visit(String where, @Nullable Object... values) {
        return sql.first(VISITS + where + " LIMIT 1", VisitRows::visit, values);
    }

    @Override
    public Optional<VisitStore.FoldStart> restBefore(String plate, long t) {
        return sql.first(
                "SELECT v.entry_t, "
                        + VisitRows.NAME
                        + ", v.marks & 12 = 4 FROM visit v LEFT JOIN central c ON c.id = v.central"
                        + " WHERE v.plate = ? AND v.entry_t < ? ORDER BY v.entry_t DESC LIMIT 1",
                rs -> new VisitStore.FoldStart(rs.getLong(1), rs.getString(2), rs.getBoolean(3)),
                plate,
                t);
    }

    @Override
    public List<VisitStore.StoredVisit> ofCar(String plate, long fromT) {
        return sql.list(VISITS + "v.plate = ? AND v.entry_t >= ?", VisitRows::stored, plate, fromT);
    }

    @Override
    public List<Visit> before(long id, int limit) {
        return new VisitSearch(sql).before(id, limit);
    }

    @Override
    public List<Visit> soonAgain(VisitStore.Day day, Duration within, int limit) {
        return new VisitSearch(sql).soonAgain(day, within, limit);
    }

    @Override
    public List<Visit> find(HistoryQuery query, VisitStore.Day day) {
        return new HistorySearch(sql).find(query, day);
    }

    @Override
    public List<VisitPage.Row> search(VisitQuery query, VisitStore.Day day) {
        return new VisitSearch(sql).find(query, day);
    }

    @Override
    public long count(VisitQuery query, VisitStore.Day day) {
        return new VisitSearch(sql).count(query, day);
    }

    @Override
    public List<Visit> insideByTail(String key, int limit) {
        return new VisitSearch(sql).insideByTail(key, limit);
    }

    @Override
    public List<String> platesInside(int limit) {
        return new VisitSearch(sql).platesInside(limit);
    }

    @Override
    public List<Visit> insideWith(Collection<String> plates) {
        return new VisitSearch(sql).insideWith(plates);
    }

    @Override
    public DayStats stats(VisitStore.Day day) {
        return new VisitSearch(sql).stats(day);
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
        return stored(eventId)
                .map(stored -> stored.visit().id())
                .orElseGet(() -> historyIdOfNew(eventId));
    }

    @Override
    public long historyIdOfNew(String eventId) {
        Optional<Long> known = anyRetired() ? retired(eventId) : Optional.empty();
        if (known.isEmpty()) {
            return newId();
        }
        sql.update("DELETE FROM retired WHERE id = ?", known.get());
        return known.get();
    }

    private boolean anyRetired() {
        if (!maybeRetired) {
            return false;
        }
        maybeRetired = sql.number("SELECT EXISTS (SELECT 1 FROM retired)") != 0;
        return maybeRetired;
    }

    private long newId() {
        if (nextId == 0) {
            nextId =
                    sql.number(
                            "SELECT 1 + max(coalesce((SELECT max(id) FROM visit), 0),"
                                    + " coalesce((SELECT max(id) FROM retired), 0))");
        }
        return nextId++;
    }

    @Override
    public void save(Visit visit, long entryT, VisitStore.Sources sources) {
        forgetCar(visit.id());
        facts.giveBack(visit.id());
        VisitRows.Places places = places(sources);
        if (!VisitRows.change(sql, texts, visit, entryT, places)) {
            VisitRows.save(sql, texts, visit, entryT, places); // of another entry now, or damaged
            sql.update("DELETE FROM retired WHERE id = ?", visit.id());
        }
        cars.forget(visit.plate().canonical());
    }

    /** Of which car the visit was so far. */
    private void forgetCar(long id) {
        sql.first("SELECT plate FROM visit WHERE id = ?", rs -> rs.getString(1), id)
                .ifPresent(cars::forget);
    }

    @Override
    public void add(Visit visit, long entryT, VisitStore.Sources sources) {
        VisitRows.save(sql, texts, visit, entryT, places(sources));
        cars.written(new VisitStore.StoredVisit(visit, entryT));
    }

    @Override
    public void follow(Visit visit, long entryT, VisitStore.Sources sources) {
        VisitRows.Places places = places(sources);
        if (!VisitRows.follow(sql, texts, visit, entryT, places)) { // a damaged row
            facts.addAgain(sources.entry(), places.entry());
            facts.addAgain(sources.exit(), places.exit());
            save(visit, entryT, sources);
        }
        cars.written(new VisitStore.StoredVisit(visit, entryT));
    }

    private VisitRows.Places places(VisitStore.Sources sources) {
        FactStore.FactRow exit = sources.exit();
        Long exitAt = facts.keep(exit);
        return new VisitRows.Places(
                facts.keep(sources.entry()),
                exitAt,
                exitAt == null || exit == null ? null : exit.t());
    }

    @Override
    public void remove(Visit visit) {
        maybeRetired = true;
        forgetCar(visit.id());
        facts.giveBack(visit.id());
        sql.update("DELETE FROM visit WHERE id = ?", visit.id());
        sql.update(
                "INSERT OR REPLACE INTO retired (id, name) VALUES (?, ?)",
                visit.id(),
                visit.eventId());
    }

    @Override
    public void forget(String eventId) {
        sql.update("UPDATE retired SET name = NULL WHERE name = ?", eventId);
    }
}
