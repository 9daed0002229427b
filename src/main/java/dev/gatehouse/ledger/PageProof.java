package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows that some events are those of a stream whose first {@code n} have a known root. The tree of
 * n leaves is walked from the top: a subtree without any of the events takes the next hash of the
 * proof, the others are computed. Works for any set of numbers; generalises the inclusion proof of
 * RFC 9162, section 2.1.3. Pure functions.
 */
final class PageProof {
    /** Gives the hash over the leaves {@code from} to {@code to}, numbered from 0, end excluded. */
    interface Subtrees {
        Hash hash(long from, long to);
    }

    private PageProof() {}

    /**
     * @param n leaves of the tree
     * @param first the first event's number, from 1
     * @param last the last event's number, at most {@code n}
     */
    static List<Hash> prove(Subtrees tree, long n, long first, long last) {
        var proof = new ArrayList<Hash>();
        prove(tree, 0, n, first - 1, last, proof);
        return proof;
    }

    private static void prove(
            Subtrees tree, long lo, long hi, long from, long to, List<Hash> proof) {
        if (lo >= to || hi <= from) {
            proof.add(tree.hash(lo, hi));
        } else if (hi - lo > 1) {
            long mid = lo + Merkle.split(hi - lo);
            prove(tree, lo, mid, from, to, proof);
            prove(tree, mid, hi, from, to, proof);
        }
    }

    /**
     * The root that the leaves and the proof lead to.
     *
     * @param leaves the leaves of the events {@code first}, {@code first + 1}, …
     * @throws IllegalArgumentException when the proof has too few or too many hashes, or the leaves
     *     do not fit into the tree
     */
    static Hash root(long n, long first, List<Hash> leaves, List<Hash> proof) {
        if (first < 1 || leaves.isEmpty() || first - 1 + leaves.size() > n) {
            throw new IllegalArgumentException(
                    leaves.size() + " leaves from " + first + " do not fit into a tree of " + n);
        }
        Walk walk = new Walk(first - 1, leaves, proof);
        Hash root = walk.hash(0, n);
        if (walk.used != proof.size()) {
            throw new IllegalArgumentException(
                    "proof of " + proof.size() + " hashes, expected " + walk.used);
        }
        return root;
    }

    private static final class Walk {
        private final long from;
        private final List<Hash> leaves;
        private final List<Hash> proof;
        private int used;

        Walk(long from, List<Hash> leaves, List<Hash> proof) {
            this.from = from;
            this.leaves = leaves;
            this.proof = proof;
        }

        Hash hash(long lo, long hi) {
            if (lo >= from + leaves.size() || hi <= from) {
                if (used == proof.size()) {
                    throw new IllegalArgumentException(
                            "proof of " + proof.size() + " hashes is too short");
                }
                return proof.get(used++);
            }
            if (hi - lo == 1) {
                return leaves.get((int) (lo - from));
            }
            long mid = lo + Merkle.split(hi - lo);
            Hash left = hash(lo, mid);
            return Merkle.node(left, hash(mid, hi));
        }
    }
}
