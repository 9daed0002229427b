package dev.gatehouse.model;

import java.nio.ByteBuffer;

/**
 * A random 128-bit name of one stream of events, minted at every start of a node.
 *
 * @param hi the first eight bytes, big-endian
 * @param lo the last eight bytes, big-endian
 */
public record StreamId(long hi, long lo) implements Comparable<StreamId> {
    /** Bytes of a stream id. */
    public static final int BYTES = 16;

    /**
     * @throws IllegalArgumentException when there are not 16 bytes
     */
    public static StreamId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "stream id of " + bytes.length + " bytes, expected 16");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new StreamId(in.getLong(), in.getLong());
    }

    /**
     * @param hex 32 hexadecimal digits
     * @throws IllegalArgumentException when they are not
     */
    public static StreamId parse(String hex) {
        return of(Hash.bytesOfHex(hex, BYTES));
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(hi).putLong(lo).array();
    }

    /** The first byte, unsigned: the bucket of the digest of everything that this stream is in. */
    public int bucket() {
        return (int) (hi >>> 56);
    }

    /** Orders as the bytes do, unsigned. */
    @Override
    public int compareTo(StreamId other) {
        int first = Long.compareUnsigned(hi, other.hi);
        return first != 0 ? first : Long.compareUnsigned(lo, other.lo);
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return Hash.hexOfLong(hi) + Hash.hexOfLong(lo);
    }
}
