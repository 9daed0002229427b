package dev.gatehouse.console.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How much came in each of the last few spans of time, from a count that only grows. What comes
 * while nobody looks counts for the moment of the next look.
 */
final class Activity {
    /** Of one point: as long as a heartbeat, so that a quiet line is flat. */
    static final Duration SPAN = Duration.ofSeconds(5);

    /** Points that are shown: some more than a minute. */
    static final int POINTS = 14;

    /** The last one is of the span that is not over yet. */
    private final long[] counts = new long[POINTS + 1];

    private long span = Long.MIN_VALUE;
    private long last;

    /**
     * @param total how much there was in all at that moment; less than before: it began anew
     */
    void look(Instant at, long total) {
        long now = Math.floorDiv(at.getEpochSecond(), SPAN.toSeconds());
        long passed = now - span;
        if (span == Long.MIN_VALUE || passed < 0) { // the first look, or the clock was set back
            Arrays.fill(counts, 0);
        } else {
            shift((int) Math.min(passed, counts.length));
            counts[POINTS] += Math.max(0, total - last);
        }
        span = now;
        last = total;
    }

    private void shift(int spans) {
        System.arraycopy(counts, spans, counts, 0, counts.length - spans);
        Arrays.fill(counts, counts.length - spans, counts.length, 0);
    }

    /** How much came in each span that is over, the oldest first; {@link #POINTS} of them. */
    long[] points() {
        return Arrays.copyOf(counts, POINTS);
    }

    /** How much came within the last minute, in the present span too. */
    long lately() {
        int spans = (int) (Duration.ofMinutes(1).toSeconds() / SPAN.toSeconds());
        return Arrays.stream(counts, counts.length - spans, counts.length).sum();
    }
}
