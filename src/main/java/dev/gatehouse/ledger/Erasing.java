package dev.gatehouse.ledger;

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
final class Erasing {
    private final Transaction transaction;
    private final Store.WriteTx tx;

    Erasing(Transaction transaction, Store.WriteTx tx) {
        this.transaction = transaction;
        this.tx = tx;
    }

    void erase(List<Fact.Place> places) {
        for (Fact.Place place : places) {
            erase(place.stream(), place.seq());
        }
    }

    /** Erases one event, and what it was written again as. */
    void erase(StreamId stream, long seq) {
        Marks marks = transaction.marks();
        if (marks.isErased(stream, seq)) {
            return;
        }
        transaction.mark(marks.erase(stream, Ranges.of(seq, seq)));
        tx.addErased(stream, new Ranges.Interval(seq, seq));
        Tip tip = transaction.known(stream);
        if (tip != null && tip.held().contains(seq)) {
            LedgerEvent event = transaction.rows().event(tip, seq).event();
            if (event.erased()) {
                transaction.rows().accountedFor(event);
            } else if (mayBeErased(event.kind())) {
                transaction.projector().remove(tip.key, event);
                tx.eraseEvent(tip.key, seq, hash(event));
            }
        }
        for (Marks.Withdrawn withdrawn : List.copyOf(marks.withdrawn(stream))) {
            if (withdrawn.version().seq() == seq) {
                erase(withdrawn.againStream(), withdrawn.againSeq());
            }
        }
    }

    private static Hash hash(LedgerEvent event) {
        return Sha256.of(event.payload().bytes());
    }

    /** What is said of other events stays: else a booth that comes late would never learn of it. */
    static boolean mayBeErased(String kind) {
        return !kind.equals(Fact.Erase.KIND) && !kind.equals(Fact.Withdraw.KIND);
    }
}
