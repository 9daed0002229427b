package dev.gatehouse.console.live;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last passages, each once, newest first by when they happened, so that what a resync brings in
 * late stands where it belongs. Pure: no thread, no clock.
 */
final class EventRing {
    private static final Comparator<GateEvent> NEWEST_FIRST =
            Comparator.comparing(GateEvent::at)
                    .thenComparing(GateEvent::stream)
                    .thenComparingLong(GateEvent::seq)
                    .reversed();

    private final int limit;
    private final Set<Key> keys = new HashSet<>();
    private List<GateEvent> rows = List.of();

    private record Key(StreamId stream, long seq) {
        static Key of(GateEvent event) {
            return new Key(event.stream(), event.seq());
        }
    }

    EventRing(int limit) {
        this.limit = limit;
    }

    /** What it holds; not changed afterwards. */
    List<GateEvent> rows() {
        return rows;
    }

    void add(List<GateEvent> batch) {
        var fresh = new ArrayList<GateEvent>();
        for (GateEvent event : batch) {
            if (keys.add(Key.of(event))) {
                fresh.add(event);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        fresh.addAll(rows);
        fresh.sort(NEWEST_FIRST); // merges the two sorted runs in linear time
        while (fresh.size() > limit) {
            keys.remove(Key.of(fresh.removeLast()));
        }
        rows = List.copyOf(fresh);
    }
}
