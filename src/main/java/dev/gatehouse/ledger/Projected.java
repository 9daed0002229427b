package dev.gatehouse.ledger;

import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

/**
 * Where an event belongs in the projections.
 *
 * @param plate the car that it is folded with
 * @param fact as the fold takes it
 * @param passage whether the live table shows it
 */
record Projected(String plate, FoldFact fact, boolean passage) {
    /**
     * @return null where the event is in no projection: its kind is not known here, or it cannot be
     *     used
     */
    static @Nullable Projected of(FactCodec codec, LedgerEvent event) {
        FoldFact fact = codec.ofCar(event);
        return fact == null
                ? null
                : new Projected(fact.ownPlate(), fact, Passages.of(fact, false) != null);
    }

    long t() {
        return fact.key().t();
    }
}
