package dev.gatehouse.api;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ResyncStart;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What became of asking for a resync with one peer. */
sealed interface ResyncJson {
    boolean success();

    /** It runs. */
    record Started(boolean success, String peerId, PlanJson plan) implements ResyncJson {}

    /** It does not; {@code error} is for people, {@code code} for programs. */
    record Refused(boolean success, String peerId, String error, Refusal code)
            implements ResyncJson {}

    /** Events that go each way, by what is known now; null where that is not known yet. */
    record PlanJson(@Nullable Long receive, @Nullable Long send) {}

    /** The answer for all connected peers. */
    record All(boolean success, List<ResyncJson> resyncs) {}

    /** The answer for all where none was started; {@code code} is the first peer's. */
    record NoneStarted(boolean success, String error, Refusal code, List<ResyncJson> resyncs) {}

    /** The answer to cancelling. */
    record Cancelled(boolean success, boolean cancelled) {}

    static ResyncJson of(CentralId peer, ResyncStart start) {
        return switch (start) {
            case ResyncStart.Started started ->
                    new Started(
                            true, peer.value(), new PlanJson(started.weMiss(), started.theyMiss()));
            case ResyncStart.UnknownPeer _ -> refused(peer, Refusal.UNKNOWN_PEER);
            case ResyncStart.Offline _ -> refused(peer, Refusal.PEER_OFFLINE);
            case ResyncStart.AlreadyRunning _ -> refused(peer, Refusal.ALREADY_RESYNCING);
            case ResyncStart.TooMany _ -> refused(peer, Refusal.TOO_MANY_RESYNCS);
        };
    }

    private static Refused refused(CentralId peer, Refusal why) {
        return new Refused(false, peer.value(), peer + ": " + why.error(), why);
    }
}
