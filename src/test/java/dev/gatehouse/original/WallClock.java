package dev.gatehouse.original;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock on the wall that stands until somebody moves it. */
final class WallClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-22T03:00:00Z");

    void goOn(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
