package dev.gatehouse.original;

import java.time.Duration;

/**
 * The times and limits of an original, so that a test need not wait for them.
 *
 * @param heartbeat between two heartbeats
 * @param redial after a link that it dialled ended or a dial failed
 * @param firstContact how far back it asks a peer of which it knows nothing
 * @param limit rows of one answer
 * @param maxFrame bytes of the largest frame that it takes
 */
public record OriginalPace(
        Duration heartbeat, Duration redial, Duration firstContact, int limit, int maxFrame) {
    /** As the program has them. */
    public static final OriginalPace REAL =
            new OriginalPace(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofDays(7),
                    5_000,
                    1024 * 1024);

    /** The same with other times between heartbeats and dials. */
    public OriginalPace every(Duration heartbeat, Duration redial) {
        return new OriginalPace(heartbeat, redial, firstContact, limit, maxFrame);
    }
}
