package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What this node and one peer do not both hold, down to the event.
 *
 * @param at when the two were compared
 * @param hereOnly events that only this node holds
 * @param thereOnly events that only the peer holds
 * @param twoFacts numbers of streams under which the two hold different events
 * @param complete whether that is all: false where the peer could not tell, or there is too much to
 *     look through
 * @param listed the lowest numbers of each kind, at most {@link #LISTED} of it
 */
public record Differences(
        Instant at,
        long hereOnly,
        long thereOnly,
        long twoFacts,
        boolean complete,
        List<One> listed) {
    /** Of each kind: what a person goes through by hand; the totals say what more there is. */
    public static final int LISTED = 100;

    /** In what way an event differs. */
    public enum Kind {
        /** One number, two facts: a fork, or damage. */
        TWO_FACTS,
        THERE_ONLY,
        HERE_ONLY,
        /** What this disk holds is not what was written: a disk fault, or somebody's hand. */
        ALTERED,
        /** The same since the node started; the right one has come back from a peer. */
        RESTORED
    }

    /**
     * One event.
     *
     * @param central whose stream it is in; null where nobody has said so
     * @param seq its number in that stream
     * @param here what is held here, or was while it was altered; null where nothing is
     * @param there what the peer holds, or what came back; null where that is nothing, or nobody
     *     has shown it
     */
    public record One(
            Kind kind,
            @Nullable CentralId central,
            StreamId stream,
            long seq,
            @Nullable Side here,
            @Nullable Side there) {}

    /**
     * What one of the two holds under a number.
     *
     * @param kind that of the event, such as {@code entry}
     * @param wall when it happened, by the clock of its writer
     * @param plate the car; null where it is of none, or was erased
     * @param hash the event's leaf in the tree of its stream
     */
    public record Side(EventId id, String kind, Instant wall, @Nullable String plate, Hash hash) {}

    public Differences {
        listed = List.copyOf(listed);
    }

    /** Without what is listed: that names cars, and this goes into logs and figures. */
    @Override
    public String toString() {
        return "Differences[at="
                + at
                + ", hereOnly="
                + hereOnly
                + ", thereOnly="
                + thereOnly
                + ", twoFacts="
                + twoFacts
                + ", complete="
                + complete
                + ", listed="
                + listed.size()
                + "]";
    }

    /** How many of the listed rows this disk did not hold as they were written. */
    public long altered() {
        return listed.stream()
                .filter(one -> one.kind() == Kind.ALTERED || one.kind() == Kind.RESTORED)
                .count();
    }

    /** How many events the two do not both hold. */
    public long total() {
        return hereOnly + thereOnly + twoFacts;
    }
}
