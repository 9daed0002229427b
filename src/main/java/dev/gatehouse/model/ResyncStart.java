package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** The answer to asking for a resync. */
public sealed interface ResyncStart {
    /**
     * It runs.
     *
     * @param weMiss events to fetch, by what is known now; null where that is not known yet
     * @param theyMiss events that the peer is expected to fetch; null likewise
     * @param outcome completes, never exceptionally, when it ends
     */
    record Started(
            @Nullable Long weMiss,
            @Nullable Long theyMiss,
            CompletableFuture<ResyncOutcome> outcome)
            implements ResyncStart {}

    /** No such peer is configured. */
    record UnknownPeer() implements ResyncStart {}

    /** No link to it is up. */
    record Offline() implements ResyncStart {}

    /** One runs with it already. */
    record AlreadyRunning() implements ResyncStart {}

    /** Two run already with others, which is the limit: a third would slow all three. */
    record TooMany() implements ResyncStart {}
}
