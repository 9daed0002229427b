package dev.gatehouse.model;

/**
 * What a stay costs.
 *
 * @param freeMinutes minutes that are deducted before charging, 0 or more
 * @param dongPerHour đồng for each hour begun after them, 0 or more
 */
public record FeeRules(int freeMinutes, long dongPerHour) {
    private static final long HOUR_SECONDS = 3_600;
    private static final long MINUTE_SECONDS = 60;

    /**
     * The hours begun after the free minutes.
     *
     * @param seconds of a stay that nothing else pays for; below 0 as 0
     */
    public long chargedHours(long seconds) {
        return Math.ceilDiv(Math.max(0, seconds - freeMinutes * MINUTE_SECONDS), HOUR_SECONDS);
    }
}
