package dev.gatehouse.console.peers;

import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import java.util.Objects;

/**
 * Events that are known to be on one side of a link only.
 *
 * @param here how many this central lacks
 * @param there how many the other side lacks
 */
record Pending(long here, long there) {
    /** With that peer; what is not known counts as none. */
    static Pending with(PeerState peer) {
        return new Pending(
                Objects.requireNonNullElse(peer.weMiss(), 0L),
                Objects.requireNonNullElse(peer.theyMiss(), 0L));
    }

    /**
     * Over all links that are up. Peers mostly lack the same events, so that the most of any peer
     * is told, not the sum. An original proves nothing, so that nothing of it counts.
     */
    static Pending in(MeshStatus status) {
        Pending most = new Pending(0, 0);
        for (PeerState peer : status.peers()) {
            if (peer.connected() && !peer.original()) {
                Pending one = with(peer);
                most = new Pending(Math.max(most.here, one.here), Math.max(most.there, one.there));
            }
        }
        return most;
    }

    boolean any() {
        return here > 0 || there > 0;
    }
}
