package dev.gatehouse.model;

/**
 * What a stay costs.
 *
 * @param freeMinutes minutes that are deducted before charging, 0 or more
 * @param dongPerHour đồng for each hour begun after them, 0 or more
 * @param capDong the most that a day begun costs, 0 where there is no such limit; days are counted
 *     from the entry, 24 hours each
 * @param sameStayMinutes an entry at most so long after the exit before shares the free minutes of
 *     the stay before, 0 where each stay has its own
 */
public record FeeRules(int freeMinutes, long dongPerHour, long capDong, int sameStayMinutes) {
    private static final long DAY_SECONDS = 86_400;
    private static final long HOUR_SECONDS = 3_600;
    private static final long MINUTE_SECONDS = 60;

    /** Rules without a limit per day, where each stay has its own free minutes. */
    public FeeRules(int freeMinutes, long dongPerHour) {
        this(freeMinutes, dongPerHour, 0, 0);
    }

    /**
     * A fee, and how it came about: {@code cappedDays} times the limit per day, and {@code
     * chargedHours} times the price of an hour.
     *
     * @param feeDong the fee in đồng, 0 or more
     * @param chargedHours hours begun that are charged one by one
     * @param cappedDays days that cost the limit instead of their hours
     */
    public record Price(long feeDong, long chargedHours, long cappedDays) {
        static final Price NOTHING = new Price(0, 0, 0);

        private Price plus(Price other) {
            return new Price(
                    sum(feeDong, other.feeDong),
                    chargedHours + other.chargedHours,
                    cappedDays + other.cappedDays);
        }
    }

    public long freeSeconds() {
        return freeMinutes * MINUTE_SECONDS;
    }

    /**
     * Prices a stay. Its hours are counted in one row, or day by day with at most the limit for
     * each, whichever costs less: so a limit never makes a stay dearer than no limit.
     *
     * @param seconds of the stay that nothing else pays for; below 0 as 0
     * @param freeSecondsUsed what earlier stays have used of the free minutes
     */
    public Price price(long seconds, long freeSecondsUsed) {
        long free = Math.max(0, freeSeconds() - freeSecondsUsed);
        if (seconds <= free) {
            return Price.NOTHING;
        }
        Price inOneRow = hours(seconds - free);
        if (capDong == 0) {
            return inOneRow;
        }
        Price byDays = byDays(free, seconds);
        return inOneRow.feeDong <= byDays.feeDong ? inOneRow : byDays;
    }

    /** Each day from the entry on, of which {@code from} to {@code to} is charged. */
    private Price byDays(long from, long to) {
        long first = from / DAY_SECONDS;
        long last = (to - 1) / DAY_SECONDS;
        if (first == last) {
            return day(to - from);
        }
        Price whole = day(DAY_SECONDS);
        long between = last - first - 1;
        return day((first + 1) * DAY_SECONDS - from)
                .plus(
                        new Price(
                                times(between, whole.feeDong),
                                between * whole.chargedHours,
                                between * whole.cappedDays))
                .plus(day(to - last * DAY_SECONDS));
    }

    private Price day(long seconds) {
        Price hours = hours(seconds);
        return hours.feeDong > capDong ? new Price(capDong, 0, 1) : hours;
    }

    private Price hours(long seconds) {
        long hours = Math.ceilDiv(seconds, HOUR_SECONDS);
        return new Price(times(hours, dongPerHour), hours, 0);
    }

    /** A foreign instant may lie millions of years away: the fee stays at the largest number. */
    private static long times(long count, long dong) {
        boolean fits = dong == 0 || count <= Long.MAX_VALUE / dong;
        return fits ? count * dong : Long.MAX_VALUE;
    }

    private static long sum(long one, long other) {
        return one <= Long.MAX_VALUE - other ? one + other : Long.MAX_VALUE;
    }
}
