package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading in one transaction of one SQLite connection. */
class SqliteReadTx implements Store.ReadTx {
    private static final String EVENT_COLUMNS =
            "e.seq, e.id, e.kind, e.src, e.central, e.hlc, e.wall, e.payload";

    /** Bytes of an event on the wire besides its payload: numbers, clock, wall time and central. */
    private static final int EVENT_OVERHEAD = 120;

    final Handle handle;
    final HistoryRows rows;

    SqliteReadTx(Handle handle, HistoryRows rows) {
        this.handle = handle;
        this.rows = rows;
    }

    @Override
    public List<Store.StoredStream> streams() {
        return handle.createQuery(
                        "SELECT id, stream, central, key, started, sig, n, root, last_hlc FROM"
                                + " stream")
                .map(
                        (rs, _) ->
                                new Store.StoredStream(
                                        rs.getInt("id"),
                                        new StreamDescriptor(
                                                StreamId.of(rs.getBytes("stream")),
                                                new CentralId(rs.getString("central")),
                                                Blob.of(rs.getBytes("key")),
                                                rs.getLong("started"),
                                                Blob.of(rs.getBytes("sig"))),
                                        rs.getLong("n"),
                                        Hash.of(rs.getBytes("root")),
                                        new Hlc(rs.getLong("last_hlc"))))
                .list();
    }

    @Override
    public List<LedgerEvent> events(
            int key, StreamId stream, long from, int maxRows, int maxBytes) {
        var events = new ArrayList<LedgerEvent>();
        int bytes = 0;
        try (var found =
                handle.createQuery(
                                "SELECT "
                                        + EVENT_COLUMNS
                                        + " FROM event e WHERE stream = :key AND seq >= :from"
                                        + " ORDER BY seq LIMIT :rows")
                        .bind("key", key)
                        .bind("from", from)
                        .bind("rows", maxRows)
                        .map((rs, _) -> event(stream, rs))
                        .iterator()) {
            while (found.hasNext()) {
                LedgerEvent event = found.next();
                bytes += event.payload().length() + EVENT_OVERHEAD;
                boolean gap = event.seq() != from + events.size();
                if (gap || (bytes > maxBytes && !events.isEmpty())) {
                    break;
                }
                events.add(event);
            }
        }
        return events;
    }

    private static LedgerEvent event(StreamId stream, ResultSet rs) throws SQLException {
        return new LedgerEvent(
                stream,
                rs.getLong("seq"),
                EventId.of(rs.getBytes("id")),
                rs.getString("kind"),
                LedgerEvent.Source.of(rs.getString("src")),
                new CentralId(rs.getString("central")),
                new Hlc(rs.getLong("hlc")),
                rs.getLong("wall"),
                Blob.of(rs.getBytes("payload")));
    }

    @Override
    public List<Hash> leaves(int key, long from, long to) {
        return handle.createQuery(
                        "SELECT leaf FROM event WHERE stream = :key AND seq > :from AND seq <= :to"
                                + " ORDER BY seq")
                .bind("key", key)
                .bind("from", from)
                .bind("to", to)
                .map((rs, _) -> Hash.of(rs.getBytes(1)))
                .list();
    }

    @Override
    public List<Hash> nodes(int key, long from, long to) {
        return handle.createQuery(
                        "SELECT hash FROM node WHERE stream = :key AND span >= :from AND span < :to"
                                + " ORDER BY span")
                .bind("key", key)
                .bind("from", from)
                .bind("to", to)
                .map((rs, _) -> Hash.of(rs.getBytes(1)))
                .list();
    }

    @Override
    public List<LedgerEvent> facts(String plate) {
        return handle.createQuery(
                        "SELECT s.stream AS name, "
                                + EVENT_COLUMNS
                                + " FROM fact f"
                                + " JOIN stream s ON s.id = f.stream"
                                + " JOIN event e ON e.stream = f.stream AND e.seq = f.seq"
                                + " WHERE f.plate = :plate ORDER BY f.t, f.central, f.id")
                .bind("plate", plate)
                .map((rs, _) -> event(StreamId.of(rs.getBytes("name")), rs))
                .list();
    }

    @Override
    public List<LedgerEvent> passages(int limit) {
        return handle.createQuery(
                        "SELECT s.stream AS name, "
                                + EVENT_COLUMNS
                                + " FROM passage p"
                                + " JOIN stream s ON s.id = p.stream"
                                + " JOIN event e ON e.stream = p.stream AND e.seq = p.seq"
                                + " ORDER BY p.wall DESC, p.stream DESC, p.seq DESC LIMIT :limit")
                .bind("limit", limit)
                .map((rs, _) -> event(StreamId.of(rs.getBytes("name")), rs))
                .list();
    }

    @Override
    public Hlc lastFoldKey(String plate) {
        return handle.createQuery("SELECT max(t) FROM fact WHERE plate = :plate")
                .bind("plate", plate)
                .map((rs, _) -> new Hlc(rs.getLong(1)))
                .one();
    }

    @Override
    public Optional<Visit> openVisit(String plate) {
        return visits("h.plate_id = :plate AND h.status = 'IN' ORDER BY v.entry_wall DESC LIMIT 1")
                .bind("plate", plate)
                .map(rows::visit)
                .findFirst();
    }

    @Override
    public Optional<Visit> unconfirmed(String plate, @Nullable String edgeId) {
        return visits(
                        "h.plate_id = :plate AND v.confirmed = 0"
                                + " AND (:edge IS NULL OR h.edge_id = :edge)"
                                + " ORDER BY v.entry_wall DESC LIMIT 1")
                .bind("plate", plate)
                .bind("edge", edgeId)
                .map(rows::visit)
                .findFirst();
    }

    @Override
    public List<Visit> visitsOf(String plate) {
        return visits("h.plate_id = :plate").bind("plate", plate).map(rows::visit).list();
    }

    private Query visits(String where) {
        return handle.createQuery(
                "SELECT h.*, v.entry_wall, v.confirmed, v.exit_wall, v.exit_central, v.exit_edge,"
                        + " v.seconds FROM history h JOIN visit v ON v.id = h.id WHERE "
                        + where);
    }

    @Override
    public List<Visit> find(HistoryQuery query, Store.Day day) {
        var where = new StringBuilder("1 = 1");
        if (query.status() != null) {
            where.append(" AND h.status = :status");
        }
        if (query.search() != null) {
            where.append(" AND instr(replace(h.plate_id, 'Đ', 'D'), :search) > 0");
        }
        if (query.todayOnly()) {
            where.append(
                    " AND (v.entry_wall >= :from AND v.entry_wall < :to"
                            + " OR v.exit_wall >= :from AND v.exit_wall < :to)");
        }
        where.append(" ORDER BY h.created_at DESC, h.id DESC LIMIT :limit OFFSET :offset");
        Query sql = visits(where.toString());
        if (query.status() != null) {
            sql.bind("status", query.status());
        }
        if (query.search() != null) {
            sql.bind("search", query.search());
        }
        if (query.todayOnly()) {
            sql.bind("from", day.from().toEpochMilli()).bind("to", day.to().toEpochMilli());
        }
        return sql.bind("limit", query.limit())
                .bind("offset", query.offset())
                .map(rows::visit)
                .list();
    }

    @Override
    public DayStats stats(Store.Day day) {
        return handle.createQuery(
                        """
                        SELECT (SELECT count(*) FROM visit WHERE exit_wall IS NULL),
                               (SELECT count(*) FROM visit WHERE entry_wall >= :from AND entry_wall < :to),
                               (SELECT count(*) FROM visit WHERE exit_wall >= :from AND exit_wall < :to),
                               (SELECT coalesce(sum(h.fee), 0) FROM visit v JOIN history h ON h.id = v.id
                                 WHERE v.exit_wall >= :from AND v.exit_wall < :to)
                        """)
                .bind("from", day.from().toEpochMilli())
                .bind("to", day.to().toEpochMilli())
                .map(
                        (rs, _) ->
                                new DayStats(
                                        rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4)))
                .one();
    }

    @Override
    public List<SyncStamp> syncStamps() {
        return handle.createQuery(
                        "SELECT peer_central_id, last_sync_timestamp, updated_at FROM"
                                + " p2p_sync_state")
                .map(
                        (rs, _) ->
                                new SyncStamp(
                                        new CentralId(rs.getString(1)),
                                        Instant.ofEpochMilli(rs.getLong(2)),
                                        HistoryRows.instantOfUtcText(rs.getString(3))))
                .list();
    }
}
