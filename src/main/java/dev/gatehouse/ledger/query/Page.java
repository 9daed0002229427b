package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Events of one stream for a peer, in order, with the proof that they are its.
 *
 * @param events in order; empty when none of those asked for is held
 * @param n leaves of the tree that they are proven in: a signed head's where there is one behind
 *     them, else up to the last of them; 0 where they are held without a proof
 * @param root over those
 * @param sig the signature of that head by the stream's writer; null where it is none of its
 * @param proof the subtrees without any of the events
 * @param block just these events as a block, for a peer that reads blocks; null where they lie in
 *     none
 */
public record Page(
        List<LedgerEvent> events,
        long n,
        Hash root,
        @Nullable Blob sig,
        List<Hash> proof,
        @Nullable Blob block) {
    /** A page of events that lie in no block. */
    public Page(List<LedgerEvent> events, long n, Hash root, @Nullable Blob sig, List<Hash> proof) {
        this(events, n, root, sig, proof, null);
    }

    /** Gives this page with its events as a block, too. */
    Page in(Blob packed) {
        return new Page(events, n, root, sig, proof, packed);
    }

    /**
     * The events of a block that came from elsewhere.
     *
     * @throws IllegalArgumentException where the bytes are not exactly a block that this version
     *     reads
     */
    public static List<LedgerEvent> unpacked(Blob block) {
        return PackedEvents.unpacked(block);
    }

    /** A page without events: nothing of what was asked for is held. */
    public static final Page EMPTY = new Page(List.of(), 0, Merkle.EMPTY, null, List.of());
}
