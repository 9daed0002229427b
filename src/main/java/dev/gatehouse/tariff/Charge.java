package dev.gatehouse.tariff;

/**
 * What a stay costs, and how that came about.
 *
 * @param feeDong the fee in đồng, 0 or more
 * @param seconds the stay in whole seconds, cut down; negative where the exit's clock is behind
 * @param coveredSeconds what of it is paid for already, as by a pass
 * @param chargedHours hours begun after the free minutes, 0 or more
 * @param needsReview the stay is negative or longer than 30 days: a person must look at it
 */
public record Charge(
        long feeDong, long seconds, long coveredSeconds, long chargedHours, boolean needsReview) {}
