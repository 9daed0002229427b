package dev.gatehouse.console.live;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.StreamId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last passages, each once, newest first by when they happened, so that what a resync brings in
 * late stands where it belongs. Pure: no thread, no clock.
 */
final class EventRing {
    private static final Comparator<Placed> NEWEST_FIRST =
            Comparator.comparing(Placed::at)
                    .thenComparing(placed -> placed.event().stream())
                    .thenComparingLong(placed -> placed.event().seq())
                    .reversed();

    private final int limit;
    private final Set<Key> keys = new HashSet<>();
    private List<Placed> placed = List.of();
    private List<GateEvent> rows = List.of();

    /**
     * A passage in its place: none can have happened after it came, so that the ones of a clock
     * that is ahead do not stand above those of now.
     */
    private record Placed(GateEvent event, Instant at) {
        static Placed of(GateEvent event, Instant came) {
            return new Placed(event, event.at().isAfter(came) ? came : event.at());
        }

        /** What is known of it now, in the same place. */
        Placed as(GateEvent now) {
            return now.equals(event) ? this : new Placed(now, at);
        }
    }

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

    /**
     * Takes what the database says, which counts more than what was told before.
     *
     * @param came when it was read
     */
    void read(List<GateEvent> batch, Instant came) {
        Map<Key, GateEvent> now = new HashMap<>();
        batch.forEach(event -> now.put(Key.of(event), event));
        placed =
                placed.stream()
                        .map(old -> old.as(now.getOrDefault(Key.of(old.event()), old.event())))
                        .toList();
        rows = placed.stream().map(Placed::event).toList();
        add(batch, came);
    }

    /**
     * Takes what was told; what is known stays as it is.
     *
     * @param came when they came here
     */
    void add(List<GateEvent> batch, Instant came) {
        var fresh = new ArrayList<Placed>();
        for (GateEvent event : batch) {
            if (keys.add(Key.of(event))) {
                fresh.add(Placed.of(event, came));
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        fresh.addAll(placed);
        fresh.sort(NEWEST_FIRST); // merges the two sorted runs in linear time
        while (fresh.size() > limit) {
            keys.remove(Key.of(fresh.removeLast().event()));
        }
        placed = List.copyOf(fresh);
        rows = placed.stream().map(Placed::event).toList();
    }
}
