package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.Passages;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Finds the last passages over all gates among the last events of each stream, since those are in
 * the order in which they were written. A passage that was written long after it happened, as those
 * that are taken over from an original, counts where it lies among the last of its stream.
 */
final class LastPassages {
    /**
     * Events looked at for each passage that is wanted: an entry or an exit has at most a
     * confirmation and a few further readings beside it.
     */
    private static final int EVENTS_OF_A_PASSAGE = 4;

    /** Events read at once: a few hundred KB. */
    private static final int ROWS = 256;

    private static final Comparator<FoldFact> OLDEST =
            Comparator.comparingLong(FoldFact::wallMs)
                    .thenComparing(FoldFact::stream)
                    .thenComparing(fact -> fact.event().seq());

    private final Store.ReadTx tx;
    private final FactCodec codec;
    private final int limit;
    private final PriorityQueue<FoldFact> last = new PriorityQueue<>(OLDEST);

    private LastPassages(Store.ReadTx tx, FactCodec codec, int limit) {
        this.tx = tx;
        this.codec = codec;
        this.limit = limit;
    }

    /**
     * Entries and exits, at most so many, newest first by when they happened.
     *
     * @param among the streams that are looked at
     */
    static List<FoldFact> of(
            Store.ReadTx tx, FactCodec codec, int limit, Predicate<StreamDescriptor> among) {
        var passages = new LastPassages(tx, codec, limit);
        tx.events().streams().stream()
                .filter(stream -> among.test(stream.descriptor()))
                .sorted(Comparator.comparing(EventStore.StoredStream::lastHlc).reversed())
                .forEach(passages::look);
        return passages.last.stream().sorted(OLDEST.reversed()).toList();
    }

    private void look(EventStore.StoredStream stream) {
        int left = EVENTS_OF_A_PASSAGE * limit;
        long writtenMs = stream.lastHlc().ms();
        for (Ranges.Interval held : stream.head().held().intervals().reversed()) {
            for (long to = held.to(); to >= held.from() && left > 0; to -= ROWS) {
                if (isFull() && writtenMs < oldestMs()) {
                    return; // nothing happens after it is written
                }
                long from = Math.max(held.from(), to - ROWS + 1);
                List<LedgerEvent> events = events(stream, from, (int) (to - from + 1));
                events.forEach(event -> take(event, stream.key()));
                writtenMs = events.isEmpty() ? writtenMs : events.getFirst().hlc().ms();
                left -= ROWS;
            }
        }
    }

    /** Reads events in order; those that are damaged are left out, and verify names them. */
    private List<LedgerEvent> events(EventStore.StoredStream stream, long from, int rows) {
        try {
            StreamId id = stream.descriptor().stream();
            return tx.events().range(stream.key(), id, from, rows, Integer.MAX_VALUE);
        } catch (IllegalArgumentException damaged) {
            return LongStream.range(from, from + rows)
                    .mapToObj(seq -> event(stream.key(), seq))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private Optional<LedgerEvent> event(int key, long seq) {
        try {
            return tx.events().event(key, seq);
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private boolean isFull() {
        return last.size() >= limit;
    }

    private long oldestMs() {
        FoldFact oldest = last.peek();
        return oldest == null ? Long.MIN_VALUE : oldest.wallMs();
    }

    private void take(LedgerEvent event, int key) {
        FoldFact fact = codec.ofCar(event, key);
        if (fact != null && Passages.of(fact, false) != null) {
            last.add(fact);
            if (last.size() > limit) {
                last.remove();
            }
        }
    }
}
