package dev.gatehouse.cli;

import dev.gatehouse.model.DatabaseFigures;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a database holds, in one line that a person compares with another. */
final class HeldText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private final ZoneId zone;
    private final Instant now;

    HeldText(ZoneId zone, Instant now) {
        this.zone = zone;
        this.now = now;
    }

    /**
     * The line.
     *
     * @param held null where there is no database
     */
    String of(@Nullable DatabaseFigures held) {
        if (held == null) {
            return "no database";
        }
        if (held.empty()) {
            return "empty (events: 0, streams: 0, visits: 0)";
        }
        Instant newest = held.newest();
        return String.format(
                Locale.ROOT,
                "events: %,d, streams: %,d, visits: %,d (inside: %,d, ended: %,d), newest event:"
                        + " %s",
                held.events(),
                held.streams(),
                held.visits(),
                held.inside(),
                held.ended(),
                newest == null ? "unknown" : TIME.format(newest.atZone(zone)) + age(newest));
    }

    private String age(Instant newest) {
        Duration age = Duration.between(newest, now);
        return age.isNegative()
                ? " (" + span(age.negated()) + " ahead of this clock)"
                : " (" + span(age) + " ago)";
    }

    private static String span(Duration span) {
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() > 0 ? span.toMinutes() + " min" : span.toSeconds() + " s";
    }
}
