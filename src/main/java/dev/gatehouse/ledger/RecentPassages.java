package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last passages over all gates. Any thread.
 *
 * @param central whose ledger it is
 */
record RecentPassages(FactCodec codec, Holdings holdings, CentralId central) {
    /** Newest first by when they happened. */
    List<GateEvent> of(Store store, int limit) {
        return store.read(
                tx -> {
                    Map<EventId, GateEvent> passages = new LinkedHashMap<>();
                    // two nodes that took one in wrote it twice
                    for (LedgerEvent event : tx.passages(2 * limit)) {
                        FoldFact fact = codec.ofCar(event, 0);
                        GateEvent passage =
                                fact == null ? null : Passages.of(fact, isOwn(event.stream()));
                        if (passage != null) {
                            passages.putIfAbsent(event.id(), passage);
                        }
                    }
                    return passages.values().stream().limit(limit).toList();
                });
    }

    private boolean isOwn(StreamId stream) {
        StreamDescriptor descriptor = holdings.descriptor(stream);
        return descriptor != null && descriptor.central().equals(central);
    }
}
