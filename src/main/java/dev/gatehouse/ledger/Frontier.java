package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a Merkle tree of {@code n} leaves: the roots of the perfect subtrees that n is
 * the sum of, largest first. It is all that is needed to append and to know the root. Mutable, one
 * thread.
 */
final class Frontier {
    private final List<Hash> peaks;
    private long n;

    Frontier() {
        this(new ArrayList<>(), 0);
    }

    private Frontier(List<Hash> peaks, long n) {
        this.peaks = peaks;
        this.n = n;
    }

    Frontier copy() {
        return new Frontier(new ArrayList<>(peaks), n);
    }

    long size() {
        return n;
    }

    /**
     * Appends one leaf.
     *
     * @return the root of the aligned {@link Merkle#STORED_SPAN} leaves that this one completes, or
     *     null
     */
    @Nullable Hash append(Hash leaf) {
        Hash carry = leaf;
        Hash span = null;
        for (long bit = 1; (n & bit) != 0; bit <<= 1) {
            carry = Merkle.node(peaks.removeLast(), carry);
            if (2 * bit == Merkle.STORED_SPAN) {
                span = carry;
            }
        }
        peaks.add(carry);
        n++;
        return span;
    }

    /**
     * Appends a stored node above {@link Merkle#STORED_SPAN} leaves; the size is a multiple of
     * that.
     */
    void appendSpan(Hash node) {
        Hash carry = node;
        for (long bit = Merkle.STORED_SPAN; (n & bit) != 0; bit <<= 1) {
            carry = Merkle.node(peaks.removeLast(), carry);
        }
        peaks.add(carry);
        n += Merkle.STORED_SPAN;
    }

    Hash root() {
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
