package dev.gatehouse.tariff;

import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Visit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The hourly tariff: what a pass covers is taken out, free minutes are deducted, each hour begun
 * after them is charged, and each day begun costs at most the limit.
 */
public final class Tariff {
    private Tariff() {}

    /**
     * Charges a stay. The stay is the difference of the two instants, cut down to whole seconds:
     * part of a second never costs an hour, and no time zone can change the fee.
     *
     * @param entered when the car came in, by the clock of that central
     * @param left when it went out, by the clock of that one
     * @param rules those valid when it entered; no number may be negative
     */
    public static Charge charge(Instant entered, Instant left, FeeRules rules) {
        return charge(entered, left, rules, List.of());
    }

    /** As {@link #charge(Instant, Instant, FeeRules, List, long)}, with all free minutes. */
    public static Charge charge(
            Instant entered, Instant left, FeeRules rules, List<Covered> covered) {
        return charge(entered, left, rules, covered, 0);
    }

    /**
     * Charges what of a stay is not covered, as if the rest were one stretch: covered time neither
     * costs an hour nor begins a day.
     *
     * @param covered times that are paid for already, such as those of a pass, in any order
     * @param usedBefore seconds without a pass that the car spent here just before, which have used
     *     so much of the free minutes; 0 or more
     */
    public static Charge charge(
            Instant entered, Instant left, FeeRules rules, List<Covered> covered, long usedBefore) {
        long seconds = Duration.between(entered, left).toSeconds();
        long freeUsed = Math.min(usedBefore, rules.freeSeconds());
        FeeRules.Price price = rules.price(openSeconds(entered, left, covered), freeUsed);
        boolean doubtful = seconds < 0 || seconds > Visit.LONGEST_SECONDS;
        return new Charge(
                price.feeDong(),
                seconds,
                Covered.within(entered, left, covered).toSeconds(),
                price.chargedHours(),
                doubtful,
                price.cappedDays(),
                freeUsed);
    }

    /** What of a stay nothing covers, in whole seconds; negative where the stay is. */
    public static long openSeconds(Instant entered, Instant left, List<Covered> covered) {
        return Duration.between(entered, left)
                .minus(Covered.within(entered, left, covered))
                .toSeconds();
    }
}
