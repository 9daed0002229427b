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

    /** The two still differ by so many events either way; null where that is not known. */
    record StillDifferent(Instant at, long merged, @Nullable Long weMiss, @Nullable Long theyMiss)
            implements ResyncOutcome {}

    /** Somebody stopped it. */
    record Cancelled(Instant at, long merged) implements ResyncOutcome {}

    /**
     * It could not go on.
     *
     * @param code short, for the log and the support bundle, such as {@code LINK_LOST}
     */
    record Failed(Instant at, long merged, String code) implements ResyncOutcome {}
}
