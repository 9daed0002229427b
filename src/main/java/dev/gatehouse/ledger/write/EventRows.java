package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.MissingPayloads;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final int span;

    /**
     * @param damaged takes the rows that are met and are not as they were written
     * @param span events of a block, 0 where there are to be none
     */
    EventRows(
            Store.WriteTx tx,
            Tombstones marks,
            MissingPayloads withheld,
            Set<Fact.Place> damaged,
            int span) {
        this.tx = tx;
        this.marks = marks;
        this.withheld = withheld;
        this.damaged = damaged;
        this.span = span;
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

    /**
     * Stores events of which nothing is held, each whole span of them as a block, and gives what
     * was stored.
     *
     * @param proven they are proven up to that number
     * @param came the block in which they came; null where they came in none
     */
    List<HashedEvent> keep(
            StreamHeadState tip,
            List<HashedEvent> events,
            long proven,
            @Nullable PackedEvents came) {
        var kept = new ArrayList<HashedEvent>(events.size());
        while (kept.size() < events.size()) {
            List<HashedEvent> rest = events.subList(kept.size(), events.size());
            boolean whole = span > 0 && beginsWithSpan(rest, proven);
            kept.addAll(
                    whole
                            ? keepSpan(tip, rest.subList(0, span), came)
                            : List.of(keep(tip, rest.getFirst())));
        }
        return kept;
    }

    private boolean beginsWithSpan(List<HashedEvent> events, long proven) {
        long first = events.getFirst().event().seq();
        long last = first + span - 1;
        return (first - 1) % span == 0
                && last <= proven
                && events.size() >= span
                && events.get(span - 1).event().seq() == last;
    }

    private List<HashedEvent> keepSpan(
            StreamHeadState tip, List<HashedEvent> events, @Nullable PackedEvents came) {
        List<HashedEvent> kept = events.stream().map(this::asKept).toList();
        Optional<PackedEvents> packed =
                came != null && came.events().equals(kept)
                        ? Optional.of(came)
                        : PackedEvents.of(kept);
        packed.ifPresentOrElse(
                block -> tx.events().addBlock(tip.key, block),
                () -> kept.forEach(event -> tx.events().add(tip.key, event)));
        return kept;
    }

    /** Stores an event, and gives what was stored. */
    HashedEvent keep(StreamHeadState tip, HashedEvent leafed) {
        HashedEvent kept = asKept(leafed);
        tx.events().add(tip.key, kept);
        return kept;
    }

    /** The event as it may be stored, which it is about to be. */
    private HashedEvent asKept(HashedEvent leafed) {
        LedgerEvent event = leafed.event();
        boolean erased = isErased(event);
        if (event.erased() && !erased) {
            withheld = withheld.plus(event.stream(), event.seq());
        }
        return erased ? leafed.erased() : leafed;
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

    /** The leaves at those numbers; some are missing only where the disk has lost them. */
    Map<Long, Hash> leaves(int key, Ranges numbers) {
        var leaves = new HashMap<Long, Hash>();
        for (Ranges.Interval interval : numbers.intervals()) {
            List<Hash> there = tx.trees().leaves(key, interval.from() - 1, interval.to());
            for (long seq = interval.from(); seq <= interval.to(); seq++) {
                List<Hash> one =
                        there.size() == interval.count()
                                ? List.of(there.get((int) (seq - interval.from())))
                                : tx.trees().leaves(key, seq - 1, seq);
                if (!one.isEmpty()) {
                    leaves.put(seq, one.getFirst());
                }
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
        boolean spoilt = !isWhole(tip, seq);
        if (spoilt && damaged.add(new Fact.Place(tip.stream(), seq))) {
            LOG.warn("Event {} of stream {} is not on disk as written", seq, tip.stream());
        }
        return spoilt;
    }

    private boolean isWhole(StreamHeadState tip, long seq) {
        try {
            List<Hash> leaf = tx.trees().leaves(tip.key, seq - 1, seq);
            return !leaf.isEmpty()
                    && tx.events()
                            .event(tip.key, seq)
                            .filter(event -> Merkle.leaf(event).equals(leaf.getFirst()))
                            .isPresent();
        } catch (IllegalArgumentException noEvent) {
            return false;
        }
    }

    HashedEvent event(StreamHeadState tip, long seq) {
        return events(tip, Ranges.of(seq, seq), 1).getFirst();
    }
}
