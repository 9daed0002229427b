package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Consecutive events of one stream as a block, which was read again after it was packed and gives
 * the leaves of all of them. Immutable; any thread.
 */
public final class PackedEvents {
    /** What a block can hold, and what is counted for each event besides. */
    private static final int LARGEST = 2 * Block.MAX_PAYLOADS;

    private final Block block;
    private final byte[] data;
    private final byte[] leaves;
    private final List<HashedEvent> events;

    private PackedEvents(Block block, byte[] data, byte[] leaves, List<HashedEvent> events) {
        this.block = block;
        this.data = data;
        this.leaves = leaves;
        this.events = events;
    }

    /**
     * Packs events; some 5 µs for each.
     *
     * @param events of one stream, in order and without a gap, at most {@link Block#MAX_EVENTS}
     *     within one span of as many
     * @return empty where they are not such events, are too large for a block, or one of them is
     *     not the event of its leaf
     */
    public static Optional<PackedEvents> of(List<HashedEvent> events) {
        var values = new ArrayList<LedgerEvent>(events.size());
        ByteBuffer leaves = ByteBuffer.allocate(events.size() * Hash.BYTES);
        for (HashedEvent leafed : events) {
            values.add(leafed.event());
            leaves.put(leafed.leaf().bytes());
        }
        try {
            byte[] data = Block.pack(values);
            Block block = Block.read(data);
            return Arrays.equals(block.leaves(), leaves.array())
                    ? Optional.of(
                            new PackedEvents(block, data, leaves.array(), List.copyOf(events)))
                    : Optional.empty();
        } catch (IllegalArgumentException noBlock) {
            return Optional.empty();
        }
    }

    /**
     * Takes a block over as it came from elsewhere, and hashes its events; some 3 µs for each.
     *
     * @throws IllegalArgumentException where the bytes are not exactly a block that this version
     *     reads
     */
    public static PackedEvents received(Blob data) {
        byte[] bytes = data.bytes();
        Block block = Block.read(bytes);
        byte[] leaves = block.leaves();
        var events = new ArrayList<HashedEvent>(block.size());
        for (int row = 0; row < block.size(); row++) {
            events.add(new HashedEvent(block.event(row), BlockRow.leaf(leaves, row)));
        }
        return new PackedEvents(block, bytes, leaves, List.copyOf(events));
    }

    /**
     * Packs events that are held; nothing is written.
     *
     * @param first the number of the first of them
     * @param n how many
     * @return empty also where one of them is missing or damaged
     */
    public static Optional<PackedEvents> held(
            Store.ReadTx tx, int key, StreamId stream, long first, int n) {
        List<Hash> leaves = tx.trees().leaves(key, first - 1, first + n - 1);
        List<LedgerEvent> events;
        try {
            events = tx.events().range(key, stream, first, n, LARGEST);
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
        if (events.size() < n || leaves.size() < n) {
            return Optional.empty();
        }
        var leafed = new ArrayList<HashedEvent>(n);
        for (int i = 0; i < n; i++) {
            leafed.add(new HashedEvent(events.get(i), leaves.get(i)));
        }
        return of(leafed);
    }

    /** The number of the first event. */
    public long first() {
        return block.first();
    }

    /** How many. */
    public int size() {
        return block.size();
    }

    /** The stream that they are of. */
    public StreamId stream() {
        return block.stream();
    }

    /** The events with their leaves, in order. */
    public List<HashedEvent> events() {
        return events;
    }

    /**
     * Says what the events say, from the block itself: what many of them have in common is read
     * once.
     *
     * @return by identity, as {@link #events} has them
     */
    public Map<LedgerEvent, DecodedFact> decoded(FactCodec codec) {
        var values = new BlockValues(block);
        var decoded = new IdentityHashMap<LedgerEvent, DecodedFact>(size());
        for (int row = 0; row < size(); row++) {
            LedgerEvent event = events.get(row).event();
            decoded.put(event, values.at(row) ? codec.decode(event, values) : codec.decode(event));
        }
        return decoded;
    }

    /** The bytes of the block. */
    public Blob bytes() {
        return Blob.of(data);
    }

    Block block() {
        return block;
    }

    byte[] data() {
        return data;
    }

    byte[] leaves() {
        return leaves;
    }
}
