package dev.gatehouse.mesh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that nobody can set: it begins at the wall clock's time and goes on by the steady one.
 * What is due, silent or too old is judged by it, so that a corrected wall clock neither cuts every
 * link nor stops the heartbeats; what people read is translated by {@link #wall(Instant)}. Any
 * thread.
 */
public final class SteadyClock implements InstantSource {
    /** Differences below this are the two clocks' ordinary drift; shown times need not follow. */
    private static final Duration NOTICED = Duration.ofMillis(50);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Instant origin;
    private final long originNanos;
    private Duration shift = Duration.ZERO;

    /**
     * @param nanos a steady clock, as {@link System#nanoTime}
     */
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.origin = wall.instant();
        this.originNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(nanos.getAsLong() - originNanos);
    }

    /** How far the wall clock is ahead of this one: zero until somebody sets it. */
    public synchronized Duration shift() {
        Duration exact = Duration.between(instant(), wall.instant());
        if (exact.minus(shift).abs().compareTo(NOTICED) > 0) {
            shift = exact;
        }
        return shift;
    }

    /** A moment of this clock as the wall clock, as it is set now, names it. */
    public Instant wall(Instant steady) {
        return steady.plus(shift());
    }

    /** The wall clock itself. */
    public Instant wall() {
        return wall.instant();
    }
}
