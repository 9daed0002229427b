package dev.gatehouse.ledger.query;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Visit;

import java.time.Instant;
import java.util.List;

/** What became of an entry: what somebody who knows only the entry has to be told of it. */
public sealed interface EntryFate {
    /**
     * The entry began a visit.
     *
     * @param others names of the entries that the visit superseded
     */
    record OfVisit(Visit visit, List<String> others) implements EntryFate {
        public OfVisit {
            others = List.copyOf(others);
        }
    }

    /** Another visit superseded it. */
    record Superseded(Visit by) implements EntryFate {}

    /**
     * The entry was voided.
     *
     * @param central where that was done
     * @param at when
     * @param open whether no exit names it
     */
    record Voided(CentralId central, Instant at, boolean open) implements EntryFate {}

    /** No such entry is known. */
    record Unknown() implements EntryFate {}
}
