package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Events of one stream for a peer, in order, with the proof that they are its.
 *
 * @param numbers of the events; empty when none of those asked for is held
 * @param events in order; empty where they are in the block
 * @param n leaves of the tree that they are proven in: a signed head's where there is one behind
 *     them, else up to the last of them; 0 where they are held without a proof
 * @param root over those
 * @param sig the signature of that head by the stream's writer; null where it is none of its
 * @param proof the subtrees without any of the events
 * @param block the events, for a peer that reads blocks; null where they lie in none
 */
public record Page(
        Ranges numbers,
        List<LedgerEvent> events,
        long n,
        Hash root,
        @Nullable Blob sig,
        List<Hash> proof,
        @Nullable Blob block) {
    /** A page of events that lie in no block. */
    public Page(List<LedgerEvent> events, long n, Hash root, @Nullable Blob sig, List<Hash> proof) {
        this(
                Ranges.of(events.stream().mapToLong(LedgerEvent::seq)),
                events,
                n,
                root,
                sig,
                proof,
                null);
    }

    /** A page without events: nothing of what was asked for is held. */
    public static final Page EMPTY = new Page(List.of(), 0, Merkle.EMPTY, null, List.of());
}
