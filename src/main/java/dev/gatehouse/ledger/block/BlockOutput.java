package dev.gatehouse.ledger.block;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes under construction. One thread. */
final class BlockOutput {
    private byte[] bytes = new byte[64 * 1024];
    private int length;

    int length() {
        return length;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    void put(int one) {
        room(1);
        bytes[length++] = (byte) one;
    }

    void put(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
    }

    void put(byte[] all) {
        put(all, 0, all.length);
    }

    /** A number from 0, unsigned, in groups of seven bits, the lowest first. */
    void number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A number of either sign; near zero it is short. */
    void signed(long value) {
        number(zigzag(value));
    }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** How many bytes {@link #signed} takes. */
    static int signedLength(long value) {
        long zigzag = zigzag(value);
        return zigzag == 0 ? 1 : (70 - Long.numberOfLeadingZeros(zigzag)) / 7;
    }

    /** Its length in bytes, then UTF-8. */
    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        put(encoded);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
