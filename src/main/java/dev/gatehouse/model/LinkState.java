package dev.gatehouse.model;

import java.time.Instant;

/** How the way to a peer stands. */
public sealed interface LinkState {
    /** Never tried yet, or nothing known. */
    record Unknown() implements LinkState {}

    /**
     * Being dialled.
     *
     * @param attempt the number of this try since the link was last up, from 1
     * @param nextTry when it is tried again if this one fails
     */
    record Connecting(int attempt, Instant nextTry) implements LinkState {}

    /** Up, and the peer has said who it is. */
    record Connected(Instant since) implements LinkState {}

    /** Was up once and is not now. */
    record Disconnected(Instant since, int attempt, Instant nextTry) implements LinkState {}

    /**
     * Up, but what comes over it cannot be used.
     *
     * @param reason for people, naming what is wrong and what to do
     */
    record Refused(Instant since, String reason) implements LinkState {}
}
