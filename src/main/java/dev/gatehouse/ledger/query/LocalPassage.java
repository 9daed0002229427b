package dev.gatehouse.ledger.query;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Visit;

import java.time.Instant;
import java.util.List;

/**
 * A passage that this central wrote.
 *
 * @param fact an entry or an exit
 * @param at when it was written, by this central's clock
 * @param visit the visit that it is part of, as it is now
 * @param rereads the further readings that are kept of the visit
 */
public record LocalPassage(Fact.OfCar fact, Instant at, Visit visit, List<Fact.Reread> rereads) {
    public LocalPassage {
        rereads = List.copyOf(rereads);
    }
}
