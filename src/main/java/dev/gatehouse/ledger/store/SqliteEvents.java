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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Streams and events in SQLite. */
final class SqliteEvents implements EventStore.Writer {
    static final String EVENT_COLUMNS =
            "e.seq, e.id, e.kind, e.src, e.central, e.hlc, e.wall, e.payload, e.erased";

    private static final String STREAM_COLUMNS =
            "id, stream, central, key, started, sig, n, root, last_hlc, loose, loose_digest,"
                    + " signed_n, signed_root, signed_sig";

    private boolean erased;
    private final Sql sql;
    private final SqliteBlocks blocks;

    SqliteEvents(Sql sql, SqliteBlocks blocks) {
        this.sql = sql;
        this.blocks = blocks;
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
    public Optional<Blob> block(int key, long first, int n) {
        return blocks.of(key, first, n);
    }

    @Override
    public Tombstones marks() {
        return new SqliteMarks(sql).all();
    }

    @Override
    public List<EventStore.HashOnly> hashesOnly() {
        return sql.list(
                "SELECT s.stream, e.seq, e.kind FROM event e JOIN stream s ON s.id = e.stream"
                        + " WHERE e.erased = 1 UNION ALL SELECT s.stream, e.seq, e.kind"
                        + " FROM block_erased e JOIN stream s ON s.id = e.stream",
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
        var taken = new EventPage(from, maxRows, maxBytes);
        long before;
        do { // blocks and rows take turns, as they lie
            before = taken.next();
            blocks.at(key, taken.next()).ifPresent(taken::addAll);
            if (!taken.isFull()) {
                sql.listWhile(
                        "SELECT "
                                + EVENT_COLUMNS
                                + " FROM event e WHERE stream = ? AND seq >= ? ORDER BY seq"
                                + " LIMIT ?",
                        rs -> event(stream, rs),
                        taken::add,
                        key,
                        taken.next(),
                        maxRows - taken.events().size());
            }
        } while (!taken.isFull() && taken.next() > before);
        return taken.events();
    }

    /**
     * The events that rows of another table name.
     *
     * @param query selects the {@link #EVENT_COLUMNS} and the name of the stream of {@code event e}
     *     joined on the left, and then the stream's short number and the event's number
     * @return without those that are not there, or lie in a block that is torn
     */
    List<EventStore.Keyed> named(String query, @Nullable Object... values) {
        record Named(EventStore.EventRef place, @Nullable LedgerEvent event) {}
        return sql
                .list(
                        query,
                        rs -> {
                            rs.getLong(1);
                            boolean elsewhere = rs.wasNull();
                            return new Named(
                                    new EventStore.EventRef(rs.getInt(11), rs.getLong(12)),
                                    elsewhere ? null : namedEvent(rs));
                        },
                        values)
                .stream()
                .<EventStore.Keyed>mapMulti(
                        (named, found) -> {
                            int key = named.place().key();
                            LedgerEvent event =
                                    named.event() != null ? named.event() : packed(named.place());
                            if (event != null) {
                                found.accept(new EventStore.Keyed(key, event));
                            }
                        })
                .toList();
    }

    private @Nullable LedgerEvent packed(EventStore.EventRef place) {
        return blocks.at(place.key(), place.seq())
                .filter(row -> row.block() != null)
                .map(row -> row.event(place.seq()))
                .orElse(null);
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
        Optional<LedgerEvent> row =
                sql.first(
                        "SELECT "
                                + EVENT_COLUMNS
                                + ", s.stream FROM event e JOIN stream s ON s.id = e.stream"
                                + " WHERE e.stream = ? AND e.seq = ?",
                        SqliteEvents::namedEvent,
                        key,
                        seq);
        return row.isPresent() ? row : blocks.at(key, seq).map(block -> block.event(seq));
    }

    @Override
    public boolean isInBlock(int key, long seq) {
        return blocks.has(key, seq);
    }

    @Override
    public OptionalLong firstRow(int key, long from) {
        return sql.first(
                        "SELECT seq FROM event WHERE stream = ? AND seq >= ? ORDER BY seq LIMIT 1",
                        rs -> OptionalLong.of(rs.getLong(1)),
                        key,
                        from)
                .orElse(OptionalLong.empty());
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
    public void addBlock(int key, PackedEvents packed) {
        long last = packed.first() + packed.size() - 1;
        blocks.from(key, packed.first())
                .filter(other -> other.first() <= last)
                .ifPresent(_ -> drop(key, packed.first(), last));
        sql.update(
                "DELETE FROM event WHERE stream = ? AND seq BETWEEN ? AND ?",
                key,
                packed.first(),
                last);
        blocks.add(key, packed);
    }

    /** Takes those events out of whatever blocks they are in. */
    private void drop(int key, long first, long last) {
        for (long seq = first; seq <= last; seq++) {
            remove(key, seq);
        }
    }

    @Override
    public void remove(int key, long seq) {
        if (removeRow(key, seq) > 0) {
            return;
        }
        blocks.at(key, seq)
                .ifPresent(
                        block -> {
                            toRows(key, block);
                            removeRow(key, seq);
                        });
    }

    private int removeRow(int key, long seq) {
        return sql.update("DELETE FROM event WHERE stream = ? AND seq = ?", key, seq);
    }

    /** Puts a block's events back into rows; those of a torn one are gone. */
    private void toRows(int key, BlockRow block) {
        List<HashedEvent> events = block.block() == null ? List.of() : leafed(key, block);
        blocks.remove(key, block.first(), block.n());
        events.forEach(event -> add(key, event));
    }

    /** Its events with their stored leaves; where one of those is missing, with the right one. */
    private List<HashedEvent> leafed(int key, BlockRow block) {
        List<SqliteBlocks.LeafRun> stored = blocks.leaves(key, block.first(), block.last());
        var events = new ArrayList<HashedEvent>(block.n());
        for (LedgerEvent event : SqliteBlocks.events(block, block.first())) {
            int row = (int) (event.seq() - block.first());
            boolean known = !stored.isEmpty() && row < stored.getFirst().size();
            events.add(
                    new HashedEvent(
                            event, known ? stored.getFirst().leaf(row) : Merkle.leaf(event)));
        }
        return events;
    }

    @Override
    public void erase(int key, long seq, Hash payload) {
        erased = true;
        say(key, seq, Blob.of(payload.bytes()), true);
    }

    /** Whether something was erased in this transaction. */
    boolean erased() {
        return erased;
    }

    @Override
    public void restore(int key, long seq, Blob payload) {
        say(key, seq, payload, false);
    }

    private void say(int key, long seq, Blob payload, boolean erased) {
        if (sayInRow(key, seq, payload, erased) > 0) {
            return;
        }
        Optional<BlockRow> found = blocks.at(key, seq).filter(block -> block.block() != null);
        if (found.isEmpty()) {
            return;
        }
        BlockRow block = found.get();
        List<HashedEvent> events = leafed(key, block);
        int row = (int) (seq - block.first());
        HashedEvent before = events.get(row);
        events.set(row, new HashedEvent(saying(before.event(), payload, erased), before.leaf()));
        Optional<PackedEvents> packed = PackedEvents.of(events);
        if (packed.isPresent()) {
            blocks.remove(key, block.first(), block.n());
            blocks.add(key, packed.get());
        } else { // with a long payload back, or where a leaf is damaged
            toRows(key, block);
            sayInRow(key, seq, payload, erased);
        }
    }

    private int sayInRow(int key, long seq, Blob payload, boolean erased) {
        return sql.update(
                "UPDATE event SET payload = ?, erased = ? WHERE stream = ? AND seq = ?",
                payload.bytes(),
                erased ? 1 : 0,
                key,
                seq);
    }

    private static LedgerEvent saying(LedgerEvent e, Blob payload, boolean erased) {
        return new LedgerEvent(
                e.stream(),
                e.seq(),
                e.id(),
                e.kind(),
                e.src(),
                e.central(),
                e.hlc(),
                e.wallMs(),
                payload,
                erased);
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
        new SqliteMarks(sql).add(withdrawn);
    }

    @Override
    public void addErased(StreamId stream, Ranges.Interval numbers) {
        new SqliteMarks(sql).add(stream, numbers);
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
