package dev.gatehouse.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 value. Four longs, so that it is a value with cheap equality.
 *
 * @param a bytes 0 to 7, big-endian
 * @param b bytes 8 to 15
 * @param c bytes 16 to 23
 * @param d bytes 24 to 31
 */
public record Hash(long a, long b, long c, long d) implements Comparable<Hash> {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    /** SHA-256 of no bytes. */
    public static final Hash OF_NOTHING =
            parse("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /**
     * @throws IllegalArgumentException when there are not 32 bytes
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("hash of " + bytes.length + " bytes, expected 32");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Hash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /**
     * @param hex 64 hexadecimal digits
     * @throws IllegalArgumentException when they are not
     */
    public static Hash parse(String hex) {
        return of(bytesOfHex(hex, BYTES));
    }

    /** SHA-256 of these bytes. */
    public static Hash over(byte[] content) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    /** The first eight hexadecimal digits: the code that people compare between two screens. */
    public String code() {
        return hexOfLong(a).substring(0, 8);
    }

    /** Orders as the bytes do, unsigned. */
    @Override
    public int compareTo(Hash other) {
        int order = Long.compareUnsigned(a, other.a);
        if (order == 0) {
            order = Long.compareUnsigned(b, other.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c, other.c);
        }
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return hexOfLong(a) + hexOfLong(b) + hexOfLong(c) + hexOfLong(d);
    }

    static String hexOfLong(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    static byte[] bytesOfHex(String hex, int bytes) {
        if (hex.length() != 2 * bytes) {
            throw new IllegalArgumentException(
                    "'" + hex + "': expected " + 2 * bytes + " hexadecimal digits");
        }
        return HexFormat.of().parseHex(hex);
    }
}
