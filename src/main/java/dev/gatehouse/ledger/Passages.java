package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** Events as the live table shows them. Pure functions. */
final class Passages {
    private Passages() {}

    /**
     * @param local whether this central made it
     * @return null for a fact that is no passage
     */
    static @Nullable GateEvent of(LedgerEvent event, Fact fact, boolean local) {
        return switch (fact) {
            case Fact.Entry _ -> of(event, fact, GateEvent.Kind.ENTRY, 0, null, local);
            case Fact.Exit exit ->
                    of(
                            event,
                            fact,
                            GateEvent.Kind.EXIT,
                            exit.feeDong(),
                            Duration.ofSeconds(exit.seconds()),
                            local);
            case Fact.EntryConfirmed _ -> null;
        };
    }

    private static GateEvent of(
            LedgerEvent event,
            Fact fact,
            GateEvent.Kind kind,
            long feeDong,
            @Nullable Duration stay,
            boolean local) {
        String edge = fact.edgeId();
        return new GateEvent(
                event.stream(),
                event.seq(),
                kind,
                Instant.ofEpochMilli(event.wallMs()),
                event.central(),
                edge == null ? "" : edge,
                fact.plate(),
                feeDong,
                stay,
                local);
    }
}
