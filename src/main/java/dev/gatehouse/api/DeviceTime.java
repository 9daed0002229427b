package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that a device gives, in whatever form devices write it. What is no time of this century
 * is none at all: a device without a clock says 1970, and a wrong figure must not cost a car its
 * record.
 */
final class DeviceTime {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("2101-01-01T00:00:00Z");

    /** Longer than any form of a time with nanoseconds and a zone. */
    private static final int MOST_LETTERS = 40;

    private static final Pattern NUMBER =
            Pattern.compile("\\d{9,19}(\\.\\d+)?|\\d\\.\\d+[eE]\\+?\\d\\d?");

    /** Seconds, then thousandths and so on of them: no two units share a number of this century. */
    private static final int[] DIGITS_BEHIND_SECONDS = {0, 3, 6, 9};

    private static final Pattern TEXT =
            Pattern.compile(
                    "(\\d{4})[-/.](\\d\\d?)[-/.](\\d\\d?)[T ]+(\\d\\d?:\\d\\d(?::\\d\\d)?)"
                            + "(?:[.,](\\d{1,9}))? ?(Z|[+-]\\d\\d:?(?:\\d\\d)?)?",
                    Pattern.CASE_INSENSITIVE);

    private static final DateTimeFormatter SHAPE =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-M-d'T'H:mm[:ss]")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .optionalStart()
                    .appendOffset("+HH:mm", "Z")
                    .optionalEnd()
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private DeviceTime() {}

    /**
     * Reads it.
     *
     * @param said seconds, milliseconds, microseconds or nanoseconds since 1970, as a number or its
     *     text; or a date and a time, with an offset or without
     * @param zone of what comes without an offset
     * @return null where that is no time from 2000 to 2100
     */
    static @Nullable Instant parse(@Nullable String said, ZoneId zone) {
        String text = said == null ? "" : said.strip();
        if (text.length() > MOST_LETTERS) {
            return null;
        }
        return NUMBER.matcher(text).matches() ? ofNumber(new BigDecimal(text)) : ofText(text, zone);
    }

    private static @Nullable Instant ofNumber(BigDecimal number) {
        for (int digits : DIGITS_BEHIND_SECONDS) {
            BigDecimal seconds = number.movePointLeft(digits);
            if (seconds.compareTo(BigDecimal.valueOf(AFTER_LAST.getEpochSecond())) < 0) {
                BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.DOWN);
                long whole = nanos.movePointLeft(9).longValue();
                return plausible(
                        Instant.ofEpochSecond(
                                whole, nanos.subtract(BigDecimal.valueOf(whole, -9)).longValue()));
            }
        }
        return null;
    }

    private static @Nullable Instant ofText(String text, ZoneId zone) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            TemporalAccessor time =
                    SHAPE.parseBest(written(parts), OffsetDateTime::from, LocalDateTime::from);
            return plausible(
                    time instanceof OffsetDateTime exact
                            ? exact.toInstant()
                            : LocalDateTime.from(time).atZone(zone).toInstant());
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    /** The same as one form has it. */
    private static String written(Matcher parts) {
        String offset = parts.group(6) == null ? "" : parts.group(6).toUpperCase(Locale.ROOT);
        if (offset.length() == 3) {
            offset += ":00";
        } else if (offset.length() == 5) {
            offset = offset.substring(0, 3) + ":" + offset.substring(3);
        }
        return parts.group(1)
                + "-"
                + parts.group(2)
                + "-"
                + parts.group(3)
                + "T"
                + parts.group(4)
                + (parts.group(5) == null ? "" : "." + parts.group(5))
                + offset;
    }

    private static @Nullable Instant plausible(Instant time) {
        return time.isBefore(FIRST) || !time.isBefore(AFTER_LAST) ? null : time;
    }
}
