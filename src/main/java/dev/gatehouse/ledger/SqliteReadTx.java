package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reading in one transaction of one SQLite connection. */
class SqliteReadTx implements Store.ReadTx {
    static final String EVENT_COLUMNS =
            "e.seq, e.id, e.kind, e.src, e.central, e.hlc, e.wall, e.payload, e.erased";

    private static final String STREAM_COLUMNS =
            "id, stream, central, key, started, sig, n, root, last_hlc, loose, loose_digest,"
                    + " signed_n, signed_root, signed_sig";

    static final String VISITS = "SELECT " + HistoryRows.COLUMNS + ", v.entry_t FROM ";

    /** Where {@code entry_t} stands behind those. */
    private static final int ENTRY_T = HistoryRows.COUNT + 1;

    /** Bytes of an event on the wire besides its payload: numbers, clock, wall time and central. */
    private static final int EVENT_OVERHEAD = 120;

    final Sql sql;
    final HistoryRows rows;

    SqliteReadTx(Sql sql, HistoryRows rows) {
        this.sql = sql;
        this.rows = rows;
    }

    @Override
    public List<Store.StoredStream> streams() {
        return sql.list("SELECT " + STREAM_COLUMNS + " FROM stream", SqliteReadTx::stream);
    }

    @Override
    public Optional<Store.StoredStream> stream(int key) {
        return sql.first(
                "SELECT " + STREAM_COLUMNS + " FROM stream WHERE id = ?",
                SqliteReadTx::stream,
                key);
    }

    private static Store.StoredStream stream(ResultSet rs) throws SQLException {
        StreamId stream = StreamId.of(rs.getBytes(2));
        long signed = rs.getLong(12);
        return new Store.StoredStream(
                rs.getInt(1),
                new StreamDescriptor(
                        stream,
                        new CentralId(rs.getString(3)),
                        Blob.of(rs.getBytes(4)),
                        rs.getLong(5),
                        Blob.of(rs.getBytes(6))),
                new StreamHead(
                        stream,
                        rs.getLong(7),
                        Hash.of(rs.getBytes(8)),
                        Ranges.parse(rs.getString(10)),
                        Hash.of(rs.getBytes(11))),
                signed == 0
                        ? null
                        : new SignedHead(
                                stream, signed, Hash.of(rs.getBytes(13)), Blob.of(rs.getBytes(14))),
                new Hlc(rs.getLong(9)));
    }

    @Override
    public Marks marks() {
        Marks marks =
                Marks.NONE.withdraw(
                        sql.list(
                                "SELECT stream, seq, leaf, again_stream, again_seq FROM withdrawn",
                                rs ->
                                        new Marks.Withdrawn(
                                                new Marks.Version(
                                                        StreamId.of(rs.getBytes(1)),
                                                        rs.getLong(2),
                                                        Hash.of(rs.getBytes(3))),
                                                StreamId.of(rs.getBytes(4)),
                                                rs.getLong(5))));
        Map<StreamId, List<Ranges.Interval>> erased = new HashMap<>();
        sql.list(
                        "SELECT stream, from_seq, to_seq FROM erased",
                        rs ->
                                Map.entry(
                                        StreamId.of(rs.getBytes(1)),
                                        new Ranges.Interval(rs.getLong(2), rs.getLong(3))))
                .forEach(
                        row ->
                                erased.computeIfAbsent(row.getKey(), _ -> new ArrayList<>())
                                        .add(row.getValue()));
        for (var stream : erased.entrySet()) {
            marks = marks.erase(stream.getKey(), Ranges.of(stream.getValue()));
        }
        return marks;
    }

    @Override
    public List<Store.HashOnly> hashesOnly() {
        return sql.list(
                "SELECT s.stream, e.seq, e.kind FROM event e JOIN stream s ON s.id = e.stream"
                        + " WHERE e.erased = 1",
                rs ->
                        new Store.HashOnly(
                                StreamId.of(rs.getBytes(1)), rs.getLong(2), rs.getString(3)));
    }

    @Override
    public NavigableMap<Long, Hash> looseRoots(int key) {
        var roots = new TreeMap<Long, Hash>();
        sql.list(
                        "SELECT n, root FROM loose_root WHERE stream = ?",
                        rs -> Map.entry(rs.getLong(1), Hash.of(rs.getBytes(2))),
                        key)
                .forEach(row -> roots.put(row.getKey(), row.getValue()));
        return roots;
    }

    @Override
    public List<Fork> forks() {
        return sql.list(
                "SELECT stream, seq, held, other FROM fork ORDER BY stream",
                rs ->
                        new Fork(
                                StreamId.of(rs.getBytes(1)),
                                rs.getLong(2),
                                Hash.of(rs.getBytes(3)),
                                Hash.of(rs.getBytes(4))));
    }

    @Override
    public List<Store.Quarantined> quarantined() {
        return sql.list(
                "SELECT "
                        + EVENT_COLUMNS
                        + ", e.stream, e.leaf, e.sender, e.came"
                        + " FROM quarantine e ORDER BY e.number",
                rs -> {
                    String sender = rs.getString(12);
                    return new Store.Quarantined(
                            new Leafed(namedEvent(rs), Hash.of(rs.getBytes(11))),
                            sender == null ? null : new CentralId(sender),
                            rs.getLong(13));
                });
    }

    @Override
    public long quarantinedCount() {
        return sql.number("SELECT count(*) FROM quarantine");
    }

    @Override
    public List<LedgerEvent> events(
            int key, StreamId stream, long from, int maxRows, int maxBytes) {
        var room =
                new Object() {
                    long next = from;
                    long bytes;

                    boolean fits(LedgerEvent event) {
                        bytes += event.payload().length() + EVENT_OVERHEAD;
                        return event.seq() == next++ && (bytes <= maxBytes || event.seq() == from);
                    }
                };
        return sql.listWhile(
                "SELECT "
                        + EVENT_COLUMNS
                        + " FROM event e WHERE stream = ? AND seq >= ? ORDER BY seq LIMIT ?",
                rs -> event(stream, rs),
                room::fits,
                key,
                from,
                maxRows);
    }

    private static LedgerEvent event(StreamId stream, ResultSet rs) throws SQLException {
        return new LedgerEvent(
                stream,
                rs.getLong(1),
                EventId.of(rs.getBytes(2)),
                rs.getString(3),
                LedgerEvent.Source.of(rs.getString(4)),
                new CentralId(rs.getString(5)),
                new Hlc(rs.getLong(6)),
                rs.getLong(7),
                Blob.of(rs.getBytes(8)),
                rs.getBoolean(9));
    }

    static LedgerEvent namedEvent(ResultSet rs) throws SQLException {
        return event(StreamId.of(rs.getBytes(10)), rs);
    }

    @Override
    public List<Hash> leaves(int key, long from, long to) {
        return sql.list(
                "SELECT leaf FROM event WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq",
                rs -> Hash.of(rs.getBytes(1)),
                key,
                from,
                to);
    }

    @Override
    public List<Hash> nodes(int key, int level, long from, long to) {
        return sql.list(
                "SELECT hash FROM node WHERE stream = ? AND level = ? AND at >= ? AND at < ?"
                        + " ORDER BY at",
                rs -> Hash.of(rs.getBytes(1)),
                key,
                level,
                from,
                to);
    }

    @Override
    public Optional<LedgerEvent> event(int key, long seq) {
        return sql.first(
                "SELECT "
                        + EVENT_COLUMNS
                        + ", s.stream FROM event e JOIN stream s ON s.id = e.stream"
                        + " WHERE e.stream = ? AND e.seq = ?",
                SqliteReadTx::namedEvent,
                key,
                seq);
    }

    @Override
    public List<Store.Keyed> facts(String plate, long fromT) {
        return sql.list(
                "SELECT "
                        + EVENT_COLUMNS
                        + ", s.stream, f.stream FROM fact f JOIN stream s ON s.id = f.stream"
                        + " JOIN event e ON e.stream = f.stream AND e.seq = f.seq"
                        + " WHERE f.plate = ? AND f.t >= ? ORDER BY f.t",
                rs -> new Store.Keyed(rs.getInt(11), namedEvent(rs)),
                plate,
                fromT);
    }

    @Override
    public List<Store.Spot> eventsInside(int limit) {
        return sql.list(
                "SELECT f.stream, f.seq FROM visit v"
                        + " JOIN fact f ON f.plate = v.plate AND f.t >= v.entry_t"
                        + " WHERE v.exit_wall IS NULL ORDER BY v.entry_t DESC, f.t LIMIT ?",
                rs -> new Store.Spot(rs.getInt(1), rs.getLong(2)),
                limit);
    }

    @Override
    public List<Store.FactRow> named(String eventId) {
        return sql.list(
                "SELECT plate, t, stream, seq, event_id, kind FROM fact WHERE event_id = ?",
                rs ->
                        new Store.FactRow(
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
    public List<Store.RemarkRow> remarks(String plate, long fromT) {
        return new SqliteRemarks(sql).of(plate, fromT);
    }

    @Override
    public List<Store.RemarkRow> remarks(Remark.What what, int limit, int offset) {
        return new SqliteRemarks(sql).latest(what, limit, offset);
    }

    @Override
    public Map<CentralId, Long> centrals(Remark.What what) {
        return new SqliteRemarks(sql).centrals(what);
    }

    /** Two nodes that took one correction in wrote it twice; it is one change. */
    @Override
    public List<Store.Change> changes(
            @Nullable String eventId, ChangeQuery.@Nullable Place after, int limit, int offset) {
        return sql.list(
                "SELECT "
                        + EVENT_COLUMNS
                        + ", s.stream, c.id, max(f.t) FROM fact f JOIN stream s ON s.id = f.stream"
                        + " JOIN event e ON e.stream = f.stream AND e.seq = f.seq JOIN change_id c"
                        + " ON c.fact = e.id WHERE f.kind IN ('correction', 'void', 'exit_undone')"
                        + " AND (?1 IS NULL OR f.event_id = ?1) GROUP BY c.id HAVING ?4 IS NULL OR"
                        + " (max(f.t), c.id) < (?4, ?5) ORDER BY max(f.t) DESC, c.id DESC LIMIT ?2"
                        + " OFFSET ?3",
                rs -> new Store.Change(rs.getLong(11), rs.getLong(12), namedEvent(rs)),
                eventId,
                limit,
                offset,
                after == null ? null : after.at(),
                after == null ? null : after.id());
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
    public Optional<Store.StoredVisit> stored(String eventId) {
        return sql.first(
                VISITS
                        + "history_id i JOIN visit v ON v.id = i.id JOIN history h ON h.id = v.id"
                        + " WHERE i.event_id = ?",
                this::stored,
                eventId);
    }

    @Override
    public Store.Standing standing(String plate) {
        return new SqlitePrefetch(sql).standing(plate);
    }

    @Override
    public Map<String, Store.StoredVisit> stored(Collection<String> eventIds) {
        return new SqlitePrefetch(sql).stored(eventIds, this::stored);
    }

    @Override
    public Map<String, Store.Standing> standings(Collection<String> plates) {
        return new SqlitePrefetch(sql).standings(plates);
    }

    @Override
    public boolean hasSiteFact(String kind, EventId id, Hlc from) {
        return new SiteFactRows(sql).has(kind, id, from);
    }

    @Override
    public List<Store.StoredVisit> visitsSince(Instant from, long afterId, int limit) {
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
    public List<LedgerEvent> siteFacts(String kind, long toHlc, int limit, int offset) {
        return new SiteFactRows(sql).latest(kind, toHlc, limit, offset);
    }

    @Override
    public Store.SiteMark siteMark(String kind) {
        return new SiteFactRows(sql).mark(kind);
    }

    @Override
    public Optional<FoldDigest> fold() {
        return sql.first(
                "SELECT version, digest FROM fold",
                rs -> new FoldDigest(rs.getInt(1), Hash.of(rs.getBytes(2))));
    }

    @Override
    public List<LedgerEvent> passages(int limit) {
        return sql.list(
                "SELECT "
                        + EVENT_COLUMNS
                        + ", s.stream FROM passage p JOIN stream s ON s.id = p.stream"
                        + " JOIN event e ON e.stream = p.stream AND e.seq = p.seq"
                        + " ORDER BY p.wall DESC, p.stream DESC, p.seq DESC LIMIT ?",
                SqliteReadTx::namedEvent,
                limit);
    }

    @Override
    public Hlc lastFoldKey(String plate) {
        return new Hlc(sql.number("SELECT max(t) FROM fact WHERE plate = ?", plate));
    }

    @Override
    public Optional<Visit> visit(long id) {
        return visit("visit v JOIN history h ON h.id = v.id WHERE v.id = ?", id);
    }

    @Override
    public Optional<Visit> openVisit(String plate) {
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
    public Optional<Store.Rest> restBefore(String plate, long t) {
        return sql.first(
                "SELECT v.entry_t, h.event_id, v.marks & 12 = 4 FROM visit v JOIN history h ON h.id"
                    + " = v.id WHERE v.plate = ? AND v.entry_t < ? ORDER BY v.entry_t DESC LIMIT 1",
                rs -> new Store.Rest(rs.getLong(1), rs.getString(2), rs.getBoolean(3)),
                plate,
                t);
    }

    private Store.StoredVisit stored(ResultSet rs) throws SQLException {
        return new Store.StoredVisit(rows.visit(rs), rs.getLong(ENTRY_T));
    }

    @Override
    public List<Store.StoredVisit> visits(String plate, long fromT) {
        return sql.list(
                VISITS
                        + "visit v JOIN history h ON h.id = v.id"
                        + " WHERE v.plate = ? AND v.entry_t >= ?",
                this::stored,
                plate,
                fromT);
    }

    @Override
    public List<Visit> visitsBefore(long id, int limit) {
        return new VisitSearch(sql, rows).before(id, limit);
    }

    @Override
    public List<Visit> soonAgain(Store.Day day, Duration within, int limit) {
        return new VisitSearch(sql, rows).soonAgain(day, within, limit);
    }

    @Override
    public List<Visit> find(HistoryQuery query, Store.Day day) {
        return new HistorySearch(sql, rows).find(query, day);
    }

    @Override
    public List<VisitPage.Row> visits(VisitQuery query, Store.Day day) {
        return new VisitSearch(sql, rows).find(query, day);
    }

    @Override
    public long count(VisitQuery query, Store.Day day) {
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
    public DayStats stats(Store.Day day) {
        return new VisitSearch(sql, rows).stats(day);
    }

    @Override
    public List<SyncStamp> syncStamps() {
        return sql.list(
                "SELECT peer_central_id, last_sync_timestamp, updated_at FROM p2p_sync_state",
                rs ->
                        new SyncStamp(
                                new CentralId(rs.getString(1)),
                                Instant.ofEpochMilli(rs.getLong(2)),
                                HistoryRows.instantOfUtcText(rs.getString(3))));
    }
}
