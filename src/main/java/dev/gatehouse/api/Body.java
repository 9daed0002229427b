package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonToken;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of a body that were asked for. Each getter throws a {@link Problem} 400 that names the
 * field, what came and what was expected; null counts as missing.
 *
 * @param path where it stands in the request, such as {@code data.} or {@code staff[3].}; empty for
 *     the body itself
 * @param fields by name, those present
 */
record Body(String path, Map<String, Value> fields) {
    /** A camera id is a small number; a name of more than 100 letters is no name. */
    static final int MAX_TEXT = 100;

    private static final Pattern LINE_ENDS = Pattern.compile("\\t|\\R");

    /** A short paragraph. */
    static final int MAX_REMARK = 500;

    /**
     * A field's value.
     *
     * @param token its first token
     * @param text the string, the number as written, or what kind of thing it is
     * @param object its fields, where it is an object
     * @param list its values, where it is a list; otherwise empty
     */
    record Value(JsonToken token, String text, @Nullable Body object, List<Value> list) {}

    /** An object that must be there. */
    Body object(String name) {
        String expected = "an object {…}";
        Value value = present(name, expected);
        Body object = value.object();
        if (object == null) {
            throw wrongType(name, value, expected);
        }
        return object;
    }

    /** This body without some fields, so that a large value is not held any more. */
    Body without(Collection<String> names) {
        var rest = new HashMap<>(fields);
        rest.keySet().removeAll(Set.copyOf(names));
        return new Body(path, Map.copyOf(rest));
    }

    /** A list of objects that must be there; it may be empty. */
    List<Body> objects(String name) {
        String expected = "a list [{…}, …]";
        Value value = present(name, expected);
        if (value.token() != JsonToken.START_ARRAY) {
            throw wrongType(name, value, expected);
        }
        var objects = new ArrayList<Body>(value.list().size());
        for (Value one : value.list()) {
            Body object = one.object();
            if (object == null) {
                throw wrongType(name + "[" + objects.size() + "]", one, "an object {…}");
            }
            objects.add(object);
        }
        return objects;
    }

    /** A whole number that must be there. */
    long whole(String name, long least, long most) {
        String expected = "a whole number from " + least + " to " + most;
        Value value = present(name, expected);
        if (value.token() != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(name, value, expected);
        }
        try {
            long number = Long.parseLong(value.text());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw badField(name, value.text(), expected);
    }

    /** Such a number, or another one where it is missing. */
    long whole(String name, long least, long most, long otherwise) {
        return value(name) == null ? otherwise : whole(name, least, most);
    }

    /** A number that must be there, kept exactly as it was written. */
    BigDecimal number(String name, String expected) {
        Value value = present(name, expected);
        if (!value.token().isNumeric()) {
            throw wrongType(name, value, expected);
        }
        try {
            return new BigDecimal(value.text());
        } catch (NumberFormatException e) { // an exponent that no BigDecimal has
            throw badField(name, value.text(), expected);
        }
    }

    /** A person's remark, null where missing or blank. */
    @Nullable String optionalRemark(String name) {
        Value value = value(name);
        String expected = "a text of at most " + MAX_REMARK + " characters";
        if (value == null || value.token() == JsonToken.VALUE_STRING && value.text().isBlank()) {
            return null;
        }
        if (value.token() != JsonToken.VALUE_STRING) {
            throw wrongType(name, value, expected);
        }
        return checked(name, value.text(), MAX_REMARK, expected);
    }

    /** A field of this body that cannot be meant. */
    Problem badField(String name, String got, String expected) {
        return Problem.badField(path + name, got, expected);
    }

    /** A text that must be there and not be blank. */
    String text(String name) {
        String expected = "a text of 1 to " + MAX_TEXT + " characters";
        Value value = present(name, expected);
        if (value.token() != JsonToken.VALUE_STRING) {
            throw wrongType(name, value, expected);
        }
        return checked(name, value.text(), MAX_TEXT, expected);
    }

    /**
     * A plate that must be there: what a camera reads on a plate of two lines it sends in two
     * lines, and they are joined.
     */
    String plate(String name) {
        Value value = value(name);
        if (value == null || value.token() != JsonToken.VALUE_STRING) {
            return text(name);
        }
        String joined = LINE_ENDS.matcher(value.text()).replaceAll("");
        return checked(name, joined, MAX_TEXT, "a text of 1 to " + MAX_TEXT + " characters");
    }

    /**
     * What a device read of a plate, which may be nothing: empty where it is missing, null or
     * blank. A number is kept as it was written.
     */
    String plateOrNothing(String name) {
        Value value = value(name);
        if (value == null || value.token() == JsonToken.VALUE_STRING && value.text().isBlank()) {
            return "";
        }
        return value.token() == JsonToken.VALUE_STRING ? plate(name) : textOrNumber(name);
    }

    /** Such a text, or a number, which is kept as the text that was written. */
    String textOrNumber(String name) {
        String expected = "a text of 1 to " + MAX_TEXT + " characters or a number";
        Value value = present(name, expected);
        if (value.token() != JsonToken.VALUE_STRING && !value.token().isNumeric()) {
            throw wrongType(name, value, expected);
        }
        return checked(name, value.text(), MAX_TEXT, expected);
    }

    /** As {@link #textOrNumber}; null where missing or blank. */
    @Nullable String optionalTextOrNumber(String name) {
        Value value = value(name);
        boolean blank =
                value == null || value.token() == JsonToken.VALUE_STRING && value.text().isBlank();
        return blank ? null : textOrNumber(name);
    }

    /** A text; null where missing or blank, since cameras send an empty text for what they lack. */
    @Nullable String optionalText(String name) {
        Value value = value(name);
        boolean blank =
                value == null || value.token() == JsonToken.VALUE_STRING && value.text().isBlank();
        return blank ? null : text(name);
    }

    /** The time that a device's clock showed; null where it gives none that can be one. */
    @Nullable Instant deviceTime(String name, ZoneId zone) {
        Value value = value(name);
        if (value == null) {
            return null;
        }
        boolean told = value.token() == JsonToken.VALUE_STRING || value.token().isNumeric();
        return told ? DeviceTime.parse(value.text(), zone) : null;
    }

    /** What came in that field; null where it is missing or null. */
    @Nullable Value value(String name) {
        Value value = fields.get(name);
        return value == null || value.token() == JsonToken.VALUE_NULL ? null : value;
    }

    private Value present(String name, String expected) {
        Value value = value(name);
        if (value == null) {
            throw Problem.missingField(path + name, expected);
        }
        return value;
    }

    private String checked(String name, String text, int most, String expected) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > most) {
            throw badField(name, text, expected);
        }
        // they would break log lines, and half a surrogate pair cannot be stored as UTF-8
        if (trimmed.codePoints().anyMatch(Body::cannotBeText)) {
            throw badField(name, text, "a text without control characters");
        }
        return trimmed;
    }

    static boolean cannotBeText(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** The text with a sign for each character that would break a line. */
    static String printable(String text) {
        var printable = new StringBuilder();
        text.codePoints()
                .map(c -> cannotBeText(c) ? '\uFFFD' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private Problem wrongType(String name, Value value, String expected) {
        String got =
                value.token().isScalarValue()
                        ? kind(value.token()) + " " + Problem.shown(value.text())
                        : kind(value.token());
        return new Problem(
                400, "BAD_FIELD", path + name + ": got " + got + ", expected " + expected);
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
