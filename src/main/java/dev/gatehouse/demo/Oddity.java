package dev.gatehouse.demo;

import java.time.Duration;

/** What does not go as it should between a car and a camera, and how often that is seen. */
enum Oddity {
    /** A car comes in only once the person at the window says so. */
    ASKS(true, Duration.ofSeconds(40)),
    /** A letter or digit of a car that leaves is read as another one that looks like it. */
    MISREAD(false, Duration.ofSeconds(100)),
    /** Nobody can read the plate of a car that comes in. */
    UNREAD(true, Duration.ofSeconds(140)),
    /** A camera reports a car twice. */
    TWICE(true, Duration.ofSeconds(60)),
    /** A car leaves that nobody saw come in. */
    NO_ENTRY(false, Duration.ofSeconds(120));

    private final boolean entering;
    private final Duration every;

    Oddity(boolean entering, Duration every) {
        this.entering = entering;
        this.every = every;
    }

    /** Whether it befalls cars that come in; else those that leave. */
    boolean entering() {
        return entering;
    }

    /** How long it is in the mean from one to the next. */
    Duration every() {
        return every;
    }
}
