package dev.gatehouse.console.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Times as people at the site read them: in the site's zone, whatever the PC's is.
 *
 * @param zone the site's
 */
public record SiteTime(ZoneId zone) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter OTHER_DAY = DateTimeFormatter.ofPattern("dd/MM HH:mm");
    private static final DateTimeFormatter OTHER_YEAR =
            DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm");
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("dd/MM");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy");

    /** Half a year: a day without a year is taken for the nearest of that name. */
    private static final long NEAR_DAYS = 182;

    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** {@code 2026-11-22 14:32:07}, as programs read it. */
    public String full(Instant at) {
        return FULL.format(at.atZone(zone));
    }

    /** {@code 20261122-143207}, for the name of a file. */
    public String stamp(Instant at) {
        return STAMP.format(at.atZone(zone));
    }

    /** {@code 14:32:07}. */
    public String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    /** {@code 30/11/2026}. */
    public static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** {@code 30/11}, where there is no room for more. */
    public String shortDay(Instant at) {
        return SHORT_DAY.format(at.atZone(zone));
    }

    /**
     * {@code 14:32:07} for today, {@code 21/11 14:32} for another day, {@code 30/12/2025 14:32}
     * where another year would be thought of.
     */
    public String of(Instant at, Instant now) {
        return format(at, now, OTHER_YEAR);
    }

    /** The same for a column, where no minute is of interest any more in another year. */
    public String inColumn(Instant at, Instant now) {
        return format(at, now, DAY);
    }

    private String format(Instant at, Instant now, DateTimeFormatter otherYear) {
        LocalDate day = day(at);
        LocalDate today = day(now);
        if (day.equals(today)) {
            return CLOCK.format(at.atZone(zone));
        }
        boolean near =
                day.getYear() == today.getYear()
                        || Math.abs(ChronoUnit.DAYS.between(day, today)) <= NEAR_DAYS;
        return (near ? OTHER_DAY : otherYear).format(at.atZone(zone));
    }

    public LocalTime timeOfDay(Instant at) {
        return at.atZone(zone).toLocalTime();
    }

    /** The day of the site. */
    public LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }
}
