package dev.gatehouse.model;

import java.util.Comparator;

/**
 * How much of one stream somebody holds.
 *
 * @param stream the stream
 * @param n events held from 1 without a gap, whose root was checked
 * @param root the Merkle tree hash over the first {@code n} leaves
 * @param loose numbers of the events held beyond those; in a claim at most the {@link #CLAIMED}
 *     lowest intervals
 * @param looseDigest SHA-256 of the number and the leaf of each event held beyond, in order
 */
public record StreamHead(StreamId stream, long n, Hash root, Ranges loose, Hash looseDigest) {
    public static final Comparator<StreamHead> BY_STREAM = Comparator.comparing(StreamHead::stream);

    /**
     * Intervals of loose events that are told of one stream: each comes of one gap, a live stream
     * rarely has two, and a thousand claims of so many still fit into one frame.
     */
    public static final int CLAIMED = 64;

    /** Of a stream of which nothing is held beyond its first events. */
    public StreamHead(StreamId stream, long n, Hash root) {
        this(stream, n, root, Ranges.EMPTY, Hash.OF_NOTHING);
    }

    /** The numbers of all events held, as far as they are told. */
    public Ranges held() {
        return Ranges.of(1, n).plus(loose);
    }

    /** How many events. */
    public long events() {
        return n + loose.count();
    }

    /** Whether nothing is held. */
    public boolean isEmpty() {
        return n == 0 && loose.isEmpty();
    }

    /** As it is told to others. */
    public StreamHead claim() {
        Ranges told = loose.lowest(CLAIMED);
        return told.equals(loose) ? this : new StreamHead(stream, n, root, told, looseDigest);
    }
}
