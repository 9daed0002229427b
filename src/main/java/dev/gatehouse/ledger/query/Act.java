package dev.gatehouse.ledger.query;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Plate;

import java.time.Instant;

/**
 * An entry or an exit that is in the ledger and stands: nobody has taken it back.
 *
 * @param id its event
 * @param fact an {@link Fact.Entry} or a {@link Fact.Exit}
 * @param car the car that it is folded with
 * @param here whether this central made it
 * @param at when it was written, by the clock of the central where it was made
 * @param hlc its ledger clock, which what was written with it is not before
 * @param seenSince whether the car was let in or out later
 */
public record Act(
        EventId id,
        Fact.OfCar fact,
        Plate car,
        boolean here,
        Instant at,
        Hlc hlc,
        boolean seenSince) {}
