package dev.gatehouse.console.gate;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.Plate;

import java.time.Instant;

/** What the last thing done at a lane came to. */
sealed interface Result {
    /** Nothing was done yet. */
    record None() implements Result {}

    /** A car came in. */
    record Entered(Plate plate, Instant at) implements Result {}

    /**
     * A car left, and its fee was taken.
     *
     * @param feeDong what it was charged; 0 where nothing was due
     * @param changeDong what it got back of what was given
     */
    record Left(Plate plate, Instant at, long feeDong, long changeDong) implements Result {}

    /**
     * A car left without paying what was due.
     *
     * @param choice why
     */
    record Excused(Plate plate, Choice choice, long feeDong) implements Result {}

    /** What is out of the ordinary was noted; no car passed by it. */
    record Noted(Plate plate, Choice choice) implements Result {}

    /** Another gate let it in before; nothing was written. */
    record AlreadyInside(Plate plate, Instant since) implements Result {}

    /** It was let out elsewhere before; nothing was written. */
    record NotInside(Plate plate) implements Result {}

    /** An hour began before the money was taken; nothing was written, the new fee is shown. */
    record FeeChanged(Plate plate, long feeDong, long shownDong) implements Result {}

    /** Its fee was taken before. */
    record SettledBefore(Plate plate) implements Result {}

    /** What was typed is no plate. */
    record NoPlate() implements Result {}

    /** An input method is on. */
    record MarkedLetter() implements Result {}

    /** Nothing was written, and nothing opens. */
    record NotWritten() implements Result {}

    /**
     * The node does not know, because it cannot read.
     *
     * @param code short, for whoever is called to help
     */
    record Unreadable(String code) implements Result {}

    /** The barrier closed behind that car. */
    record Closed(Plate plate) implements Result {}

    /** No entry of that car waits for a barrier to close. */
    record NothingToClose(Plate plate) implements Result {}

    /**
     * The last act is taken back.
     *
     * @param dongBack what is to be given back
     */
    record Undone(Plate plate, GateEvent.Kind way, long dongBack) implements Result {}

    /** The last act cannot be taken back any more. */
    record TooLate(Plate plate) implements Result {}

    /** Nobody decided about a car before its card was taken away. */
    record Gone(Plate plate, LaneState.Why why, long unpaidDong) implements Result {}

    /** Whether it stays until somebody has seen to it. */
    default boolean stays() {
        return this instanceof None || this instanceof MarkedLetter;
    }
}
