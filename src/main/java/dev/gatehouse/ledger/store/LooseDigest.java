package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;

/** What stands for the loose events of a stream in the digest of everything. */
public final class LooseDigest {
    private LooseDigest() {}

    /** SHA-256 of the number and the leaf of each of those events, all of which are held. */
    public static Hash of(Store.ReadTx tx, int key, Ranges numbers) {
        Sha256 sha = new Sha256();
        for (Ranges.Interval interval : numbers.intervals()) {
            long seq = interval.from();
            for (Hash leaf : tx.trees().leaves(key, interval.from() - 1, interval.to())) {
                sha.put(seq++).put(leaf);
            }
        }
        return sha.done();
    }
}
