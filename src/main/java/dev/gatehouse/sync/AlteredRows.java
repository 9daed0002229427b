package dev.gatehouse.sync;

import dev.gatehouse.ledger.check.Scrub;
import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rows of this disk said while they were damaged, and what they should say: a row comes back
 * within a second, and whoever is to find out who altered it comes later. The last ones since the
 * start. The sync loop only.
 */
final class AlteredRows {
    /** A row of an event. */
    record Row(StreamId stream, long seq) {}

    /**
     * @param found what stood there; null where that was no event
     * @param right what should; null until it came from a peer
     * @param restored whether it does again
     */
    record Altered(
            Row row,
            Differences.@Nullable Side found,
            Differences.@Nullable Side right,
            boolean restored) {}

    private final Inspector inspector;
    private final Map<Row, Altered> altered = new LinkedHashMap<>();

    AlteredRows(Inspector inspector) {
        this.inspector = inspector;
    }

    /** Reads what damaged rows say, before they are mended; blocks, a worker calls it. */
    Map<Row, Differences.@Nullable Side> read(Scrub.Step step) {
        var sides = new HashMap<Row, Differences.@Nullable Side>();
        for (Scrub.Damage damage : step.damage()) {
            if (damage instanceof Scrub.Damage.Event(StreamId stream, long seq)
                    && sides.size() < Differences.LISTED) {
                sides.put(new Row(stream, seq), held(stream, seq));
            }
        }
        return sides;
    }

    private Differences.@Nullable Side held(StreamId stream, long seq) {
        try {
            return inspector.held(stream, seq);
        } catch (IllegalArgumentException noEvent) {
            return null; // the row is none any more
        }
    }

    /** Rows were found damaged; one that was told before keeps what it said first. */
    void found(Map<Row, Differences.@Nullable Side> sides) {
        sides.forEach(
                (row, side) -> {
                    Altered before = altered.get(row);
                    if (before == null || before.restored()) {
                        altered.remove(row); // it is the last one now
                        altered.put(row, new Altered(row, side, null, false));
                    }
                });
        while (altered.size() > Differences.LISTED) {
            altered.remove(altered.keySet().iterator().next());
        }
    }

    /** What was damaged is on this disk again. */
    void restored(List<LedgerEvent> events) {
        for (LedgerEvent event : events) {
            altered.computeIfPresent(
                    new Row(event.stream(), event.seq()),
                    (row, was) -> new Altered(row, was.found(), inspector.side(event), true));
        }
    }

    /** Oldest first. */
    List<Altered> all() {
        return List.copyOf(altered.values());
    }
}
