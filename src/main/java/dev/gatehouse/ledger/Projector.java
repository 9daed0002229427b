package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
    private final Prefetch prefetch;
    private final Placement placement;
    private final Onward onward;
    private final DigestSum sum;

    /** The cars to be folded, and the fold key before which all of them is as it was. */
    private final Map<String, Long> touched = new LinkedHashMap<>();

    private boolean otherwiseChanged;
    private boolean takenBack;
    private boolean visitsChanged;

    /**
     * @param notices gets what is to be told after the commit
     */
    Projector(Store.WriteTx tx, WriterState state, Instant now, List<Notice> notices) {
        this.tx = tx;
        this.state = state;
        this.now = now;
        this.notices = notices;
        this.prefetch = new Prefetch(tx);
        this.placement = new Placement(tx, prefetch, state.codec, new Folding());
        this.onward = new Onward(tx, prefetch, state, now);
        this.sum = new DigestSum(new HistoryRows(state.codec.zone()), state.fold.digest());
    }

    /** What can be folded onward is; the other cars are folded anew at the end. */
    private final class Folding implements Placement.Folding {
        @Override
        public void anew(String plate, long t) {
            touched.merge(plate, t, Math::min);
            tx.addCar(plate);
            onward.forget(plate);
        }

        @Override
        public boolean entered(FoldFact fact) {
            return !touched.containsKey(fact.ownPlate()) && onward.entered(fact);
        }

        /** Until it is folded anew, a stored visit may stand with a car that it is not of. */
        @Override
        public Store.@Nullable StoredVisit visit(FoldFact follower) {
            Store.StoredVisit visit = onward.visit(follower.named());
            boolean stands =
                    visit != null && !touched.containsKey(visit.visit().plate().canonical());
            return stands ? visit : null;
        }

        @Override
        public boolean followed(FoldFact fact, Store.StoredVisit visit) {
            return onward.followed(fact, visit);
        }
    }

    /** Reads what those facts will ask for; they are going to be added. */
    void expect(Collection<Taken> page) {
        prefetch.read(page);
    }

    /**
     * Takes an event that was just written; {@link #fold} is to follow.
     *
     * @param key the short number of its stream
     * @param taken what the event says
     * @param madeHere whether this central made it
     */
    void add(int key, LedgerEvent event, Taken taken, boolean madeHere) {
        if (taken instanceof Taken.Known(Fact known)) {
            switch (known) {
                case Fact.OfCar fact ->
                        add(FoldFact.of(event, fact, state.codec.zone(), key), madeHere);
                case Fact.OfSite _ -> tx.addSiteFact(key, event);
            }
        }
    }

    private void add(FoldFact fact, boolean madeHere) {
        boolean echo = fact.takenIn() && has(fact); // by another node, and told already
        placement.add(fact);
        GateEvent passed = Passages.of(fact, madeHere);
        if (passed == null) {
            otherwiseChanged = true;
            if (Passages.takesBack(fact.fact()) && !takenBack) {
                takenBack = true;
                notices.add(new Notice.TakenBack());
            }
        } else {
            tx.addPassage(fact.wallMs(), fact.stream(), fact.event().seq());
            if (!echo) {
                notices.add(new Notice.Passed(passed));
            }
        }
        if (fact.isChange()) {
            tx.numberChange(fact.key().id());
        }
    }

    /**
     * Takes out an event that is no part of the ledger any more, since it was erased or withdrawn;
     * called before its row changes. {@link #fold} is to follow.
     *
     * @param key the short number of its stream
     */
    void remove(int key, LedgerEvent event) {
        if (!(state.codec.decode(event) instanceof Taken.Known(Fact known))) {
            return;
        }
        switch (known) {
            case Fact.OfCar car -> {
                FoldFact fact = FoldFact.of(event, car, state.codec.zone(), key);
                placement.remove(fact);
                if (Passages.of(fact, false) != null) {
                    tx.removePassage(fact.wallMs(), key, event.seq());
                }
                otherwiseChanged = true;
            }
            case Fact.OfSite _ -> tx.removeSiteFact(key, event);
        }
    }

    /** Whether a fact of that id is among those of its visit, or of its car. */
    private boolean has(FoldFact fact) {
        LedgerEvent event = fact.event();
        String name = fact.eventId();
        if (name == null) {
            return tx.facts(fact.ownPlate(), fact.key().t()).stream()
                    .anyMatch(held -> held.event().id().equals(event.id()));
        }
        return tx.named(name).stream()
                .filter(row -> row.kind().equals(event.kind()))
                .flatMap(row -> tx.event(row.key(), row.seq()).stream())
                .anyMatch(held -> held.id().equals(event.id()));
    }

    /** Folds the car of an event anew, though its facts stay as they are. */
    void again(LedgerEvent event) {
        FoldFact fact = state.codec.ofCar(event, 0);
        if (fact != null) {
            otherwiseChanged = true;
            placement.again(fact);
        }
    }

    /** A car, folded from one of its visits on. */
    private record Folded(
            String plate, long fromT, PlateFold.Result result, List<FoldFact> facts) {}

    /**
     * Folds every car that has new facts, or lost some, and writes what changed.
     *
     * @return their visits from the first that changed, by every name that they go under
     */
    Map<String, Visit> fold() {
        prefetch.folded();
        Map<String, Visit> byName = new HashMap<>();
        for (Onward.Changed car : onward.take()) {
            boolean same = car.visit().equals(car.before());
            Visit saved = same ? car.visit() : save(car);
            byName.put(saved.eventId(), saved);
        }
        if (!touched.isEmpty()) {
            foldAnew(byName);
        }
        return byName;
    }

    private void foldAnew(Map<String, Visit> byName) {
        // a visit can go from one car to another: all is folded before anything is written
        var cars = new ArrayList<Folded>(touched.size());
        Map<String, Store.StoredVisit> before = new HashMap<>();
        touched.forEach((plate, t) -> cars.add(refold(plate, t, before)));
        touched.clear();
        for (Folded car : cars) {
            for (PlateFold.Stay stay : car.result().stays()) {
                Visit visit = save(stay, before.remove(stay.eventId()));
                byName.put(visit.eventId(), visit);
                stay.superseded().forEach(later -> byName.put(later.named(), visit));
            }
        }
        for (Store.StoredVisit gone : before.values()) {
            tx.removeVisit(gone.visit().id());
            sum.subtract(gone.visit());
            visitsChanged = true;
            otherwiseChanged = true;
        }
        cars.forEach(this::remark);
    }

    /** Writes what the visits come to; the last step before the commit. */
    void finish() {
        if (visitsChanged) {
            tx.saveFold(digest());
        }
    }

    /** What the visits come to. */
    FoldDigest digest() {
        return new FoldDigest(state.codec.edition().fold(), sum.value());
    }

    /** Whether something changed that no notice of a passage tells. */
    boolean otherwiseChanged() {
        return otherwiseChanged;
    }

    /**
     * Folds one plate anew from the last visit that began before {@code t}: no other was open then.
     *
     * @param before gets its stored visits from there on
     */
    private Folded refold(String plate, long t, Map<String, Store.StoredVisit> before) {
        Optional<Store.Rest> rest = tx.restBefore(plate, t);
        if (rest.isPresent() && rest.get().joined()) {
            return refold(plate, rest.get().t(), before); // with its exit, which may sort before it
        }
        // an echo of the entry stands in the same millisecond
        long fromT = rest.map(r -> Hlc.ofMs(new Hlc(r.t()).ms()).value()).orElse(0L);
        var facts = new ArrayList<FoldFact>();
        for (Store.Keyed keyed : tx.facts(plate, fromT)) {
            FoldFact fact = state.codec.ofCar(keyed.event(), keyed.key());
            if (fact != null) {
                facts.add(fact);
            }
        }
        if (rest.isPresent() && entriesAt(rest.get().t(), facts) > 1) {
            return refold(plate, rest.get().t(), before); // which of them comes first is not known
        }
        addThoseThatSortBeforeTheirEntry(facts);
        var zone = state.codec.zone();
        PlateFold.Result result =
                rest.map(r -> PlateFold.foldFrom(r.eventId(), facts, this::isEntered, zone))
                        .orElseGet(() -> PlateFold.fold(facts, zone));
        tx.visits(plate, rest.map(Store.Rest::t).orElse(0L))
                .forEach(stored -> before.put(stored.visit().eventId(), stored));
        return new Folded(plate, fromT, result, facts);
    }

    private static long entriesAt(long t, List<FoldFact> facts) {
        return facts.stream().filter(fact -> fact.key().t() == t && fact.begins()).count();
    }

    /** Where the name of a visit does not tell when it began, what names it may have any key. */
    private void addThoseThatSortBeforeTheirEntry(List<FoldFact> facts) {
        for (FoldFact entry : List.copyOf(facts)) {
            String name = entry.named();
            if (entry.fact() instanceof Fact.Entry && VisitName.ms(name) == 0) {
                for (Store.FactRow row : tx.named(name)) {
                    tx.event(row.key(), row.seq())
                            .map(event -> state.codec.ofCar(event, row.key()))
                            .ifPresent(facts::add);
                }
            }
        }
    }

    /** Whether there is an entry of that name, or an exit that stands for one. */
    private boolean isEntered(String eventId) {
        return tx.named(eventId).stream()
                .anyMatch(row -> row.kind().equals(Fact.Entry.KIND) || isAloneExit(row));
    }

    private boolean isAloneExit(Store.FactRow row) {
        FoldFact fact =
                row.kind().equals(Fact.Exit.KIND)
                        ? tx.event(row.key(), row.seq())
                                .map(event -> state.codec.ofCar(event, row.key()))
                                .orElse(null)
                        : null;
        return fact != null && fact.isAloneExit();
    }

    private Visit save(PlateFold.Stay stay, Store.@Nullable StoredVisit stored) {
        Visit old = stored == null ? null : stored.visit();
        long entryT = stay.entry().key().t();
        Visit visit = Visits.of(stay, state.central, old, now);
        boolean same = stored != null && stored.entryT() == entryT && visit.equals(old);
        return same ? visit : save(visit, old, entryT);
    }

    private Visit save(Onward.Changed car) {
        Visit before = car.before();
        if (before == null) {
            return save(car.visit(), null, car.entryT());
        }
        tx.followVisit(car.visit(), car.entryT());
        count(before, car.visit());
        return car.visit();
    }

    private Visit save(Visit visit, @Nullable Visit old, long entryT) {
        Visit saved =
                visit.id() != 0 ? visit : Visits.numbered(visit, tx.historyId(visit.eventId()));
        tx.saveVisit(saved, entryT);
        count(old, saved);
        return saved;
    }

    private void count(@Nullable Visit old, Visit saved) {
        if (old != null) {
            sum.subtract(old);
        }
        sum.add(saved);
        visitsChanged = true;
    }

    /** Writes what is to be listed beside the visits; for an ordinary passage there is nothing. */
    private void remark(Folded car) {
        List<Remark> remarks = car.result().remarks();
        List<Store.RemarkRow> stored = tx.remarks(car.plate(), car.fromT());
        if (remarks.isEmpty() && stored.isEmpty()) {
            return;
        }
        Map<Store.FactRow, Store.RemarkRow> wanted = new HashMap<>();
        for (Remark remark : remarks) {
            wanted.put(remark.fact().row(car.plate()), remark.row(car.plate()));
        }
        Set<Store.FactRow> elsewhere = new HashSet<>();
        car.result().elsewhere().forEach(fact -> elsewhere.add(fact.row(car.plate())));
        Map<Store.RemarkRow, Store.FactRow> factOf = new HashMap<>();
        Map<List<Long>, Store.RemarkRow> byPlace = new HashMap<>();
        stored.forEach(row -> byPlace.put(List.of((long) row.key(), row.seq()), row));
        for (FoldFact fact : car.facts()) {
            var row = byPlace.get(List.of((long) fact.stream(), fact.event().seq()));
            if (row != null) {
                factOf.put(row, fact.row(car.plate()));
            }
        }
        factOf.forEach(
                (row, fact) -> {
                    Store.RemarkRow now = wanted.get(fact);
                    if (row.equals(now)) {
                        wanted.remove(fact);
                    } else if (now == null && !elsewhere.contains(fact)) {
                        tx.removeRemark(row.plate(), row.t(), row.key(), row.seq());
                    }
                });
        wanted.values().forEach(tx::saveRemark);
    }
}
