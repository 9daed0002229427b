package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * A passage that is no part of a visit, to be looked at by a person.
 *
 * @param passage what was reported
 * @param eventId the visit that it is shown with, null where none is known
 * @param visit that visit as it is, null where it is not in the history
 */
public record Irregularity(
        Kind kind, GateEvent passage, @Nullable String eventId, @Nullable Visit visit) {
    /** Why it is no part of one. */
    public enum Kind {
        /** An entry while the car was inside. */
        SUPERSEDED,
        /** An exit of a visit that had ended: the visit's fee and its own can differ. */
        SECOND_EXIT,
        /** An exit whose entry is not known. */
        WAITING,
        /** An entry that was voided. */
        VOIDED,
        /** An exit of an entry that was voided. */
        VOIDED_EXIT
    }
}
