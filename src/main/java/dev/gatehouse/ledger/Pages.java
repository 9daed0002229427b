package dev.gatehouse.ledger;

import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads pages of one stream, on one snapshot. */
final class Pages {
    private final Store.ReadTx tx;
    private final int key;
    private final StreamId stream;

    Pages(Store.ReadTx tx, int key, StreamId stream) {
        this.tx = tx;
        this.key = key;
        this.stream = stream;
    }

    /** As {@link Ledger#page}; what lies beyond a gap is given only where nothing before it is. */
    Page page(long from, long to, int maxRows, int maxBytes) {
        Store.StoredStream stored = tx.stream(key).orElseThrow();
        Ranges held = stored.head().held().and(Ranges.of(from, to));
        if (held.isEmpty() || held.first().from() != from) {
            return Page.EMPTY;
        }
        boolean proven = from <= stored.n();
        long last = proven ? Math.min(to, stored.n()) : held.first().to();
        int rows = (int) Math.clamp(last - from + 1, 1, Math.max(1, maxRows));
        List<LedgerEvent> events = tx.events(key, stream, from, rows, maxBytes);
        if (events.isEmpty()) {
            throw new StoreException(
                    "event " + from + " of stream " + stream + " is gone: restore a backup");
        }
        return proven
                ? proven(events, stored.signed())
                : new Page(events, 0, Merkle.EMPTY, null, List.of());
    }

    private Page proven(List<LedgerEvent> events, @Nullable SignedHead signed) {
        long last = events.getLast().seq();
        Ranges numbers = Ranges.of(events.getFirst().seq(), last);
        var tree = new StoredTree(tx, key);
        if (signed != null && signed.n() >= last) {
            return new Page(
                    events,
                    signed.n(),
                    signed.root(),
                    signed.sig(),
                    PageProof.prove(tree, signed.n(), numbers));
        }
        return new Page(
                events, last, tree.hash(0, last), null, PageProof.prove(tree, last, numbers));
    }
}
