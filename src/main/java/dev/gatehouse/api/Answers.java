package dev.gatehouse.api;

import dev.gatehouse.port.StoreUnreadableException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the node's answers on the request's virtual thread, but not for ever.
 *
 * @param limit how long at most
 */
record Answers(Duration limit) {
    /**
     * @throws Problem 503 when there is no answer in time or the node is stopping
     */
    <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Problem(
                    503,
                    "NO_ANSWER",
                    "the node did not answer within "
                            + limit.toSeconds()
                            + " s; the history shows whether it was done");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "STOPPING", "the node is stopping");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnreadableException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("a port's answer failed, which it must not", e);
        }
    }
}
