package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import java.util.List;

/**
 * Drops what erased events said, within one transaction: their payloads, of which the hash stays,
 * and all that was derived from them. Those that are not held yet are dropped when they come.
 */
final class Eraser {
    private final TransactionContext context;
    private final Store.WriteTx tx;

    Eraser(TransactionContext context) {
        this.context = context;
        this.tx = context.tx();
    }

    void erase(List<Fact.Place> places) {
        for (Fact.Place place : places) {
            erase(place.stream(), place.seq());
        }
    }

    /** Erases one event, and what it was written again as. */
    void erase(StreamId stream, long seq) {
        Tombstones marks = context.marks();
        if (marks.isErased(stream, seq)) {
            return;
        }
        context.mark(marks.erase(stream, Ranges.of(seq, seq)));
        tx.events().addErased(stream, new Ranges.Interval(seq, seq));
        StreamHeadState tip = context.known(stream);
        if (tip != null && tip.held().contains(seq)) {
            LedgerEvent event = context.rows().event(tip, seq).event();
            if (event.erased()) {
                context.rows().accountedFor(event);
            } else if (Tombstones.mayBeErased(event.kind())) {
                context.projector().erase(tip.key, event);
                tx.events().erase(tip.key, seq, hash(event));
            }
        }
        for (Tombstones.Withdrawn withdrawn : List.copyOf(marks.withdrawn(stream))) {
            if (withdrawn.version().seq() == seq) {
                erase(withdrawn.againStream(), withdrawn.againSeq());
            }
        }
    }

    private static Hash hash(LedgerEvent event) {
        return Sha256.of(event.payload().bytes());
    }
}
