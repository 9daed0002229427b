package dev.gatehouse.gate;

import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Visit;
import dev.gatehouse.tariff.Covered;
import dev.gatehouse.tariff.Tariff;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Stays of a car that follow each other so soon that they share their free minutes. */
final class SameStay {
    /**
     * Stays that are looked at: who leaves and comes back more often within minutes has used half
     * an hour by then, or is waved through by a person.
     */
    private static final int LONGEST_CHAIN = 16;

    private SameStay() {}

    /** Reads visits of the same car before one, last first. */
    interface Before {
        List<Visit> before(Visit visit, int limit);
    }

    /**
     * How long a car was here just before, in stay upon stay; what a pass covers does not count.
     *
     * @param visit the stay that is charged
     * @param rules those of its entry
     * @return seconds, 0 where stays do not share their free minutes
     */
    static long secondsBefore(Visit visit, FeeRules rules, List<Covered> covered, Before earlier) {
        if (rules.sameStayMinutes() == 0 || rules.freeMinutes() == 0) {
            return 0;
        }
        Duration most = Duration.ofMinutes(rules.sameStayMinutes());
        Instant entered = visit.entry().at();
        long seconds = 0;
        for (Visit before : earlier.before(visit, LONGEST_CHAIN)) {
            Visit.Departure exit = before.exit();
            // two gates' clocks may make the entry the earlier of the two
            if (exit == null
                    || exit.missed() // when it left nobody knows
                    || Duration.between(exit.passage().at(), entered).abs().compareTo(most) > 0) {
                break;
            }
            Instant began = before.entry().at();
            seconds += Math.max(0, Tariff.openSeconds(began, exit.passage().at(), covered));
            entered = began;
        }
        return seconds;
    }
}
