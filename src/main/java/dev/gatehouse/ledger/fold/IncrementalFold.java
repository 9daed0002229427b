package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds what stands behind everything else of its car, which is nearly everything: an entry while
 * no visit of the car is open, and a confirmation, a reading or the first exit of a visit. Such a
 * fact changes one visit and no other, so none of the car's facts need be read again. Whatever is
 * less plain is refused, and then the car is to be folded anew.
 */
final class IncrementalFold {
    private final Store.WriteTx tx;
    private final Prefetch prefetch;
    private final CentralId self;
    private final Instant now;

    /** By plate; those that were looked at in this transaction and not folded anew since. */
    private final Map<String, Car> cars = new HashMap<>();

    /** Visits that facts were taken for and that were not saved since, by name. */
    private final Map<String, Changed> changed = new LinkedHashMap<>();

    IncrementalFold(Store.WriteTx tx, Prefetch prefetch, CentralId self, Instant now) {
        this.tx = tx;
        this.prefetch = prefetch;
        this.self = self;
        this.now = now;
    }

    /** Where a car stands behind the last of its facts. */
    private static final class Car {
        private long lastT;
        private boolean inside;

        Car(VisitStore.CarPosition standing) {
            this.lastT = standing.lastT();
            this.inside = standing.inside();
        }
    }

    /**
     * A visit that facts were taken for; a second confirmation leaves it as it was.
     *
     * @param before as it is stored, null where it is new
     * @param visit as it is now; without a number where it is new
     * @param entryT the fold key of its entry
     * @param sources those of its facts that were taken
     */
    record Changed(@Nullable Visit before, Visit visit, long entryT, VisitStore.Sources sources) {}

    /**
     * An entry under a name that nothing else names; its row is not written yet.
     *
     * @return whether it is taken
     */
    boolean entered(FoldFact fact) {
        if (fact.fact().plate() == null) {
            return false;
        }
        Car car = car(fact.ownPlate());
        if (fact.key().t() <= car.lastT || car.inside || mayHaveLeft(fact, car.lastT)) {
            return false;
        }
        var stay =
                new PlateFold.Stay(fact, fact.fact().plate(), null, false, 0, List.of(), List.of());
        Visit visit = Visits.of(stay, self, null, now);
        var sources = new VisitStore.Sources(FactStore.FactRow.of(fact, fact.ownPlate()), null);
        changed.put(visit.eventId(), new Changed(null, visit, fact.key().t(), sources));
        car.lastT = fact.key().t();
        car.inside = true;
        return true;
    }

    /** Whether the last fact of the car is so near that it may be the exit of this entry. */
    private static boolean mayHaveLeft(FoldFact entry, long lastT) {
        long came = Math.min(entry.wallMs(), new Hlc(entry.key().t()).ms());
        return lastT != 0 && came - new Hlc(lastT).ms() <= PlateFold.CLOCKS_APART_MS;
    }

    /** The visit of that name as it is by now; null where there is none. */
    VisitStore.@Nullable StoredVisit visit(String name) {
        Changed held = changed.get(name);
        return held == null
                ? prefetch.visit(name)
                : new VisitStore.StoredVisit(held.visit(), held.entryT());
    }

    /**
     * A confirmation, a reading or an exit; its row is not written yet.
     *
     * @param stored the visit that it names, as {@link #visit} gives it
     * @return whether it is taken
     */
    boolean followed(FoldFact fact, VisitStore.StoredVisit stored) {
        Visit visit = stored.visit();
        Car car = car(visit.plate().canonical());
        boolean exit = fact.fact() instanceof Fact.Exit;
        if (fact.key().t() <= car.lastT || (exit && !visit.inside())) {
            return false;
        }
        Visit next =
                switch (fact.fact()) {
                    case Fact.Exit _ -> Visits.left(visit, fact, now);
                    case Fact.Reread _ -> Visits.reread(visit, now);
                    case Fact.EntryConfirmed _ -> Visits.confirmed(visit, now);
                    case Fact.Entry _, Fact.Correction _, Fact.Voided _, ExitUndone _ ->
                            visit; // never follow
                };
        Changed held = changed.get(visit.eventId());
        VisitStore.Sources sources = held == null ? VisitStore.Sources.NONE : held.sources();
        if (exit) {
            var row = FactStore.FactRow.of(fact, visit.plate().canonical());
            sources = new VisitStore.Sources(sources.entry(), row);
        }
        changed.put(
                visit.eventId(),
                new Changed(held == null ? visit : held.before(), next, stored.entryT(), sources));
        car.lastT = fact.key().t();
        car.inside &= !exit;
        return true;
    }

    /** Forgets a car that is folded anew: what is known of its end does not count any more. */
    void forget(String plate) {
        cars.remove(plate);
    }

    /** Hands over the changed visits, in the order of their first such fact, and forgets them. */
    Collection<Changed> take() {
        List<Changed> taken = List.copyOf(changed.values());
        changed.clear();
        return taken;
    }

    private Car car(String plate) {
        Car car = cars.get(plate);
        if (car == null) {
            VisitStore.CarPosition standing = prefetch.standing(plate);
            if (standing.lastT() == 0) { // its first fact
                tx.facts().addCar(plate);
            }
            car = new Car(standing);
            cars.put(plate, car);
        }
        return car;
    }
}
