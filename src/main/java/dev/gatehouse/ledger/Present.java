package dev.gatehouse.ledger;

import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.LongStream;

/** Finds the events that tell how the car park stands now, on one snapshot. */
final class Present {
    /** The newest events of all streams: what the live table of a screen shows. */
    static final int NEWEST = 300;

    /** Events of open visits: those of a car park with 5,000 places, thrice. */
    static final int INSIDE = 15_000;

    private record Aged(long hlc, int key, long seq) {}

    private final Store.ReadTx tx;

    Present(Store.ReadTx tx) {
        this.tx = tx;
    }

    /**
     * By stream, that with the newest events first; none where more than {@code most} are of open
     * visits.
     */
    List<Ledger.Part> parts(long most) {
        List<Store.Spot> inside =
                tx.eventsInside((int) Math.min(INSIDE, Math.min(most, INSIDE) + 1));
        if (inside.size() > most) {
            return List.of();
        }
        List<Store.StoredStream> streams = new ArrayList<>(tx.streams());
        streams.sort(Comparator.comparing(Store.StoredStream::lastHlc).reversed());
        Map<Integer, LongStream.Builder> wanted = new HashMap<>();
        inside.forEach(spot -> add(wanted, spot.key(), spot.seq()));
        newest(streams).forEach(one -> add(wanted, one.key(), one.seq()));
        var parts = new ArrayList<Ledger.Part>();
        for (Store.StoredStream stream : streams) {
            LongStream.Builder numbers = wanted.get(stream.key());
            if (numbers != null) {
                parts.add(new Ledger.Part(stream.descriptor(), Ranges.of(numbers.build())));
            }
        }
        return parts;
    }

    private static void add(Map<Integer, LongStream.Builder> wanted, int key, long seq) {
        wanted.computeIfAbsent(key, _ -> LongStream.builder()).add(seq);
    }

    /** Within a stream later numbers have later clocks, so only its end is looked at. */
    private PriorityQueue<Aged> newest(List<Store.StoredStream> latestFirst) {
        var newest = new PriorityQueue<Aged>(Comparator.comparingLong(Aged::hlc));
        for (Store.StoredStream stored : latestFirst) {
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

    private List<LedgerEvent> end(Store.StoredStream stored) {
        Ranges held = stored.head().held();
        if (held.isEmpty()) {
            return List.of();
        }
        StreamId stream = stored.head().stream();
        long from = held.intervals().getLast().from();
        return tx.events(
                stored.key(),
                stream,
                Math.max(from, held.last() - NEWEST + 1),
                NEWEST,
                Integer.MAX_VALUE);
    }
}
