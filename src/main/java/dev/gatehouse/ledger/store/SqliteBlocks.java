package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The blocks of events in SQLite, within one transaction. */
final class SqliteBlocks {
    /** Blocks at hand: within one transaction their bytes need not be fetched again to compare. */
    private static final int AT_HAND = 16;

    /** Of the block that has event {@code ?2}: the last that begins at or before it. */
    private static final String HOLDING =
            " FROM block WHERE stream = ?1 AND first = (SELECT max(first) FROM block"
                    + " WHERE stream = ?1 AND first <= ?2) AND first + n > ?2";

    /** The leaves of events {@code ?2} to {@code ?3} that lie in blocks, and where they begin. */
    private static final String LEAVES =
            "SELECT max(first, ?2), substr(leaves, 1 + 32 * (max(first, ?2) - first),"
                    + " 32 * (min(first + n, ?3 + 1) - max(first, ?2))) FROM block"
                    + " WHERE stream = ?1 AND first <= ?3 AND first + n > ?2 AND first >= coalesce("
                    + "(SELECT max(first) FROM block WHERE stream = ?1 AND first <= ?2), ?2)"
                    + " ORDER BY first";

    private record Place(int stream, long first) {}

    private final Sql sql;
    private final BlockCache cache;
    private final Map<Place, BlockRow> atHand = new LinkedHashMap<>(AT_HAND, 0.75f, true);

    SqliteBlocks(Sql sql, BlockCache cache) {
        this.sql = sql;
        this.cache = cache;
    }

    /** The block that has an event; empty where none has. */
    Optional<BlockRow> at(int key, long seq) {
        for (var known : atHand.entrySet()) {
            if (known.getKey().stream() == key && known.getValue().holds(seq)) {
                return Optional.ofNullable(atHand.get(known.getKey())); // as the last one used
            }
        }
        return sql.first("SELECT first" + HOLDING, rs -> rs.getLong(1), key, seq)
                .map(first -> read(key, first));
    }

    /** The block with the lowest events from that number on; empty where there is none. */
    Optional<BlockRow> from(int key, long seq) {
        Optional<BlockRow> there = at(key, seq);
        return there.isPresent()
                ? there
                : sql.first(
                                "SELECT first FROM block WHERE stream = ? AND first >= ?"
                                        + " ORDER BY first LIMIT 1",
                                rs -> rs.getLong(1),
                                key,
                                seq)
                        .map(first -> read(key, first));
    }

    /** The bytes of the block of those events; empty where there is none, or a torn one. */
    Optional<Blob> of(int key, long first, int n) {
        return at(key, first)
                .filter(row -> row.first() == first && row.n() == n && row.block() != null)
                .flatMap(
                        row ->
                                sql.first(
                                        "SELECT data FROM block WHERE stream = ? AND first = ?",
                                        rs -> Blob.of(rs.getBytes(1)),
                                        key,
                                        first));
    }

    boolean has(int key, long seq) {
        return sql.first("SELECT 1" + HOLDING, _ -> true, key, seq).isPresent();
    }

    private BlockRow read(int key, long first) {
        record Stored(StreamId stream, int n, byte[] data) {}
        Stored stored =
                sql.first(
                                "SELECT s.stream, b.n, b.data FROM block b JOIN stream s"
                                        + " ON s.id = b.stream WHERE b.stream = ? AND b.first = ?",
                                rs ->
                                        new Stored(
                                                StreamId.of(rs.getBytes(1)),
                                                rs.getInt(2),
                                                rs.getBytes(3)),
                                key,
                                first)
                        .orElseThrow(() -> new StoreException("a block of no stream"));
        BlockRow row = row(key, stored.stream(), first, stored.n(), stored.data());
        atHand.put(new Place(key, first), row);
        if (atHand.size() > AT_HAND) {
            atHand.remove(atHand.keySet().iterator().next());
        }
        return row;
    }

    private BlockRow row(int key, StreamId stream, long first, int n, byte[] data) {
        try {
            Block block = cache.get(key, first, data);
            boolean fits =
                    block.stream().equals(stream) && block.first() == first && block.size() == n;
            return fits
                    ? new BlockRow(first, n, block, "")
                    : new BlockRow(
                            first, n, null, "the block is of other events than its row says");
        } catch (IllegalArgumentException e) {
            return new BlockRow(first, n, null, "no block: " + e.getMessage());
        }
    }

    /** Leaves one behind the other, the first of which is that of event {@code first}. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record LeafRun(long first, byte[] leaves) {
        /** How many are there; fewer than were asked for where the row is cut short. */
        int size() {
            return leaves.length / Hash.BYTES;
        }

        Hash leaf(int row) {
            return BlockRow.leaf(leaves, row);
        }
    }

    /** The leaves of those events, as far as they lie in blocks, in order. */
    List<LeafRun> leaves(int key, long first, long last) {
        return sql.list(LEAVES, rs -> new LeafRun(rs.getLong(1), rs.getBytes(2)), key, first, last);
    }

    /** Writes a block; nothing else of the same numbers is there. */
    void add(int key, PackedEvents packed) {
        Block block = packed.block();
        long wall = Long.MIN_VALUE;
        for (int row = 0; row < block.size(); row++) {
            wall = Math.max(wall, block.wallMs(row));
        }
        sql.update(
                "INSERT INTO block (stream, first, n, wall, data, leaves)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                key,
                block.first(),
                block.size(),
                wall,
                packed.data(),
                packed.leaves());
        for (int row = 0; row < block.size(); row++) {
            if (block.shape(row).erased()) {
                sql.update(
                        "INSERT INTO block_erased (stream, seq, kind) VALUES (?, ?, ?)",
                        key,
                        block.first() + row,
                        block.shape(row).kind());
            }
        }
    }

    /** Drops a block, whatever is in it. */
    void remove(int key, long first, int n) {
        atHand.remove(new Place(key, first));
        sql.update("DELETE FROM block WHERE stream = ? AND first = ?", key, first);
        sql.update(
                "DELETE FROM block_erased WHERE stream = ? AND seq BETWEEN ? AND ?",
                key,
                first,
                first + n - 1);
    }

    /** Its events, in order, from that number on. */
    static List<LedgerEvent> events(BlockRow row, long from) {
        var events = new ArrayList<LedgerEvent>();
        for (long seq = from; seq <= row.last(); seq++) {
            events.add(row.event(seq));
        }
        return events;
    }
}
