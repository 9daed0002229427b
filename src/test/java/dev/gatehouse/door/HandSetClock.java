package dev.gatehouse.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clocks of a node in a run: time passes for both, and the wall clock is also set by hand, as a
 * person or a flat battery sets it. Any thread.
 */
final class HandSetClock implements InstantSource {
    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return steady().plus(shift.get());
    }

    private Instant steady() {
        return InstantSource.system().instant().plus(passed.get());
    }

    /** The steady clock, as {@link System#nanoTime}. */
    long nanos() {
        return System.nanoTime() + passed.get().toNanos();
    }

    /** So much time passes at once. */
    void pass(Duration time) {
        passed.updateAndGet(before -> before.plus(time));
    }

    void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** Somebody sets the wall clock; no time passes by that. */
    void set(Instant now) {
        shift.set(Duration.between(steady(), now));
    }

    /** The wall clock is right again. */
    void correct() {
        shift.set(Duration.ZERO);
    }
}
