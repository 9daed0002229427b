package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Visit;

import java.time.Instant;
import java.util.List;

/** What became of an entry: what somebody who knows only the entry has to be told of it. */
public sealed interface Outlook {
    /**
     * It began a visit.
     *
     * @param others names of the entries that the visit superseded
     */
    record OfVisit(Visit visit, List<String> others) implements Outlook {
        public OfVisit {
            others = List.copyOf(others);
        }
    }

    /** Another visit superseded it. */
    record Superseded(Visit by) implements Outlook {}

    /**
     * It was voided.
     *
     * @param central where that was done
     * @param at when
     * @param open whether no exit names it
     */
    record Voided(CentralId central, Instant at, boolean open) implements Outlook {}

    /** No such entry is known. */
    record Unknown() implements Outlook {}
}
