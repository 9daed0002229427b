package dev.gatehouse.ledger.codec;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * Where a fact stands among all facts of its car: from its content alone, so that the order is the
 * same wherever and whenever it came.
 *
 * @param t packed like a {@link Hlc}
 * @param central where it happened
 * @param id the fact
 */
public record FoldKey(long t, CentralId central, EventId id) implements Comparable<FoldKey> {
    /**
     * No fact stands here or later: the year 5138, well before the packed clock ends, so that what
     * follows the last fact of a car can still be told to peers.
     */
    static final long LAST_MS = 100_000_000_000_000L;

    private static final Comparator<FoldKey> ORDER =
            Comparator.comparingLong(FoldKey::t)
                    .thenComparing(FoldKey::central)
                    .thenComparing(FoldKey::id);

    /**
     * @param zone in which the local times of originals are read
     */
    static FoldKey of(LedgerEvent event, Fact.OfCar fact, ZoneId zone) {
        long t =
                event.src() == LedgerEvent.Source.NODE
                        ? event.hlc().value()
                        : Hlc.ofMs(takenInMs(fact, zone)).value();
        String named = fact.eventId();
        if (named != null && !fact.begins()) {
            // whatever clock it came from, what names a visit comes after that visit's beginning
            t = Math.max(t, Hlc.ofMs(VisitName.ms(named) + 1).value());
        }
        return new FoldKey(t, event.central(), event.id());
    }

    private static long takenInMs(Fact.OfCar fact, ZoneId zone) {
        return switch (fact) {
            case Fact.Entry entry -> {
                long named = VisitName.ms(entry.eventId());
                yield named != 0 ? named : FoldFact.happenedMs(fact, zone, 0);
            }
            case Fact.Exit _ -> FoldFact.happenedMs(fact, zone, 0);
            case Fact.Correction fixed -> {
                String updated = fixed.updatedAt();
                yield updated == null
                        ? 0
                        : TimeText.instant(updated, ZoneOffset.UTC).toEpochMilli();
            }
            case Fact.EntryConfirmed _, Fact.Reread _, Fact.Voided _, ExitUndone _ ->
                    0; // never taken in
        };
    }

    @Override
    public int compareTo(FoldKey other) {
        return ORDER.compare(this, other);
    }
}
