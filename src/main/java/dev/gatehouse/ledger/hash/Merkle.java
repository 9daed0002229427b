package dev.gatehouse.ledger.hash;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import java.nio.ByteBuffer;

/**
 * The hashes of one stream: those of RFC 9162, section 2.1.1, with leaves that cover a whole event.
 */
public final class Merkle {
    /** The root of no leaves. */
    public static final Hash EMPTY = Hash.OF_NOTHING;

    /**
     * Every so many levels of a tree the nodes are stored: above 32 leaves, above 1,024, above
     * 32,768 and so on. Any root then takes at most 31 rows of each, some 120 of a million events;
     * with the nodes above 1,024 alone it would be up to 2,000 rows, which takes over 1 ms. It
     * costs one row more for 32 events.
     */
    public static final int STORED_STEP = 5;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Merkle() {}

    public static Hash leaf(LedgerEvent event) {
        return leaf(event, new Sha256());
    }

    /**
     * As {@link #leaf(LedgerEvent)}, where many are hashed.
     *
     * @param sha is empty, and is so again afterwards
     */
    public static Hash leaf(LedgerEvent event, Sha256 sha) {
        byte[] said = event.payload().bytes();
        Hash payload = event.erased() ? Hash.of(said) : sha.put(said).done();
        return sha.put(LEAF)
                .put(event.stream().hi())
                .put(event.stream().lo())
                .put(event.seq())
                .put(event.id().hi())
                .put(event.id().lo())
                .put(event.kind())
                .put(event.src().code())
                .put(event.central().value())
                .put(event.hlc().value())
                .put(event.wallMs())
                .put(payload)
                .done();
    }

    static Hash node(Hash left, Hash right) {
        byte[] both =
                ByteBuffer.allocate(1 + 2 * Hash.BYTES)
                        .put(NODE)
                        .putLong(left.a())
                        .putLong(left.b())
                        .putLong(left.c())
                        .putLong(left.d())
                        .putLong(right.a())
                        .putLong(right.b())
                        .putLong(right.c())
                        .putLong(right.d())
                        .array();
        return Sha256.of(both);
    }

    /** The id of a fact that is written for the first time as this number of this stream. */
    public static EventId firstId(StreamId stream, long seq) {
        return EventId.of(new Sha256().put(stream.hi()).put(stream.lo()).put(seq).done().bytes());
    }

    /**
     * The largest power of two below {@code n}, for {@code n > 1}: where a tree of n leaves is
     * split.
     */
    static long split(long n) {
        return Long.highestOneBit(n - 1);
    }
}
