package dev.gatehouse.ledger.codec;

import dev.gatehouse.model.Hlc;

/**
 * The rules of the ledger's clock. Never behind the own wall clock, never behind what it was told,
 * and never dragged far ahead by somebody else's wrong clock. Pure functions.
 */
public final class HybridClock {
    /**
     * How far ahead of the own wall clock another's clock is still believed. Clocks on one LAN with
     * time service differ by less than a second; a minute allows for a bad one, and bounds what a
     * wrong one can do.
     */
    static final long ADOPT_AHEAD_MS = 60_000;

    private HybridClock() {}

    /** Where the clock begins after a start. */
    public static Hlc start(Hlc last, long wallMs) {
        return new Hlc(Math.max(Hlc.ofMs(wallMs).value(), Math.min(last.value(), limit(wallMs))));
    }

    /**
     * The value of a new event.
     *
     * @param last the clock before it
     * @param atLeastAfter a value that it must come after, such as the last fact of its car
     */
    public static Hlc next(Hlc last, long wallMs, Hlc atLeastAfter) {
        return Hlc.ofMs(wallMs).max(last.next()).max(atLeastAfter.next());
    }

    /** The clock after somebody else's event was seen. */
    public static Hlc adopt(Hlc last, long wallMs, Hlc seen) {
        return seen.value() > limit(wallMs) ? last : last.max(seen);
    }

    private static long limit(long wallMs) {
        return Hlc.ofMs(wallMs + ADOPT_AHEAD_MS).value();
    }
}
