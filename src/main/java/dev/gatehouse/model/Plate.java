package dev.gatehouse.model;

import java.nio.charset.StandardCharsets;

/**
 * A licence plate, or the stand-in of a car whose plate nobody has read.
 *
 * @param canonical what is compared: upper-case A–Z, Đ and 0–9 only, 3 to 20 of them; of an unread
 *     car {@code ?} and letters that no plate has
 * @param view what people read, such as {@code 29A-123.45}; of an unread car {@code ?}
 */
public record Plate(String canonical, String view) {
    private static final String UNREAD_VIEW = "?";

    /** A car whose plate nobody has read, before it passes. */
    public static final Plate UNREAD = new Plate(UNREAD_VIEW, UNREAD_VIEW);

    /**
     * The stand-in of a car that passed unread. It is unlike every plate and every other unread
     * car, and no search for letters and digits finds it.
     *
     * @param central where the car passed
     * @param ms when, which the central's clock gives to one passage only
     */
    public static Plate unread(CentralId central, long ms) {
        var text = new StringBuilder(UNREAD_VIEW);
        letters(text, Long.toHexString(ms));
        text.append('x');
        for (byte b : central.value().getBytes(StandardCharsets.UTF_8)) {
            letters(text, Integer.toHexString(b & 0xff));
        }
        return new Plate(text.toString(), UNREAD_VIEW);
    }

    /** Small letters for hexadecimal digits: plates are written in capitals. */
    private static void letters(StringBuilder text, String hex) {
        hex.chars().forEach(c -> text.append((char) ('a' + Character.digit(c, 16))));
    }

    /** Whether this stands for a car whose plate nobody has read. */
    public boolean isUnread() {
        return canonical.startsWith(UNREAD_VIEW);
    }
}
