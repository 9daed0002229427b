package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** What the name of a visit says: {@code central_ms_plate}. Pure functions. */
public final class VisitName {
    /** Digits of the last millisecond at which anything happens. */
    private static final int MOST_DIGITS = 14;

    /** Letters and digits of the longest plate. */
    private static final int MOST_LETTERS = 20;

    private VisitName() {}

    /** The milliseconds; 0 where there are none that a clock can show. */
    public static long ms(String eventId) {
        int first = eventId.indexOf('_');
        int second = first < 0 ? -1 : eventId.indexOf('_', first + 1);
        if (second < 0 || second - first > MOST_DIGITS + 1) {
            return 0;
        }
        try {
            long ms = Long.parseLong(eventId, first + 1, second, 10);
            return ms > 0 && ms < FoldKey.LAST_MS ? ms : 0;
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    /** The plate, in upper case, letters and digits only; null where the name does not parse. */
    public static @Nullable String plate(String eventId) {
        if (ms(eventId) == 0) {
            return null;
        }
        int second = eventId.indexOf('_', eventId.indexOf('_') + 1);
        if (eventId.startsWith("?", second + 1)) {
            return null; // of an unread car
        }
        var plate = new StringBuilder(MOST_LETTERS);
        eventId.substring(second + 1)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(plate::appendCodePoint);
        return plate.isEmpty() || plate.length() > MOST_LETTERS ? null : plate.toString();
    }
}
