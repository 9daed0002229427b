package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;

/**
 * A fact as the fold takes it.
 *
 * @param key its place in the order
 * @param fact what it says
 * @param event where it stands in the ledger
 * @param wallMs UTC ms when it happened: by the clock of the central where it was made, or by the
 *     original's local time
 */
record FoldFact(FoldKey key, Fact.OfCar fact, LedgerEvent event, long wallMs) {
    /** In place of a plate where none is known; no plate is written like this. */
    static final String NOBODY = "?";

    /**
     * @param zone in which the local times of originals are read
     */
    static FoldFact of(LedgerEvent event, Fact.OfCar fact, ZoneId zone) {
        return new FoldFact(
                FoldKey.of(event, fact, zone), fact, event, happenedMs(fact, zone, event.wallMs()));
    }

    /** UTC ms of the fact's own local time; {@code otherwise} where it has none. */
    static long happenedMs(Fact.OfCar fact, ZoneId zone, long otherwise) {
        String local =
                switch (fact) {
                    case Fact.Entry entry -> entry.localTime();
                    case Fact.Exit exit -> exit.localTime();
                    case Fact.EntryConfirmed _, Fact.Correction _, Fact.Voided _ -> null;
                };
        return local == null ? otherwise : TimeText.instant(local, zone).toEpochMilli();
    }

    boolean takenIn() {
        return event.src() == LedgerEvent.Source.IMPORTED;
    }

    /** The car by what this fact says alone: it is of another one where its entry is. */
    String ownPlate() {
        Plate plate = fact.plate();
        String named = fact.eventId();
        String fromName = plate != null || named == null ? null : VisitName.plate(named);
        return plate != null ? plate.canonical() : fromName != null ? fromName : NOBODY;
    }

    /** The visit that it names, null where it names none. */
    @Nullable String eventId() {
        return fact.eventId();
    }

    /** The visit that it names, empty where it names none. */
    String named() {
        String named = fact.eventId();
        return named == null ? "" : named;
    }
}
