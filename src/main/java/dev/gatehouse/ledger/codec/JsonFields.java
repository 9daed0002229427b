package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The fields of a payload that was parsed. */
final class JsonFields extends Fields {
    private final JsonNode in;

    JsonFields(JsonNode in) {
        if (!in.isObject()) {
            throw new IllegalArgumentException("payload is not an object");
        }
        this.in = in;
    }

    @Override
    boolean isThere(String field) {
        return in.has(field);
    }

    @Override
    @Nullable String loose(String field) {
        JsonNode value = in.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    @Override
    @Nullable Long whole(String field) {
        JsonNode value = in.get(field);
        return value != null && value.isIntegralNumber() && value.canConvertToLong()
                ? value.longValue()
                : null;
    }

    @Override
    @Nullable Integer looseInt(String field) {
        JsonNode value = in.get(field);
        return value != null && value.canConvertToInt() ? value.intValue() : null;
    }

    @Override
    @Nullable Long looseLong(String field) {
        JsonNode value = in.get(field);
        return value != null && value.canConvertToLong() ? value.longValue() : null;
    }

    @Override
    @Nullable Double number(String field) {
        JsonNode value = in.get(field);
        return value != null && value.isNumber() ? value.doubleValue() : null;
    }

    @Override
    @Nullable Boolean flag(String field) {
        JsonNode value = in.get(field);
        return value != null && value.isBoolean() ? value.booleanValue() : null;
    }

    @Override
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
            list.add(element.apply(new JsonFields(node)));
        }
        return list;
    }
}
