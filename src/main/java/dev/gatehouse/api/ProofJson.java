package dev.gatehouse.api;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The answer of {@code GET /api/p2p/proof}. {@code digest}, {@code events}, {@code cut_of} and
 * {@code hb} are null until something is proven over the present links. Times are UTC text.
 *
 * @param identical whether every configured peer is proven to hold the same within the last 60 s;
 *     null where no node is configured; originals are listed apart
 * @param asOf the earliest moment that any of it speaks of
 */
record ProofJson(
        boolean success,
        @Nullable Boolean identical,
        @Nullable String asOf,
        @Nullable Long events,
        @Nullable String digest,
        @Nullable String cutOf,
        @Nullable Long hb,
        List<PeerProofJson> peers,
        List<OriginalJson> originals) {
    static ProofJson of(MeshStatus mesh) {
        MeshStatus.Proof proof = mesh.proof();
        MeshStatus.@Nullable Cut cut = proof.cut();
        return new ProofJson(
                true,
                proof.centrals() == 1 ? null : proof.complete(),
                TimeText.utcOrNull(asOf(proof)),
                cut == null ? null : cut.events(),
                cut == null ? null : cut.digest().toString(),
                cut == null ? null : cut.of().value(),
                cut == null ? null : cut.hb(),
                mesh.peers().stream()
                        .filter(peer -> !peer.original())
                        .map(peer -> PeerProofJson.of(peer, mesh.at()))
                        .toList(),
                mesh.peers().stream().filter(PeerState::original).map(OriginalJson::of).toList());
    }

    private static @Nullable Instant asOf(MeshStatus.Proof proof) {
        MeshStatus.@Nullable Cut cut = proof.cut();
        @Nullable Instant proven = proof.complete() ? proof.asOf() : null;
        if (cut == null || proven == null) {
            return cut == null ? proven : cut.asOf();
        }
        return proven.isBefore(cut.asOf()) ? proven : cut.asOf();
    }

    /**
     * One original, which is compared and never proven to hold the same.
     *
     * @param compared null where it was not compared since this node started
     */
    record OriginalJson(
            String peerId, boolean connected, SyncStateJson.@Nullable ComparedJson compared) {
        static OriginalJson of(PeerState peer) {
            return new OriginalJson(
                    peer.id().value(),
                    peer.connected(),
                    SyncStateJson.ComparedJson.orNull(peer.compared()));
        }
    }

    /**
     * One node.
     *
     * @param identical whether it is linked and proven within the last 60 s
     * @param asOf for when it was last proven, null where never since this node started
     * @param digest of all that it held with its last heartbeat
     */
    record PeerProofJson(
            String peerId,
            boolean connected,
            boolean identical,
            @Nullable String asOf,
            @Nullable String digest) {
        static PeerProofJson of(PeerState peer, Instant now) {
            @Nullable Instant asOf = peer.identicalAsOf();
            @Nullable Hash digest = peer.digest();
            return new PeerProofJson(
                    peer.id().value(),
                    peer.connected(),
                    peer.connected() && asOf != null && MeshStatus.Proof.holds(asOf, now),
                    TimeText.utcOrNull(asOf),
                    digest == null ? null : digest.toString());
        }
    }
}
