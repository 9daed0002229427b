package dev.gatehouse.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A wall clock and a steady one that are moved by hand. */
public final class HandClock implements InstantSource {
    private long wallMs;
    private long nanos;

    public HandClock(Instant start) {
        this.wallMs = start.toEpochMilli();
    }

    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(wallMs);
    }

    /** A steady clock, as {@link System#nanoTime}. */
    public synchronized long nanos() {
        return nanos;
    }

    /** Time passes on both. */
    public synchronized void pass(Duration time) {
        wallMs += time.toMillis();
        nanos += TimeUnit.MILLISECONDS.toNanos(time.toMillis());
    }

    /** Somebody sets the wall clock. */
    public synchronized void set(Duration by) {
        wallMs += by.toMillis();
    }
}
