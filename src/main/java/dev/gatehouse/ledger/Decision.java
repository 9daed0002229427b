package dev.gatehouse.ledger;

/**
 * What a request turns out to mean, decided by the writer in the transaction that writes it, after
 * the requests before it. Must not block, and must not append after it threw.
 *
 * @param <R> the answer
 */
@FunctionalInterface
public interface Decision<R> {
    R decide(Desk desk);
}
