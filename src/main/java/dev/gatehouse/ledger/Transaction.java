package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One transaction of the writer: appends and merges, with the trees, the fold and the notices that
 * follow from them. What it changes in memory counts only after the commit.
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
    private boolean otherwiseChanged;
    private boolean ownGrewElsewhere;

    Transaction(Store.WriteTx tx, WriterState state, Instant now) {
        this.tx = tx;
        this.state = state;
        this.now = now;
        this.clock = state.clock;
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
    public Visit append(Plate plate, Function<Hlc, Fact> make) {
        Tip tip = tip(state.stream);
        long nowMs = now.toEpochMilli();
        Hlc own = HybridClock.next(clock, nowMs, Hlc.ZERO);
        Hlc hlc = HybridClock.next(clock, nowMs, tx.lastFoldKey(plate.canonical()));
        clock = HybridClock.adopt(own, nowMs, hlc); // one car from a wrong clock must not set ours
        Fact fact = make.apply(hlc);
        long seq = tip.frontier.size() + 1;
        LedgerEvent event =
                new LedgerEvent(
                        tip.descriptor.stream(),
                        seq,
                        Merkle.firstId(tip.descriptor.stream(), seq),
                        fact.kind(),
                        LedgerEvent.Source.NODE,
                        state.central,
                        hlc,
                        nowMs,
                        state.codec.encode(fact, state.salt()));
        checkUsable(event);
        Leafed leafed = new Leafed(event, Merkle.leaf(event));
        extend(tip, List.of(leafed), tip.frontier.copy());
        notices.add(
                new Notice.Appended(
                        event, new StreamHead(event.stream(), seq, tip.frontier.root())));
        FoldFact folded = project(tip, event, fact);
        Visit visit = refold(plate.canonical(), List.of(folded)).get(fact.eventId());
        if (visit == null) {
            throw new IllegalStateException(
                    fact.kind() + " " + event.seq() + " of this stream belongs to no visit");
        }
        return visit;
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
        if (state.codec.decode(event) instanceof FactCodec.Decoded.Unusable(String why)) {
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
        Map<String, List<FoldFact>> byPlate = new LinkedHashMap<>();
        var unusable = new ArrayList<MergeResult.Unusable>();
        for (Leafed leafed : fresh) {
            LedgerEvent event = leafed.event();
            clock = HybridClock.adopt(clock, now.toEpochMilli(), event.hlc());
            switch (state.codec.decode(event)) {
                case FactCodec.Decoded.Known(Fact fact) ->
                        byPlate.computeIfAbsent(fact.plate().canonical(), _ -> new ArrayList<>())
                                .add(project(tip, event, fact));
                case FactCodec.Decoded.Unusable(String why) ->
                        unusable.add(new MergeResult.Unusable(event.seq(), why));
                case FactCodec.Decoded.Unknown _ -> {} // a later version folds it
            }
        }
        byPlate.forEach(this::refold);
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

    private FoldFact project(Tip tip, LedgerEvent event, Fact fact) {
        FoldFact folded = FoldFact.of(event, fact);
        tx.addFact(fact.plate().canonical(), folded.key().t(), tip.key, event.seq());
        GateEvent passed = Passages.of(event, fact, tip.descriptor.central().equals(state.central));
        if (passed == null) {
            otherwiseChanged = true;
        } else {
            tx.addPassage(event.wallMs(), tip.key, event.seq());
            notices.add(new Notice.Passed(passed));
        }
        return folded;
    }

    /**
     * Folds one plate anew from the last visit that its new facts cannot have changed the beginning
     * of, and writes what changed.
     *
     * @param fresh its new facts, written already
     * @return its visits from there on, by every name that they go under
     */
    private Map<String, Visit> refold(String plate, List<FoldFact> fresh) {
        Optional<Store.Rest> rest = rest(plate, fresh);
        var facts = new ArrayList<FoldFact>();
        long fromMs = rest.map(r -> new Hlc(r.t()).ms()).orElse(0L);
        for (LedgerEvent event : tx.facts(plate, Hlc.ofMs(fromMs).value())) {
            if (state.codec.decode(event) instanceof FactCodec.Decoded.Known(Fact fact)) {
                facts.add(FoldFact.of(event, fact));
            }
        }
        PlateFold.Result folded =
                rest.map(r -> PlateFold.foldFrom(r.eventId(), facts))
                        .orElseGet(() -> PlateFold.fold(facts));
        Map<String, Store.StoredVisit> before = new HashMap<>();
        tx.visits(plate, rest.map(Store.Rest::t).orElse(0L))
                .forEach(stored -> before.put(stored.visit().eventId(), stored));
        Map<String, Visit> byName = new HashMap<>();
        for (PlateFold.Stay stay : folded.stays()) {
            String name = stay.entry().fact().eventId();
            Visit visit = save(stay, before.remove(name));
            byName.put(name, visit);
            stay.superseded().forEach(later -> byName.put(later.fact().eventId(), visit));
        }
        before.values().forEach(gone -> tx.removeVisit(gone.visit().id()));
        otherwiseChanged |= !before.isEmpty();
        return byName;
    }

    private Visit save(PlateFold.Stay stay, Store.@Nullable StoredVisit stored) {
        Visit old = stored == null ? null : stored.visit();
        long entryT = stay.entry().key().t();
        Visit visit = Visits.of(stay, state.central, old, now);
        if (visit.id() == 0) {
            visit = Visits.numbered(visit, tx.historyId(visit.eventId()));
        }
        if (stored == null || stored.entryT() != entryT || !visit.equals(old)) {
            tx.saveVisit(visit, entryT);
        }
        return visit;
    }

    /** Empty where all must be folded: the car is new, or a fact names what is no visit (yet). */
    private Optional<Store.Rest> rest(String plate, List<FoldFact> fresh) {
        Set<String> entered = new HashSet<>();
        for (FoldFact fact : fresh) {
            if (fact.fact() instanceof Fact.Entry entry) {
                entered.add(entry.eventId());
            }
        }
        long before = Long.MAX_VALUE;
        for (FoldFact fact : fresh) {
            String named = fact.fact().eventId();
            before = Math.min(before, fact.key().t());
            if (!entered.contains(named)) {
                Optional<Long> entryT = tx.entryT(plate, named);
                if (entryT.isEmpty()) {
                    return Optional.empty();
                }
                before = Math.min(before, entryT.get() + 1);
            }
        }
        return tx.restBefore(plate, before);
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
        if (otherwiseChanged) {
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
