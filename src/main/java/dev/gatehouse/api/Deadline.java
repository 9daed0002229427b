package dev.gatehouse.api;

import java.time.Duration;

/**
 * When a body must have arrived.
 *
 * @param endNanos by {@link System#nanoTime}
 */
record Deadline(long endNanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    long leftNanos() {
        return Math.max(0, endNanos - System.nanoTime());
    }

    boolean over() {
        return leftNanos() == 0;
    }
}
