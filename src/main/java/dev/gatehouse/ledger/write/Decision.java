package dev.gatehouse.ledger.write;

/**
 * What a request turns out to mean, decided by the writer in the transaction that writes it, after
 * the requests before it. Must not block, and must not append after it threw.
 *
 * @param <R> the answer
 */
@FunctionalInterface
public interface Decision<R> {
    R decide(DecisionContext desk);

    /** Whether it is not decided any more where it has waited for almost ten seconds. */
    default boolean lapses() {
        return false;
    }

    /**
     * One for who gives up after ten seconds: a barrier stays shut then, and no car is to be let in
     * behind the attendant's back.
     */
    static <R> Decision<R> soon(Decision<R> decision) {
        return new Decision<>() {
            @Override
            public R decide(DecisionContext desk) {
                return decision.decide(desk);
            }

            @Override
            public boolean lapses() {
                return true;
            }
        };
    }
}
