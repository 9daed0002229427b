package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the one form that RFC 8785 gives it, so that equal facts are equal bytes wherever they
 * are written. Pure functions.
 */
public final class CanonicalJson {
    private static final MathContext ONE_DIGIT = new MathContext(1);

    private CanonicalJson() {}

    /**
     * Writes an object of strings, whole numbers, doubles, booleans, nulls, and lists and objects
     * of them; keys in UTF-16 order.
     *
     * @throws IllegalArgumentException for any other value, or a number that is not finite
     */
    public static byte[] object(Map<String, ? extends @Nullable Object> fields) {
        var out = new StringBuilder(256);
        object(fields, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void object(Map<?, ?> fields, StringBuilder out) {
        var sorted = new TreeMap<String, @Nullable Object>();
        fields.forEach((key, value) -> sorted.put((String) key, value));
        char before = '{';
        for (var field : sorted.entrySet()) {
            out.append(before);
            before = ',';
            string(field.getKey(), out);
            out.append(':');
            value(field.getValue(), out);
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    /** Writes an array of strings. */
    public static String array(Collection<String> elements) {
        var out = new StringBuilder(32 * elements.size());
        list(elements, out);
        return out.toString();
    }

    private static void list(Collection<?> elements, StringBuilder out) {
        char before = '[';
        for (Object element : elements) {
            out.append(before);
            before = ',';
            value(element, out);
        }
        out.append(elements.isEmpty() ? "[]" : "]");
    }

    private static void value(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String text -> string(text, out);
            case Boolean truth -> out.append(truth.booleanValue());
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            case Double number -> out.append(number(number));
            case Map<?, ?> fields -> object(fields, out);
            case List<?> elements -> list(elements, out);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    /**
     * Writes a parsed value. What was canonical before it was parsed comes out byte for byte; what
     * was not comes out otherwise, and its hash tells.
     *
     * @throws IllegalArgumentException for a number that is too large for a double
     */
    public static byte[] of(JsonNode value) {
        var out = new StringBuilder(256);
        node(value, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void node(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                char before = '{';
                var sorted = new TreeMap<String, JsonNode>();
                value.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
                for (var field : sorted.entrySet()) {
                    out.append(before);
                    before = ',';
                    string(field.getKey(), out);
                    out.append(':');
                    node(field.getValue(), out);
                }
                out.append(sorted.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                char before = '[';
                for (JsonNode element : value) {
                    out.append(before);
                    before = ',';
                    node(element, out);
                }
                out.append(value.isEmpty() ? "[]" : "]");
            }
            case STRING -> string(value.stringValue(), out);
            case NUMBER ->
                    out.append(
                            value.isIntegralNumber()
                                    ? value.bigIntegerValue().toString()
                                    : number(value.doubleValue()));
            default -> out.append(value);
        }
    }

    /** Writes a text as JSON. */
    public static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** A double as ECMAScript prints it: RFC 8785, section 3.2.2.3. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("no JSON for the number " + value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().abs().toString();
        int point = digits.length() - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (point > 21 || point <= -6) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            int exponent = point - 1;
            return sign
                    + digits.charAt(0)
                    + fraction
                    + "e"
                    + (exponent < 0 ? "-" : "+")
                    + Math.abs(exponent);
        }
        if (point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        if (digits.length() <= point) {
            return sign + digits + "0".repeat(point - digits.length());
        }
        return sign + digits.substring(0, point) + "." + digits.substring(point);
    }

    /**
     * The fewest digits that give the number back. Java prints two where one would do, which shows
     * next to zero: 4.9E-324.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (printed.precision() == 2) {
            BigDecimal shorter = printed.round(ONE_DIGIT);
            if (shorter.doubleValue() == value) {
                return shorter.stripTrailingZeros();
            }
        }
        return printed;
    }
}
