package dev.gatehouse.port;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.ResyncStart;

import java.util.concurrent.CompletableFuture;

/** Peers, what is missing where, and the manual resync. */
public interface MeshPort {
    /** The latest snapshot, at most a second old; does not block. */
    MeshStatus status();

    /**
     * Compares with that peer, fetches what is missing, and proves the result.
     *
     * @return completes at once with whether it started; the outcome comes in {@link
     *     ResyncStart.Started#outcome}
     */
    CompletableFuture<ResyncStart> resync(CentralId peer);

    /**
     * Stops a resync; what it merged stays.
     *
     * @return whether one ran
     */
    CompletableFuture<Boolean> cancelResync(CentralId peer);
}
