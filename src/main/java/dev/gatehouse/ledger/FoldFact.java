package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;

/**
 * A fact as the fold takes it.
 *
 * @param key its place in the order
 * @param fact what it says
 * @param wallMs UTC ms by the clock of the central where it happened
 */
record FoldFact(FoldKey key, Fact fact, long wallMs) {
    static FoldFact of(LedgerEvent event, Fact fact) {
        return new FoldFact(FoldKey.of(event, fact), fact, event.wallMs());
    }
}
