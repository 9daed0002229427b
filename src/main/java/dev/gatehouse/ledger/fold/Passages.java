package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** Facts as the live table shows them. Pure functions. */
public final class Passages {
    private Passages() {}

    /**
     * @param local whether this central made it
     * @return null for a fact that is no passage
     */
    public static @Nullable GateEvent of(FoldFact fact, boolean local) {
        return switch (fact.fact()) {
            case Fact.Entry entry -> of(fact, entry.edgeId(), GateEvent.Kind.ENTRY, 0, null, local);
            case Fact.Exit exit ->
                    exit.missed() // nobody passed then
                            ? null
                            : of(
                                    fact,
                                    exit.edgeId(),
                                    GateEvent.Kind.EXIT,
                                    exit.feeDong(),
                                    exit.alone() ? null : Duration.ofSeconds(exit.seconds()),
                                    local);
            case Fact.EntryConfirmed _,
                    Fact.Reread _,
                    Fact.Correction _,
                    Fact.Voided _,
                    ExitUndone _ ->
                    null;
        };
    }

    /** Whether a person says by that fact that a passage never was. */
    static boolean takesBack(Fact fact) {
        return fact instanceof Fact.Voided || fact instanceof ExitUndone;
    }

    private static GateEvent of(
            FoldFact fact,
            @Nullable String edge,
            GateEvent.Kind kind,
            long feeDong,
            @Nullable Duration stay,
            boolean local) {
        LedgerEvent event = fact.event();
        Plate plate = fact.fact().plate();
        return new GateEvent(
                event.stream(),
                event.seq(),
                kind,
                Instant.ofEpochMilli(fact.wallMs()),
                event.central(),
                edge == null ? "" : edge,
                plate == null ? new Plate(fact.ownPlate(), fact.ownPlate()) : plate,
                feeDong,
                stay,
                local);
    }
}
