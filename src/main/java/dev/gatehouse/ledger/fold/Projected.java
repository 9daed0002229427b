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
 */
public record Projected(@Nullable FoldFact fact) {
    /**
     * @return null where the event is in no projection: its kind is not known here, or it cannot be
     *     used
     */
    public static @Nullable Projected of(FactCodec codec, LedgerEvent event) {
        if (!(codec.decode(event) instanceof DecodedFact.Known(Fact known))) {
            return null;
        }
        return switch (known) {
            case Fact.OfCar car -> new Projected(FoldFact.of(event, car, codec.zone(), 0));
            case Fact.OfSite _ -> new Projected(null);
        };
    }
}
