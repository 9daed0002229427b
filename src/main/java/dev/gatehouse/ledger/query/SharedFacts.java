package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.Fact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What all centrals share besides cars: fees, passes, staff and the like. Any thread. */
public final class SharedFacts {
    /** Runs a reading on a snapshot, or within a transaction. */
    public interface Reader {
        <T> T read(Function<Store.ReadTx, T> work);
    }

    private final Reader store;
    private final FactCodec codec;

    public SharedFacts(Reader store, FactCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /**
     * What counts of a fact that concerns no car: of lists and settings the last one.
     *
     * @param kind such as {@link Fact.Fees#KIND}
     * @throws StoreException when the database cannot be read
     */
    public Optional<Fact> newest(String kind) {
        return store.read(tx -> SiteFactReader.newest(tx, codec, kind));
    }

    /** As {@link #newest}, as it was at that moment by the clocks of those who wrote it. */
    public Optional<Fact> newestAt(String kind, Instant moment) {
        return store.read(tx -> SiteFactReader.newestAt(tx, codec, kind, moment));
    }

    /**
     * The facts of a kind that were written since a moment, by the clocks of those who wrote them,
     * latest first.
     *
     * @param most so many of that kind are looked through; where there are more, the oldest of them
     *     are not among these
     */
    public List<Fact> since(String kind, Instant moment, int most) {
        return store.read(tx -> SiteFactReader.since(tx, codec, kind, moment, most));
    }

    /**
     * The lists of passes that were in force at some time before the newest one was written, oldest
     * first.
     *
     * @param back how long before; a site that writes very many lists gets fewer of them
     */
    public List<PassList> passLists(Duration back) {
        return store.read(tx -> PassLists.upToNewest(tx, codec, back));
    }

    /** What changes whenever {@link #newest} may. */
    public Object mark(String kind) {
        return store.read(tx -> tx.siteFacts().mark(kind));
    }
}
