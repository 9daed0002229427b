package dev.gatehouse.ledger.store;

import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads events as they lie in the file, of rows and blocks, also where they are damaged. */
public final class EventScan {
    private final Sql sql;
    private final SqliteBlocks blocks;

    /** The block of the last event that was looked up, of stream {@link #lastKey}. */
    private @Nullable BlockRow last;

    private int lastKey;

    /** One who scans reads each block once, and keeps the last few. */
    public EventScan(Sql sql) {
        this.sql = sql;
        this.blocks = new SqliteBlocks(sql, new BlockCache());
    }

    /** An event wherever it is kept; empty where it is not. */
    Optional<StoredEvent> at(int key, StreamId stream, long seq) {
        return after(key, stream, seq - 1, 1).stream()
                .filter(event -> event.seq() == seq)
                .findFirst();
    }

    /** What an event says; null where there is none, or one that cannot be read. */
    @Nullable LedgerEvent event(int key, StreamId stream, long seq) {
        BlockRow block = last;
        if (block == null || lastKey != key || seq < block.first() || seq > block.last()) {
            block = blocks.at(key, seq).orElse(null);
            last = block;
            lastKey = key;
        }
        if (block != null) {
            return block.block() == null ? null : block.event(seq);
        }
        return rows(key, stream, seq - 1, seq + 1, 1).stream()
                .findFirst()
                .map(StoredEvent::event)
                .orElse(null);
    }

    /** The next events behind a number, at most so many and {@link StoredEvent#BYTES}. */
    List<StoredEvent> after(int key, StreamId stream, long after, int most) {
        Optional<BlockRow> block = blocks.from(key, after + 1);
        long blockFrom = block.map(BlockRow::first).orElse(Long.MAX_VALUE);
        List<StoredEvent> rows =
                blockFrom <= after + 1 ? List.of() : rows(key, stream, after, blockFrom, most);
        return rows.isEmpty() && block.isPresent() ? inBlock(key, block.get(), after, most) : rows;
    }

    private List<StoredEvent> rows(int key, StreamId stream, long after, long to, int most) {
        var room =
                new Object() {
                    long bytes;

                    boolean fits(StoredEvent row) {
                        boolean first = bytes == 0;
                        bytes += row.event() == null ? 1 : 1 + row.event().payload().length();
                        return first || bytes <= StoredEvent.BYTES;
                    }
                };
        return sql.listWhile(
                "SELECT "
                        + StoredEvent.COLUMNS
                        + " FROM event e WHERE e.stream = ? AND e.seq > ? AND e.seq < ?"
                        + " ORDER BY e.seq LIMIT ?",
                rs -> StoredEvent.read(stream, rs, 1),
                room::fits,
                key,
                after,
                to,
                most);
    }

    private List<StoredEvent> inBlock(int key, BlockRow block, long after, int most) {
        long from = Math.max(after + 1, block.first());
        long to = Math.min(block.last(), from + most - 1);
        List<SqliteBlocks.LeafRun> leaves = blocks.leaves(key, from, to);
        var events = new ArrayList<StoredEvent>();
        for (long seq = from; seq <= to; seq++) {
            int row = (int) (seq - from);
            boolean known = !leaves.isEmpty() && row < leaves.getFirst().size();
            byte[] leaf = known ? leaves.getFirst().leaf(row).bytes() : new byte[0];
            @Nullable LedgerEvent event = block.block() == null ? null : block.event(seq);
            events.add(new StoredEvent(seq, event, leaf, block.problem()));
        }
        return events;
    }
}
