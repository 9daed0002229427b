package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonToken;

import java.util.Map;

/**
 * The fields of a body that were asked for. Each getter throws a {@link Problem} 400 that names the
 * field, what came and what was expected; null counts as missing.
 *
 * @param fields by name, those present
 */
record Body(Map<String, Value> fields) {
    /** A camera id is a small number; a name of more than 100 letters is no name. */
    static final int MAX_TEXT = 100;

    /**
     * A field's value.
     *
     * @param token its first token
     * @param text the string, the number as written, or what kind of thing it is
     */
    record Value(JsonToken token, String text) {}

    /** A text that must be there and not be blank. */
    String text(String name) {
        String expected = "a text of 1 to " + MAX_TEXT + " characters";
        Value value = present(name, expected);
        if (value.token() != JsonToken.VALUE_STRING) {
            throw wrongType(name, value, expected);
        }
        return checked(name, value.text(), expected);
    }

    /** Such a text, or a number, which is kept as the text that was written. */
    String textOrNumber(String name) {
        String expected = "a text of 1 to " + MAX_TEXT + " characters or a number";
        Value value = present(name, expected);
        if (value.token() != JsonToken.VALUE_STRING && !value.token().isNumeric()) {
            throw wrongType(name, value, expected);
        }
        return checked(name, value.text(), expected);
    }

    /** A text; null where missing or blank, since cameras send an empty text for what they lack. */
    @Nullable String optionalText(String name) {
        Value value = value(name);
        boolean blank =
                value == null || value.token() == JsonToken.VALUE_STRING && value.text().isBlank();
        return blank ? null : text(name);
    }

    /** A whole number that fits 32 bits, or null where missing. */
    @Nullable Integer optionalInt(String name) {
        Value value = value(name);
        if (value == null) {
            return null;
        }
        String expected = "a whole number of at most 2147483647 either way";
        if (value.token() != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(name, value, expected);
        }
        try {
            return Integer.valueOf(value.text());
        } catch (NumberFormatException e) {
            throw Problem.badField(name, value.text(), expected);
        }
    }

    /** A number from 0 to 1, or null where missing. */
    @Nullable Double optionalFraction(String name) {
        Value value = value(name);
        if (value == null) {
            return null;
        }
        String expected = "a number from 0 to 1";
        if (!value.token().isNumeric()) {
            throw wrongType(name, value, expected);
        }
        double number = Double.parseDouble(value.text());
        if (number < 0 || number > 1) {
            throw Problem.badField(name, value.text(), expected);
        }
        return number;
    }

    private @Nullable Value value(String name) {
        Value value = fields.get(name);
        return value == null || value.token() == JsonToken.VALUE_NULL ? null : value;
    }

    private Value present(String name, String expected) {
        Value value = value(name);
        if (value == null) {
            throw Problem.missingField(name, expected);
        }
        return value;
    }

    private static String checked(String name, String text, String expected) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_TEXT) {
            throw Problem.badField(name, text, expected);
        }
        // they would break log lines, and half a surrogate pair cannot be stored as UTF-8
        if (trimmed.codePoints().anyMatch(Body::cannotBeText)) {
            throw Problem.badField(name, text, "a text without control characters");
        }
        return trimmed;
    }

    private static boolean cannotBeText(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static Problem wrongType(String name, Value value, String expected) {
        String got =
                value.token().isScalarValue()
                        ? kind(value.token()) + " " + Problem.shown(value.text())
                        : kind(value.token());
        return new Problem(400, "BAD_FIELD", name + ": got " + got + ", expected " + expected);
    }

    /** What people call such a value. */
    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    token.name();
        };
    }
}
