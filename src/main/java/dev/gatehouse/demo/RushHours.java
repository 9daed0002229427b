package dev.gatehouse.demo;

import java.time.Duration;

/**
 * The day of the demonstration: a morning when all come, a calm noon, an evening when all leave and
 * a calm night, in eight minutes, so that whoever watches sees each of them.
 */
enum RushHours {
    MORNING(1.6, 0.9),
    NOON(0.6, 0.5),
    EVENING(1.4, 0.1),
    NIGHT(0.4, 0.5);

    /** How long one of them lasts. */
    static final Duration EACH = Duration.ofMinutes(2);

    private final double pace;
    private final double arriving;

    RushHours(double pace, double arriving) {
        this.pace = pace;
        this.arriving = arriving;
    }

    /** What it is then. */
    static RushHours after(Duration begun) {
        long passed = begun.toMillis() / EACH.toMillis();
        return values()[(int) (passed % values().length)];
    }

    /** How many cars there are, as a share of the mean; over a day the mean is 1. */
    double pace() {
        return pace;
    }

    /** Which share of them comes in. */
    double arriving() {
        return arriving;
    }
}
