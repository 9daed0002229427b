package dev.gatehouse.sync;

import dev.gatehouse.ledger.codec.CanonicalJson;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The values of a page's fields as the shortest text that gives them back. The first letter says
 * how:
 *
 * <ul>
 *   <li>{@code '} the text as it is;
 *   <li>{@code =} a number or anything else, as JSON;
 *   <li>{@code <} the text of the same field so many events ago, in base 36;
 *   <li>{@code e} {@code central_ms_} of this very event, and what follows here;
 *   <li>{@code x} the same, with the difference of the milliseconds in base 36 and {@code _}
 *       between;
 *   <li>{@code y} a text of that form from another central, as it is;
 *   <li>{@code p} what followed there, alone;
 *   <li>{@code m} the same with marks in it: each as how many letters stand before it, in base 36,
 *       and the mark;
 *   <li>{@code h} the next eight of the bytes that are sent apart, as hexadecimal digits.
 * </ul>
 *
 * <p>One page, one thread, one direction.
 */
final class Cells {
    private static final int RADIX = 36;
    private static final int HEX_DIGITS = 16;
    private static final int HEX_BYTES = 8;

    /** Digits of the milliseconds of a time between 2001 and 2286. */
    private static final int MS_DIGITS = 13;

    /** Digits of a number that needs no closer look: it fits a long. */
    private static final int PLAIN_DIGITS = 18;

    /** The separator of the columns above them. */
    private static final char SEPARATOR = '\u007f';

    private final Map<String, Integer> rowOf = new HashMap<>();
    private final Map<String, String> textAt = new HashMap<>();
    private final StringBuilder packedHex = new StringBuilder();
    private final FrameCodec frames;
    private final byte[] bytes;
    private int nextByte;
    private int row;
    private String prefix = "";
    private long ms;
    private String tail = "";

    /** For packing. */
    Cells(FrameCodec frames) {
        this.frames = frames;
        this.bytes = new byte[0];
    }

    /**
     * For unpacking.
     *
     * @throws IllegalArgumentException when the bytes are not in base 64
     */
    Cells(FrameCodec frames, String hex) {
        this.frames = frames;
        this.bytes = Base64.getDecoder().decode(hex);
    }

    /** An event begins. */
    void begin(int row, String central, long ms) {
        this.row = row;
        this.prefix = central + "_";
        this.ms = ms;
        this.tail = "";
    }

    /** The bytes that are sent apart. */
    String hex() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(packedHex));
    }

    // ---- packing

    /**
     * @return false where the value does not fit in a column
     */
    boolean write(String field, JsonNode value, StringBuilder out) {
        if (!value.isString()) {
            String json = new String(CanonicalJson.of(value), StandardCharsets.UTF_8);
            out.append('=').append(json);
            return json.indexOf(SEPARATOR) < 0;
        }
        String text = value.stringValue();
        if (isHex(text)) {
            packedHex.append(text);
            out.append('h');
        } else if (isName(text)) {
            name(field, text, out);
        } else if (!tail.isEmpty() && text.equals(tail)) {
            out.append('p');
        } else if (tail.isEmpty() || !marked(text, out)) {
            out.append('\'').append(text);
        }
        return text.indexOf(SEPARATOR) < 0;
    }

    private static boolean isHex(String text) {
        if (text.length() != HEX_DIGITS) {
            return false;
        }
        for (int i = 0; i < HEX_DIGITS; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has the form {@code central_ms_rest}. */
    private static boolean isName(String text) {
        int first = text.indexOf('_');
        int second = first + 1 + MS_DIGITS;
        if (first < 0
                || second >= text.length()
                || text.charAt(second) != '_'
                || text.charAt(first + 1) == '0') {
            return false;
        }
        for (int i = first + 1; i < second; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String tailOf(String name) {
        return name.substring(name.indexOf('_') + 2 + MS_DIGITS);
    }

    private void name(String field, String text, StringBuilder out) {
        tail = tailOf(text);
        Integer before = rowOf.put(field + SEPARATOR + text, row);
        int first = text.indexOf('_');
        if (before != null) {
            out.append('<').append(Integer.toString(row - before, RADIX));
        } else if (prefix.length() != first + 1 || !text.startsWith(prefix)) {
            out.append('y').append(text);
        } else {
            long difference = ms - Long.parseLong(text, first + 1, first + 1 + MS_DIGITS, 10);
            if (difference == 0) {
                out.append('e');
            } else {
                out.append('x').append(Long.toString(difference, RADIX)).append('_');
            }
            out.append(tail);
        }
    }

    /** A text that is the tail with marks between its letters. */
    private boolean marked(String text, StringBuilder out) {
        int length = out.length();
        out.append('m');
        int at = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (at < tail.length() && c == tail.charAt(at)) {
                at++;
                run++;
            } else if (Character.isLetterOrDigit(c) || c == SEPARATOR) {
                break;
            } else {
                out.append(Integer.toString(run, RADIX)).append(c);
                run = 0;
            }
        }
        if (at != tail.length() || !same(text, out, length)) {
            out.setLength(length);
            return false;
        }
        return true;
    }

    /** Whether reading it gives the text: a mark may itself look like a number of letters. */
    private boolean same(String text, StringBuilder out, int from) {
        try {
            return withMarks(out.substring(from + 1)).equals(text);
        } catch (IllegalArgumentException ambiguous) {
            return false;
        }
    }

    private String withMarks(String marks) {
        var text = new StringBuilder(tail.length() + marks.length());
        int at = 0;
        int i = 0;
        while (i < marks.length()) {
            int digits = i;
            while (digits < marks.length() && Character.digit(marks.charAt(digits), RADIX) >= 0) {
                digits++;
            }
            if (digits == i || digits == marks.length()) {
                throw new IllegalArgumentException("cols: marks without a place");
            }
            int run = number(marks.substring(i, digits));
            if (run > tail.length() - at) {
                throw new IllegalArgumentException("cols: a mark beyond the end");
            }
            text.append(tail, at, at + run).append(marks.charAt(digits));
            at += run;
            i = digits + 1;
        }
        return text.append(tail, at, tail.length()).toString();
    }

    private static int number(String digits) {
        try {
            int value = Integer.parseInt(digits, RADIX);
            if (value < 0) {
                throw new IllegalArgumentException("cols: a negative number");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cols: expected a number", e);
        }
    }

    // ---- unpacking

    /**
     * @throws IllegalArgumentException when the cell is none
     */
    void read(String field, String cell, StringBuilder out) {
        if (cell.isEmpty()) {
            throw new IllegalArgumentException("cols." + field + ": an empty value");
        }
        String rest = cell.substring(1);
        switch (cell.charAt(0)) {
            case '=' -> out.append(canonical(field, rest));
            case '\'' -> CanonicalJson.string(rest, out);
            case 'h' -> hex(out);
            case 'p' -> CanonicalJson.string(tail, out);
            case 'm' -> CanonicalJson.string(withMarks(rest), out);
            case 'e' -> named(field, prefix + ms + "_" + rest, out);
            case 'x' -> {
                int end = rest.indexOf('_');
                if (end < 1) {
                    throw new IllegalArgumentException("cols." + field + ": no difference");
                }
                named(field, prefix + (ms - difference(rest, end)) + rest.substring(end), out);
            }
            case 'y' -> named(field, rest, out);
            case '<' -> earlier(field, rest, out);
            default -> throw new IllegalArgumentException("cols." + field + ": unknown value");
        }
    }

    private static long difference(String text, int end) {
        try {
            return Long.parseLong(text.substring(0, end), RADIX);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cols: expected a number", e);
        }
    }

    private void named(String field, String text, StringBuilder out) {
        if (!isName(text)) {
            throw new IllegalArgumentException("cols." + field + ": expected central_ms_rest");
        }
        tail = tailOf(text);
        textAt.put(field + SEPARATOR + row, text);
        CanonicalJson.string(text, out);
    }

    private void earlier(String field, String distance, StringBuilder out) {
        String text = textAt.get(field + SEPARATOR + (row - number(distance)));
        if (text == null) {
            throw new IllegalArgumentException("cols." + field + ": refers to nothing");
        }
        named(field, text, out);
    }

    /** What is not canonical could not be passed on, since it would get another hash there. */
    private String canonical(String field, String text) {
        if (isPlainNumber(text)) {
            return text;
        }
        JsonNode value = frames.value(Blob.ofText(text));
        if (value == null
                || value.isString()
                || !text.equals(new String(CanonicalJson.of(value), StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("cols." + field + ": expected canonical JSON");
        }
        return text;
    }

    private static boolean isPlainNumber(String text) {
        if (text.isEmpty() || text.length() > PLAIN_DIGITS || text.charAt(0) == '0') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private void hex(StringBuilder out) {
        if (nextByte + HEX_BYTES > bytes.length) {
            throw new IllegalArgumentException("cols.hex: ends too early");
        }
        out.append('"')
                .append(HexFormat.of().formatHex(bytes, nextByte, nextByte + HEX_BYTES))
                .append('"');
        nextByte += HEX_BYTES;
    }
}
