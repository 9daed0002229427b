package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;

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
        return frontier(0, n);
    }

    @Override
    public Hash hash(long from, long to) {
        return frontier(from, to).root();
    }

    /**
     * The tree over some leaves by itself.
     *
     * @param from a multiple of the stored span, or the leaves are fewer than one
     */
    private Frontier frontier(long from, long to) {
        var frontier = new Frontier();
        long spansEnd = from;
        if (to - from >= Merkle.STORED_SPAN) {
            long spans = to / Merkle.STORED_SPAN;
            tx.nodes(key, from / Merkle.STORED_SPAN, spans).forEach(frontier::appendSpan);
            spansEnd = spans * Merkle.STORED_SPAN;
        }
        tx.leaves(key, spansEnd, to).forEach(frontier::append);
        if (frontier.size() != to - from) {
            throw new StoreException(
                    "the ledger lacks leaves below "
                            + to
                            + " in stream "
                            + key
                            + ": restore a backup");
        }
        return frontier;
    }
}
