package dev.gatehouse.model;

/** The answer to asking in what a peer differs. */
public sealed interface DifferencesAnswer {
    /** The two were compared. */
    record Compared(Differences differences) implements DifferencesAnswer {}

    /** No such peer is configured. */
    record UnknownPeer() implements DifferencesAnswer {}

    /** No link to it is up, or it went meanwhile. */
    record Offline() implements DifferencesAnswer {}

    /** The peer did not say in time what it holds. */
    record NoAnswer() implements DifferencesAnswer {}
}
