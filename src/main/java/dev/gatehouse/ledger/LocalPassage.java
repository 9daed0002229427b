package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Visit;

import java.time.Instant;

/**
 * A passage that this central wrote.
 *
 * @param fact an entry or an exit
 * @param at when it was written, by this central's clock
 * @param visit the visit that it is part of, as it is now
 */
public record LocalPassage(Fact.OfCar fact, Instant at, Visit visit) {}
