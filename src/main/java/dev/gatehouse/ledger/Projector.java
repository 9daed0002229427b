package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
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

/**
 * Keeps the projections in step with the events of one transaction: takes facts as they are
 * written, and folds the cars that they concern when asked to.
 */
final class Projector {
    private final Store.WriteTx tx;
    private final WriterState state;
    private final Instant now;
    private final List<Notice> notices;
    private final Map<String, List<FoldFact>> unfolded = new LinkedHashMap<>();
    private boolean otherwiseChanged;

    /**
     * @param notices gets what is to be told after the commit
     */
    Projector(Store.WriteTx tx, WriterState state, Instant now, List<Notice> notices) {
        this.tx = tx;
        this.state = state;
        this.now = now;
        this.notices = notices;
    }

    /**
     * Takes an event that was just written; {@link #fold} is to follow.
     *
     * @param key the short number of its stream
     * @param madeHere whether this central made it
     */
    Taken add(int key, LedgerEvent event, boolean madeHere) {
        Taken taken = state.codec.decode(event);
        if (taken instanceof Taken.Known(Fact.OfCar fact)) {
            add(key, FoldFact.of(event, fact, state.codec.zone()), madeHere);
        }
        return taken;
    }

    private void add(int key, FoldFact fact, boolean madeHere) {
        tx.addFact(fact.ownPlate(), fact.key().t(), key, fact.event().seq());
        GateEvent passed = Passages.of(fact, madeHere);
        if (passed == null) {
            otherwiseChanged = true;
        } else {
            tx.addPassage(fact.wallMs(), key, fact.event().seq());
            notices.add(new Notice.Passed(passed));
        }
        unfolded.computeIfAbsent(fact.ownPlate(), _ -> new ArrayList<>()).add(fact);
    }

    /**
     * Takes out an event that is no part of the ledger any more, since it was erased or withdrawn;
     * called before its row changes. {@link #fold} is to follow.
     *
     * @param key the short number of its stream
     */
    void remove(int key, LedgerEvent event) {
        FoldFact fact = state.codec.ofCar(event);
        if (fact != null) {
            tx.removeFact(fact.ownPlate(), fact.key().t(), key, event.seq());
            tx.removePassage(fact.wallMs(), key, event.seq());
            otherwiseChanged = true;
            unfolded.computeIfAbsent(fact.ownPlate(), _ -> new ArrayList<>()).add(fact);
        }
    }

    /** Folds the car of an event anew, though its facts stay as they are. */
    void again(LedgerEvent event) {
        FoldFact fact = state.codec.ofCar(event);
        if (fact != null) {
            otherwiseChanged = true;
            unfolded.computeIfAbsent(fact.ownPlate(), _ -> new ArrayList<>()).add(fact);
        }
    }

    /**
     * Folds every car that has new facts.
     *
     * @return their visits from the first that changed, by every name that they go under
     */
    Map<String, Visit> fold() {
        Map<String, Visit> byName = new HashMap<>();
        unfolded.forEach((plate, fresh) -> byName.putAll(refold(plate, fresh)));
        unfolded.clear();
        return byName;
    }

    /** Whether something changed that no notice of a passage tells. */
    boolean otherwiseChanged() {
        return otherwiseChanged;
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
            FoldFact fact = state.codec.ofCar(event);
            if (fact != null) {
                facts.add(fact);
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
            String name = stay.eventId();
            Visit visit = save(stay, before.remove(name));
            byName.put(name, visit);
            stay.superseded().forEach(later -> byName.put(later.named(), visit));
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
            String named = fact.named();
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
}
