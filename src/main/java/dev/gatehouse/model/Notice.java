package dev.gatehouse.model;

/** What just happened, published after it is on disk. */
public sealed interface Notice {
    /** A car passed a gate, here or at a peer. */
    record Passed(GateEvent event) implements Notice {}

    /** Visits changed in another way; whoever shows them reads them again. */
    record VisitsChanged() implements Notice {}

    /**
     * The listener was too slow and so many notices were dropped for it; it reads everything again.
     *
     * @param dropped how many
     */
    record Gap(long dropped) implements Notice {}
}
