package dev.gatehouse.ledger.block;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;

/** The values of one field in the events of one shape, checked; {@code cell} counts them. */
sealed interface Column {
    /** Bytes of one value as it stands in the payload. */
    int length(int cell);

    /**
     * Writes one value as it stands in the payload.
     *
     * @return where it ends
     */
    int put(int cell, byte[] out, int at);

    /** Which of a short list of different values it is; -1 where there is no such list. */
    default int code(int cell) {
        return -1;
    }

    /** Of a column whose values are texts that lie in the block as they are. */
    sealed interface Texts extends Column {
        byte[] bytes();

        /** Where the text between the quotes begins. */
        int from(int cell);

        /** Where it ends. */
        int to(int cell);

        /** Whether there are only such texts. */
        boolean isTexts();
    }

    /** One value for all; {@code from} to {@code to} is what stands in the payload. */
    record Same(byte[] bytes, int start, int end) implements Texts {
        @Override
        public int length(int cell) {
            return end - start;
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            System.arraycopy(bytes, start, out, at, end - start);
            return at + end - start;
        }

        @Override
        public int code(int cell) {
            return 0;
        }

        @Override
        public int from(int cell) {
            return start + 1;
        }

        @Override
        public int to(int cell) {
            return end - 1;
        }

        @Override
        public boolean isTexts() {
            return Scalars.isString(bytes, start, end);
        }
    }

    /** Different values, and which of them each is. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares columns
    record Dictionary(byte[] bytes, int[] starts, int[] codes, boolean isTexts) implements Texts {
        @Override
        public int length(int cell) {
            return starts[codes[cell] + 1] - starts[codes[cell]];
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            int start = starts[codes[cell]];
            int length = starts[codes[cell] + 1] - start;
            System.arraycopy(bytes, start, out, at, length);
            return at + length;
        }

        @Override
        public int code(int cell) {
            return codes[cell];
        }

        @Override
        public int from(int cell) {
            return starts[codes[cell]] + 1;
        }

        @Override
        public int to(int cell) {
            return starts[codes[cell] + 1] - 1;
        }
    }

    /** Texts without their quotes. */
    record Plain(byte[] bytes, int[] starts) implements Texts {
        @Override
        public int length(int cell) {
            return starts[cell + 1] - starts[cell] + 2;
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            return quoted(bytes, starts[cell], starts[cell + 1], out, at);
        }

        @Override
        public int from(int cell) {
            return starts[cell];
        }

        @Override
        public int to(int cell) {
            return starts[cell + 1];
        }

        @Override
        public boolean isTexts() {
            return true;
        }
    }

    /** Values as they stand in the payload. */
    record Values(byte[] bytes, int[] starts) implements Column {
        @Override
        public int length(int cell) {
            return starts[cell + 1] - starts[cell];
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            int length = starts[cell + 1] - starts[cell];
            System.arraycopy(bytes, starts[cell], out, at, length);
            return at + length;
        }
    }

    /** Texts of {@code 2 × width} hexadecimal digits. */
    record Hex(byte[] bytes, int start, int width) implements Column {
        private static final byte[] DIGITS = Scalars.ascii("0123456789abcdef");

        @Override
        public int length(int cell) {
            return 2 * width + 2;
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            int from = start + cell * width;
            int to = at;
            out[to++] = '"';
            for (int i = from; i < from + width; i++) {
                out[to++] = DIGITS[bytes[i] >> 4 & 15];
                out[to++] = DIGITS[bytes[i] & 15];
            }
            out[to++] = '"';
            return to;
        }

        String text(int cell) {
            int from = start + cell * width;
            return HexFormat.of().formatHex(bytes, from, from + width);
        }
    }

    /** Whole numbers. */
    record Numbers(long[] numbers) implements Column {
        @Override
        public int length(int cell) {
            return Decimal.length(numbers[cell]);
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            return Decimal.put(numbers[cell], out, at);
        }
    }

    /**
     * Texts {@code central_ms_tail}.
     *
     * @param central which of {@code centrals}; -1 where the whole text is stored
     * @param ms what stands between
     * @param stored the whole text, or the tail where {@code tails} is null
     */
    record Names(
            byte[][] centrals,
            int[] central,
            long[] ms,
            byte[] bytes,
            int[] stored,
            @Nullable Texts tails)
            implements Column {
        @Override
        public int length(int cell) {
            if (central[cell] < 0) {
                return stored[cell + 1] - stored[cell] + 2;
            }
            int tail =
                    tails == null
                            ? stored[cell + 1] - stored[cell]
                            : tails.to(cell) - tails.from(cell);
            return centrals[central[cell]].length + Limits.NAMED_DIGITS + tail + 4;
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            if (central[cell] < 0) {
                return quoted(bytes, stored[cell], stored[cell + 1], out, at);
            }
            byte[] name = centrals[central[cell]];
            out[at] = '"';
            System.arraycopy(name, 0, out, at + 1, name.length);
            int to = at + 1 + name.length;
            out[to++] = '_';
            to = Decimal.put(ms[cell], out, to);
            out[to++] = '_';
            byte[] of = tails == null ? bytes : tails.bytes();
            int from = tails == null ? stored[cell] : tails.from(cell);
            int end = tails == null ? stored[cell + 1] : tails.to(cell);
            System.arraycopy(of, from, out, to, end - from);
            to += end - from;
            out[to++] = '"';
            return to;
        }
    }

    /**
     * Texts of another column with marks between their letters.
     *
     * @param patterns each as pairs: how many bytes to copy before a mark, and which byte it is
     * @param pattern which of them; -1 where the whole text is stored
     */
    record Marked(byte[][] patterns, int[] pattern, byte[] bytes, int[] stored, Texts plain)
            implements Column {
        @Override
        public int length(int cell) {
            return pattern[cell] < 0
                    ? stored[cell + 1] - stored[cell] + 2
                    : plain.to(cell) - plain.from(cell) + patterns[pattern[cell]].length / 2 + 2;
        }

        @Override
        public int put(int cell, byte[] out, int at) {
            if (pattern[cell] < 0) {
                return quoted(bytes, stored[cell], stored[cell + 1], out, at);
            }
            byte[] marks = patterns[pattern[cell]];
            byte[] of = plain.bytes();
            int from = plain.from(cell);
            int to = at;
            out[to++] = '"';
            for (int i = 0; i < marks.length; i += 2) {
                System.arraycopy(of, from, out, to, marks[i]);
                to += marks[i];
                from += marks[i];
                out[to++] = marks[i + 1];
            }
            int rest = plain.to(cell) - from;
            System.arraycopy(of, from, out, to, rest);
            to += rest;
            out[to++] = '"';
            return to;
        }
    }

    private static int quoted(byte[] from, int start, int end, byte[] out, int at) {
        out[at] = '"';
        System.arraycopy(from, start, out, at + 1, end - start);
        out[at + 1 + end - start] = '"';
        return at + 2 + end - start;
    }

    /** One value's bytes. */
    default byte[] value(int cell) {
        var out = new byte[length(cell)];
        put(cell, out, 0);
        return out;
    }
}
