package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.store.VisitStore;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * Gives the day that it is at the site.
 *
 * @param wall the wall clock
 * @param zone the site's
 */
public record SiteDay(InstantSource wall, ZoneId zone) implements Supplier<VisitStore.Day> {
    @Override
    public VisitStore.Day get() {
        LocalDate today = LocalDate.ofInstant(wall.instant(), zone);
        return new VisitStore.Day(
                today.atStartOfDay(zone).toInstant(),
                today.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
