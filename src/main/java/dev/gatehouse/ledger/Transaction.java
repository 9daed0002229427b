package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One transaction of the writer: appends and merges, with the trees and the notices that follow
 * from them; the fold is the {@link Projector}'s. What it changes in memory counts only after the
 * commit.
 */
final class Transaction implements Desk {
    /** A stream that this transaction writes. */
    static final class Tip {
        final int key;
        final StreamDescriptor descriptor;
        Frontier frontier;
        Hlc lastHlc = Hlc.ZERO;

        Tip(int key, StreamDescriptor descriptor, Frontier frontier) {
            this.key = key;
            this.descriptor = descriptor;
            this.frontier = frontier;
        }
    }

    private final Store.WriteTx tx;
    private final WriterState state;
    private final Instant now;
    private final Map<StreamId, Tip> tips = new HashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private Hlc clock;
    private Hlc ticked = Hlc.ZERO;
    private final Projector projector;
    private boolean ownGrewElsewhere;

    Transaction(Store.WriteTx tx, WriterState state, Instant now) {
        this.tx = tx;
        this.state = state;
        this.now = now;
        this.clock = state.clock;
        this.projector = new Projector(tx, state, now, notices);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public CentralId central() {
        return state.central;
    }

    @Override
    public Optional<Visit> openVisit(Plate plate) {
        return tx.openVisit(plate.canonical());
    }

    @Override
    public Optional<Visit> unconfirmed(Plate plate, @Nullable String edgeId) {
        return tx.unconfirmed(plate.canonical(), edgeId);
    }

    @Override
    public Optional<Visit> visit(long id) {
        return tx.visit(id);
    }

    @Override
    public Visit append(Plate plate, Function<Hlc, Fact.OfCar> make) {
        Fact.OfCar fact = make.apply(tick(List.of(plate)));
        write(fact);
        Visit visit = projector.fold().get(fact.eventId());
        if (visit == null) {
            throw new IllegalStateException("this " + fact.kind() + " belongs to no visit");
        }
        return visit;
    }

    @Override
    public Optional<Visit> amend(List<Plate> cars, Fact.OfCar fact) {
        tick(cars);
        write(fact);
        return Optional.ofNullable(projector.fold().get(fact.eventId()));
    }

    @Override
    public void append(Fact.OfSite fact) {
        tick(List.of());
        write(fact);
        projector.fold();
    }

    /** The clock value of the next event: more than all that is known of those cars. */
    private Hlc tick(List<Plate> cars) {
        long nowMs = now.toEpochMilli();
        Hlc known = Hlc.ZERO;
        for (Plate plate : cars) {
            known = known.max(tx.lastFoldKey(plate.canonical()));
        }
        Hlc own = HybridClock.next(clock, nowMs, Hlc.ZERO);
        ticked = HybridClock.next(clock, nowMs, known);
        clock = HybridClock.adopt(own, nowMs, ticked); // one car's wrong clock must not set ours
        return ticked;
    }

    /** Writes a fact at the clock value of the last {@link #tick}. */
    private void write(Fact fact) {
        Tip tip = tip(state.stream);
        long seq = tip.frontier.size() + 1;
        LedgerEvent event =
                new LedgerEvent(
                        tip.descriptor.stream(),
                        seq,
                        Merkle.firstId(tip.descriptor.stream(), seq),
                        fact.kind(),
                        LedgerEvent.Source.NODE,
                        state.central,
                        ticked,
                        now.toEpochMilli(),
                        state.codec.encode(fact, state.salt()));
        write(tip, event);
    }

    private void write(Tip tip, LedgerEvent event) {
        checkUsable(event);
        Leafed leafed = new Leafed(event, Merkle.leaf(event));
        extend(tip, List.of(leafed), tip.frontier.copy());
        notices.add(
                new Notice.Appended(
                        event, new StreamHead(event.stream(), event.seq(), tip.frontier.root())));
        projector.add(tip.key, event, true);
    }

    /**
     * What peers would refuse must not be in the ledger: nothing behind it would ever reach them.
     */
    private void checkUsable(LedgerEvent event) {
        if (event.payload().length() > LedgerEvent.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "payload of "
                            + event.payload().length()
                            + " bytes, at most "
                            + LedgerEvent.MAX_PAYLOAD);
        }
        if (state.codec.decode(event) instanceof Taken.Unusable(String why)) {
            throw new IllegalArgumentException(why);
        }
    }

    /**
     * Merges what came from a peer; its proof has been checked, its fit to what is held has not.
     */
    MergeResult merge(Arrival arrival) {
        StreamId stream = arrival.stream();
        boolean known = tips.containsKey(stream) || state.holdings.key(stream) != null;
        long held = known ? tip(arrival.descriptor()).frontier.size() : 0;
        int offered = arrival.size();
        if (arrival.first() > held + 1) {
            return new MergeResult(0, 0, 0, offered, "");
        }
        int had = (int) Math.min(offered, held - arrival.first() + 1);
        if (had > 0 && !matchesHeld(tip(arrival.descriptor()), arrival, had)) {
            return MergeResult.refused(
                    offered, "events differ from those held under the same numbers");
        }
        List<Leafed> fresh = arrival.events().subList(had, offered);
        if (fresh.isEmpty()) {
            return new MergeResult(0, had, 0, 0, "");
        }
        Frontier before = known ? tip(arrival.descriptor()).frontier : new Frontier();
        Frontier extended = before.copy();
        fresh.forEach(leafed -> extended.append(leafed.leaf()));
        if (!extended.root().equals(arrival.root())) {
            return MergeResult.refused(
                    offered, "root at " + arrival.last() + " differs from that of the events held");
        }
        var unusable = take(tip(arrival.descriptor()), fresh);
        return new MergeResult(fresh.size(), had, 0, 0, "", unusable);
    }

    /** Writes and folds them; gives those of which no sense can be made. */
    private List<MergeResult.Unusable> take(Tip tip, List<Leafed> fresh) {
        extend(tip, fresh, tip.frontier.copy());
        ownGrewElsewhere |= tip.descriptor.stream().equals(state.stream.stream());
        boolean madeHere = tip.descriptor.central().equals(state.central);
        var unusable = new ArrayList<MergeResult.Unusable>();
        for (Leafed leafed : fresh) {
            LedgerEvent event = leafed.event();
            clock = HybridClock.adopt(clock, now.toEpochMilli(), event.hlc());
            switch (projector.add(tip.key, event, madeHere)) {
                case Taken.Known _ -> {}
                case Taken.Unusable(String why) ->
                        unusable.add(new MergeResult.Unusable(event.seq(), why));
                case Taken.Unknown _ -> {} // a later version folds it
            }
        }
        projector.fold();
        return unusable;
    }

    private boolean matchesHeld(Tip tip, Arrival arrival, int had) {
        List<Hash> mine = tx.leaves(tip.key, arrival.first() - 1, arrival.first() - 1 + had);
        List<Hash> theirs = arrival.events().subList(0, had).stream().map(Leafed::leaf).toList();
        return mine.equals(theirs);
    }

    /**
     * The tip of a stream, which is stored where it is new: only for who goes on to write to it.
     */
    private Tip tip(StreamDescriptor descriptor) {
        return tips.computeIfAbsent(
                descriptor.stream(),
                stream -> {
                    Integer key = state.holdings.key(stream);
                    StreamDescriptor held = state.holdings.descriptor(stream);
                    if (key == null || held == null) {
                        return new Tip(tx.addStream(descriptor), descriptor, new Frontier());
                    }
                    Frontier cached = state.frontiers.get(stream);
                    Frontier frontier =
                            cached != null
                                    ? cached.copy()
                                    : new StoredTree(tx, key).frontier(state.holdings.n(stream));
                    return new Tip(key, held, frontier);
                });
    }

    private void extend(Tip tip, List<Leafed> fresh, Frontier frontier) {
        for (Leafed leafed : fresh) {
            tx.addEvent(tip.key, leafed);
            Hash span = frontier.append(leafed.leaf());
            if (span != null) {
                tx.addNode(tip.key, frontier.size() / Merkle.STORED_SPAN - 1, span);
            }
            tip.lastHlc = tip.lastHlc.max(leafed.event().hlc());
        }
        tip.frontier = frontier;
    }

    /** Writes the heads; the last step before the commit. */
    void finish() {
        for (Tip tip : tips.values()) {
            tx.hold(tip.key, tip.frontier.size(), tip.frontier.root(), tip.lastHlc);
        }
    }

    /** What counts from the commit on. */
    void committed() {
        state.clock = clock;
        tips.forEach((stream, tip) -> state.frontiers.put(stream, tip.frontier));
        state.holdings.put(tips.values());
        if (projector.otherwiseChanged()) {
            notices.add(new Notice.VisitsChanged());
        }
    }

    /** What happened, in order. */
    List<Notice> notices() {
        return notices;
    }

    /** Whether a peer had more of the stream that is written here: somebody else writes it too. */
    boolean ownGrewElsewhere() {
        return ownGrewElsewhere;
    }
}
