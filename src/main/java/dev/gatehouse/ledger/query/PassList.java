package dev.gatehouse.ledger.query;

import dev.gatehouse.model.Fact;

import java.time.Instant;
import java.util.List;

/**
 * The passes of a site as somebody wrote them, all at once.
 *
 * @param written when, by the clock of that central
 */
public record PassList(Instant written, List<Fact.Pass> passes) {
    public PassList {
        passes = List.copyOf(passes);
    }
}
