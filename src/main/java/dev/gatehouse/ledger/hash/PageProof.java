package dev.gatehouse.ledger.hash;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows that some events are those of a stream whose first {@code n} have a known root. The tree of
 * n leaves is walked from the top: a subtree without any of the events takes the next hash of the
 * proof, the others are computed. Works for any set of numbers; generalises the inclusion proof of
 * RFC 9162, section 2.1.3. Pure functions.
 */
public final class PageProof {
    /** Gives the hash over the leaves {@code from} to {@code to}, numbered from 0, end excluded. */
    public interface Subtrees {
        Hash hash(long from, long to);
    }

    private PageProof() {}

    /**
     * @param n leaves of the tree
     * @param numbers of the events, from 1, at most {@code n}
     */
    public static List<Hash> prove(Subtrees tree, long n, Ranges numbers) {
        var proof = new ArrayList<Hash>();
        prove(tree, 0, n, numbers, proof);
        return proof;
    }

    private static void prove(Subtrees tree, long lo, long hi, Ranges numbers, List<Hash> proof) {
        if (!numbers.intersects(lo + 1, hi)) {
            proof.add(tree.hash(lo, hi));
        } else if (!numbers.containsAll(lo + 1, hi)) {
            long mid = lo + Merkle.split(hi - lo);
            prove(tree, lo, mid, numbers, proof);
            prove(tree, mid, hi, numbers, proof);
        }
    }

    /**
     * Where leaves and a proof lead to.
     *
     * @param root of the tree
     * @param left the hashes that stand for all leaves before the first of them: the right edge of
     *     the tree that ends there, as {@link Frontier#peaks} gives it
     */
    public record Led(Hash root, List<Hash> left) {}

    /**
     * Computes the root that the leaves and the proof lead to.
     *
     * @param numbers of the leaves, from 1
     * @param leaves in the order of their numbers
     * @throws IllegalArgumentException when the proof has too few or too many hashes, or the leaves
     *     do not fit into the tree
     */
    public static Led follow(long n, Ranges numbers, List<Hash> leaves, List<Hash> proof) {
        if (leaves.isEmpty()
                || numbers.count() != leaves.size()
                || numbers.contains(0)
                || numbers.last() > n) {
            throw new IllegalArgumentException(
                    leaves.size() + " leaves at " + numbers + " do not fit into a tree of " + n);
        }
        Walk walk = new Walk(numbers, leaves, proof);
        Hash root = walk.hash(0, n);
        if (walk.used != proof.size()) {
            throw new IllegalArgumentException(
                    "proof of " + proof.size() + " hashes, expected " + walk.used);
        }
        return new Led(root, List.copyOf(proof.subList(0, walk.left)));
    }

    private static final class Walk {
        private final Ranges numbers;
        private final List<Hash> leaves;
        private final List<Hash> proof;
        private int next;
        private int used;
        private int left;

        Walk(Ranges numbers, List<Hash> leaves, List<Hash> proof) {
            this.numbers = numbers;
            this.leaves = leaves;
            this.proof = proof;
        }

        Hash hash(long lo, long hi) {
            if (!numbers.intersects(lo + 1, hi)) {
                if (used == proof.size()) {
                    throw new IllegalArgumentException(
                            "proof of " + proof.size() + " hashes is too short");
                }
                left += next == 0 ? 1 : 0;
                return proof.get(used++);
            }
            if (hi - lo == 1) {
                return leaves.get(next++);
            }
            long mid = lo + Merkle.split(hi - lo);
            Hash first = hash(lo, mid);
            return Merkle.node(first, hash(mid, hi));
        }
    }
}
