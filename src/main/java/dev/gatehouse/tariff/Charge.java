package dev.gatehouse.tariff;

/**
 * What a stay costs, and how that came about: the capped days at the limit, and the charged hours
 * at the price of an hour.
 *
 * @param feeDong the fee in đồng, 0 or more
 * @param seconds the stay in whole seconds, cut down; negative where the exit's clock is behind
 * @param coveredSeconds what of it is paid for already, as by a pass
 * @param chargedHours hours begun after the free minutes that are charged one by one, 0 or more
 * @param needsReview the stay is negative or longer than 30 days: a person must look at it
 * @param cappedDays days that cost the limit instead of their hours, 0 or more
 * @param freeSecondsUsedBefore what of the free minutes the stays just before this one used
 */
public record Charge(
        long feeDong,
        long seconds,
        long coveredSeconds,
        long chargedHours,
        boolean needsReview,
        long cappedDays,
        long freeSecondsUsedBefore) {
    /** A charge by hours alone, with all free minutes. */
    public Charge(
            long feeDong,
            long seconds,
            long coveredSeconds,
            long chargedHours,
            boolean needsReview) {
        this(feeDong, seconds, coveredSeconds, chargedHours, needsReview, 0, 0);
    }
}
