package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times and durations as the original writes them. */
final class TimeText {
    private static final DateTimeFormatter SHAPE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3_600;

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

    /** {@code 1 giờ 5 phút}; both parts cut down. */
    static String duration(long seconds) {
        return seconds / SECONDS_PER_HOUR
                + " giờ "
                + seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE
                + " phút";
    }
}
