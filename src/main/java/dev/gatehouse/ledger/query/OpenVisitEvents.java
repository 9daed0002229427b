package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.LongStream;

/** Finds the events that tell how the car park stands now, on one snapshot. */
public final class OpenVisitEvents {
    /**
     * Some events of a stream.
     *
     * @param numbers theirs, at least one
     */
    public record Part(StreamDescriptor descriptor, Ranges numbers) {}

    /** The newest events of all streams: what the live table of a screen shows. */
    static final int NEWEST = 300;

    /** Events of open visits: those of a car park with 5,000 places, thrice. */
    static final int INSIDE = 15_000;

    private record Aged(long hlc, int key, long seq) {}

    private final Store.ReadTx tx;

    public OpenVisitEvents(Store.ReadTx tx) {
        this.tx = tx;
    }

    /**
     * By stream, that with the newest events first; none where more than {@code most} are of open
     * visits.
     */
    public List<Part> parts(long most) {
        List<EventStore.EventRef> inside =
                tx.visits().eventsInside((int) Math.min(INSIDE, Math.min(most, INSIDE) + 1));
        if (inside.size() > most) {
            return List.of();
        }
        List<EventStore.StoredStream> streams = new ArrayList<>(tx.events().streams());
        streams.sort(Comparator.comparing(EventStore.StoredStream::lastHlc).reversed());
        Map<Integer, LongStream.Builder> wanted = new HashMap<>();
        inside.forEach(spot -> add(wanted, spot.key(), spot.seq()));
        newest(streams).forEach(one -> add(wanted, one.key(), one.seq()));
        var parts = new ArrayList<Part>();
        for (EventStore.StoredStream stream : streams) {
            LongStream.Builder numbers = wanted.get(stream.key());
            if (numbers != null) {
                parts.add(new Part(stream.descriptor(), Ranges.of(numbers.build())));
            }
        }
        return parts;
    }

    private static void add(Map<Integer, LongStream.Builder> wanted, int key, long seq) {
        wanted.computeIfAbsent(key, _ -> LongStream.builder()).add(seq);
    }

    /** Within a stream later numbers have later clocks, so only its end is looked at. */
    private PriorityQueue<Aged> newest(List<EventStore.StoredStream> latestFirst) {
        var newest = new PriorityQueue<Aged>(Comparator.comparingLong(Aged::hlc));
        for (EventStore.StoredStream stored : latestFirst) {
            Aged oldest = newest.peek();
            if (newest.size() >= NEWEST
                    && oldest != null
                    && stored.lastHlc().value() <= oldest.hlc()) {
                break;
            }
            for (LedgerEvent event : end(stored)) {
                newest.add(new Aged(event.hlc().value(), stored.key(), event.seq()));
                if (newest.size() > NEWEST) {
                    newest.poll();
                }
            }
        }
        return newest;
    }

    private List<LedgerEvent> end(EventStore.StoredStream stored) {
        Ranges held = stored.head().held();
        if (held.isEmpty()) {
            return List.of();
        }
        StreamId stream = stored.head().stream();
        long from = held.intervals().getLast().from();
        return tx.events()
                .range(
                        stored.key(),
                        stream,
                        Math.max(from, held.last() - NEWEST + 1),
                        NEWEST,
                        Integer.MAX_VALUE);
    }
}
