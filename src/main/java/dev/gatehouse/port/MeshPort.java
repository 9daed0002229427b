package dev.gatehouse.port;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PauseOutcome;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.ResyncStart;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Peers, what is missing where, and the manual resync. */
public interface MeshPort {
    /** The latest snapshot, at most a second old; does not block. */
    MeshStatus status();

    /**
     * Neither dials that peer nor lets it in for a while; ends by itself, and outlives a restart. A
     * peer that is paused already is paused anew. Blocks for a small file.
     *
     * @param length 1 minute to 8 hours
     * @param reason why, for those who see it
     * @param by who says so
     */
    PauseOutcome pause(CentralId peer, Duration length, String reason, String by);

    /**
     * Ends that.
     *
     * @return whether it was paused
     */
    boolean resume(CentralId peer, String by);

    /** Tries to reach that peer at its address, beside any link; blocks for up to six seconds. */
    Reach reach(CentralId peer);

    /**
     * Compares with that peer, fetches what is missing, and proves the result.
     *
     * @return completes at once with whether it started; the outcome comes in {@link
     *     ResyncStart.Started#outcome}
     */
    CompletableFuture<ResyncStart> resync(CentralId peer);

    /**
     * Compares with that peer down to the event, without changing anything on either side; what
     * comes and goes meanwhile may be listed as held by one only.
     *
     * @return completes within half a minute, never exceptionally
     */
    CompletableFuture<DifferencesAnswer> differences(CentralId peer);

    /**
     * Stops a resync; what it merged stays.
     *
     * @return whether one ran
     */
    CompletableFuture<Boolean> cancelResync(CentralId peer);
}
