package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.model.Hash;

import java.util.List;
import java.util.NavigableMap;

/**
 * Keeps the Merkle trees over the streams: leaves, stored nodes, and roots that came with loose
 * events.
 */
public interface TreeStore {
    /** Reads on the snapshot of one transaction. */
    interface Reader {
        /** Leaves {@code from} to {@code to}, numbered from 0, end excluded. */
        List<Hash> leaves(int key, long from, long to);

        /**
         * Stored nodes {@code from} to {@code to} of one level, numbered from 0, end excluded.
         *
         * @param level a multiple of {@link Merkle#STORED_STEP}
         */
        List<Hash> nodes(int key, int level, long from, long to);

        /** Roots that came with loose events, by the number of events that they are over. */
        NavigableMap<Long, Hash> looseRoots(int key);
    }

    /** Reads and writes within one transaction. */
    interface Writer extends Reader {
        /** As {@link Reader#nodes}. */
        void addNode(int key, int level, long at, Hash hash);

        /** Drops the nodes above any leaf behind the first {@code n}. */
        void removeNodes(int key, long n);

        /** Keeps a root that came with a loose event. */
        void addLooseRoot(int key, long n, Hash root);

        /** Drops those over {@code from} to {@code to} events. */
        void removeLooseRoots(int key, long from, long to);
    }
}
