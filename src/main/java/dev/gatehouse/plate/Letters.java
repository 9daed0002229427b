package dev.gatehouse.plate;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which letter or digit of a plate a character stands for. A camera or a keyboard of another script
 * gives letters that look like ours and are others; who reads the plate cannot see it. Pure
 * functions.
 */
final class Letters {
    /** What {@link #fold} gives for a character between the letters, such as a dot or a space. */
    static final String SEPARATOR = "";

    private static final char BARRED_D = 'Đ';

    /**
     * Letters whose shape is that of a plate, each before the one that it is taken for: Cyrillic,
     * then Greek, then Ɖ of African languages. A small letter counts like its capital.
     */
    private static final String SAME_SHAPE =
            "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYҮYХXԌGԚQԜWӀIѴVЗ3"
                    + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCϜFͿJ"
                    + "ƉĐ";

    private static final Map<Integer, String> SHAPES = shapes();

    /**
     * Small Greek letters whose own shape is that of another Latin letter than their capital's, as
     * ν of v: nobody can tell which one is meant. Among them is the micro sign.
     */
    private static final String TWO_FACED = "γημνυω\u00B5";

    /** Punctuation and signs that part the groups of a plate, beside brackets and dashes. */
    private static final String PARTING =
            ".,:;'\"/\\\u00B7\u2022\u2023\u2024\u2027\u2043\u3001\u3002\u30FB" // dots and points
                    + "\u2026\u2032\u2033" // an ellipsis, primes
                    + "|\u00A6\u2212\u2500\u2502\u02D7\u2796\u30FC" // lines that are no dashes
                    + "\u2219\u22C5\u25AA\u25CF\u25E6\u26AB\u16EB"; // bullets that are signs

    private Letters() {}

    /** The composed form, in which a letter and its mark are one character wherever they can be. */
    static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /**
     * What a character is on a plate: capitals A to Z, Đ and digits; {@link #SEPARATOR}; null for
     * what is neither.
     *
     * @param c of a {@link #composed} text
     */
    static @Nullable String fold(int c) {
        String known = single(c);
        if (known != null) {
            return known;
        }
        String compatible = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
        boolean sign = Character.getType(c) == Character.OTHER_SYMBOL;
        if (compatible.codePointAt(0) == c
                || sign && compatible.codePointCount(0, compatible.length()) > 1) {
            return null; // signs such as № or ™ are words, not letters of a plate
        }
        var folded = new StringBuilder();
        for (int part : compatible.codePoints().toArray()) {
            String one = single(part);
            if (one == null) {
                return null;
            }
            folded.append(one);
        }
        return folded.toString();
    }

    private static @Nullable String single(int c) {
        if (c < 0x80 && Character.isLetterOrDigit(c)) {
            return Character.toString(Character.toUpperCase(c));
        }
        if (isSeparator(c)) {
            return SEPARATOR;
        }
        int digit = Character.digit(c, 10);
        if (digit >= 0) {
            return Integer.toString(digit);
        }
        int capital = Character.toUpperCase(c);
        // Windows-1258 has Đ where Latin-1 has Eth: text that was decoded wrongly on its
        // way here holds the one for the other, and they look the same.
        if (capital == BARRED_D || capital == '\u00D0') {
            return String.valueOf(BARRED_D);
        }
        if (capital == 'I') { // the dotless small one of Turkish
            return "I";
        }
        return TWO_FACED.indexOf(c) >= 0 ? null : SHAPES.get(capital);
    }

    private static boolean isSeparator(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.DASH_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION ->
                    true;
            default -> PARTING.indexOf(c) >= 0 || isVariationSelector(c);
        };
    }

    /** Whether a character only says how the one before it looks, and has no looks of its own. */
    private static boolean isVariationSelector(int c) {
        return c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0100 && c <= 0xE01EF || c == 0x034F;
    }

    /** All that the text has of letters and digits of plates; what is neither falls away. */
    static String kept(String text) {
        var kept = new StringBuilder(Plates.MAX_LENGTH);
        composed(text)
                .codePoints()
                .forEach(
                        c -> {
                            String folded = fold(c);
                            kept.append(folded == null ? "" : folded);
                        });
        return kept.toString();
    }

    /**
     * What plates were before letters were folded: text of A to Z, Đ and digits, all else falls
     * away, also look-alikes.
     */
    static String keptOfPlainText(String text) {
        var kept = new StringBuilder(Plates.MAX_LENGTH);
        for (char c : composed(text).toUpperCase(Locale.ROOT).toCharArray()) {
            if (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                kept.append(c);
            } else if (c == BARRED_D || c == '\u00D0') {
                kept.append(BARRED_D);
            }
        }
        return kept.toString();
    }

    /** The first character that is neither of a plate nor a separator; null where there is none. */
    static @Nullable Integer stranger(String text) {
        return composed(text)
                .codePoints()
                .filter(c -> fold(c) == null)
                .boxed()
                .findFirst()
                .orElse(null);
    }

    /** A character as a message names it: itself where it can be seen, its code point and name. */
    static String name(int c) {
        String name = Character.getName(c);
        String code = "U+%04X %s".formatted(c, name == null ? "UNASSIGNED" : name);
        return switch (Character.getType(c)) {
            case Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    code; // alone it would not show, or would stand on the quote before it
            default -> "'" + Character.toString(c) + "' (" + code + ")";
        };
    }

    /**
     * The text with look-alikes spelled in the letters of plates, so that what people read, copy
     * and send on is what is stored. Case, separators, Đ and Eth stay as they are.
     */
    static String respelled(String text) {
        var spelled = new StringBuilder(Math.min(text.length(), 64));
        composed(text)
                .codePoints()
                .forEach(
                        c -> {
                            String folded = c < 0x80 ? null : fold(c);
                            boolean asIs =
                                    folded == null
                                            || folded.equals(SEPARATOR)
                                            || folded.equals("Đ") && c < 0x180;
                            spelled.append(asIs ? Character.toString(c) : folded);
                        });
        return spelled.toString();
    }

    private static Map<Integer, String> shapes() {
        var shapes = new HashMap<Integer, String>();
        for (int i = 0; i < SAME_SHAPE.length(); i += 2) {
            shapes.put((int) SAME_SHAPE.charAt(i), SAME_SHAPE.substring(i + 1, i + 2));
        }
        return Map.copyOf(shapes);
    }
}
