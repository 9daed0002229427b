package dev.gatehouse.sync;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** One walk over the visits of the window: what an original lacks is told, the rest compared. */
final class OriginalRound {
    /** Visits from then on, by the wall clock. */
    final Instant from;

    /** What was done later than this is not compared: it may be on its way. By the wall clock. */
    final Instant asOf;

    /** Whether its own answer is there to compare with. */
    final boolean compares;

    /** Names that it knows and that no visit of the window has. */
    final Deque<String> others = new ArrayDeque<>();

    final Set<String> met = new HashSet<>();

    /** The row of the last visit that was looked at. */
    long afterId;

    boolean visitsDone;

    /** A part is being read. */
    boolean reading;

    /** What it was told. */
    long told;

    long compared;
    long differ;

    OriginalRound(Instant from, Instant asOf, boolean compares) {
        this.from = from;
        this.asOf = asOf;
        this.compares = compares;
    }
}
