package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** The streams that exist in two versions, within one transaction. */
final class Forks {
    private final Store.WriteTx tx;
    private Map<StreamId, Fork> now;

    /**
     * @param before as of the last commit
     */
    Forks(Store.WriteTx tx, Map<StreamId, Fork> before) {
        this.tx = tx;
        this.now = before;
    }

    Map<StreamId, Fork> now() {
        return now;
    }

    @Nullable Fork of(StreamId stream) {
        return now.get(stream);
    }

    /** Two versions of a stream are seen; the first number at which they are is kept. */
    void add(Fork fork) {
        Fork before = now.get(fork.stream());
        if (before == null || before.seq() > fork.seq()) {
            now = new HashMap<>(now);
            now.put(fork.stream(), fork);
            tx.events().saveFork(fork);
        }
    }

    void end(StreamId stream) {
        now = new HashMap<>(now);
        now.remove(stream);
        tx.events().removeFork(stream);
    }
}
