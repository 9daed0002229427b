package dev.gatehouse.ledger.store;

import dev.gatehouse.model.SyncStamp;

import java.util.List;

/** Keeps when each peer was last in step. */
public interface StampStore {
    /** Reads on the snapshot of one transaction. */
    interface Reader {
        List<SyncStamp> all();
    }

    /** Reads and writes within one transaction. */
    interface Writer extends Reader {
        void save(SyncStamp stamp);
    }
}
