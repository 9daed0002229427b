package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.Passages;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last passages over all gates. Any thread.
 *
 * @param central whose ledger it is
 */
public record RecentPassages(FactCodec codec, Holdings holdings, CentralId central) {
    /**
     * Changes looked through for passages that were taken back, the latest first: more than people
     * make while the passages pass that are listed.
     */
    private static final int CHANGES = 1_000;

    /**
     * What people took back.
     *
     * @param visits those that never were, by their names
     * @param exits those that never were, though their cars came in
     */
    private record TakenBack(Set<String> visits, Set<EventId> exits) {
        boolean has(FoldFact fact) {
            return visits.contains(fact.named()) || exits.contains(fact.key().id());
        }
    }

    /** Newest first by when they happened. */
    public List<GateEvent> of(Store store, int limit) {
        return store.read(
                tx -> {
                    TakenBack back = takenBack(tx);
                    Map<EventId, GateEvent> passages = new LinkedHashMap<>();
                    // two nodes that took one in wrote it twice
                    for (FoldFact fact : LastPassages.of(tx, codec, 2 * limit, _ -> true)) {
                        GateEvent passage = Passages.of(fact, isOwn(fact.event().stream()));
                        if (passage != null) {
                            passages.putIfAbsent(
                                    fact.event().id(), back.has(fact) ? passage.back() : passage);
                        }
                    }
                    return passages.values().stream().limit(limit).toList();
                });
    }

    private TakenBack takenBack(Store.ReadTx tx) {
        var back = new TakenBack(new HashSet<>(), new HashSet<>());
        for (FactStore.Change change : tx.facts().changes(null, CHANGES, 0)) {
            FoldFact fact = codec.ofCar(change.event(), 0);
            if (fact != null && fact.fact() instanceof ExitUndone undone) {
                back.exits().add(undone.exit());
            } else if (fact != null && fact.fact() instanceof Fact.Voided) {
                back.visits().add(fact.named());
            }
        }
        return back;
    }

    private boolean isOwn(StreamId stream) {
        StreamDescriptor descriptor = holdings.descriptor(stream);
        return descriptor != null && descriptor.central().equals(central);
    }
}
