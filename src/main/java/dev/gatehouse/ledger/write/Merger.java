package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoredTree;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * Fits what came from peers to what is held of its stream, within one context.
 *
 * <p>What continues the events held, by its proof or its root, becomes part of them. What lies
 * beyond a gap is kept loose and joins when the gap fills and a root that came with it, or that a
 * peer claims, is the one computed. What contradicts is kept out and in quarantine: the first that
 * came stays, except that proven events take the place of loose ones.
 */
final class Merger {
    /**
     * Events kept in quarantine, of all streams. They are evidence for a person, who looks at a
     * few; a peer that makes them up fills at most 64 MB.
     */
    static final int QUARANTINED = 1_000;

    private final TransactionContext context;
    private final Store.WriteTx tx;
    private final EventWriter writer;
    private final ForkResolver givingUp;
    private final Consequences consequences;

    Merger(
            TransactionContext context,
            EventWriter writer,
            ForkResolver givingUp,
            Consequences consequences) {
        this.context = context;
        this.tx = context.tx();
        this.writer = writer;
        this.givingUp = givingUp;
        this.consequences = consequences;
    }

    /** What came, by what is to be done with it. */
    private static final class Sorted {
        final List<HashedEvent> fresh = new ArrayList<>();
        final List<HashedEvent> unlikeLoose = new ArrayList<>();
        final List<HashedEvent> withPayload = new ArrayList<>();
        int had;
        int behindWithdrawn;

        /** Whether the disk has lost one that is counted as held. */
        boolean lost;

        @Nullable HashedEvent unlikeHeld;
        @Nullable Hash held;
    }

    /** Merges what came; its proof has been checked, its fit to what is held has not. */
    MergeResult merge(Arrival arrival) {
        StreamHeadState tip = context.known(arrival.stream());
        if (tip != null && tip.spoilt()) {
            return MergeResult.deferred(arrival.size());
        }
        Sorted sorted = sort(tip, arrival);
        if (sorted.lost) {
            return MergeResult.deferred(arrival.size());
        }
        HashedEvent unlike = sorted.unlikeHeld;
        if (tip != null && unlike != null && context.rows().isDamaged(tip, unlike.event().seq())) {
            return MergeResult.deferred(arrival.size());
        }
        if (tip != null && unlike != null && context.owns(arrival.descriptor())) {
            givingUp.from(tip, unlike.event().seq());
            sorted = sort(tip, arrival);
        }
        if (tip != null) {
            sorted.withPayload.forEach(leafed -> restore(tip, leafed));
            if (sorted.unlikeHeld != null) {
                return fork(tip, arrival, sorted);
            }
        }
        if (sorted.fresh.isEmpty() && sorted.unlikeLoose.isEmpty()) {
            if (tip != null && sorted.had > 0) {
                advance(tip, arrival.n(), arrival.root());
            }
            return new MergeResult(
                    0, sorted.had, 0, sorted.behindWithdrawn, MergeResult.Fit.FITS, "", List.of());
        }
        long n = tip == null ? 0 : tip.n();
        boolean next = arrival.first() <= n + 1;
        if (next && !continues(tip, arrival)) {
            return MergeResult.rejected(
                    sorted.had,
                    arrival.size() - sorted.had,
                    MergeResult.Fit.DIFFERS_BEFORE,
                    "what is before event " + arrival.first() + " differs from what is held here");
        }
        return take(context.tip(arrival.descriptor()), arrival, sorted, next);
    }

    private void restore(StreamHeadState tip, HashedEvent leafed) {
        if (writer.restore(tip, leafed)) {
            consequences.ofAll(List.of(leafed));
        }
    }

    private Sorted sort(@Nullable StreamHeadState tip, Arrival arrival) {
        var sorted = new Sorted();
        Tombstones marks = context.marks();
        boolean marked = marks.touch(arrival.stream());
        boolean beyond = tip == null || (arrival.first() > tip.n() && tip.loose.isEmpty());
        if (beyond && !marked) {
            sorted.fresh.addAll(arrival.events());
            return sorted;
        }
        Map<Long, Hash> mine =
                tip == null
                        ? Map.of()
                        : context.rows().leaves(tip.key, arrival.numbers().and(tip.held()));
        boolean behindWithdrawn = false;
        for (HashedEvent leafed : arrival.events()) {
            long seq = leafed.event().seq();
            Hash held = mine.get(seq);
            if (leafed.leaf().equals(held)) {
                sorted.had++;
                if (!leafed.event().erased() && context.rows().isWithheld(arrival.stream(), seq)) {
                    sorted.withPayload.add(leafed);
                }
            } else if (context.isWithdrawn(
                    arrival.descriptor(), leafed.event().seq(), leafed.leaf())) {
                sorted.had++;
                behindWithdrawn = true;
            } else if (behindWithdrawn) { // of the version that is gone: it comes without it
                sorted.behindWithdrawn++;
            } else if (held == null && tip != null && tip.held().contains(seq)) {
                sorted.lost |= context.rows().isDamaged(tip, seq);
            } else if (held == null) {
                sorted.fresh.add(leafed);
            } else if (tip != null && seq <= tip.n()) {
                sorted.unlikeHeld = leafed;
                sorted.held = held;
                return sorted;
            } else {
                sorted.unlikeLoose.add(leafed);
            }
        }
        return sorted;
    }

    /** Whether what the peer holds before these events is what is held here. */
    private boolean continues(@Nullable StreamHeadState tip, Arrival arrival) {
        Frontier held = tip == null ? new Frontier() : tip.frontier;
        long before = arrival.first() - 1;
        List<Hash> left = arrival.left();
        if (left != null) {
            Frontier there =
                    tip == null || before == held.size()
                            ? held
                            : new StoredTree(tx, tip.key).frontier(before);
            return there.peaks().equals(left);
        }
        if (arrival.n() == 0 || before < held.size()) {
            return true; // it comes without any root, or is one that was held loose
        }
        Frontier extended = held.copy();
        extended.append(arrival.events().getFirst().leaf(), Frontier.Nodes.NONE);
        return extended.root().equals(arrival.root());
    }

    /** One stream, two versions: the first that came stays. */
    private MergeResult fork(StreamHeadState tip, Arrival arrival, Sorted sorted) {
        HashedEvent other = sorted.unlikeHeld;
        Hash held = sorted.held;
        if (other == null || held == null) {
            throw new IllegalStateException("no fork");
        }
        long seq = other.event().seq();
        quarantine(other, arrival);
        context.forks().add(new Fork(tip.stream(), seq, held, other.leaf()));
        return MergeResult.rejected(
                sorted.had,
                arrival.size() - sorted.had,
                MergeResult.Fit.FORK,
                "event " + seq + " is another than the one held under that number");
    }

    private void quarantine(HashedEvent event, Arrival arrival) {
        tx.events()
                .quarantine(
                        new EventStore.Quarantined(
                                event, arrival.sender(), context.now().toEpochMilli()),
                        QUARANTINED);
    }

    /** Writes what is new; gives what became of all. */
    private MergeResult take(StreamHeadState tip, Arrival arrival, Sorted sorted, boolean next) {
        boolean proven = next && arrival.n() > 0;
        var unusable = new ArrayList<MergeResult.Unusable>();
        Set<Long> instead = new HashSet<>();
        List<HashedEvent> writing = new ArrayList<>(sorted.fresh);
        if (proven) {
            for (HashedEvent leafed : sorted.unlikeLoose) {
                replaceLoose(tip, leafed.event().seq());
                instead.add(leafed.event().seq());
                writing.add(leafed);
            }
        } else {
            sorted.unlikeLoose.forEach(leafed -> quarantine(leafed, arrival));
        }
        long provenTo = proven ? arrival.numbers().first().to() : 0;
        writer.writeReceived(tip, writing, provenTo, arrival.block(), unusable);
        if (proven) {
            extend(tip, arrival, writing.size());
        }
        Ranges rest = Ranges.EMPTY;
        if (!proven || tip.n() < arrival.numbers().last()) {
            rest = looseAmong(tip, writing);
            tip.setLoose(tip.loose.plus(rest));
            if (arrival.n() > 0 && !rest.isEmpty()) {
                tx.trees().addLooseRoot(tip.key, arrival.n(), arrival.root());
                addRootBehind(tip, arrival);
            }
        }
        advance(tip, arrival.n(), arrival.root());
        consequences.ofAll(writing);
        int rejected = sorted.unlikeLoose.size() - instead.size();
        return new MergeResult(
                writing.size(),
                sorted.had,
                rejected,
                sorted.behindWithdrawn,
                MergeResult.Fit.FITS,
                rejected == 0 ? "" : "others are held under the same numbers, none proven",
                unusable);
    }

    /**
     * A proof also gives the root that the stream has where its events end: by that one they join
     * as soon as the gap before them is filled, and not only with all up to the head that was
     * proven.
     */
    private void addRootBehind(StreamHeadState tip, Arrival arrival) {
        List<Hash> left = arrival.left();
        long last = arrival.numbers().last();
        if (left != null && arrival.numbers().size() == 1 && last < arrival.n()) {
            Frontier there = Frontier.of(arrival.first() - 1, left);
            arrival.events().forEach(e -> there.append(e.leaf(), Frontier.Nodes.NONE));
            tx.trees().addLooseRoot(tip.key, last, there.root());
        }
    }

    /** The proven event takes the place of the loose one, which goes to quarantine. */
    private void replaceLoose(StreamHeadState tip, long seq) {
        HashedEvent loose = context.rows().event(tip, seq);
        context.projector().remove(tip.key, loose.event());
        context.rows().drop(tip, seq);
        tx.events()
                .quarantine(
                        new EventStore.Quarantined(loose, null, context.now().toEpochMilli()),
                        QUARANTINED);
    }

    /** Appends to the tree what follows on what is held, whether it came now or was loose. */
    private void extend(StreamHeadState tip, Arrival arrival, int writing) {
        long before = tip.n();
        for (HashedEvent leafed : arrival.events()) {
            if (leafed.event().seq() == tip.n() + 1
                    && !context.isWithdrawn(tip.descriptor, leafed.event().seq(), leafed.leaf())) {
                context.append(tip, leafed.leaf());
            }
        }
        if (tip.n() - before > writing || !tip.loose.isEmpty()) {
            tip.setLoose(tip.loose.minus(Ranges.of(1, tip.n())));
        }
    }

    private static Ranges looseAmong(StreamHeadState tip, List<HashedEvent> events) {
        var numbers = new ArrayList<Ranges.Interval>();
        for (HashedEvent leafed : events) {
            long seq = leafed.event().seq();
            if (seq > tip.n()) {
                numbers.add(new Ranges.Interval(seq, seq));
            }
        }
        return Ranges.of(numbers);
    }

    /**
     * Lets loose events join those held, up to the last root that is the one computed.
     *
     * @param n of a root that is known besides those stored; 0 where there is none
     * @return whether any did
     */
    boolean advance(StreamHeadState tip, long n, Hash root) {
        if (tip.loose.isEmpty() || tip.loose.first().from() != tip.n() + 1) {
            return false;
        }
        NavigableMap<Long, Hash> known = tx.trees().looseRoots(tip.key);
        if (n > 0) {
            known.put(n, root);
        }
        known = known.subMap(tip.n(), false, tip.loose.first().to(), true);
        if (known.isEmpty()) {
            return false;
        }
        List<Hash> leaves = tx.trees().leaves(tip.key, tip.n(), known.lastKey());
        Frontier walk = tip.frontier.copy();
        long before = tip.n();
        long fits = before;
        for (Hash leaf : leaves) {
            walk.append(leaf, Frontier.Nodes.NONE);
            Hash expected = known.get(walk.size());
            if (expected != null && expected.equals(walk.root())) {
                fits = walk.size();
            }
        }
        for (Hash leaf : leaves.subList(0, (int) (fits - before))) {
            context.append(tip, leaf);
        }
        tip.setLoose(tip.loose.minus(Ranges.of(1, fits)));
        return fits > before;
    }
}
