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
import java.util.LinkedHashSet;
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
        final Frontier frontier;
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
        clock = HybridClock.next(clock, now.toEpochMilli(), tx.lastFoldKey(plate.canonical()));
        Fact fact = make.apply(clock);
        long seq = tip.frontier.size() + 1;
        LedgerEvent event =
                new LedgerEvent(
                        tip.descriptor.stream(),
                        seq,
                        Merkle.firstId(tip.descriptor.stream(), seq),
                        fact.kind(),
                        LedgerEvent.Source.NODE,
                        state.central,
                        clock,
                        now.toEpochMilli(),
                        state.codec.encode(fact, state.salt()));
        Leafed leafed = new Leafed(event, Merkle.leaf(event));
        tx.addEvents(tip.key, List.of(leafed));
        extend(tip, leafed);
        notices.add(
                new Notice.Appended(
                        event, new StreamHead(event.stream(), seq, tip.frontier.root())));
        project(tip, event, fact);
        Visit visit = refold(plate.canonical()).get(fact.eventId());
        if (visit == null) {
            throw new IllegalStateException(
                    fact.kind() + " of " + fact.eventId() + " belongs to no visit");
        }
        return visit;
    }

    /**
     * Merges what came from a peer; its proof has been checked, its fit to what is held has not.
     */
    MergeResult merge(Arrival arrival) {
        Tip tip = tip(arrival.descriptor());
        long held = tip.frontier.size();
        int offered = arrival.events().size();
        if (arrival.first() > held + 1) {
            return new MergeResult(0, 0, 0, offered, "");
        }
        int had = (int) Math.min(offered, held - arrival.first() + 1);
        if (had > 0 && !matchesHeld(tip, arrival, had)) {
            return MergeResult.refused(
                    offered, "events differ from those held under the same numbers");
        }
        List<Leafed> fresh = arrival.events().subList(had, offered);
        if (fresh.isEmpty()) {
            return new MergeResult(0, had, 0, 0, "");
        }
        Frontier extended = tip.frontier.copy();
        fresh.forEach(leafed -> extended.append(leafed.leaf()));
        if (!extended.root().equals(arrival.root())) {
            return MergeResult.refused(
                    offered, "root at " + arrival.last() + " differs from that of the events held");
        }
        tx.addEvents(tip.key, fresh);
        Set<String> plates = new LinkedHashSet<>();
        for (Leafed leafed : fresh) {
            extend(tip, leafed);
            clock = HybridClock.adopt(clock, now.toEpochMilli(), leafed.event().hlc());
            if (state.codec.decode(leafed.event()) instanceof FactCodec.Decoded.Known(Fact fact)) {
                project(tip, leafed.event(), fact);
                plates.add(fact.plate().canonical());
            }
        }
        plates.forEach(this::refold);
        return new MergeResult(fresh.size(), had, 0, 0, "");
    }

    private boolean matchesHeld(Tip tip, Arrival arrival, int had) {
        List<Hash> mine = tx.leaves(tip.key, arrival.first() - 1, arrival.first() - 1 + had);
        List<Hash> theirs = arrival.events().subList(0, had).stream().map(Leafed::leaf).toList();
        return mine.equals(theirs);
    }

    private Tip tip(StreamDescriptor descriptor) {
        return tips.computeIfAbsent(
                descriptor.stream(),
                stream -> {
                    Integer key = state.holdings.key(stream);
                    if (key == null) {
                        return new Tip(tx.addStream(descriptor), descriptor, new Frontier());
                    }
                    Frontier cached = state.frontiers.get(stream);
                    Frontier frontier =
                            cached != null
                                    ? cached.copy()
                                    : new StoredTree(tx, key).frontier(state.holdings.n(stream));
                    return new Tip(key, descriptor, frontier);
                });
    }

    private void extend(Tip tip, Leafed leafed) {
        Hash span = tip.frontier.append(leafed.leaf());
        if (span != null) {
            tx.addNode(tip.key, tip.frontier.size() / Merkle.STORED_SPAN - 1, span);
        }
        tip.lastHlc = tip.lastHlc.max(leafed.event().hlc());
    }

    private void project(Tip tip, LedgerEvent event, Fact fact) {
        tx.addFact(fact.plate().canonical(), FoldKey.of(event, fact), tip.key, event.seq());
        GateEvent passed = Passages.of(event, fact, tip.descriptor.central().equals(state.central));
        if (passed != null) {
            tx.addPassage(event.wallMs(), tip.key, event.seq());
            notices.add(new Notice.Passed(passed));
        }
    }

    /**
     * Folds one plate anew and writes what changed; gives its visits by every name they go under.
     */
    private Map<String, Visit> refold(String plate) {
        var facts = new ArrayList<FoldFact>();
        for (LedgerEvent event : tx.facts(plate)) {
            if (state.codec.decode(event) instanceof FactCodec.Decoded.Known(Fact fact)) {
                facts.add(FoldFact.of(event, fact));
            }
        }
        Map<String, Visit> before = new HashMap<>();
        tx.visitsOf(plate).forEach(visit -> before.put(visit.eventId(), visit));
        Map<String, Visit> byName = new HashMap<>();
        for (PlateFold.Stay stay : PlateFold.fold(facts).stays()) {
            String name = stay.entry().fact().eventId();
            Visit old = before.remove(name);
            Visit visit = Visits.of(stay, state.central, old, now);
            if (visit.id() == 0) {
                visit = Visits.numbered(visit, tx.historyId(name));
            }
            if (!visit.equals(old)) {
                tx.saveVisit(visit);
            }
            byName.put(name, visit);
            for (FoldFact later : stay.superseded()) {
                byName.put(later.fact().eventId(), visit);
            }
        }
        before.values().forEach(gone -> tx.removeVisit(gone.id()));
        return byName;
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
        for (Tip tip : tips.values()) {
            state.frontiers.put(tip.descriptor.stream(), tip.frontier);
            state.holdings.put(tip.key, tip.descriptor, tip.frontier.size(), tip.frontier.root());
        }
    }

    /** What happened, in order. */
    List<Notice> notices() {
        return notices;
    }
}
