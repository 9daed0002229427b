package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A lane at this moment.
 *
 * @param lane as it is configured; of a device without a lane one that is called like the device
 * @param configured false of a device that no lane names
 * @param card the car before its barrier; null where none is known
 * @param waiting how many cars are known to wait behind that one
 * @param end what became of the card before; null where there was none, or it is long ago
 */
public record LaneState(
        Lane lane, boolean configured, @Nullable LaneCard card, int waiting, @Nullable End end) {
    /**
     * What became of a card.
     *
     * @param why why it was taken away
     * @param card as it was
     * @param at when
     */
    public record End(Why why, LaneCard card, Instant at) {}

    /** Why a card was taken away. */
    public enum Why {
        /** A person decided. */
        DECIDED,
        /** The car has gone: its barrier closed, or another one stands in its place. */
        GONE,
        /** Nobody decided within the time that a car waits. */
        TIME_OVER
    }
}
