package dev.gatehouse.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A PC's clock that somebody sets. Any thread. */
final class SettableClock implements InstantSource {
    private final InstantSource right;
    private volatile Duration ahead = Duration.ZERO;

    /**
     * @param right the right time
     */
    SettableClock(InstantSource right) {
        this.right = right;
    }

    void set(Duration aheadOfTheRightTime) {
        ahead = aheadOfTheRightTime;
    }

    Duration ahead() {
        return ahead;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(ahead);
    }
}
