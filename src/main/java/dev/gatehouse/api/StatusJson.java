package dev.gatehouse.api;

import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The answer of {@code GET /api/p2p/status}, as the original gives it. */
record StatusJson(
        boolean success,
        String thisCentral,
        boolean running,
        boolean standaloneMode,
        int totalPeers,
        long connectedPeers,
        long messagesSent,
        long messagesReceived,
        List<PeerJson> peers) {
    static StatusJson of(MeshStatus mesh, ZoneId zone) {
        return new StatusJson(
                true,
                mesh.self().value(),
                mesh.listening(),
                mesh.standalone(),
                mesh.peers().size(),
                mesh.connectedPeers(),
                mesh.messagesSent(),
                mesh.messagesReceived(),
                mesh.peers().stream().map(peer -> PeerJson.of(peer, zone)).toList());
    }

    record PeerJson(
            String peerId,
            String peerIp,
            int peerPort,
            boolean connected,
            @Nullable String lastPingTime) {
        static PeerJson of(PeerState peer, ZoneId zone) {
            @Nullable Instant heard = peer.lastHeard();
            return new PeerJson(
                    peer.id().value(),
                    peer.host(),
                    peer.port(),
                    peer.connected(),
                    heard == null ? null : TimeText.local(heard, zone));
        }
    }
}
