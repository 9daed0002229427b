package dev.gatehouse.api;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LostNumbers;
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
        long messagesRefused,
        LostJson lostNumbers,
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
                mesh.messagesRefused(),
                LostJson.of(mesh.lost()),
                mesh.peers().stream().map(peer -> PeerJson.of(peer, zone)).toList());
    }

    /** Events that no central in reach holds; not in the original. */
    record LostJson(long events, List<LostStreamJson> streams) {
        static LostJson of(LostNumbers lost) {
            return new LostJson(
                    lost.events(), lost.listed().stream().map(LostStreamJson::of).toList());
        }
    }

    /** {@code numbers} such as {@code 3,7-12}, the lowest where they are many. */
    record LostStreamJson(@Nullable String central, String stream, long count, String numbers) {
        static LostStreamJson of(LostNumbers.OfStream lost) {
            @Nullable CentralId central = lost.central();
            return new LostStreamJson(
                    central == null ? null : central.value(),
                    lost.stream().toString(),
                    lost.count(),
                    lost.numbers().toString());
        }
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
