package dev.gatehouse.ledger.block;

import dev.gatehouse.model.Hash;

import java.util.List;

/** The payloads of the events of one shape; {@code cell} counts those. */
sealed interface Payloads {
    int HASH = Hash.BYTES;

    int length(int cell);

    /** Writes one payload, as long as {@link #length} says. */
    void put(int cell, byte[] out, int at);

    /** By fields. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Flat(byte[][] keys, Column[] columns) implements Payloads {
        static Flat of(List<String> fields, Column[] columns) {
            var keys = new byte[columns.length][];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = Scalars.ascii((i == 0 ? "{\"" : ",\"") + fields.get(i) + "\":");
            }
            return new Flat(keys, columns);
        }

        @Override
        public int length(int cell) {
            long length = keys.length == 0 ? 2 : 1;
            for (int i = 0; i < keys.length; i++) {
                length += keys[i].length + (long) columns[i].length(cell);
            }
            return (int) Math.min(length, Integer.MAX_VALUE);
        }

        @Override
        public void put(int cell, byte[] out, int at) {
            int to = at;
            for (int i = 0; i < keys.length; i++) {
                System.arraycopy(keys[i], 0, out, to, keys[i].length);
                to = columns[i].put(cell, out, to + keys[i].length);
            }
            if (keys.length == 0) {
                out[to++] = '{';
            }
            out[to] = '}';
        }
    }

    /** As they are. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Whole(byte[] bytes, int[] starts) implements Payloads {
        @Override
        public int length(int cell) {
            return starts[cell + 1] - starts[cell];
        }

        @Override
        public void put(int cell, byte[] out, int at) {
            System.arraycopy(bytes, starts[cell], out, at, length(cell));
        }
    }

    /** Only their hashes. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Erased(byte[] bytes, int start) implements Payloads {
        @Override
        public int length(int cell) {
            return HASH;
        }

        @Override
        public void put(int cell, byte[] out, int at) {
            System.arraycopy(bytes, start + cell * HASH, out, at, HASH);
        }
    }
}
