package dev.gatehouse.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Why the wall clock of this node cannot be right.
 *
 * @param why what it contradicts
 * @param shown what it showed
 * @param other what it contradicts: the build, the newest own event, or the peers' time
 */
public record WrongClock(Why why, Instant shown, Instant other) {
    /** What a clock can contradict. */
    public enum Why {
        /** It shows a time at which this program was not built yet. */
        BEFORE_BUILD,
        /** It shows a time at which this node has written already, and more than a minute ago. */
        BEHIND_OWN_EVENTS,
        /** Most of the linked centrals agree with each other on another time. */
        AGAINST_PEERS
    }

    /** The same to the minute, for an alarm that need not change with every second. */
    public WrongClock toTheMinute() {
        return new WrongClock(
                why, shown.truncatedTo(ChronoUnit.MINUTES), other.truncatedTo(ChronoUnit.MINUTES));
    }

    /** In English, for the log and the API. */
    public String detail() {
        return switch (why) {
            case BEFORE_BUILD ->
                    "this PC's clock shows " + shown + ", before the program's build at " + other;
            case BEHIND_OWN_EVENTS ->
                    "this PC's clock shows "
                            + shown
                            + ", but this central has written events up to "
                            + other;
            case AGAINST_PEERS ->
                    "this PC's clock shows "
                            + shown
                            + ", but the other centrals agree that it is "
                            + other;
        };
    }
}
