package dev.gatehouse.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The two clocks of one PC: a steady one that runs a little wrong, and one that people set. */
final class HostClock implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-11-22T05:00:00Z");

    private final Timeline timeline;
    private double rate = 1;
    private long rateSince;
    private long nanosThen;
    private long setByNanos;
    private long setAt = Long.MIN_VALUE / 2;

    HostClock(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Another that shows the same now. */
    HostClock copy() {
        var copy = new HostClock(timeline);
        copy.rate = rate;
        copy.rateSince = rateSince;
        copy.nanosThen = nanosThen;
        copy.setByNanos = setByNanos;
        copy.setAt = setAt;
        return copy;
    }

    /** What a clock shows that is right, and never set. */
    static Instant right(Timeline timeline) {
        return BEGIN.plusNanos(timeline.now());
    }

    /** The steady clock. */
    long nanos() {
        return nanosThen + (long) ((timeline.now() - rateSince) * rate);
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(nanos() + setByNanos);
    }

    /** Somebody sets the wall clock. */
    void set(Duration by) {
        setByNanos += by.toNanos();
        setAt = timeline.now();
    }

    /** Whether that was within so many nanoseconds. */
    boolean wasSetWithin(long nanos) {
        return timeline.now() - setAt <= nanos;
    }

    /** From now on it runs so much too fast. */
    void drift(double partsPerMillion) {
        nanosThen = nanos();
        rateSince = timeline.now();
        rate = 1 + partsPerMillion / 1_000_000;
    }

    /** When on the timeline this wall clock, as it is set now, showed that; about. */
    long moment(Instant shown) {
        double ago = Duration.between(shown, instant()).toNanos() / rate;
        return timeline.now() - (long) ago;
    }
}
