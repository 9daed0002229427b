package dev.gatehouse.model;

/** What became of a report that the barrier closed behind a car. */
public sealed interface CloseOutcome {
    /** The newest unconfirmed entry of that plate at that gate is confirmed, on disk. */
    record Confirmed(String eventId) implements CloseOutcome {}

    /** No entry of that plate at that gate waits to be confirmed. */
    record NothingToConfirm() implements CloseOutcome {}

    /** The request cannot be meant; see {@link OpenOutcome.Refused}. */
    record Refused(String field, String why) implements CloseOutcome {}

    /** Nothing was written; see {@link OpenOutcome.Unavailable}. */
    record Unavailable(String why) implements CloseOutcome {}
}
