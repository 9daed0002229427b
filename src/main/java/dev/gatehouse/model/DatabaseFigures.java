package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a database of a booth holds, as a person compares it with another one.
 *
 * @param events in all streams
 * @param streams that have an event
 * @param visits in the history
 * @param inside of these: cars that have not left
 * @param newest when the newest event was written, by its writer's clock; null where there is none
 */
public record DatabaseFigures(
        long events, long streams, long visits, long inside, @Nullable Instant newest) {
    /** What a new database holds, or a file without any table. */
    public static final DatabaseFigures NONE = new DatabaseFigures(0, 0, 0, 0, null);

    public boolean empty() {
        return events == 0;
    }

    /** Visits whose car has left. */
    public long ended() {
        return visits - inside;
    }
}
