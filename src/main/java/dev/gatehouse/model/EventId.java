package dev.gatehouse.model;

import java.nio.ByteBuffer;

/**
 * Sixteen bytes that name one fact, whatever stream it is written under.
 *
 * @param hi the first eight bytes, big-endian
 * @param lo the last eight bytes, big-endian
 */
public record EventId(long hi, long lo) implements Comparable<EventId> {
    /** Bytes of an event id. */
    public static final int BYTES = 16;

    /**
     * @throws IllegalArgumentException when there are fewer than 16 bytes; more are ignored
     */
    public static EventId of(byte[] bytes) {
        if (bytes.length < BYTES) {
            throw new IllegalArgumentException(
                    "event id of " + bytes.length + " bytes, expected 16");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new EventId(in.getLong(), in.getLong());
    }

    /**
     * @param hex 32 hexadecimal digits
     * @throws IllegalArgumentException when they are not
     */
    public static EventId parse(String hex) {
        return of(Hash.bytesOfHex(hex, BYTES));
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(hi).putLong(lo).array();
    }

    /** Orders as the bytes do, unsigned. */
    @Override
    public int compareTo(EventId other) {
        int first = Long.compareUnsigned(hi, other.hi);
        return first != 0 ? first : Long.compareUnsigned(lo, other.lo);
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return Hash.hexOfLong(hi) + Hash.hexOfLong(lo);
    }
}
