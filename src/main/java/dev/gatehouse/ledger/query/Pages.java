package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.PageProof;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.store.StoredTree;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pages of one stream, on one snapshot. */
final class Pages {
    /**
     * Intervals in one page: the proof of each takes a dozen hashes where a million events are
     * held, so that of all stays below 2,000.
     */
    private static final int SCATTERED = 128;

    /** Bytes of an event on the wire besides its payload, about. */
    private static final int OVERHEAD = 120;

    private final Store.ReadTx tx;
    private final int key;
    private final StreamId stream;

    Pages(Store.ReadTx tx, int key, StreamId stream) {
        this.tx = tx;
        this.key = key;
        this.stream = stream;
    }

    /** As {@code Ledger.page}; what lies beyond a gap is given only where nothing before it is. */
    Page page(long from, long to, int maxRows, int maxBytes) {
        EventStore.StoredStream stored = tx.events().stream(key).orElseThrow();
        Ranges held = stored.head().held().and(Ranges.of(from, to));
        if (held.isEmpty() || held.first().from() != from) {
            return Page.EMPTY;
        }
        boolean proven = from <= stored.n();
        long last = proven ? Math.min(to, stored.n()) : held.first().to();
        int rows = (int) Math.clamp(last - from + 1, 1, Math.max(1, maxRows));
        List<LedgerEvent> events = tx.events().range(key, stream, from, rows, maxBytes);
        if (events.isEmpty()) {
            throw new StoreException(
                    "event " + from + " of stream " + stream + " is gone: restore a backup");
        }
        return proven
                ? proven(events, stored.signed())
                : new Page(events, 0, Merkle.EMPTY, null, List.of());
    }

    /**
     * As {@code Ledger.packedPage}.
     *
     * @param span events of a block, 0 where there are none
     */
    Page packed(long from, long to, int maxRows, int maxBytes, int span) {
        if (span == 0 || maxRows < span) {
            return page(from, to, maxRows, maxBytes);
        }
        EventStore.StoredStream stored = tx.events().stream(key).orElseThrow();
        long spanEnd = from + span - 1 - (from - 1) % span;
        Optional<Blob> block =
                spanEnd - from + 1 == span && spanEnd <= Math.min(to, stored.n())
                        ? tx.events().block(key, from, span).filter(b -> inText(b) <= maxBytes)
                        : Optional.empty();
        return block.isPresent()
                ? proven(Ranges.of(from, spanEnd), List.of(), block.get(), stored.signed())
                : page(from, Math.min(to, spanEnd), maxRows, maxBytes);
    }

    /** Characters that a block takes in base64. */
    private static long inText(Blob block) {
        return 4 * ((block.length() + 2L) / 3);
    }

    /** As {@code Ledger.page(StreamId, Ranges, int, int)}; those with a proof come first. */
    Page scattered(Ranges wanted, int maxRows, int maxBytes) {
        EventStore.StoredStream stored = tx.events().stream(key).orElseThrow();
        Ranges held = wanted.and(stored.head().held());
        Ranges provable = held.and(Ranges.of(1, stored.n()));
        var events = new ArrayList<LedgerEvent>();
        long bytes = 0;
        Ranges numbers = (provable.isEmpty() ? held : provable).lowest(SCATTERED);
        for (Ranges.Interval interval : numbers.intervals()) {
            int rows = (int) Math.min(interval.count(), (long) maxRows - events.size());
            long room = maxBytes - bytes;
            if (rows <= 0 || room <= 0) {
                break;
            }
            List<LedgerEvent> some =
                    tx.events().range(key, stream, interval.from(), rows, (int) room);
            events.addAll(some);
            for (LedgerEvent event : some) {
                bytes += event.payload().length() + OVERHEAD;
            }
            if (some.size() < interval.count()) {
                break;
            }
        }
        if (events.isEmpty()) {
            return Page.EMPTY;
        }
        return provable.isEmpty()
                ? new Page(events, 0, Merkle.EMPTY, null, List.of())
                : proven(events, stored.signed());
    }

    private Page proven(List<LedgerEvent> events, @Nullable SignedHead signed) {
        long[] numbers = events.stream().mapToLong(LedgerEvent::seq).toArray();
        return proven(Ranges.ofAscending(numbers), events, null, signed);
    }

    private Page proven(
            Ranges numbers,
            List<LedgerEvent> events,
            @Nullable Blob block,
            @Nullable SignedHead signed) {
        var tree = new StoredTree(tx, key);
        if (signed != null && signed.n() >= numbers.last()) {
            List<Hash> proof = PageProof.prove(tree, signed.n(), numbers);
            return new Page(numbers, events, signed.n(), signed.root(), signed.sig(), proof, block);
        }
        long n = numbers.last();
        List<Hash> proof = PageProof.prove(tree, n, numbers);
        return new Page(numbers, events, n, tree.hash(0, n), null, proof, block);
    }
}
