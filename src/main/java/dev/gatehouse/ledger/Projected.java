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
        return codec.decode(event) instanceof FactCodec.Decoded.Known(var fact)
                ? new Projected(
                        fact.plate().canonical(),
                        FoldFact.of(event, fact),
                        Passages.of(event, fact, false) != null)
                : null;
    }

    long t() {
        return fact.key().t();
    }
}
