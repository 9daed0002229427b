package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.HybridClock;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Plate;

import java.util.List;

/** The ledger's clock within one transaction, which counts only after its commit. */
final class EventClock {
    private final Store.ReadTx tx;
    private final long wallMs;
    private Hlc value;
    private Hlc ticked = Hlc.ZERO;

    /**
     * @param value as the last transaction left it
     * @param wallMs the wall clock of this one
     */
    EventClock(Store.ReadTx tx, Hlc value, long wallMs) {
        this.tx = tx;
        this.value = value;
        this.wallMs = wallMs;
    }

    /** The clock value of the next event: more than all that is known of those cars. */
    Hlc tick(List<Plate> cars) {
        Hlc known = Hlc.ZERO;
        for (Plate plate : cars) {
            known = known.max(tx.facts().lastFoldKey(plate.canonical()));
        }
        Hlc own = HybridClock.next(value, wallMs, Hlc.ZERO);
        ticked = HybridClock.next(value, wallMs, known);
        value = HybridClock.adopt(own, wallMs, ticked); // one car's wrong clock must not set ours
        return ticked;
    }

    /**
     * One millisecond on, for a name that is free: the clock may stand in one for long where it is
     * ahead of the wall clock, and what was known of a car goes from it when it is corrected.
     */
    Hlc tickToNextMs() {
        ticked = Hlc.ofMs(ticked.ms() + 1);
        adopt(ticked);
        return ticked;
    }

    /** The value of the last tick. */
    Hlc ticked() {
        return ticked;
    }

    /** Somebody else's event was seen. */
    void adopt(Hlc seen) {
        value = HybridClock.adopt(value, wallMs, seen);
    }

    /** Where it stands now. */
    Hlc value() {
        return value;
    }
}
