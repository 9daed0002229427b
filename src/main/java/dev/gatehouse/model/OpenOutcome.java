package dev.gatehouse.model;

import java.time.Duration;
import java.time.Instant;

/** What became of an {@link OpenRequest}. In the first two the fact is on disk. */
public sealed interface OpenOutcome {
    /**
     * The car is let in.
     *
     * @param eventId names the visit from now on
     * @param historyId its local row number
     */
    record Entered(String eventId, long historyId, Plate plate, Instant at)
            implements OpenOutcome {}

    /**
     * The car is let out.
     *
     * @param eventId names the visit that ended
     * @param historyId its local row number
     * @param feeDong fee in đồng
     */
    record Left(
            String eventId,
            long historyId,
            Plate plate,
            Instant entered,
            Instant at,
            Duration stay,
            long feeDong)
            implements OpenOutcome {}

    /**
     * The request cannot be meant.
     *
     * @param field the part of the request that is wrong, by its JSON name
     * @param why names the value and what was expected
     */
    record Refused(String field, String why) implements OpenOutcome {}

    /**
     * Nothing was written: the store cannot write, or too many requests wait.
     *
     * @param why what is wrong and what to do
     */
    record Unavailable(String why) implements OpenOutcome {}
}
