package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streams and events in SQLite. */
final class SqliteEvents implements EventStore.Writer {
    static final String EVENT_COLUMNS =
            "e.seq, e.id, e.kind, e.src, e.central, e.hlc, e.wall, e.payload, e.erased";

    private static final String STREAM_COLUMNS =
            "id, stream, central, key, started, sig, n, root, last_hlc, loose, loose_digest,"
                    + " signed_n, signed_root, signed_sig";

    /** Bytes of an event on the wire besides its payload: numbers, clock, wall time and central. */
    private static final int EVENT_OVERHEAD = 120;

    private final Sql sql;

    SqliteEvents(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<EventStore.StoredStream> streams() {
        return sql.list("SELECT " + STREAM_COLUMNS + " FROM stream", SqliteEvents::stream);
    }

    @Override
    public Optional<EventStore.StoredStream> stream(int key) {
        return sql.first(
                "SELECT " + STREAM_COLUMNS + " FROM stream WHERE id = ?",
                SqliteEvents::stream,
                key);
    }

    private static EventStore.StoredStream stream(ResultSet rs) throws SQLException {
        StreamId stream = StreamId.of(rs.getBytes(2));
        long signed = rs.getLong(12);
        return new EventStore.StoredStream(
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
    public Tombstones marks() {
        Tombstones marks =
                Tombstones.NONE.withdraw(
                        sql.list(
                                "SELECT stream, seq, leaf, again_stream, again_seq FROM withdrawn",
                                rs ->
                                        new Tombstones.Withdrawn(
                                                new Tombstones.Version(
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
    public List<EventStore.HashOnly> hashesOnly() {
        return sql.list(
                "SELECT s.stream, e.seq, e.kind FROM event e JOIN stream s ON s.id = e.stream"
                        + " WHERE e.erased = 1",
                rs ->
                        new EventStore.HashOnly(
                                StreamId.of(rs.getBytes(1)), rs.getLong(2), rs.getString(3)));
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
    public List<EventStore.Quarantined> quarantined() {
        return sql.list(
                "SELECT "
                        + EVENT_COLUMNS
                        + ", e.stream, e.leaf, e.sender, e.came"
                        + " FROM quarantine e ORDER BY e.number",
                rs -> {
                    String sender = rs.getString(12);
                    return new EventStore.Quarantined(
                            new HashedEvent(namedEvent(rs), Hash.of(rs.getBytes(11))),
                            sender == null ? null : new CentralId(sender),
                            rs.getLong(13));
                });
    }

    @Override
    public long quarantinedCount() {
        return sql.number("SELECT count(*) FROM quarantine");
    }

    @Override
    public List<LedgerEvent> range(int key, StreamId stream, long from, int maxRows, int maxBytes) {
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
    public Optional<LedgerEvent> event(int key, long seq) {
        return sql.first(
                "SELECT "
                        + EVENT_COLUMNS
                        + ", s.stream FROM event e JOIN stream s ON s.id = e.stream"
                        + " WHERE e.stream = ? AND e.seq = ?",
                SqliteEvents::namedEvent,
                key,
                seq);
    }

    @Override
    public int addStream(StreamDescriptor descriptor) {
        return (int)
                sql.number(
                        "INSERT INTO stream (stream, central, key, started, sig, root)"
                                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                        descriptor.stream().bytes(),
                        descriptor.central().value(),
                        descriptor.key().bytes(),
                        descriptor.startedMs(),
                        descriptor.sig().bytes(),
                        Merkle.EMPTY.bytes());
    }

    @Override
    public void add(int key, HashedEvent leafed) {
        LedgerEvent event = leafed.event();
        sql.update(
                "INSERT INTO event (stream, seq, id, kind, src, central, hlc, wall, payload, leaf,"
                        + " erased) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                event.seq(),
                event.id().bytes(),
                event.kind(),
                event.src().code(),
                event.central().value(),
                event.hlc().value(),
                event.wallMs(),
                event.payload().bytes(),
                leafed.leaf().bytes(),
                event.erased() ? 1 : 0);
    }

    @Override
    public void remove(int key, long seq) {
        sql.update("DELETE FROM event WHERE stream = ? AND seq = ?", key, seq);
    }

    @Override
    public void erase(int key, long seq, Hash payload) {
        sql.update(
                "UPDATE event SET payload = ?, erased = 1 WHERE stream = ? AND seq = ?",
                payload.bytes(),
                key,
                seq);
    }

    @Override
    public void restore(int key, long seq, Blob payload) {
        sql.update(
                "UPDATE event SET payload = ?, erased = 0 WHERE stream = ? AND seq = ?",
                payload.bytes(),
                key,
                seq);
    }

    @Override
    public void hold(int key, StreamHead head, Hlc lastHlc) {
        sql.update(
                "UPDATE stream SET n = ?, root = ?, loose = ?, loose_digest = ?,"
                        + " last_hlc = max(last_hlc, ?), changes = changes + 1 WHERE id = ?",
                head.n(),
                head.root().bytes(),
                head.loose().toString(),
                head.looseDigest().bytes(),
                lastHlc.value(),
                key);
    }

    @Override
    public void sign(int key, @Nullable SignedHead signed) {
        sql.update(
                "UPDATE stream SET signed_n = ?, signed_root = ?, signed_sig = ? WHERE id = ?",
                signed == null ? 0 : signed.n(),
                signed == null ? null : signed.root().bytes(),
                signed == null ? null : signed.sig().bytes(),
                key);
    }

    @Override
    public void addWithdrawn(Tombstones.Withdrawn withdrawn) {
        sql.update(
                "INSERT OR IGNORE INTO withdrawn (stream, seq, leaf, again_stream, again_seq)"
                        + " VALUES (?, ?, ?, ?, ?)",
                withdrawn.version().stream().bytes(),
                withdrawn.version().seq(),
                withdrawn.version().leaf().bytes(),
                withdrawn.againStream().bytes(),
                withdrawn.againSeq());
    }

    @Override
    public void addErased(StreamId stream, Ranges.Interval numbers) {
        sql.update(
                "INSERT OR IGNORE INTO erased (stream, from_seq, to_seq) VALUES (?, ?, ?)",
                stream.bytes(),
                numbers.from(),
                numbers.to());
    }

    @Override
    public void quarantine(EventStore.Quarantined quarantined, int limit) {
        LedgerEvent event = quarantined.event().event();
        CentralId sender = quarantined.sender();
        sql.update(
                "INSERT OR IGNORE INTO quarantine (stream, seq, id, kind, src, central, hlc, wall,"
                        + " payload, erased, leaf, sender, came)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
                        + " WHERE (SELECT count(*) FROM quarantine) < ?",
                event.stream().bytes(),
                event.seq(),
                event.id().bytes(),
                event.kind(),
                event.src().code(),
                event.central().value(),
                event.hlc().value(),
                event.wallMs(),
                event.payload().bytes(),
                event.erased() ? 1 : 0,
                quarantined.event().leaf().bytes(),
                sender == null ? null : sender.value(),
                quarantined.came(),
                limit);
    }

    @Override
    public void saveFork(Fork fork) {
        sql.update(
                "INSERT OR REPLACE INTO fork (stream, seq, held, other) VALUES (?, ?, ?, ?)",
                fork.stream().bytes(),
                fork.seq(),
                fork.held().bytes(),
                fork.other().bytes());
    }

    @Override
    public void removeFork(StreamId stream) {
        sql.update("DELETE FROM fork WHERE stream = ?", (Object) stream.bytes());
    }
}
