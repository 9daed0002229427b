package dev.gatehouse.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes as a value: a payload, a key, a signature. Immutable by agreement: neither the maker nor a
 * reader changes the array, so nothing is copied on the way from the socket to the disk.
 */
public final class Blob {
    private static final Blob EMPTY = new Blob(new byte[0]);

    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over; the caller does not change it any more. */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes);
    }

    public static Blob ofText(String text) {
        return new Blob(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Blob empty() {
        return EMPTY;
    }

    /**
     * @throws IllegalArgumentException when {@code hex} is not an even number of hexadecimal digits
     */
    public static Blob parse(String hex) {
        return new Blob(HexFormat.of().parseHex(hex));
    }

    /** The bytes themselves, not a copy; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length only: a payload holds a plate, and a log is not the place for it. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
