package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * Knows what an original's word adds nothing to: what it has told before, and what it was told
 * itself. On one snapshot.
 */
final class ImportDuplicates {
    /**
     * How far back the same word about no car is looked for: both links of an original bring it
     * within a second, and another node has it within some. Where it comes later still it stands
     * twice under one id, and nothing follows from it.
     */
    private static final long LOOK_BACK_MS = Duration.ofMinutes(10).toMillis();

    /** What ends a visit. */
    private static final Set<String> ENDS = Set.of(Fact.Exit.KIND, Fact.Voided.KIND);

    private final Store.ReadTx tx;
    private final FactCodec codec;

    ImportDuplicates(Store.ReadTx tx, FactCodec codec) {
        this.tx = tx;
        this.codec = codec;
    }

    /**
     * @param event as it would be written
     */
    boolean has(LedgerEvent event, Fact fact) {
        return switch (fact) {
            case Fact.Entry entry ->
                    tx.facts().named(entry.eventId()).stream()
                            .anyMatch(row -> row.kind().equals(Fact.Entry.KIND));
            case Fact.Exit exit -> hasExit(event, exit);
            case Fact.EntryConfirmed _,
                    Fact.Reread _,
                    Fact.Correction _,
                    Fact.Voided _,
                    ExitUndone _ ->
                    hasId(event);
            case Fact.OfSite _ -> {
                long ms = Math.max(0, event.hlc().ms() - LOOK_BACK_MS);
                yield tx.siteFacts().has(event.kind(), event.id(), Hlc.ofMs(ms));
            }
        };
    }

    private boolean hasId(LedgerEvent event) {
        FoldFact fact = codec.ofCar(event, 0);
        return fact != null
                && named(fact.named(), Set.of(event.kind())).stream()
                        .anyMatch(had -> had.event().id().equals(event.id()));
    }

    private boolean hasExit(LedgerEvent event, Fact.Exit exit) {
        String name = exit.eventId();
        if (name == null) {
            FoldFact fact = codec.ofCar(event, 0);
            return fact != null
                    && tx.facts().ofCar(fact.ownPlate(), fact.key().t()).stream()
                            .anyMatch(held -> held.event().id().equals(event.id()));
        }
        return named(name, ENDS).stream().anyMatch(had -> isThat(had, exit));
    }

    /** An original is told of a void as of an exit without a fee, and tells that back. */
    private boolean isThat(FoldFact had, Fact.Exit exit) {
        ZoneId zone = codec.zone();
        return switch (had.fact()) {
            case Fact.Exit known ->
                    known.feeDong() == exit.feeDong()
                            && had.timeText(zone).equals(exit.localTime());
            case Fact.Voided _ ->
                    exit.feeDong() == 0 && had.timeText(zone).equals(exit.localTime());
            case Fact.Entry _,
                    Fact.EntryConfirmed _,
                    Fact.Reread _,
                    Fact.Correction _,
                    ExitUndone _ ->
                    false;
        };
    }

    private List<FoldFact> named(String name, Set<String> kinds) {
        return tx.facts().named(name).stream()
                .filter(row -> kinds.contains(row.kind()))
                .flatMap(row -> tx.events().event(row.key(), row.seq()).stream())
                .map(event -> codec.ofCar(event, 0))
                .filter(fact -> fact != null)
                .toList();
    }
}
