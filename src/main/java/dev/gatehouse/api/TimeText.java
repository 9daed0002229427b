package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the original writes them. */
final class TimeText {
    private static final DateTimeFormatter SHAPE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private TimeText() {}

    /** {@code YYYY-MM-DD HH:MM:SS} on the site's clock. */
    static String local(Instant at, ZoneId zone) {
        return SHAPE.format(at.atZone(zone));
    }

    /** {@code YYYY-MM-DD HH:MM:SS} in UTC. */
    static String utc(Instant at) {
        return local(at, ZoneOffset.UTC);
    }

    /** The same, null for null. */
    static @Nullable String utcOrNull(@Nullable Instant at) {
        return at == null ? null : utc(at);
    }
}
