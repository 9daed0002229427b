package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.codec.VisitName;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Remark;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
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
public final class Projector {
    private final Store.WriteTx tx;
    private final CentralId self;
    private final FactCodec codec;
    private final Instant now;
    private final List<Notice> notices;
    private final Prefetch prefetch;
    private final FactPlacement placement;
    private final IncrementalFold onward;
    private final DigestSum sum;

    /** The cars to be folded, and the fold key before which all of them is as it was. */
    private final Map<String, Long> touched = new LinkedHashMap<>();

    /** Plates and names of visits that were erased, and may still be written somewhere. */
    private final Set<String> erasedCars = new HashSet<>();

    private final Set<String> erasedVisits = new HashSet<>();

    private boolean otherwiseChanged;
    private boolean takenBack;
    private boolean visitsChanged;

    /**
     * @param self the central whose ledger it is
     * @param before what the visits come to, as of the last commit
     * @param notices gets what is to be told after the commit
     */
    public Projector(
            Store.WriteTx tx,
            FactCodec codec,
            CentralId self,
            FoldDigest before,
            Instant now,
            List<Notice> notices) {
        this.tx = tx;
        this.codec = codec;
        this.self = self;
        this.now = now;
        this.notices = notices;
        this.prefetch = new Prefetch(tx);
        this.placement = new FactPlacement(tx, prefetch, codec, new Folding());
        this.onward = new IncrementalFold(tx, prefetch, self, now);
        this.sum = new DigestSum(codec.zone(), before.digest());
    }

    /** What can be folded onward is; the other cars are folded anew at the end. */
    private final class Folding implements FactPlacement.Folding {
        @Override
        public void anew(String plate, long t) {
            touched.merge(plate, t, Math::min);
            tx.facts().addCar(plate);
            onward.forget(plate);
        }

        @Override
        public boolean entered(FoldFact fact) {
            return !touched.containsKey(fact.ownPlate()) && onward.entered(fact);
        }

        /** Until it is folded anew, a stored visit may stand with a car that it is not of. */
        @Override
        public VisitStore.@Nullable StoredVisit visit(FoldFact follower) {
            VisitStore.StoredVisit visit = onward.visit(follower.named());
            boolean stands =
                    visit != null && !touched.containsKey(visit.visit().plate().canonical());
            return stands ? visit : null;
        }

        @Override
        public boolean followed(FoldFact fact, VisitStore.StoredVisit visit) {
            return onward.followed(fact, visit);
        }
    }

    /** Reads what those facts will ask for; they are going to be added. */
    public void expect(Collection<DecodedFact> page) {
        prefetch.read(page);
    }

    /**
     * Takes an event that was just written; {@link #fold} is to follow.
     *
     * @param key the short number of its stream
     * @param taken what the event says
     * @param madeHere whether this central made it
     */
    public void add(int key, LedgerEvent event, DecodedFact taken, boolean madeHere) {
        if (taken instanceof DecodedFact.Known(Fact known)) {
            switch (known) {
                case Fact.OfCar fact -> add(FoldFact.of(event, fact, codec.zone(), key), madeHere);
                case Fact.OfSite _ -> tx.siteFacts().add(key, event);
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
        } else if (!echo) {
            notices.add(new Notice.Passed(passed));
        }
        if (fact.isChange()) {
            tx.facts().numberChange(fact.key().id());
        }
    }

    /**
     * Takes out an event that is no part of the ledger any more, since it was erased or withdrawn;
     * called before its row changes. {@link #fold} is to follow.
     *
     * @param key the short number of its stream
     */
    public void remove(int key, LedgerEvent event) {
        if (!(codec.decode(event) instanceof DecodedFact.Known(Fact known))) {
            return;
        }
        switch (known) {
            case Fact.OfCar car -> {
                FoldFact fact = FoldFact.of(event, car, codec.zone(), key);
                placement.remove(fact);
                otherwiseChanged = true;
            }
            case Fact.OfSite _ -> tx.siteFacts().remove(key, event);
        }
    }

    /**
     * Takes out an event whose payload nobody may keep, with whatever says which car it was; called
     * before its row changes. {@link #fold} is to follow.
     *
     * @param key the short number of its stream
     */
    public void erase(int key, LedgerEvent event) {
        FoldFact fact = codec.ofCar(event, key);
        if (fact != null) {
            erasedCars.add(fact.ownPlate());
            erasedVisits.add(fact.named());
        }
        remove(key, event);
    }

    /** Whether a fact of that id is among those of its visit, or of its car. */
    private boolean has(FoldFact fact) {
        LedgerEvent event = fact.event();
        String name = fact.eventId();
        if (name == null) {
            return tx.facts().ofCar(fact.ownPlate(), fact.key().t()).stream()
                    .anyMatch(held -> held.event().id().equals(event.id()));
        }
        return tx.facts().named(name).stream()
                .filter(row -> row.kind().equals(event.kind()))
                .flatMap(row -> tx.events().event(row.key(), row.seq()).stream())
                .anyMatch(held -> held.id().equals(event.id()));
    }

    /** Folds the car of an event anew, though its facts stay as they are. */
    public void again(LedgerEvent event) {
        FoldFact fact = codec.ofCar(event, 0);
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
    public Map<String, Visit> fold() {
        prefetch.folded();
        Map<String, Visit> byName = new HashMap<>();
        for (IncrementalFold.Changed car : onward.take()) {
            boolean same = car.visit().equals(car.before());
            Visit saved = same ? car.visit() : save(car);
            byName.put(saved.eventId(), saved);
        }
        if (!erasedVisits.isEmpty()) {
            erasedCars.addAll(touched.keySet());
        }
        if (!touched.isEmpty()) {
            foldAnew(byName);
        }
        tx.facts().settle();
        erasedCars.forEach(tx.facts()::removeCar);
        erasedVisits.forEach(tx.visits()::forget);
        erasedCars.clear();
        erasedVisits.clear();
        return byName;
    }

    private void foldAnew(Map<String, Visit> byName) {
        // a visit can go from one car to another: all is folded before anything is written
        var cars = new ArrayList<Folded>(touched.size());
        Map<String, VisitStore.StoredVisit> before = new HashMap<>();
        touched.forEach((plate, t) -> cars.add(refold(plate, t, before)));
        touched.clear();
        for (Folded car : cars) {
            List<PlateFold.Stay> stays = car.result().stays();
            for (int i = 0; i < stays.size(); i++) {
                PlateFold.Stay stay = stays.get(i);
                VisitStore.StoredVisit stored = before.remove(stay.eventId());
                Visit visit = save(stay, Visits.sources(stays, i), stored);
                byName.put(visit.eventId(), visit);
                stay.superseded().forEach(later -> byName.put(later.named(), visit));
            }
        }
        for (VisitStore.StoredVisit gone : before.values()) {
            tx.visits().remove(gone.visit());
            sum.subtract(gone);
            visitsChanged = true;
            otherwiseChanged = true;
        }
        cars.forEach(this::remark);
    }

    /** Writes what the visits come to; the last step before the commit. */
    public void finish() {
        if (visitsChanged) {
            tx.visits().saveFold(digest());
        }
    }

    /** What the visits come to. */
    public FoldDigest digest() {
        return new FoldDigest(codec.edition().fold(), sum.value());
    }

    /** Whether something changed that no notice of a passage tells. */
    public boolean otherwiseChanged() {
        return otherwiseChanged;
    }

    /**
     * Folds one plate anew from the last visit that began before {@code t}: no other was open then.
     *
     * @param before gets its stored visits from there on
     */
    private Folded refold(String plate, long t, Map<String, VisitStore.StoredVisit> before) {
        Optional<VisitStore.FoldStart> rest = tx.visits().restBefore(plate, t);
        if (rest.isPresent() && rest.get().joined()) {
            return refold(plate, rest.get().t(), before); // with its exit, which may sort before it
        }
        // an echo of the entry stands in the same millisecond
        long fromT = rest.map(r -> Hlc.ofMs(new Hlc(r.t()).ms()).value()).orElse(0L);
        var facts = new ArrayList<FoldFact>();
        for (EventStore.Keyed keyed : tx.facts().ofCar(plate, fromT)) {
            FoldFact fact = codec.ofCar(keyed.event(), keyed.key());
            if (fact != null) {
                facts.add(fact);
            }
        }
        if (rest.isPresent() && entriesAt(rest.get().t(), facts) > 1) {
            return refold(plate, rest.get().t(), before); // which of them comes first is not known
        }
        addThoseThatSortBeforeTheirEntry(facts);
        var zone = codec.zone();
        PlateFold.Result result =
                rest.map(r -> PlateFold.foldFrom(r.eventId(), facts, this::isEntered, zone))
                        .orElseGet(() -> PlateFold.fold(facts, zone));
        tx.visits()
                .ofCar(plate, rest.map(VisitStore.FoldStart::t).orElse(0L))
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
                for (FactStore.FactRow row : tx.facts().named(name)) {
                    tx.events()
                            .event(row.key(), row.seq())
                            .map(event -> codec.ofCar(event, row.key()))
                            .ifPresent(facts::add);
                }
            }
        }
    }

    /** Whether there is an entry of that name, or an exit that stands for one. */
    private boolean isEntered(String eventId) {
        return tx.facts().named(eventId).stream()
                .anyMatch(row -> row.kind().equals(Fact.Entry.KIND) || isAloneExit(row));
    }

    private boolean isAloneExit(FactStore.FactRow row) {
        FoldFact fact =
                row.kind().equals(Fact.Exit.KIND)
                        ? tx.events()
                                .event(row.key(), row.seq())
                                .map(event -> codec.ofCar(event, row.key()))
                                .orElse(null)
                        : null;
        return fact != null && fact.isAloneExit();
    }

    private Visit save(
            PlateFold.Stay stay,
            VisitStore.Sources sources,
            VisitStore.@Nullable StoredVisit stored) {
        Visit old = stored == null ? null : stored.visit();
        long entryT = stay.entry().key().t();
        Visit visit = Visits.of(stay, self, old, now);
        boolean same = stored != null && stored.entryT() == entryT && visit.equals(old);
        if (same) {
            return visit;
        }
        if (stored == null) {
            return add(visit, entryT, sources, tx.visits().historyId(visit.eventId()));
        }
        tx.visits().save(visit, entryT, sources);
        count(stored, new VisitStore.StoredVisit(visit, entryT));
        return visit;
    }

    private Visit save(IncrementalFold.Changed car) {
        Visit before = car.before();
        if (before == null) {
            long id = tx.visits().historyIdOfNew(car.visit().eventId()); // nothing else names it
            return add(car.visit(), car.entryT(), car.sources(), id);
        }
        tx.visits().follow(car.visit(), car.entryT(), car.sources());
        count(
                new VisitStore.StoredVisit(before, car.entryT()),
                new VisitStore.StoredVisit(car.visit(), car.entryT()));
        return car.visit();
    }

    /** Writes a visit that has no row yet. */
    private Visit add(Visit visit, long entryT, VisitStore.Sources sources, long id) {
        Visit added = Visits.numbered(visit, id);
        tx.visits().add(added, entryT, sources);
        count(null, new VisitStore.StoredVisit(added, entryT));
        return added;
    }

    private void count(VisitStore.@Nullable StoredVisit old, VisitStore.StoredVisit saved) {
        if (old != null) {
            sum.subtract(old);
        }
        sum.add(saved);
        visitsChanged = true;
    }

    /** Writes what is to be listed beside the visits; for an ordinary passage there is nothing. */
    private void remark(Folded car) {
        List<Remark> remarks = car.result().remarks();
        List<FactStore.RemarkRow> stored = tx.facts().remarks(car.plate(), car.fromT());
        if (remarks.isEmpty() && stored.isEmpty()) {
            return;
        }
        Map<FactStore.FactRow, FactStore.RemarkRow> wanted = new HashMap<>();
        for (Remark remark : remarks) {
            wanted.put(FactStore.FactRow.of(remark.fact(), car.plate()), remark.row(car.plate()));
        }
        Set<FactStore.FactRow> elsewhere = new HashSet<>();
        car.result()
                .elsewhere()
                .forEach(fact -> elsewhere.add(FactStore.FactRow.of(fact, car.plate())));
        Map<FactStore.RemarkRow, FactStore.FactRow> factOf = new HashMap<>();
        Map<List<Long>, FactStore.RemarkRow> byPlace = new HashMap<>();
        stored.forEach(row -> byPlace.put(List.of((long) row.key(), row.seq()), row));
        for (FoldFact fact : car.facts()) {
            var row = byPlace.get(List.of((long) fact.stream(), fact.event().seq()));
            if (row != null) {
                factOf.put(row, FactStore.FactRow.of(fact, car.plate()));
            }
        }
        factOf.forEach(
                (row, fact) -> {
                    FactStore.RemarkRow now = wanted.get(fact);
                    if (row.equals(now)) {
                        wanted.remove(fact);
                    } else if (now == null && !elsewhere.contains(fact)) {
                        tx.facts().removeRemark(row.plate(), row.t(), row.key(), row.seq());
                    }
                });
        wanted.values().forEach(tx.facts()::saveRemark);
    }
}
