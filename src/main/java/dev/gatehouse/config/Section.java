package dev.gatehouse.config;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One object of the file. What is asked for becomes known; {@link #refuseUnknown} names the rest. A
 * JSON null counts as not there.
 */
final class Section {
    private final @Nullable JsonNode node;
    private final String path;
    private final Problems problems;
    private final Map<String, String> environment;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param node null for a section that is not there, which has only defaults
     */
    Section(
            @Nullable JsonNode node,
            String path,
            Problems problems,
            Map<String, String> environment) {
        if (node != null && !node.isObject()) {
            problems.add(path, node, "an object { … }");
        }
        this.node = node != null && node.isObject() ? node : null;
        this.path = path;
        this.problems = problems;
        this.environment = environment;
    }

    String path(String key) {
        return path + "." + key;
    }

    /** Refuses what is not a whole number in the range, and gives the fallback in its place. */
    int integer(String key, int min, int max, int fallback) {
        JsonNode value = find(key);
        return value == null ? fallback : (int) inRange(key, value, min, max, fallback);
    }

    /** As {@link #integer}, for a number that may be absent. */
    @Nullable Integer integerOrNull(String key, int min, int max) {
        JsonNode value = find(key);
        return value == null ? null : (int) inRange(key, value, min, max, min);
    }

    /**
     * As {@link #integer}; the environment's value goes before the file's, which must be good too.
     */
    int integer(String key, int min, int max, int fallback, String variable) {
        int ofFile = integer(key, min, max, fallback);
        String text = environment.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return ofFile;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        problems.addEnvironment(variable, text, wholeNumber(min, max));
        return ofFile;
    }

    /** A list of texts, in which a number counts as its text; a missing key is an empty list. */
    List<String> texts(String key, int most, int letters) {
        JsonNode value = find(key);
        if (value == null) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        if (value.isArray() && value.size() <= most) {
            for (JsonNode one : value) {
                String text =
                        one.isString()
                                ? one.stringValue().strip()
                                : one.isIntegralNumber() ? one.asString() : "";
                if (!text.isEmpty() && text.length() <= letters && !texts.contains(text)) {
                    texts.add(text);
                }
            }
            if (texts.size() == value.size()) {
                return texts;
            }
        }
        problems.add(
                path(key),
                value,
                "a list of at most "
                        + most
                        + " different texts of 1 to "
                        + letters
                        + " characters");
        return List.of();
    }

    boolean flag(String key, boolean fallback) {
        JsonNode value = find(key);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            problems.add(path(key), value, "true or false");
        }
        return value.asBoolean(fallback);
    }

    /**
     * A text that is understood by {@code parse}, which gives null for one that is not.
     *
     * @param absent what a missing key means; gives null where that is itself a problem
     */
    <T> @Nullable T text(
            String key,
            String expected,
            Function<String, @Nullable T> parse,
            Supplier<@Nullable T> absent) {
        JsonNode value = find(key);
        if (value == null) {
            return absent.get();
        }
        T parsed = value.isString() ? parse.apply(value.stringValue()) : null;
        if (parsed == null) {
            problems.add(path(key), value, expected);
        }
        return parsed;
    }

    /** As {@link #text}, for a key that must be there. */
    <T> @Nullable T required(String key, String expected, Function<String, @Nullable T> parse) {
        return text(
                key,
                expected,
                parse,
                () -> {
                    problems.add(path(key), null, expected);
                    return null;
                });
    }

    void refuseUnknown() {
        if (node == null) {
            return;
        }
        for (var field : node.properties()) {
            if (!known.contains(field.getKey())) {
                problems.add(
                        path(field.getKey()),
                        field.getValue(),
                        "no such key, only " + String.join(", ", known));
            }
        }
    }

    private @Nullable JsonNode find(String key) {
        known.add(key);
        JsonNode value = node == null ? null : node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private long inRange(String key, JsonNode value, long min, long max, long fallback) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            long number = value.longValue();
            if (number >= min && number <= max) {
                return number;
            }
        }
        problems.add(path(key), value, wholeNumber(min, max));
        return fallback;
    }

    private static String wholeNumber(long min, long max) {
        return "a whole number from " + min + " to " + max;
    }
}
