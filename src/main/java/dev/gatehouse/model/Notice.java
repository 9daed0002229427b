package dev.gatehouse.model;

/** What just happened, published after it is on disk. */
public sealed interface Notice {
    /** A car passed a gate, here or at a peer. */
    record Passed(GateEvent event) implements Notice {}

    /**
     * This node appended an event.
     *
     * @param head the stream up to this event
     */
    record Appended(LedgerEvent event, StreamHead head) implements Notice {}

    /** Events of a stream were withdrawn: less of it is held than before, or something else. */
    record Cut(StreamId stream) implements Notice {}

    /** A passage that had been told was taken back; whoever shows passages reads them again. */
    record TakenBack() implements Notice {}

    /** Visits changed in another way; whoever shows them reads them again. */
    record VisitsChanged() implements Notice {}

    /**
     * The listener was too slow and so many notices were dropped for it; it reads everything again.
     *
     * @param dropped how many
     */
    record Gap(long dropped) implements Notice {}
}
