package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.PageProof;
import dev.gatehouse.model.Hash;

import java.util.Optional;

/**
 * The Merkle tree of one stream as stored: leaves in the events' rows, and the nodes above them at
 * every {@link Merkle#STORED_STEP}th level. Reads on the snapshot of one transaction.
 */
public final class StoredTree implements PageProof.Subtrees {
    private final Store.ReadTx tx;
    private final int key;

    public StoredTree(Store.ReadTx tx, int key) {
        this.tx = tx;
        this.key = key;
    }

    /**
     * The right edge of the tree of the first {@code n} leaves.
     *
     * @throws StoreException when some of them are not there
     */
    public Frontier frontier(long n) {
        return frontier(0, n);
    }

    /**
     * The right edge of the tree of the first {@code n} leaves; empty where some of them are not
     * there, since somebody deleted rows.
     */
    public Optional<Frontier> known(long n) {
        Frontier known = asFarAsKnown(0, n);
        return known.size() == n ? Optional.of(known) : Optional.empty();
    }

    @Override
    public Hash hash(long from, long to) {
        return frontier(from, to).root();
    }

    /**
     * The tree over some leaves by itself: from the highest stored level down, what fits.
     *
     * @param from a multiple of every power of two up to their number
     */
    private Frontier frontier(long from, long to) {
        Frontier frontier = asFarAsKnown(from, to);
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

    private Frontier asFarAsKnown(long from, long to) {
        var frontier = new Frontier();
        long next = from;
        for (int level = highest(to - from); level > 0; level -= Merkle.STORED_STEP) {
            long end = to >>> level;
            if (end > next >>> level) {
                for (Hash node : tx.trees().nodes(key, level, next >>> level, end)) {
                    frontier.append(level, node);
                }
                next = end << level;
            }
        }
        if (next < to) {
            tx.trees()
                    .leaves(key, next, to)
                    .forEach(leaf -> frontier.append(leaf, Frontier.Nodes.NONE));
        }
        return frontier;
    }

    /**
     * The highest stored level with a whole subtree among so many leaves; 0 where there is none.
     */
    private static int highest(long leaves) {
        int levels = leaves == 0 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(leaves);
        return levels - levels % Merkle.STORED_STEP;
    }
}
