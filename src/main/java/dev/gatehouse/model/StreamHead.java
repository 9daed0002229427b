package dev.gatehouse.model;

import java.util.Comparator;

/**
 * How much of one stream somebody holds.
 *
 * @param stream the stream
 * @param n events held from 1 without a gap, whose root was checked
 * @param root the Merkle tree hash over the first {@code n} leaves
 * @param loose numbers of the events held beyond those; in a claim at most {@link #CLAIMED}
 *     intervals side by side, others with the next claim
 * @param looseDigest SHA-256 of the number and the leaf of each event held beyond, in order
 */
public record StreamHead(StreamId stream, long n, Hash root, Ranges loose, Hash looseDigest) {
    public static final Comparator<StreamHead> BY_STREAM = Comparator.comparing(StreamHead::stream);

    /**
     * Intervals of loose events that are told of one stream: each comes of one gap, a live stream
     * rarely has two, and a few hundred claims of so many still fit into one frame.
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

    /** As it is told to others at first. */
    public StreamHead claim() {
        return claim(0);
    }

    /**
     * As it is told to others from that interval on. Always as many as may be told where there are
     * more, so that who hears it knows that it is not all.
     *
     * @param first of the intervals of loose events, from 0
     */
    public StreamHead claim(int first) {
        if (loose.size() <= CLAIMED) {
            return this;
        }
        Ranges told = loose.slice(Math.min(first, loose.size() - CLAIMED), CLAIMED);
        return new StreamHead(stream, n, root, told, looseDigest);
    }

    /** Whether a claim is of exactly the same events, however many of them it tells. */
    public boolean holdsAsMuchAs(StreamHead claim) {
        return n == claim.n
                && root.equals(claim.root)
                && looseDigest.equals(claim.looseDigest)
                && stream.equals(claim.stream);
    }

    /**
     * Of a claim: the numbers of which it says whether they are held. What lies before and behind
     * the loose events that it tells may be held as well.
     */
    public Ranges told() {
        if (loose.size() < CLAIMED) {
            return Ranges.of(1, Long.MAX_VALUE - 2);
        }
        return Ranges.of(1, n).plus(Ranges.of(loose.first().from(), loose.last()));
    }
}
