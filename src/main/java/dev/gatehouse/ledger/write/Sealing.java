package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedSet;

/**
 * Moves proven events from rows into blocks, one aligned span after the other, each in a
 * transaction of its own. It is asked for when nothing else waits. So the rows of an older database
 * become blocks in time, whenever it is interrupted. The writer's turns only, but for {@link
 * #wants}.
 */
final class Sealing {
    /** What a block holds, and one node of a stream's tree stands for. */
    static final int SPAN = Block.MAX_EVENTS;

    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private final WriterState state;
    private final int span;

    /** Where to look next in each stream; what lies before is sealed, or cannot be. */
    private final Map<StreamId, Long> from = new HashMap<>();

    /** The streams in which a full span may lie in rows. */
    private final SequencedSet<StreamId> open = new LinkedHashSet<>();

    private boolean paused;

    /** Read by any thread. */
    private volatile boolean wants;

    /**
     * @param span events of a block, a power of two; 0 where nothing is to be sealed
     */
    Sealing(WriterState state, int span) {
        this.state = state;
        this.span = span;
        state.holdings.all().forEach(this::grew);
    }

    /** Events of a block; 0 where there are to be none. */
    int span() {
        return span;
    }

    /** Whether there is something to do. Any thread. */
    boolean wants() {
        return wants;
    }

    /** Learns how much is held of a stream now. */
    void grew(StreamHead head) {
        if (span > 0 && head.n() - from.getOrDefault(head.stream(), 1L) + 1 >= span) {
            open.add(head.stream());
            wants = !paused;
        }
    }

    /** Events of a stream were taken out or put in the place of others. */
    void changed(StreamId stream) {
        from.remove(stream);
    }

    /** The disk refuses writes: what somebody waits for finds out when it takes them again. */
    void pause() {
        paused = true;
        wants = false;
    }

    /** The disk takes writes. */
    void goOn() {
        paused = false;
        wants = !open.isEmpty();
    }

    /** Seals one span, or finds that there is none in that stream. */
    void turn(Store store) {
        StreamId stream = open.getFirst();
        try {
            store.write(tx -> look(tx, stream));
        } catch (StoreException e) {
            LOG.warn("Events stay unpacked until writing works: {}", e.getMessage());
            pause();
            return;
        } catch (RuntimeException e) {
            LOG.error("Events of stream {} cannot be packed", stream, e);
            open.remove(stream);
        }
        wants = !open.isEmpty();
    }

    private boolean look(Store.WriteTx tx, StreamId stream) {
        Integer key = state.holdings.key(stream);
        long n = state.holdings.n(stream);
        long next = from.getOrDefault(stream, 1L);
        OptionalLong row = key == null ? OptionalLong.empty() : tx.events().firstRow(key, next);
        long first = (row.orElse(n + 1) - 1) / span * span + 1;
        from.put(stream, first);
        if (key == null || first + span - 1 > n) {
            open.remove(stream);
            return false;
        }
        var packed = PackedEvents.held(tx, key, stream, first, span);
        packed.ifPresentOrElse(
                events -> tx.events().addBlock(key, events), () -> tell(tx, key, stream, first));
        from.put(stream, first + span);
        return packed.isPresent();
    }

    /** Events that are too large stay in rows; damaged ones do until they are mended. */
    private void tell(Store.ReadTx tx, int key, StreamId stream, long first) {
        for (long seq = first; seq < first + span; seq++) {
            if (!isWhole(tx, key, stream, seq) && state.damaged.add(new Fact.Place(stream, seq))) {
                LOG.warn("Event {} of stream {} is not on disk as written", seq, stream);
            }
        }
    }

    private static boolean isWhole(Store.ReadTx tx, int key, StreamId stream, long seq) {
        try {
            List<LedgerEvent> event = tx.events().range(key, stream, seq, 1, Integer.MAX_VALUE);
            List<Hash> leaf = tx.trees().leaves(key, seq - 1, seq);
            return !event.isEmpty()
                    && !leaf.isEmpty()
                    && Merkle.leaf(event.getFirst()).equals(leaf.getFirst());
        } catch (IllegalArgumentException noEvent) {
            return false;
        }
    }
}
