package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;

import java.util.List;

/**
 * The Merkle tree of one stream as stored: leaves in the events' rows, and the node above each
 * aligned {@link Merkle#STORED_SPAN} of them. Reads on the snapshot of one transaction.
 */
final class StoredTree implements PageProof.Subtrees {
    private final Store.ReadTx tx;
    private final int key;

    StoredTree(Store.ReadTx tx, int key) {
        this.tx = tx;
        this.key = key;
    }

    /**
     * The right edge of the tree of the first {@code n} leaves: n / 1,024 + 1,023 rows at the most.
     */
    Frontier frontier(long n) {
        long spans = n / Merkle.STORED_SPAN;
        var frontier = new Frontier();
        List<Hash> nodes = tx.nodes(key, 0, spans);
        List<Hash> tail = tx.leaves(key, spans * Merkle.STORED_SPAN, n);
        if (nodes.size() != spans || tail.size() != n - spans * Merkle.STORED_SPAN) {
            throw new StoreException(
                    "the ledger lacks leaves below "
                            + n
                            + " in stream "
                            + key
                            + ": restore a backup");
        }
        nodes.forEach(frontier::appendSpan);
        tail.forEach(frontier::append);
        return frontier;
    }

    @Override
    public Hash hash(long from, long to) {
        long length = to - from;
        boolean inSpans = from % Merkle.STORED_SPAN == 0 && length >= Merkle.STORED_SPAN;
        if (!inSpans) {
            var small = new Frontier();
            tx.leaves(key, from, to).forEach(small::append);
            return small.root();
        }
        var frontier = new Frontier();
        long spans = to / Merkle.STORED_SPAN;
        tx.nodes(key, from / Merkle.STORED_SPAN, spans).forEach(frontier::appendSpan);
        tx.leaves(key, spans * Merkle.STORED_SPAN, to).forEach(frontier::append);
        return frontier.root();
    }
}
