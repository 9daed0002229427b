package dev.gatehouse.ledger.block;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/** Reads a block's body from its first byte to its last; never beyond it. One thread. */
final class BlockInput {
    private final byte[] bytes;
    private int at;

    BlockInput(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    int left() {
        return bytes.length - at;
    }

    int one() {
        if (at == bytes.length) {
            throw new BlockException("the block ends too early");
        }
        return bytes[at++] & 0xff;
    }

    /** A number from 0 in its shortest form; as many as 64 bits, unsigned. */
    long number() {
        int first = one();
        if (first < 0x80) {
            return first;
        }
        long value = first & 0x7f;
        for (int shift = 7; shift < 70; shift += 7) {
            int next = one();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0) {
                    throw new BlockException("a number is longer than it needs to be");
                }
                return value;
            }
        }
        throw new BlockException("a number has more than 64 bits");
    }

    /**
     * @param what it is, for the message
     */
    int number(String what, long least, long most) {
        return Math.toIntExact(wide(what, least, most));
    }

    long wide(String what, long least, long most) {
        long value = number();
        if (value < least || value > most) {
            throw new BlockException(what + ": expected " + least + " to " + most);
        }
        return value;
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    long eight() {
        return ByteBuffer.wrap(bytes, skip(Long.BYTES), Long.BYTES).getLong();
    }

    /** Goes on behind the next bytes; gives where they begin. */
    int skip(long count) {
        if (count > left()) {
            throw new BlockException("the block ends too early");
        }
        int from = at;
        at += (int) count;
        return from;
    }

    /**
     * The lengths of some values and then their bytes: where each begins, and behind them where the
     * last ends.
     *
     * @param most bytes of one
     */
    int[] slices(int count, int most) {
        return slices(count, most, _ -> true);
    }

    /**
     * The lengths of some values and then their bytes, where others have neither: where each
     * begins, and behind them where the last ends.
     *
     * @param stored which have
     */
    int[] slices(int count, int most, IntPredicate stored) {
        var from = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            from[i] = (int) Math.min(total, Integer.MAX_VALUE);
            total += stored.test(i) ? number("length", 0, most) : 0;
        }
        from[count] = (int) Math.min(total, Integer.MAX_VALUE);
        int start = skip(total);
        for (int i = 0; i <= count; i++) {
            from[i] += start;
        }
        return from;
    }
}
