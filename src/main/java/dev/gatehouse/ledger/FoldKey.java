package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.util.Comparator;

/**
 * Where a fact stands among all facts of its car: from its content alone, so that the order is the
 * same wherever and whenever it came.
 *
 * @param t packed like a {@link Hlc}
 * @param central where it happened
 * @param id the fact
 */
record FoldKey(long t, CentralId central, EventId id) implements Comparable<FoldKey> {
    /**
     * No fact stands here or later: the year 5138, well before the packed clock ends, so that what
     * follows the last fact of a car can still be told to peers.
     */
    static final long LAST_MS = 100_000_000_000_000L;

    private static final int MOST_DIGITS = 14;

    private static final Comparator<FoldKey> ORDER =
            Comparator.comparingLong(FoldKey::t)
                    .thenComparing(FoldKey::central)
                    .thenComparing(FoldKey::id);

    static FoldKey of(LedgerEvent event, Fact fact) {
        long t = event.hlc().value();
        if (!(fact instanceof Fact.Entry)) {
            // whatever clock it came from, what names a visit comes after that visit's beginning
            t = Math.max(t, Hlc.ofMs(entryMs(fact.eventId()) + 1).value());
        }
        return new FoldKey(t, event.central(), event.id());
    }

    /**
     * The milliseconds in {@code central_ms_plate}; 0 where there are none that a clock can show.
     */
    static long entryMs(String eventId) {
        int first = eventId.indexOf('_');
        int second = first < 0 ? -1 : eventId.indexOf('_', first + 1);
        if (second < 0 || second - first > MOST_DIGITS + 1) {
            return 0;
        }
        try {
            long ms = Long.parseLong(eventId, first + 1, second, 10);
            return ms > 0 && ms < LAST_MS ? ms : 0;
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    @Override
    public int compareTo(FoldKey other) {
        return ORDER.compare(this, other);
    }
}
