package dev.gatehouse.plate;

import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Vietnamese licence plates: what is stored, compared, searched and shown. */
public final class Plates {
    /** Fewest characters of a canonical plate. */
    public static final int MIN_LENGTH = 3;

    /** Most characters of a canonical plate. */
    public static final int MAX_LENGTH = 20;

    /** Most characters that people are shown: twice the longest of the known forms. */
    public static final int MAX_VIEW_LENGTH = 32;

    private static final int MOST_LETTERS = 3;

    private static final String EXPECTED =
            MIN_LENGTH + " to " + MAX_LENGTH + " letters (A to Z, Đ) and digits";

    /**
     * The forms that the text alone decides, first match wins. Not among them, so shown as typed:
     * {@code 29A112345} (29A and six digits, or 29-A1 123.45), five digits after MĐ or TĐ (with or
     * without a series digit), and a diplomatic plate that was not read in its printed order.
     */
    private static final List<Form> FORMS =
            List.of(
                    new Form("(\\d{2}[A-Z])(\\d{3})(\\d{2})", "$1-$2.$3"),
                    new Form("(\\d{2}[A-Z])(\\d{4})", "$1-$2"),
                    new Form("(\\d{2})(?:NG|QT|NN|CV)\\d{4,5}", null),
                    new Form("(\\d{2})([A-Z]{2})(\\d{3})(\\d{2})", "$1-$2 $3.$4"),
                    new Form("(\\d{2})([A-Z]{2}|MĐ|TĐ)(\\d{4})", "$1-$2 $3"),
                    new Form(
                            "(\\d{2})((?:KT|LD|DA|RM|HC|MK|MĐ|TĐ|CD)\\d)(\\d{3})(\\d{2})",
                            "$1-$2 $3.$4"),
                    new Form("(\\d{2})(\\d{3})(NG|QT|NN|CV)(\\d{2})", "$1-$2-$3-$4"),
                    new Form("([A-Z]{2})(\\d{2})(\\d{2})", "$1-$2-$3"),
                    new Form("(T\\d{2})(\\d{3})(\\d{2})", "$1-$2.$3"));

    /** All forms that plates have, old and new; a plate that has none of them may be a slip. */
    private static final Pattern USUAL =
            Pattern.compile(
                    "\\d{2}[A-Z]\\d{4,5}" // car
                            + "|\\d{2}[A-Z][1-9]\\d{4,5}" // motorbike
                            + "|\\d{2}[A-Z]{2}\\d{4,5}" // motorbike since August 2023
                            + "|\\d{2}(?:KT|LD|DA|R|RM|HC|MK|MĐ|TĐ|CD)\\d?\\d{4,5}" // special
                            + "|\\d{2}(?:\\d{3})?(?:NG|QT|NN|CV)\\d{2,5}" // diplomatic, foreign
                            + "|[A-Z]{2}\\d{4}" // military
                            + "|T\\d{7}"); // temporary

    private Plates() {}

    /** Reads a plate that comes without a form of its own to be shown in. */
    public static Reading read(String raw) {
        return read(raw, null);
    }

    /**
     * Reads what a camera sent or a person typed.
     *
     * @param raw any text; all but letters, Đ and digits is passed over
     * @param sentView how the sender wants it shown, null or blank to have it formatted here
     */
    public static Reading read(String raw, @Nullable String sentView) {
        String canonical = canonical(raw);
        if (canonical.length() < MIN_LENGTH || canonical.length() > MAX_LENGTH) {
            return new Reading.Refused(cut(printable(raw)), EXPECTED);
        }
        return new Reading.Read(new Plate(canonical, view(canonical, raw, sentView)));
    }

    /**
     * The key under which two plates are the same vehicle to a reader that cannot tell Đ from D, as
     * the original's cameras cannot. It is a second key: plates that differ only there are
     * different plates.
     *
     * @param canonical of a {@link Plate}
     */
    public static String comparisonKey(String canonical) {
        return canonical.replace('Đ', 'D');
    }

    /**
     * The other plates with the same {@link #comparisonKey}. Plates have three letters at most; of
     * what has more of D and Đ than that, none.
     *
     * @param canonical of a {@link Plate}
     */
    public static List<String> alike(String canonical) {
        String key = comparisonKey(canonical);
        int[] places = IntStream.range(0, key.length()).filter(i -> key.charAt(i) == 'D').toArray();
        if (places.length > MOST_LETTERS) {
            return List.of();
        }
        return IntStream.range(0, 1 << places.length)
                .mapToObj(choice -> spelled(key, places, choice))
                .filter(spelling -> !spelling.equals(canonical))
                .toList();
    }

    private static String spelled(String key, int[] places, int choice) {
        var spelling = new StringBuilder(key);
        for (int i = 0; i < places.length; i++) {
            if ((choice >> i & 1) == 1) {
                spelling.setCharAt(places[i], 'Đ');
            }
        }
        return spelling.toString();
    }

    /**
     * What to look for among comparison keys when a person types part of a plate: spaces, dots,
     * dashes and the case do not count, and D finds Đ. Empty where nothing is left to look for.
     */
    public static String searchKey(String typed) {
        return comparisonKey(canonical(typed));
    }

    /**
     * Whether a plate has one of the known forms. What has none is taken all the same: plates of
     * other countries, and cars without one, come too.
     */
    public static boolean isUsual(Plate plate) {
        return USUAL.matcher(plate.canonical()).matches();
    }

    private static String canonical(String raw) {
        String upper = Normalizer.normalize(raw, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
        var kept = new StringBuilder(MAX_LENGTH);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                kept.append(c);
            } else if (c == 'Đ' || c == '\u00D0') {
                // Windows-1258 has Đ where Latin-1 has Eth: text that was decoded wrongly on its
                // way here holds the one for the other, and they look the same.
                kept.append('Đ');
            }
        }
        return kept.toString();
    }

    private static String view(String canonical, String raw, @Nullable String sentView) {
        String sent = sentView == null ? "" : printable(sentView);
        if (!sent.isEmpty()) {
            return cut(sent);
        }
        for (Form form : FORMS) {
            var matcher = form.pattern.matcher(canonical);
            if (matcher.matches()) {
                return form.view == null
                        ? asTyped(canonical, raw)
                        : matcher.replaceFirst(form.view);
            }
        }
        return asTyped(canonical, raw);
    }

    private static String asTyped(String canonical, String raw) {
        String typed = printable(raw);
        return typed.length() <= MAX_VIEW_LENGTH ? typed : canonical;
    }

    /** Without what would break a line, turn the text's direction or not show at all. */
    private static String printable(String text) {
        var kept = new StringBuilder(Math.min(text.length(), 64));
        Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .filter(c -> !isHidden(c))
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private static String cut(String text) {
        if (text.length() <= MAX_VIEW_LENGTH) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_VIEW_LENGTH - 1));
        return text.substring(0, splitsPair ? MAX_VIEW_LENGTH - 1 : MAX_VIEW_LENGTH).strip();
    }

    /** A canonical pattern and how it is shown; null for as typed. */
    private record Form(Pattern pattern, @Nullable String view) {
        Form(String regex, @Nullable String view) {
            this(Pattern.compile(regex), view);
        }
    }
}
