package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Plate;

import java.util.List;
import java.util.function.Function;

/** The ledger's clock within one transaction. */
final class EventClock {
    private final Store.ReadTx tx;
    private final long nowMs;
    private Hlc clock;
    private Hlc ticked = Hlc.ZERO;

    EventClock(Store.ReadTx tx, Hlc clock, long nowMs) {
        this.tx = tx;
        this.clock = clock;
        this.nowMs = nowMs;
    }

    /** Where it stands. */
    Hlc value() {
        return clock;
    }

    /** What the last tick gave. */
    Hlc ticked() {
        return ticked;
    }

    /** Somebody else's event was seen. */
    void adopt(Hlc seen) {
        clock = HybridClock.adopt(clock, nowMs, seen);
    }

    /** The value of the next event: more than all that is known of those cars. */
    Hlc tick(List<Plate> cars) {
        return tick(cars, Hlc.ZERO);
    }

    /** The same, and more than {@code least}. */
    private Hlc tick(List<Plate> cars, Hlc least) {
        Hlc known = least;
        for (Plate plate : cars) {
            known = known.max(tx.lastFoldKey(plate.canonical()));
        }
        Hlc own = HybridClock.next(clock, nowMs, Hlc.ZERO);
        ticked = HybridClock.next(clock, nowMs, known);
        clock = HybridClock.adopt(own, nowMs, ticked); // one car's wrong clock must not set ours
        return ticked;
    }

    /**
     * Makes a fact at the next value. Behind a car whose last fact is of a clock far ahead that
     * value can come again: an entry that was then corrected to be of another car is none of this
     * one's facts any more. The name of a visit must not.
     */
    Fact.OfCar made(List<Plate> cars, Function<Hlc, Fact.OfCar> make) {
        Fact.OfCar fact = make.apply(tick(cars));
        while (fact instanceof Fact.Entry entry && !tx.named(entry.eventId()).isEmpty()) {
            Fact.OfCar later = make.apply(tick(cars, Hlc.ofMs(ticked.ms() + 1)));
            if (entry.eventId().equals(later.eventId())) {
                throw new IllegalStateException("the name of this visit does not tell when it is");
            }
            fact = later;
        }
        return fact;
    }
}
