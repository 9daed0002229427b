package dev.gatehouse.console.history;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A day, or a minute of it, as people type it: {@code 22/11}, {@code 22/11/2026}, {@code 22/11
 * 14:30}. Pure functions.
 */
final class DayText {
    private static final Pattern TYPED =
            Pattern.compile(
                    "(\\d{1,2})[/.-](\\d{1,2})(?:[/.-](\\d{4}))?(?:\\s+(\\d{1,2})[:h](\\d{2}))?");

    private DayText() {}

    /**
     * The first moment of what was typed.
     *
     * @param today of the site; a day without a year is the last such day up to it
     * @return null where it is no day
     */
    static @Nullable Instant begin(String typed, LocalDate today, ZoneId zone) {
        LocalDateTime read = read(typed, today);
        return read == null ? null : read.atZone(zone).toInstant();
    }

    /** The first moment behind what was typed: behind the day, or behind the minute. */
    static @Nullable Instant end(String typed, LocalDate today, ZoneId zone) {
        LocalDateTime read = read(typed, today);
        if (read == null) {
            return null;
        }
        boolean minute = typed.strip().contains(":") || typed.strip().contains("h");
        return (minute ? read.plusMinutes(1) : read.plusDays(1)).atZone(zone).toInstant();
    }

    private static @Nullable LocalDateTime read(String typed, LocalDate today) {
        Matcher matcher = TYPED.matcher(typed.strip());
        if (!matcher.matches()) {
            return null;
        }
        try {
            int day = Integer.parseInt(matcher.group(1));
            int month = Integer.parseInt(matcher.group(2));
            boolean withYear = matcher.group(3) != null;
            int year = withYear ? Integer.parseInt(matcher.group(3)) : today.getYear();
            LocalDate date = LocalDate.of(year, month, day);
            if (!withYear && date.isAfter(today)) {
                date = date.minusYears(1);
            }
            LocalTime time =
                    matcher.group(4) == null
                            ? LocalTime.MIDNIGHT
                            : LocalTime.of(
                                    Integer.parseInt(matcher.group(4)),
                                    Integer.parseInt(matcher.group(5)));
            return date.atTime(time);
        } catch (DateTimeException e) {
            return null; // 31/02, 25:00
        }
    }
}
