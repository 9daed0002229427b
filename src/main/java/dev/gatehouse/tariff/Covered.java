package dev.gatehouse.tariff;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time that is paid for already, such as that of a pass.
 *
 * @param from its first instant
 * @param to the first instant behind it
 */
public record Covered(Instant from, Instant to) {
    /** How much of a stay is covered by any of those; each moment counts once. */
    static Duration within(Instant entered, Instant left, List<Covered> covered) {
        var inOrder = new ArrayList<>(covered);
        inOrder.sort(Comparator.comparing(Covered::from));
        Duration sum = Duration.ZERO;
        Instant counted = entered;
        for (Covered one : inOrder) {
            Instant begin = one.from.isAfter(counted) ? one.from : counted;
            Instant end = one.to.isBefore(left) ? one.to : left;
            if (end.isAfter(begin)) {
                sum = sum.plus(Duration.between(begin, end));
                counted = end;
            }
        }
        return sum;
    }
}
