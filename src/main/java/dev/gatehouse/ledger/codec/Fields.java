package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The fields of a payload, each within its bounds. What is missing or of another shape throws an
 * {@link IllegalArgumentException} that names the field and what was expected, and not the value,
 * which may name a car.
 */
record Fields(JsonNode in) {
    /** Letters of a name, a plate, a time: several times the longest real one. */
    static final int TEXT = 200;

    /** Letters of a person's remark: a short paragraph. */
    static final int REMARK = 500;

    /** Of one list: a payload holds fewer real ones, and this bounds those that are not. */
    static final int ELEMENTS = 1_000;

    /** Of đồng or seconds; larger than any real one, and the sum of a day of them fits a long. */
    static final long AMOUNT = 1_000_000_000_000_000L;

    Fields {
        if (!in.isObject()) {
            throw new IllegalArgumentException("payload is not an object");
        }
    }

    String text(String field) {
        String value = loose(field);
        if (value == null || value.isEmpty() || value.length() > TEXT) {
            throw new IllegalArgumentException(
                    field + ": expected a text of 1 to " + TEXT + " letters");
        }
        return value;
    }

    /** A person's words. */
    String remark(String field) {
        String value = text(field, REMARK);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    field + ": expected a text of 1 to " + REMARK + " letters");
        }
        return value;
    }

    /** Null where there is none. */
    @Nullable String text(String field, int most) {
        JsonNode value = in.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isString() || value.stringValue().length() > most) {
            throw new IllegalArgumentException(
                    field + ": expected a text of at most " + most + " letters");
        }
        return value.stringValue();
    }

    /** Null where there is none, or something else: a camera's words, of which nothing depends. */
    @Nullable String loose(String field) {
        JsonNode value = in.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    long amount(String field) {
        return amount(field, -AMOUNT, AMOUNT);
    }

    long amount(String field, long least, long most) {
        JsonNode value = in.get(field);
        if (value == null
                || !value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw new IllegalArgumentException(
                    field + ": expected a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    @Nullable Long optionalAmount(String field, long least, long most) {
        return in.has(field) ? amount(field, least, most) : null;
    }

    /** From 0; 0 where there is none. */
    long amountOrZero(String field, long most) {
        return in.has(field) ? amount(field, 0, most) : 0;
    }

    /** Whether a mark is set; what else stands there is none. */
    boolean has(String field) {
        JsonNode value = in.get(field);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    boolean truth(String field) {
        JsonNode value = in.get(field);
        if (value == null || !value.isBoolean()) {
            throw new IllegalArgumentException(field + ": expected true or false");
        }
        return value.booleanValue();
    }

    /** At least {@code least} and at most {@link #ELEMENTS}. */
    <T> List<T> list(String field, int least, Function<Fields, T> element) {
        JsonNode value = in.get(field);
        if (value == null || !value.isArray() || value.size() < least || value.size() > ELEMENTS) {
            String got =
                    value == null || !value.isArray() ? "" : "a list of " + value.size() + ", ";
            throw new IllegalArgumentException(
                    field + ": " + got + "expected a list of " + least + " to " + ELEMENTS);
        }
        var list = new ArrayList<T>(value.size());
        for (JsonNode node : value) {
            if (!node.isObject()) {
                throw new IllegalArgumentException(field + ": expected a list of objects");
            }
            list.add(element.apply(new Fields(node)));
        }
        return list;
    }
}
