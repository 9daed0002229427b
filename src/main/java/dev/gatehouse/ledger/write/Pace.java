package dev.gatehouse.ledger.write;

import java.util.concurrent.TimeUnit;

/**
 * How many events from peers go into one transaction. Each costs less the more there are, since
 * they share the commit and the pages that it writes; but a car at the barrier waits until what was
 * merged is committed. Guarded by its user.
 */
final class Pace {
    /** A page: with fewer, a disk that is slow to sync would set the pace. */
    static final int LEAST = 1_024;

    /** More gives nothing: an event costs as much then as in a transaction of any length. */
    static final int MOST = 8_192;

    /** Past a tenth of a second an attendant feels it. */
    private static final long AIM_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Where there are fewer, the commit costs more than they do. */
    private static final int TELLING = LEAST / 2;

    private int events = LEAST;

    /** As many as one transaction may hold. */
    int events() {
        return events;
    }

    /**
     * Learns from a transaction; at most twice as many come next, since one quick one says little.
     *
     * @param held how many it held
     * @param nanos how long a request that came meanwhile had to wait at most
     */
    void took(int held, long nanos) {
        if (held >= TELLING) {
            long fits = held * AIM_NANOS / Math.max(1, nanos);
            events = (int) Math.clamp(fits, LEAST, Math.min(MOST, 2L * events));
        }
    }
}
