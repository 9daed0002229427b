package dev.gatehouse.original;

/** The two programs that are in use. */
public enum Generation {
    /** Listens on a port of its own, on any path; answers what it does not understand. */
    FIRST,
    /** Listens at {@code /ws/p2p} of its API; wants to be told who calls before all else. */
    SECOND
}
