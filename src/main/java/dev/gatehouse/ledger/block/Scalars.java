package dev.gatehouse.ledger.block;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values that a field of a block may have: texts, numbers, truths and null, each in the one
 * form that RFC 8785 gives it. Numbers are plain besides: at most {@link Limits#DIGITS} digits
 * before the point and behind it, no exponent. So every reader of JSON takes such a value for the
 * same. Pure functions over bytes.
 */
final class Scalars {
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final int SHORT_ESCAPES = 1 << 8 | 1 << 9 | 1 << 10 | 1 << 12 | 1 << 13;

    private Scalars() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether these bytes are one such value and nothing else. */
    static boolean isValue(byte[] in, int from, int to) {
        if (from == to) {
            return false;
        }
        return switch (in[from]) {
            case '"' -> to - from >= 2 && in[to - 1] == '"' && isText(in, from + 1, to - 1);
            case 't' -> is(in, from, to, TRUE);
            case 'f' -> is(in, from, to, FALSE);
            case 'n' -> is(in, from, to, NULL);
            default -> isNumber(in, from, to);
        };
    }

    static boolean isString(byte[] in, int from, int to) {
        return from < to && in[from] == '"';
    }

    private static boolean is(byte[] in, int from, int to, byte[] word) {
        return Arrays.equals(in, from, to, word, 0, word.length);
    }

    /** Whether it can stand between quotes as it is. */
    static boolean isText(byte[] in, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = in[at];
            if (b >= 0x20 && b != '"' && b != '\\') {
                at++;
            } else {
                int bytes = b == '\\' ? escape(in, at, to) : b < 0 ? letter(in, at, to) : 0;
                if (bytes == 0) {
                    return false;
                }
                at += bytes;
            }
        }
        return true;
    }

    /** Bytes of the escape that begins here; 0 where it is none. */
    private static int escape(byte[] in, int at, int to) {
        if (at + 1 >= to) {
            return 0;
        }
        switch (in[at + 1]) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> {
                return 2;
            }
            case 'u' -> {
                boolean low = at + 5 < to && in[at + 2] == '0' && in[at + 3] == '0';
                int code = low ? hex(in[at + 4]) << 4 | hex(in[at + 5]) : -1;
                boolean shortest = code >= 0 && code < 0x20 && (SHORT_ESCAPES >> code & 1) == 0;
                return shortest ? 6 : 0;
            }
            default -> {
                return 0;
            }
        }
    }

    /** Of a digit of a hexadecimal number in small letters; below zero where it is none. */
    static int hex(byte digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
    }

    /** Bytes of the letter beyond ASCII that begins here; 0 where it is none. */
    private static int letter(byte[] in, int at, int to) {
        int first = in[at] & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || at + length > to) {
            return 0;
        }
        int code = first & 0xff >> length + 1;
        for (int i = 1; i < length; i++) {
            if (!continues(in[at + i])) {
                return 0;
            }
            code = code << 6 | in[at + i] & 0x3f;
        }
        boolean shortest = length == 2 || (length == 3 ? code >= 0x800 : code >= 0x10000);
        boolean letter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        return shortest && letter ? length : 0;
    }

    /** Whether it is a letter's second, third or fourth byte. */
    static boolean continues(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private static boolean isNumber(byte[] in, int from, int to) {
        int at = in[from] == '-' ? from + 1 : from;
        int whole = digits(in, at, to);
        if (whole == 0 || whole > Limits.DIGITS || (in[at] == '0' && whole > 1)) {
            return false;
        }
        boolean zero = in[at] == '0';
        at += whole;
        if (at == to) {
            return !zero || in[from] == '0'; // there is no minus zero
        }
        if (in[at] != '.') {
            return false;
        }
        int fraction = digits(in, at + 1, to);
        return fraction > 0
                && fraction <= Limits.DIGITS
                && at + 1 + fraction == to
                && in[to - 1] != '0';
    }

    private static int digits(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at - from;
    }

    /** Whether a value is a whole number, which then fits a long. */
    static boolean isWhole(byte[] in, int from, int to) {
        for (int at = in[from] == '-' ? from + 1 : from; at < to; at++) {
            if (in[at] < '0' || in[at] > '9') {
                return false;
            }
        }
        return true;
    }

    /** Of a value that is a whole number. */
    static long whole(byte[] in, int from, int to) {
        boolean minus = in[from] == '-';
        long value = 0;
        for (int at = minus ? from + 1 : from; at < to; at++) {
            value = value * 10 + (in[at] - '0');
        }
        return minus ? -value : value;
    }

    /** Whether a number has no more digits than a value may have. */
    static boolean isPlain(long number) {
        return number > -1_000_000_000_000_000_000L && number < 1_000_000_000_000_000_000L;
    }

    /** The text that stands between quotes. */
    static String text(byte[] in, int from, int to) {
        String raw = new String(in, from, to - from, StandardCharsets.UTF_8);
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return raw;
        }
        var out = new StringBuilder(raw.length());
        int done = 0;
        while (escape >= 0) {
            out.append(raw, done, escape);
            char c = raw.charAt(escape + 1);
            done = escape + 2;
            switch (c) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(raw, done, done + 4, 16));
                    done += 4;
                }
                default -> out.append(c);
            }
            escape = raw.indexOf('\\', done);
        }
        return out.append(raw, done, raw.length()).toString();
    }
}
