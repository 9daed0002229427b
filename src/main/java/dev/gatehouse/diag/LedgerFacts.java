package dev.gatehouse.diag;

import dev.gatehouse.model.CentralId;

import java.util.List;

/**
 * What the ledger knows of itself that people should know.
 *
 * @param disputed streams of which two versions were seen, and whose writer has not ended it
 * @param quarantined events set aside because they do not fit
 * @param damaged events whose rows on this disk are not what was written
 * @param lost numbers of events that nobody is known to hold
 * @param foldsApart peers that show other visits although they hold the same events
 * @param newKeys centrals for which another key signs than did at first
 */
public record LedgerFacts(
        long disputed,
        long quarantined,
        long damaged,
        long lost,
        List<CentralId> foldsApart,
        List<CentralId> newKeys) {
    /** A ledger as it should be. */
    public static final LedgerFacts NONE = new LedgerFacts(0, 0, 0, 0, List.of(), List.of());

    public LedgerFacts {
        foldsApart = List.copyOf(foldsApart);
        newKeys = List.copyOf(newKeys);
    }
}
