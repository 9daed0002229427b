package dev.gatehouse.ledger.store;

import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The events that came with the hash of their payload only, though no erasing that is known here
 * accounts for it. Usually the erasing is on its way and comes in a moment. Where it is lost with
 * the only booth that had it, or where a peer just left the payload out, others still have what the
 * event says and show a visit that is not shown here: nothing is proven before either has come.
 * Immutable.
 */
public final class MissingPayloads {
    static final MissingPayloads NONE = new MissingPayloads(Map.of());

    private final Map<StreamId, Ranges> numbers;

    private MissingPayloads(Map<StreamId, Ranges> numbers) {
        this.numbers = numbers;
    }

    /**
     * Of all that is held.
     *
     * @param hashes the events of which only the hash is held, for whatever reason
     */
    public static MissingPayloads among(Collection<EventStore.HashOnly> hashes, Tombstones marks) {
        Map<StreamId, ArrayList<Ranges.Interval>> found = new HashMap<>();
        for (EventStore.HashOnly event : hashes) {
            long seq = event.seq();
            if (!marks.isErased(event.stream(), seq) || !Tombstones.mayBeErased(event.kind())) {
                found.computeIfAbsent(event.stream(), _ -> new ArrayList<>())
                        .add(new Ranges.Interval(seq, seq));
            }
        }
        var all = new HashMap<StreamId, Ranges>();
        found.forEach((stream, intervals) -> all.put(stream, Ranges.of(intervals)));
        return all.isEmpty() ? NONE : new MissingPayloads(all);
    }

    /** With that one too. */
    public MissingPayloads plus(StreamId stream, long seq) {
        var all = new HashMap<>(numbers);
        all.put(stream, of(stream).plus(seq));
        return new MissingPayloads(all);
    }

    /** Without that one: its payload came, or its erasing, or it is not held any more. */
    public MissingPayloads minus(StreamId stream, long seq) {
        Ranges now = of(stream);
        if (!now.contains(seq)) {
            return this;
        }
        var all = new HashMap<>(numbers);
        Ranges left = now.minus(Ranges.of(seq, seq));
        if (left.isEmpty()) {
            all.remove(stream);
        } else {
            all.put(stream, left);
        }
        return new MissingPayloads(all);
    }

    public boolean contains(StreamId stream, long seq) {
        return of(stream).contains(seq);
    }

    private Ranges of(StreamId stream) {
        return numbers.getOrDefault(stream, Ranges.EMPTY);
    }

    /** Their numbers by stream, none of them empty. */
    Map<StreamId, Ranges> all() {
        return Map.copyOf(numbers);
    }
}
