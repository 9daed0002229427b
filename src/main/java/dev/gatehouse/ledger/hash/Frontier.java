package dev.gatehouse.ledger.hash;

import dev.gatehouse.model.Hash;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a Merkle tree of {@code n} leaves: the roots of the perfect subtrees that n is
 * the sum of, largest first. It is all that is needed to append and to know the root. Mutable, one
 * thread.
 */
public final class Frontier {
    private final List<Hash> peaks;
    private long n;

    public Frontier() {
        this(new ArrayList<>(), 0);
    }

    private Frontier(List<Hash> peaks, long n) {
        this.peaks = peaks;
        this.n = n;
    }

    /**
     * @param n leaves
     * @param peaks the roots of the perfect subtrees that n is the sum of, largest first
     */
    public static Frontier of(long n, List<Hash> peaks) {
        if (peaks.size() != Long.bitCount(n)) {
            throw new IllegalArgumentException(peaks.size() + " peaks over " + n + " leaves");
        }
        return new Frontier(new ArrayList<>(peaks), n);
    }

    public Frontier copy() {
        return new Frontier(new ArrayList<>(peaks), n);
    }

    public long size() {
        return n;
    }

    /** Takes nodes of levels that are stored. */
    @FunctionalInterface
    public interface Nodes {
        /** For who does not store them. */
        Nodes NONE = (_, _, _) -> {};

        /**
         * @param level how many levels above the leaves
         * @param at its place in that level, from 0
         */
        void add(int level, long at, Hash hash);
    }

    /**
     * Appends one leaf.
     *
     * @param completed gets the nodes that this leaf completes, of those that are stored
     */
    public void append(Hash leaf, Nodes completed) {
        Hash carry = leaf;
        int level = 0;
        while ((n >>> level & 1) != 0) {
            carry = Merkle.node(peaks.removeLast(), carry);
            level++;
            if (level % Merkle.STORED_STEP == 0) {
                completed.add(level, n >>> level, carry);
            }
        }
        peaks.add(carry);
        n++;
    }

    /** Appends a whole subtree; the size so far is a multiple of its leaves. */
    public void append(int level, Hash node) {
        Hash carry = node;
        int above = level;
        while ((n >>> above & 1) != 0) {
            carry = Merkle.node(peaks.removeLast(), carry);
            above++;
        }
        peaks.add(carry);
        n += 1L << level;
    }

    /** The roots of the perfect subtrees, largest first. */
    public List<Hash> peaks() {
        return List.copyOf(peaks);
    }

    public Hash root() {
        if (peaks.isEmpty()) {
            return Merkle.EMPTY;
        }
        Hash root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = Merkle.node(peaks.get(i), root);
        }
        return root;
    }
}
