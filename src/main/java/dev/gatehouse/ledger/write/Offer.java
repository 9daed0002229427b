package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.model.LedgerEvent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Events from a peer that wait for their transaction.
 *
 * @param decoded what its events say, by identity
 */
record Offer(
        Arrival arrival,
        Map<LedgerEvent, DecodedFact> decoded,
        CompletableFuture<MergeResult> answer) {
    /** Answers that the events are to come again. */
    void defer() {
        answer.complete(MergeResult.deferred(arrival.size()));
    }
}
