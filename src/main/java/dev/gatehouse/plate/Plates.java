package dev.gatehouse.plate;

import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.util.List;
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

    /** What parts the lines of a plate, and shows as a space where it is put in one. */
    private static final Pattern LINE_BREAKS =
            Pattern.compile("[\\t\\n\\x0B\\f\\r\\x85\\u2028\\u2029]+");

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
     * Reads what a device sent. Look-alikes of other scripts are taken for the letters that they
     * look like, and separators are passed over, line breaks among them. A text that says that no
     * plate was read is {@link Reading.Unread}, whatever else it holds; any other character is
     * refused by name.
     *
     * @param raw any text
     * @param sentView how the sender wants it shown, null or blank to have it formatted here
     */
    public static Reading read(String raw, @Nullable String sentView) {
        String kept = Letters.kept(raw);
        return Unreads.isUnread(raw, kept)
                ? new Reading.Unread(cut(printable(raw)))
                : whole(kept, raw, sentView);
    }

    /**
     * Reads what a person typed, never {@link Reading.Unread}: who stands before the car decides
     * what its plate is. "KHÔNG BIỂN", with a number or not, is how people call a car without one.
     *
     * @param raw as for {@link #read(String, String)}
     * @param sentView as for {@link #read(String, String)}
     */
    public static Reading typed(String raw, @Nullable String sentView) {
        return Unreads.saysNoPlate(raw)
                ? sized(Unreads.key(raw), raw, sentView)
                : whole(Letters.kept(raw), raw, sentView);
    }

    /**
     * Takes what another central or an older program has on record as a plate, never {@link
     * Reading.Unread}. What it once took stays a plate, so no row is lost; all but A to Z, Đ and
     * digits is passed over, as the one that recorded it did, so each central makes the same of it.
     *
     * @param raw as for {@link #read(String, String)}
     * @param sentView as for {@link #read(String, String)}
     */
    public static Reading recorded(String raw, @Nullable String sentView) {
        return sized(Letters.keptOfPlainText(raw), raw, sentView);
    }

    private static Reading whole(String kept, String raw, @Nullable String sentView) {
        boolean plain = raw.equals(kept);
        Integer stranger = plain ? null : Letters.stranger(raw);
        if (stranger != null) {
            return refused(raw, EXPECTED + ", not " + Letters.name(stranger));
        }
        return fits(kept)
                ? taken(
                        kept,
                        plain ? raw : Letters.respelled(raw),
                        sentView == null ? null : Letters.respelled(sentView))
                : refused(raw, EXPECTED);
    }

    private static Reading sized(String canonical, String raw, @Nullable String sentView) {
        return fits(canonical) ? taken(canonical, raw, sentView) : refused(raw, EXPECTED);
    }

    private static boolean fits(String canonical) {
        return canonical.length() >= MIN_LENGTH && canonical.length() <= MAX_LENGTH;
    }

    private static Reading taken(String canonical, String raw, @Nullable String sentView) {
        return new Reading.Read(new Plate(canonical, view(canonical, raw, sentView)));
    }

    private static Reading refused(String raw, String expected) {
        return new Reading.Refused(cut(printable(raw)), expected);
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
     * dashes and the case do not count, and D finds Đ. What no plate has is passed over. Empty
     * where nothing is left to look for.
     */
    public static String searchKey(String typed) {
        return comparisonKey(Letters.kept(typed));
    }

    /**
     * Whether a plate has one of the known forms. What has none is taken all the same: plates of
     * other countries, and cars without one, come too.
     */
    public static boolean isUsual(Plate plate) {
        return isUsual(plate.canonical());
    }

    static boolean isUsual(String canonical) {
        return USUAL.matcher(canonical).matches();
    }

    /**
     * Whether a plate has a separator at a place as it is written, or may have one since a letter
     * meets a digit there.
     */
    static boolean isParted(String canonical, int at) {
        if (at <= 0 || at >= canonical.length()) {
            return false;
        }
        if (Character.isDigit(canonical.charAt(at - 1))
                != Character.isDigit(canonical.charAt(at))) {
            return true;
        }
        String view = formatted(canonical);
        int seen = 0;
        int i = 0;
        while (view != null && seen < at) {
            seen += Character.isLetterOrDigit(view.charAt(i++)) ? 1 : 0;
        }
        return view != null && !Character.isLetterOrDigit(view.charAt(i));
    }

    private static String view(String canonical, String raw, @Nullable String sentView) {
        String sent = sentView == null ? "" : printable(sentView);
        if (!sent.isEmpty()) {
            return cut(sent);
        }
        String formatted = formatted(canonical);
        return formatted == null ? asTyped(canonical, raw) : formatted;
    }

    /** As plates of that form are written; null where the text does not decide it. */
    private static @Nullable String formatted(String canonical) {
        for (Form form : FORMS) {
            var matcher = form.pattern.matcher(canonical);
            if (matcher.matches()) {
                return form.view == null ? null : matcher.replaceFirst(form.view);
            }
        }
        return null;
    }

    private static String asTyped(String canonical, String raw) {
        String typed = printable(raw);
        return typed.length() <= MAX_VIEW_LENGTH ? typed : canonical;
    }

    /** Without what would break a line, turn the text's direction or not show at all. */
    private static String printable(String text) {
        var kept = new StringBuilder(Math.min(text.length(), 64));
        LINE_BREAKS
                .matcher(Letters.composed(text))
                .replaceAll(" ")
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
