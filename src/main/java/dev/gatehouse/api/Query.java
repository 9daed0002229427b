package dev.gatehouse.api;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters of a request's query. Each getter throws a {@link Problem} 400 that names the
 * parameter, what came and what was expected.
 */
final class Query {
    private final Map<String, String> parameters = new HashMap<>();

    /**
     * Reads the query as it was sent: Javalin passes over what it cannot decode, and a question
     * about one car would be answered with all of them.
     *
     * @throws Problem 400 for a percent encoding that is broken or no UTF-8
     */
    Query(Context ctx) {
        @Nullable String query = ctx.queryString();
        if (query == null) {
            return;
        }
        for (String one : query.split("&")) {
            int equals = one.indexOf('=');
            String name = decoded(equals < 0 ? one : one.substring(0, equals), "the query");
            String value = equals < 0 ? "" : decoded(one.substring(equals + 1), name);
            parameters.putIfAbsent(name, value);
        }
    }

    private static String decoded(String text, String name) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    throw badlyEncoded(text, name);
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                String whole = c == '+' ? " " : Character.toString(c);
                bytes.writeBytes(whole.getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c) - 1;
            }
        }
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw badlyEncoded(text, name);
        }
    }

    private static Problem badlyEncoded(String text, String name) {
        return Problem.badField(name, text, "UTF-8 in percent encoding, such as %20 for a space");
    }

    /** The parameter's first value as it was sent, null where it is missing. */
    @Nullable String raw(String name) {
        return parameters.get(name);
    }

    /** A whole number of at least {@code min}; what is over {@code max} counts as {@code max}. */
    int number(String name, int otherwise, int min, int max) {
        @Nullable String text = raw(name);
        if (text == null) {
            return otherwise;
        }
        String expected = "a whole number of " + min + " or more";
        try {
            long value = Long.parseLong(text.strip());
            if (value < min) {
                throw Problem.badField(name, text, expected);
            }
            return (int) Math.min(value, max);
        } catch (NumberFormatException e) {
            throw Problem.badField(name, text, expected);
        }
    }

    /** A whole number from 1 that must be there. */
    long required(String name, long max) {
        @Nullable String text = raw(name);
        String expected = "a whole number of 1 or more";
        if (text == null) {
            throw Problem.missingField(name, expected);
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 1 && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        String most = max == Long.MAX_VALUE ? "" : ", at most " + max;
        throw Problem.badField(name, text, expected + most);
    }

    /** A truth value in any of the spellings that the original takes; false where missing. */
    boolean flag(String name) {
        @Nullable String text = raw(name);
        if (text == null) {
            return false;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw Problem.badField(name, text, "true or false");
        };
    }

    /** A text, null where missing or blank: pages send {@code search=} for an empty field. */
    @Nullable String text(String name) {
        @Nullable String text = raw(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.length() > Body.MAX_TEXT) {
            throw Problem.badField(name, text, "at most " + Body.MAX_TEXT + " characters");
        }
        if (text.codePoints().anyMatch(Body::cannotBeText)) {
            throw Problem.badField(name, Body.printable(text), "a text without control characters");
        }
        String bare = text.strip();
        return bare.isEmpty() ? null : bare;
    }

    /**
     * What to look for in plates; null where missing or empty, which finds all.
     *
     * @throws Problem 400 for a text without a letter or a digit, which no plate can be meant by
     */
    @Nullable String search(String name) {
        @Nullable String search = text(name);
        @Nullable String raw = raw(name);
        if (raw == null || raw.isEmpty()) {
            return null;
        }
        if (search == null || search.chars().noneMatch(Character::isLetterOrDigit)) {
            throw Problem.badField(name, raw, "letters or digits of a plate, or nothing for all");
        }
        return search;
    }
}
