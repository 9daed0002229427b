package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.store.StoreException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What somebody waits for the writer to do.
 *
 * @param lapses whether it is not done any more when it has waited for too long
 * @param since when it came, in ns
 */
record Request<R>(
        Function<Transaction, R> work, boolean lapses, long since, CompletableFuture<R> answer) {
    /** Who waits for an answer gives up after ten seconds, and a commit takes its time too. */
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(9);

    /** Does the work; its answer is given by the returned action, after the commit. */
    Runnable run(Transaction transaction, long now) {
        if (lapses && now - since > DECIDED_WITHIN.toNanos()) {
            var late =
                    new StoreException(
                            "the database was not free for "
                                    + DECIDED_WITHIN.toSeconds()
                                    + " s, and nothing was written. Try again.");
            return () -> answer.completeExceptionally(late);
        }
        R result = work.apply(transaction);
        return () -> answer.complete(result);
    }
}
