package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list as it stands in an answer's {@code next} and a request's {@code after}: a text
 * that needs no encoding in a query, and that callers only hand back.
 *
 * @param list a letter for the list, so that none is read with the cursor of another
 * @param order what the list is ordered by
 * @param id tells rows apart that are equal in that
 */
record PageCursor(char list, long order, long id) {
    private static final String PARAMETER = "after";
    private static final int RADIX = 36;

    private static final Pattern TEXT =
            Pattern.compile("([a-z])(-?[0-9a-z]{1,13})\\.(-?[0-9a-z]{1,13})");

    String text() {
        return list + Long.toString(order, RADIX) + "." + Long.toString(id, RADIX);
    }

    /**
     * The cursor that a request hands back, null where it begins at the first page.
     *
     * @throws Problem 400 for a text that no answer had, and for {@code offset} beside it
     */
    static @Nullable PageCursor of(Query query, char list) {
        @Nullable String text = query.raw(PARAMETER);
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (query.raw("offset") != null) {
            throw new Problem(
                    400,
                    "BAD_FIELD",
                    "after: got "
                            + Problem.shown(Body.printable(text))
                            + " beside offset, expected one of them");
        }
        Matcher parts = TEXT.matcher(text);
        if (parts.matches() && text.charAt(0) == list) {
            try {
                return new PageCursor(
                        list,
                        Long.parseLong(parts.group(2), RADIX),
                        Long.parseLong(parts.group(3), RADIX));
            } catch (NumberFormatException e) {
                // said below, as for any other text
            }
        }
        throw Problem.badField(
                PARAMETER,
                Body.printable(text),
                "the text that an answer of this list had as next");
    }
}
