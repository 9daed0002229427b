package dev.gatehouse.sync.original;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;

/** The original's times: {@code YYYY-MM-DD HH:MM:SS} without a zone. Pure functions. */
final class LocalTime {
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                    .withResolverStyle(ResolverStyle.STRICT);

    private LocalTime() {}

    static String text(Instant at, ZoneId zone) {
        return TEXT.format(LocalDateTime.ofInstant(at, zone));
    }

    static String utc(Instant at) {
        return text(at, ZoneOffset.UTC);
    }

    /** Null where it is no such time. */
    static @Nullable Instant instant(@Nullable String text, ZoneId zone) {
        try {
            return text == null ? null : LocalDateTime.parse(text, TEXT).atZone(zone).toInstant();
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
