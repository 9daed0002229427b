package dev.gatehouse.ledger.block;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Marks between the letters of a text, as those of a plate for people: {@code 29A-123.45} of {@code
 * 29A12345}. A pattern is pairs of bytes: how many bytes to copy before a mark, and the mark; the
 * rest is copied behind the last. Pure functions.
 */
final class Marks {
    private Marks() {}

    /** Whether this is a mark: one of ASCII that is no letter, no digit, no quote, no escape. */
    static boolean isMark(byte b) {
        boolean alone = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
        return b >= 0x20 && b < 0x7f && b != '"' && b != '\\' && !alone;
    }

    /** Whether a pattern can be put into that text without cutting a letter or an escape. */
    static boolean fit(byte[] pattern, byte[] in, int from, int to) {
        int at = from;
        for (int i = 0; i < pattern.length; i += 2) {
            at += pattern[i];
            if (at > to || (at < to && Scalars.continues(in[at]))) {
                return false;
            }
        }
        for (int i = from; i < to; i++) {
            if (in[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    /**
     * The pattern that makes one text of another; null where none does.
     *
     * @param out what it is to make
     * @param plain of what
     */
    static byte @Nullable [] between(
            byte[] plain, int plainFrom, int plainTo, byte[] out, int outFrom, int outTo) {
        var pattern = new byte[2 * Limits.MARKS];
        int length = 0;
        int at = plainFrom;
        int run = 0;
        for (int i = outFrom; i < outTo; i++) {
            if (at < plainTo && plain[at] == out[i]) {
                at++;
                run++;
            } else if (isMark(out[i]) && length < pattern.length && run <= Byte.MAX_VALUE) {
                pattern[length++] = (byte) run;
                pattern[length++] = out[i];
                run = 0;
            } else {
                return null;
            }
        }
        byte[] found = Arrays.copyOf(pattern, length);
        return at == plainTo && fit(found, plain, plainFrom, plainTo) ? found : null;
    }
}
