package dev.gatehouse.console.field;

import java.util.Locale;

/**
 * What a plate can be typed with. A Vietnamese input method turns A1 into Á and AA into Â, and what
 * it made cannot be told from what was meant: a second tone key replaces the first. So any marked
 * letter but Đ is a sign that the method is on. Pure functions.
 */
final class PlateTyping {
    private PlateTyping() {}

    /** Whether the text holds a letter that no plate has, as an input method makes them. */
    static boolean isMarked(String text) {
        return text.codePoints().anyMatch(PlateTyping::isMarked);
    }

    private static boolean isMarked(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetter(c) && !isAscii(c) && !isCrossedD(c);
        };
    }

    private static boolean isAscii(int c) {
        return c < 0x80;
    }

    /** Đ, and Eth, which looks the same and stands for it in text that was decoded wrongly. */
    private static boolean isCrossedD(int c) {
        return c == 'Đ' || c == 'đ' || c == '\u00D0' || c == '\u00F0';
    }

    /** The text in capitals, without what neither a plate nor its punctuation has. */
    static String kept(String text) {
        var kept = new StringBuilder(text.length());
        text.toUpperCase(Locale.ROOT)
                .codePoints()
                .forEach(
                        c -> {
                            if (isCrossedD(c)) {
                                kept.append('Đ');
                            } else if (isAscii(c) && (Character.isLetterOrDigit(c) || isMark(c))) {
                                kept.appendCodePoint(c);
                            }
                        });
        return kept.toString();
    }

    /** The letters and digits of a text, D for Đ. */
    static String letters(String text) {
        var letters = new StringBuilder(text.length());
        kept(text)
                .codePoints()
                .filter(c -> !isMark(c))
                .forEach(c -> letters.appendCodePoint(isCrossedD(c) ? 'D' : c));
        return letters.toString();
    }

    private static boolean isMark(int c) {
        return c == ' ' || c == '.' || c == '-';
    }
}
