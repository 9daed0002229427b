package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;

import java.time.Instant;
import java.util.Optional;

/** What all centrals share besides cars: fees, passes, staff and the like. Any thread. */
public final class SharedFacts {
    private final Store store;
    private final FactCodec codec;

    SharedFacts(Store store, FactCodec codec) {
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
        return store.read(tx -> SiteFacts.newest(tx, codec, kind));
    }

    /** As {@link #newest}, as it was at that moment by the clocks of those who wrote it. */
    public Optional<Fact> newestAt(String kind, Instant moment) {
        return store.read(tx -> SiteFacts.newestAt(tx, codec, kind, moment));
    }

    /** What changes whenever {@link #newest} may. */
    public Object mark(String kind) {
        return store.read(tx -> tx.siteMark(kind));
    }
}
