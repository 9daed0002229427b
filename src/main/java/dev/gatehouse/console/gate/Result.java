package dev.gatehouse.console.gate;

import dev.gatehouse.model.Plate;

import java.time.Instant;

/** What the last thing done at the gate came to. */
sealed interface Result {
    /** Nothing was done yet. */
    record None() implements Result {}

    /** A car came in. */
    record Entered(Plate plate, Instant at) implements Result {}

    /**
     * A car left.
     *
     * @param feeDong what it was charged
     * @param shownDong what was shown before; differs where an hour began meanwhile
     */
    record Left(Plate plate, Instant at, long feeDong, long shownDong) implements Result {}

    /** Another gate let it in before; nothing was written. */
    record AlreadyInside(Plate plate, Instant since) implements Result {}

    /** It was let out elsewhere before; nothing was written. */
    record NotInside(Plate plate) implements Result {}

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
}
