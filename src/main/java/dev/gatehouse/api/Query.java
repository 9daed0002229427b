package dev.gatehouse.api;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * The parameters of a request's query. Each getter throws a {@link Problem} 400 that names the
 * parameter, what came and what was expected.
 */
record Query(Context ctx) {
    /** A whole number of at least {@code min}; what is over {@code max} counts as {@code max}. */
    int number(String name, int otherwise, int min, int max) {
        @Nullable String text = ctx.queryParam(name);
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
        @Nullable String text = ctx.queryParam(name);
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
        @Nullable String text = ctx.queryParam(name);
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
        @Nullable String text = ctx.queryParam(name);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > Body.MAX_TEXT) {
            throw Problem.badField(name, text, "at most " + Body.MAX_TEXT + " characters");
        }
        return text.strip();
    }
}
