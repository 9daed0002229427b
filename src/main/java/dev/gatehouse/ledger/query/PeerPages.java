package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.ledger.store.LooseDigest;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.store.StoredTree;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

/**
 * Answers what peers ask about streams: pages with their proofs, roots, loose events. Any thread.
 */
public final class PeerPages {
    private final Store store;
    private final Holdings holdings;
    private final int span;

    /**
     * @param span events of a block, 0 where there are none
     */
    public PeerPages(Store store, Holdings holdings, int span) {
        this.store = store;
        this.holdings = holdings;
        this.span = span;
    }

    /** Events from a number on, in order; the numbers and limits are those of a peer. */
    public Page page(StreamId stream, long from, long to, int maxRows, int maxBytes) {
        Integer key = holdings.key(stream);
        long last = Math.min(to, Long.MAX_VALUE - 1);
        if (key == null || from < 1 || from > last) {
            return Page.EMPTY;
        }
        return store.read(tx -> new Pages(tx, key, stream).page(from, last, maxRows, maxBytes));
    }

    /**
     * Events from a number on, in order and up to the end of its span, as a block where they lie in
     * one; the numbers and limits are those of a peer that reads blocks. Of those the limit of
     * bytes is for the block as it is, in base64.
     */
    public Page packed(StreamId stream, long from, long to, int maxRows, int maxBytes) {
        Integer key = holdings.key(stream);
        long last = Math.min(to, Long.MAX_VALUE - 1);
        if (key == null || from < 1 || from > last) {
            return Page.EMPTY;
        }
        return store.read(
                tx -> new Pages(tx, key, stream).packed(from, last, maxRows, maxBytes, span));
    }

    /** The lowest of some events, with the proof of exactly those. */
    public Page scattered(StreamId stream, Ranges numbers, int maxRows, int maxBytes) {
        Integer key = holdings.key(stream);
        return key == null || numbers.isEmpty()
                ? Page.EMPTY
                : store.read(
                        tx -> new Pages(tx, key, stream).scattered(numbers, maxRows, maxBytes));
    }

    /** The root over the first {@code n} events of a stream. */
    public Hash root(StreamId stream, long n) {
        Integer key = holdings.key(stream);
        if (n == 0) {
            return Merkle.EMPTY;
        }
        if (key == null || n < 0 || n > holdings.n(stream)) {
            throw new StoreException("only " + holdings.n(stream) + " events are held, not " + n);
        }
        return store.read(tx -> new StoredTree(tx, key).hash(0, n));
    }

    /** Whether the loose events of a peer's claim are held here, each with the same leaf. */
    public boolean holdsLoose(StreamHead claim) {
        StreamHead mine = holdings.head(claim.stream());
        Integer key = holdings.key(claim.stream());
        if (claim.loose().isEmpty() || claim.equals(mine)) {
            return true;
        }
        return key != null
                && holdings.covers(claim)
                && store.read(tx -> LooseDigest.of(tx, key, claim.loose()))
                        .equals(claim.looseDigest());
    }
}
