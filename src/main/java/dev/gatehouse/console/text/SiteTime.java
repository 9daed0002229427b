package dev.gatehouse.console.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Times as people at the site read them: in the site's zone, whatever the PC's is.
 *
 * @param zone the site's
 */
public record SiteTime(ZoneId zone) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter OTHER_DAY = DateTimeFormatter.ofPattern("dd/MM HH:mm");

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

    /** {@code 14:32:07} for today, {@code 21/11 14:32} for another day. */
    public String of(Instant at, Instant now) {
        return (day(at).equals(day(now)) ? CLOCK : OTHER_DAY).format(at.atZone(zone));
    }

    public LocalTime timeOfDay(Instant at) {
        return at.atZone(zone).toLocalTime();
    }

    private LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }
}
