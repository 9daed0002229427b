package dev.gatehouse.ledger.codec;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A fact as the fold takes it.
 *
 * @param key its place in the order
 * @param fact what it says
 * @param event where it stands in the ledger
 * @param wallMs UTC ms when it happened: by the clock of the central where it was made, by the
 *     device's own where that is reliable, or by the original's local time
 * @param stream the short number of its stream, 0 where it is in no store
 */
public record FoldFact(FoldKey key, Fact.OfCar fact, LedgerEvent event, long wallMs, int stream) {
    /** In place of a plate where none is known; no plate is written like this. */
    public static final String NOBODY = "?";

    /**
     * @param zone in which the local times of originals are read
     */
    public static FoldFact of(LedgerEvent event, Fact.OfCar fact, ZoneId zone, int stream) {
        return new FoldFact(
                FoldKey.of(event, fact, zone),
                fact,
                event,
                happenedMs(fact, zone, event.wallMs()),
                stream);
    }

    /** UTC ms of the fact's own time; {@code otherwise} where it has none. */
    static long happenedMs(Fact.OfCar fact, ZoneId zone, long otherwise) {
        return switch (fact) {
            case Fact.Entry entry ->
                    happenedMs(entry.localTime(), entry.reading(), zone, otherwise);
            case Fact.Exit exit -> happenedMs(exit.localTime(), exit.reading(), zone, otherwise);
            case Fact.EntryConfirmed _,
                    Fact.Reread _,
                    Fact.Correction _,
                    Fact.Voided _,
                    ExitUndone _ ->
                    otherwise;
        };
    }

    private static long happenedMs(
            @Nullable String local, Fact.Reading reading, ZoneId zone, long otherwise) {
        if (local != null) {
            return TimeText.instant(local, zone).toEpochMilli();
        }
        Fact.Seen seen = reading.seen();
        return seen != null && seen.reliable() ? seen.ms() : otherwise;
    }

    /** Whether this is an exit of a car whose entry was not known where it left. */
    public boolean isAloneExit() {
        return fact instanceof Fact.Exit exit && exit.alone();
    }

    /** Whether this begins a visit: as its entry, or standing for one that nobody saw. */
    public boolean begins() {
        return fact.begins();
    }

    /** Whether it is listed among the changes to the history. */
    public boolean isChange() {
        return switch (fact) {
            case Fact.Correction _, Fact.Voided _, ExitUndone _ -> true;
            case Fact.Entry _, Fact.EntryConfirmed _, Fact.Reread _, Fact.Exit _ -> false;
        };
    }

    /** Of two versions of one fact, the one with the smaller leaf counts. */
    public Hash leaf() {
        return Merkle.leaf(event);
    }

    /** When it happened, as the original writes it. */
    public String timeText(ZoneId zone) {
        return TimeText.of(Instant.ofEpochMilli(wallMs), zone);
    }

    public boolean takenIn() {
        return event.src() == LedgerEvent.Source.IMPORTED;
    }

    /** The car by what this fact says alone: it is of another one where its entry is. */
    public String ownPlate() {
        Plate plate = fact.plate();
        String named = fact.eventId();
        String fromName = plate != null || named == null ? null : VisitName.plate(named);
        return plate != null ? plate.canonical() : fromName != null ? fromName : NOBODY;
    }

    /** The visit that it names, null where it names none. */
    @Nullable
    public String eventId() {
        return fact.eventId();
    }

    /** The visit that it names, empty where it names none. */
    public String named() {
        String named = fact.eventId();
        return named == null ? "" : named;
    }
}
