package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

/**
 * Where an event belongs in the projections.
 *
 * @param fact as the fold takes it; null where it concerns no car
 * @param passage whether the live table shows it
 */
public record Projected(@Nullable FoldFact fact, boolean passage) {
    /**
     * @return null where the event is in no projection: its kind is not known here, or it cannot be
     *     used
     */
    public static @Nullable Projected of(FactCodec codec, LedgerEvent event) {
        if (!(codec.decode(event) instanceof DecodedFact.Known(Fact known))) {
            return null;
        }
        return switch (known) {
            case Fact.OfCar car -> {
                FoldFact fact = FoldFact.of(event, car, codec.zone(), 0);
                yield new Projected(fact, Passages.of(fact, false) != null);
            }
            case Fact.OfSite _ -> new Projected(null, false);
        };
    }

    /** UTC ms when it happened. */
    public long wallMs(LedgerEvent event) {
        return fact == null ? event.wallMs() : fact.wallMs();
    }
}
