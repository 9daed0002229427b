package dev.gatehouse.gate;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.OpenRequest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The clocks that a passage is dated by, and how far each is to be relied on. Any thread.
 *
 * @param wall this node's
 * @param nanos this node's steady one, as {@link System#nanoTime}
 * @param doubtful whether this node's clock is known to be wrong at that moment
 * @param deviceOffset by how much the clock of a device is ahead of this node's; empty where that
 *     is not known
 */
public record GateClocks(
        InstantSource wall,
        LongSupplier nanos,
        Predicate<Instant> doubtful,
        Function<OpenRequest, Optional<Duration>> deviceOffset) {
    /** A device's clock that is off by no more can be off by the time a report takes. */
    private static final Duration RIGHT = Duration.ofSeconds(5);

    /** A report that is later than this was held back, or its device's clock is wrong. */
    private static final Duration LATE = Duration.ofSeconds(60);

    /** A node with a right clock, which is never set, and whose devices tell nothing of theirs. */
    public static GateClocks trusted(InstantSource wall) {
        return new GateClocks(
                wall,
                () -> ChronoUnit.NANOS.between(Instant.EPOCH, wall.instant()),
                _ -> false,
                _ -> Optional.empty());
    }

    /**
     * What a report says of time.
     *
     * @param now when it arrived
     */
    Fact.Reading reading(OpenRequest request, Instant now) {
        Instant seenAt = request.seenAt();
        Optional<Duration> offset = seenAt == null ? Optional.empty() : deviceOffset.apply(request);
        boolean reliable =
                seenAt != null
                        && offset.isPresent()
                        && offset.get().abs().compareTo(RIGHT) <= 0
                        && !seenAt.isAfter(now.plus(RIGHT));
        boolean late =
                seenAt != null
                        && !reliable
                        && Duration.between(seenAt.minus(offset.orElse(Duration.ZERO)), now)
                                        .abs()
                                        .compareTo(LATE)
                                > 0;
        return new Fact.Reading(
                request.cameraId(),
                request.cameraName(),
                request.confidence(),
                request.source(),
                request.told(),
                seenAt == null ? null : new Fact.Seen(seenAt.toEpochMilli(), reliable),
                late || doubtful.test(now),
                request.picture());
    }

    /**
     * When a car passed: by its device's clock where that is reliable, otherwise when the report
     * arrived.
     */
    static Instant passed(Fact.Reading reading, Instant now) {
        Fact.@Nullable Seen seen = reading.seen();
        return seen != null && seen.reliable() ? Instant.ofEpochMilli(seen.ms()) : now;
    }
}
