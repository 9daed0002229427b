package dev.gatehouse.model;

import java.time.Instant;

/** What became of a camera's word that a car went in, or out. */
public sealed interface PassOutcome {
    /** It was meant as it was said; what came of it. */
    record Done(OpenOutcome outcome) implements PassOutcome {}

    /**
     * It is said to come in, and it is inside; nothing was written.
     *
     * @param since when it came in
     * @param eventId names that visit
     */
    record AlreadyInside(Plate plate, Instant since, String eventId) implements PassOutcome {}

    /** It is said to leave, and nobody saw it come in; nothing was written. */
    record NotInside(Plate plate) implements PassOutcome {}
}
