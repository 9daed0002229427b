package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The mesh as this node sees it at one moment.
 *
 * @param self this central
 * @param at when this was taken
 * @param listening whether the P2P port is bound
 * @param nameShared whether another booth calls itself as this one does
 * @param events events held here
 * @param digest the digest of everything held here
 * @param messagesSent frames sent since start
 * @param messagesReceived frames received since start
 * @param messagesRefused of those, frames that no honest node sends
 * @param lost events that no central in reach holds
 * @param proof what is proven of all peers together
 * @param peers every configured peer, in the order of the configuration
 */
public record MeshStatus(
        CentralId self,
        Instant at,
        boolean listening,
        boolean nameShared,
        long events,
        Hash digest,
        long messagesSent,
        long messagesReceived,
        long messagesRefused,
        LostNumbers lost,
        Proof proof,
        List<PeerState> peers) {
    /** A proof older than this says nothing of the present. */
    public static final Duration HOLDS = Duration.ofSeconds(60);

    /** Whether no peer is configured. */
    public boolean standalone() {
        return peers.isEmpty();
    }

    public long connectedPeers() {
        return peers.stream().filter(PeerState::connected).count();
    }

    /**
     * What is proven of the mesh.
     *
     * @param centrals centrals configured, this one included
     * @param identical centrals proven to hold the same as this one within the last 60 s, this one
     *     included
     * @param asOf the earliest of their proofs, null while {@code identical} is 1
     * @param cut what all screens compare; null until the first proof over the present links
     */
    public record Proof(int centrals, int identical, @Nullable Instant asOf, @Nullable Cut cut) {
        /** Whether that is every central there is, and there is another one. */
        public boolean complete() {
            return centrals > 1 && identical == centrals;
        }

        /** Whether a proof of that moment still counts. */
        public static boolean holds(Instant asOf, Instant now) {
            return asOf.isAfter(now.minus(HOLDS));
        }
    }

    /**
     * One moment of one central, the same for all of the mesh: what the smallest linked id held
     * with its last heartbeat of which this node has shown that it holds it all. Screens that show
     * the same code of the same heartbeat hold the same, whatever came since.
     *
     * @param of the smallest id of the linked centrals and this one
     * @param hb the number of that heartbeat, as its sender counts
     * @param digest of everything held there then
     * @param events held there then
     * @param asOf when it was sent here, or came here
     */
    public record Cut(CentralId of, long hb, Hash digest, long events, Instant asOf) {}
}
