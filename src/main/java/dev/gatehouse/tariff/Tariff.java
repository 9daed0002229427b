package dev.gatehouse.tariff;

import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Visit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The hourly tariff: free minutes are deducted, each hour begun after them is charged. */
public final class Tariff {
    private Tariff() {}

    /**
     * Charges a stay. The stay is the difference of the two instants, cut down to whole seconds:
     * part of a second never costs an hour, and no time zone can change the fee.
     *
     * @param entered when the car came in, by the clock of that central
     * @param left when it went out, by the clock of that one
     * @param rules those valid when it entered; neither number may be negative
     */
    public static Charge charge(Instant entered, Instant left, FeeRules rules) {
        return charge(entered, left, rules, List.of());
    }

    /**
     * Charges what of a stay is not covered; the free minutes are deducted once, from that.
     *
     * @param covered times that are paid for already, such as those of a pass, in any order
     */
    public static Charge charge(
            Instant entered, Instant left, FeeRules rules, List<Covered> covered) {
        Duration stay = Duration.between(entered, left);
        Duration paid = Covered.within(entered, left, covered);
        long seconds = stay.toSeconds();
        long open = stay.minus(paid).toSeconds();
        long hours = rules.chargedHours(open);
        boolean doubtful = seconds < 0 || seconds > Visit.LONGEST_SECONDS;
        return new Charge(
                times(hours, rules.dongPerHour()), seconds, paid.toSeconds(), hours, doubtful);
    }

    /** A foreign instant may lie millions of years away: the fee stays at the largest number. */
    private static long times(long hours, long dongPerHour) {
        boolean fits = dongPerHour == 0 || hours <= Long.MAX_VALUE / dongPerHour;
        return fits ? hours * dongPerHour : Long.MAX_VALUE;
    }
}
