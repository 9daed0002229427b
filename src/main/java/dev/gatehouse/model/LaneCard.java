package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A car before a barrier, as its devices reported it, and what a person should know of it.
 *
 * @param id names the card within this start of the node; another car has another one
 * @param kind what is to be done with the car
 * @param since when it was reported first
 * @param readAt when it was reported last
 * @param way which way it goes; null where nobody said and the lane goes both ways
 * @param plate the car; {@link Plate#isUnread unread} where nobody read it
 * @param usual whether the plate has one of the known forms
 * @param report as the device sent it
 * @param eventId the visit that the report began or ended; null where nothing is written
 * @param historyId the row of that visit; 0 where nothing is written
 * @param visit what is known of the car: its visit inside, or the one that it ended; null where
 *     nothing is
 * @param due what is to be paid, and how that came about; null where nothing is known of it
 * @param pass its pass that is in force; null where it has none
 * @param lapsed its pass that is not in force any more, or that blocks it; null where there is none
 * @param near cars inside that may be meant, nearest first
 */
public record LaneCard(
        long id,
        Kind kind,
        Instant since,
        Instant readAt,
        GateEvent.@Nullable Kind way,
        Plate plate,
        boolean usual,
        OpenRequest report,
        @Nullable String eventId,
        long historyId,
        @Nullable Visit visit,
        Sighting.@Nullable Due due,
        Fact.@Nullable Pass pass,
        Fact.@Nullable Pass lapsed,
        List<Visit> near) {
    public LaneCard {
        near = List.copyOf(near);
    }

    /** What is to be done with a car. */
    public enum Kind {
        /** It stands before an entry; nothing is written, a person lets it in. */
        LET_IN,
        /** It stands before an exit; nothing is written, a person lets it out. */
        LET_OUT,
        /** Its entry is written: nothing is to be decided. */
        CAME_IN,
        /** Its exit is written, and nobody has said that its fee was paid. */
        TO_PAY,
        /** Its exit is written, and nothing is to be paid. */
        LEFT,
        /** It is to come in, and it is inside. */
        ALREADY_INSIDE,
        /** It is to leave, and no entry of it is known. */
        NO_ENTRY,
        /** Nobody has read its plate. */
        UNREAD,
        /** A sender wants it to go a way that the lane does not. */
        AGAINST_LANE,
        /** Its report could not be written. */
        NOT_WRITTEN;
    }

    /** Whether a person must do something; the others go by themselves. */
    public boolean isUndecided() {
        return isBlocked() || (kind != Kind.CAME_IN && kind != Kind.LEFT);
    }

    /** Whether it is written that the car passed. */
    public boolean isWritten() {
        return eventId != null;
    }

    /** What is to be paid, in đồng; 0 where nothing is known of it. */
    public long feeDong() {
        return due == null ? 0 : due.feeDong();
    }

    /** Whether its plate is one that is not to pass. */
    public boolean isBlocked() {
        return lapsed != null && lapsed.blocks();
    }
}
