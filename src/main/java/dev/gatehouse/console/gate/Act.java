package dev.gatehouse.console.gate;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Plate;

import java.time.Duration;
import java.time.Instant;

/**
 * What was done at the window, which can be taken back for a minute.
 *
 * @param eventId names the visit
 * @param at when it was done
 * @param dong what was taken for it, in đồng
 */
record Act(GateEvent.Kind way, String eventId, Plate plate, Instant at, long dong) {
    /** So long the car stands before the barrier or just behind it. */
    private static final Duration LASTS = Duration.ofMinutes(1);

    boolean lasts(Instant now) {
        return now.isBefore(at.plus(LASTS));
    }
}
