package dev.gatehouse.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A wall clock that is wrong on purpose, to try what a booth with a wrong clock does to the others:
 * by so much from the start, and by so much more or less from a moment on, as a clock that somebody
 * sets. Any thread.
 */
final class ShiftedClock implements InstantSource {
    /** A day and more: no clock of a booth that anybody looks at is wrong by a month. */
    private static final Duration MOST = Duration.ofDays(31);

    /** Times that the clock is set in one run. */
    private static final int STEPS = 16;

    private record Step(Duration shift, Duration after) {}

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final long begin;
    private final List<Step> latestFirst;

    private ShiftedClock(InstantSource wall, LongSupplier nanos, List<Step> latestFirst) {
        this.wall = wall;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
        this.latestFirst = latestFirst;
    }

    /**
     * @param text how far it is off and, after a {@code @}, from how long after the start on, as
     *     ISO durations with commas between them: {@code PT3H} or {@code PT0S,PT-10M@PT30S}
     * @param wall the right time
     * @param nanos a steady clock, as {@link System#nanoTime}
     * @throws IllegalArgumentException when that is no such text; the message says what is expected
     */
    static ShiftedClock parse(String text, InstantSource wall, LongSupplier nanos) {
        var steps = new ArrayList<Step>();
        for (String step : text.split(",", -1)) {
            int at = step.indexOf('@');
            Duration shift = duration(text, at < 0 ? step : step.substring(0, at));
            Duration after = at < 0 ? Duration.ZERO : duration(text, step.substring(at + 1));
            if (after.isNegative() || shift.abs().compareTo(MOST) > 0 || steps.size() == STEPS) {
                throw unusable(text);
            }
            steps.add(new Step(shift, after));
        }
        steps.sort(Comparator.comparing(Step::after).reversed());
        return new ShiftedClock(wall, nanos, List.copyOf(steps));
    }

    private static Duration duration(String all, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw unusable(all);
        }
    }

    private static IllegalArgumentException unusable(String text) {
        return new IllegalArgumentException(
                "'"
                        + text
                        + "': expected at most "
                        + STEPS
                        + " shifts of at most "
                        + MOST.toDays()
                        + " days such as PT3H or PT0S,PT-10M@PT30S");
    }

    @Override
    public Instant instant() {
        Duration running = Duration.ofNanos(nanos.getAsLong() - begin);
        for (Step step : latestFirst) {
            if (running.compareTo(step.after()) >= 0) {
                return wall.instant().plus(step.shift());
            }
        }
        return wall.instant();
    }
}
