package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** How a resync ended. What was merged stays, whatever the outcome. */
public sealed interface ResyncOutcome {
    /** When it ended. */
    Instant at();

    /** Events merged by it. */
    long merged();

    /**
     * Both are proven to hold the same.
     *
     * @param asOf the moment for which that was shown
     * @param events how many both hold
     * @param digest the digest of everything
     */
    record Identical(Instant at, long merged, Instant asOf, long events, Hash digest)
            implements ResyncOutcome {}

    /**
     * The two still differ.
     *
     * @param weMiss events that only the peer holds; null where that is not known
     * @param theyMiss events that only this node holds; null likewise
     * @param differences which those are, and where one number holds two facts; null where the peer
     *     did not say
     */
    record StillDifferent(
            Instant at,
            long merged,
            @Nullable Long weMiss,
            @Nullable Long theyMiss,
            @Nullable Differences differences)
            implements ResyncOutcome {}

    /**
     * An original was gone over from end to end: what it had is here, and it was told what it
     * lacked. It is never proven to hold the same.
     *
     * @param compared what was found; what it was told meanwhile differs in it still
     */
    record ComparedOnly(Instant at, long merged, Compared compared) implements ResyncOutcome {}

    /** Somebody stopped it. */
    record Cancelled(Instant at, long merged) implements ResyncOutcome {}

    /**
     * It could not go on.
     *
     * @param code short, for the log and the support bundle, such as {@code LINK_LOST}
     */
    record Failed(Instant at, long merged, String code) implements ResyncOutcome {}
}
