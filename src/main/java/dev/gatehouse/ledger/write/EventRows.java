package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.MissingPayloads;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of events within one transaction: each is stored as it may be kept, and those that lack
 * what they say are known.
 */
final class EventRows {
    private static final Logger LOG = LoggerFactory.getLogger(EventRows.class);

    private final Store.WriteTx tx;
    private Tombstones marks;
    private MissingPayloads withheld;
    private final Set<Fact.Place> damaged;

    /**
     * @param damaged takes the rows that are met and are not as they were written
     */
    EventRows(
            Store.WriteTx tx, Tombstones marks, MissingPayloads withheld, Set<Fact.Place> damaged) {
        this.tx = tx;
        this.marks = marks;
        this.withheld = withheld;
        this.damaged = damaged;
    }

    Tombstones marks() {
        return marks;
    }

    void mark(Tombstones now) {
        marks = now;
    }

    MissingPayloads withheld() {
        return withheld;
    }

    /** Stores an event, and gives what was stored. */
    HashedEvent keep(StreamHeadState tip, HashedEvent leafed) {
        LedgerEvent event = leafed.event();
        boolean erased = isErased(event);
        HashedEvent kept = erased ? leafed.erased() : leafed;
        tx.events().add(tip.key, kept);
        if (event.erased() && !erased) {
            withheld = withheld.plus(event.stream(), event.seq());
        }
        return kept;
    }

    private boolean isErased(LedgerEvent event) {
        return marks.isErased(event.stream(), event.seq()) && Tombstones.mayBeErased(event.kind());
    }

    /** Takes out an event that is held; what was derived from it is the caller's to take out. */
    void drop(StreamHeadState tip, long seq) {
        tx.events().remove(tip.key, seq);
        withheld = withheld.minus(tip.stream(), seq);
    }

    boolean isWithheld(StreamId stream, long seq) {
        return withheld.contains(stream, seq);
    }

    /** Of that event no payload is waited for any more: it is erased. */
    void accountedFor(LedgerEvent event) {
        if (Tombstones.mayBeErased(event.kind())) {
            withheld = withheld.minus(event.stream(), event.seq());
        }
    }

    /**
     * Puts what an event says in the place of the hash of it.
     *
     * @param event has the leaf of the one that is held
     * @return false where it is erased by now
     */
    boolean restore(StreamHeadState tip, LedgerEvent event) {
        withheld = withheld.minus(event.stream(), event.seq());
        if (isErased(event)) {
            return false;
        }
        tx.events().restore(tip.key, event.seq(), event.payload());
        return true;
    }

    /** The leaves at those numbers, all of which are held. */
    Map<Long, Hash> leaves(int key, Ranges numbers) {
        var leaves = new HashMap<Long, Hash>();
        for (Ranges.Interval interval : numbers.intervals()) {
            long seq = interval.from();
            for (Hash leaf : tx.trees().leaves(key, interval.from() - 1, interval.to())) {
                leaves.put(seq++, leaf);
            }
        }
        return leaves;
    }

    /** The lowest of the events at those numbers, all of which are held; at most so many. */
    List<HashedEvent> events(StreamHeadState tip, Ranges numbers, int limit) {
        var events = new ArrayList<HashedEvent>();
        for (Ranges.Interval interval : numbers.intervals()) {
            long last = Math.min(interval.to(), interval.from() + limit - events.size() - 1);
            if (last < interval.from()) {
                break;
            }
            int rows = (int) (last - interval.from() + 1);
            List<Hash> leaves = tx.trees().leaves(tip.key, interval.from() - 1, last);
            List<LedgerEvent> rowsThere =
                    tx.events()
                            .range(tip.key, tip.stream(), interval.from(), rows, Integer.MAX_VALUE);
            for (int i = 0; i < rows; i++) {
                events.add(new HashedEvent(rowsThere.get(i), leaves.get(i)));
            }
        }
        return events;
    }

    /**
     * Whether a row does not give the leaf that is stored with it: then nothing can be said of what
     * others hold under its number until it is mended.
     */
    boolean isDamaged(StreamHeadState tip, long seq) {
        HashedEvent row = event(tip, seq);
        boolean spoilt = !Merkle.leaf(row.event()).equals(row.leaf());
        if (spoilt && damaged.add(new Fact.Place(tip.stream(), seq))) {
            LOG.warn("Event {} of stream {} is not on disk as written", seq, tip.stream());
        }
        return spoilt;
    }

    HashedEvent event(StreamHeadState tip, long seq) {
        return events(tip, Ranges.of(seq, seq), 1).getFirst();
    }
}
