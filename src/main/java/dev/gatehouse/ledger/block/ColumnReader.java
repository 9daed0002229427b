package dev.gatehouse.ledger.block;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Reads the columns of one shape and checks every value in them, so that whatever is put together
 * of them is an object of plain values with exactly these fields.
 */
final class ColumnReader {
    private final BlockInput in;
    private final byte[] bytes;
    private final byte[][] centrals;

    /** The milliseconds of the shape's events. */
    private final long[] ms;

    private final int count;
    private final @Nullable Column[] columns;
    private final @Nullable HalfRead[] names;

    /** Bytes that the values still to be read may have, so that none is looked at in vain. */
    private long room = Limits.PAYLOADS;

    /** A column of names whose tails may lie in a column that is still to be read. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record HalfRead(int tail, int[] central, long[] ms, int[] stored) {}

    private ColumnReader(BlockInput in, byte[][] centrals, long[] ms, int fields) {
        this.in = in;
        this.bytes = in.bytes();
        this.centrals = centrals;
        this.ms = ms;
        this.count = ms.length;
        this.columns = new Column[fields];
        this.names = new HalfRead[fields];
    }

    /**
     * @param centrals those named in the block
     * @param ms of the shape's events
     * @throws BlockException when they are no such columns
     */
    static Column[] read(BlockInput in, byte[][] centrals, long[] ms, int fields) {
        var reader = new ColumnReader(in, centrals, ms, fields);
        for (int field = 0; field < fields; field++) {
            Column column = reader.column(field);
            reader.columns[field] = column;
            if (column != null) {
                reader.take(column);
            }
        }
        var columns = new Column[fields];
        for (int field = 0; field < fields; field++) {
            HalfRead half = reader.names[field];
            columns[field] =
                    half == null
                            ? Objects.requireNonNull(reader.columns[field])
                            : reader.names(half);
        }
        return columns;
    }

    private void take(Column column) {
        for (int i = 0; i < count; i++) {
            take(column.length(i));
        }
    }

    private void take(int bytes) {
        room -= bytes;
        if (room < 0) {
            throw new BlockException("the payloads are too large");
        }
    }

    private @Nullable Column column(int field) {
        return switch (Mode.of(in.one())) {
            case SAME -> same();
            case DICTIONARY -> dictionary();
            case TEXT -> new Column.Plain(bytes, texts());
            case VALUE -> new Column.Values(bytes, values(count));
            case HEX -> hex();
            case NUMBER -> numbers(false);
            case CLOCK -> numbers(true);
            case NAME -> {
                names[field] = name();
                yield null;
            }
            case MARKED -> marked(field);
        };
    }

    private Column same() {
        int[] one = values(1);
        return new Column.Same(bytes, one[0], one[1]);
    }

    private Column dictionary() {
        int size = in.number("values of a dictionary", 2, count);
        int[] starts = values(size);
        boolean texts = true;
        for (int i = 0; i < size; i++) {
            texts &= Scalars.isString(bytes, starts[i], starts[i + 1]);
        }
        return new Column.Dictionary(bytes, starts, codes("value", size), texts);
    }

    /** As many numbers from 0 to below {@code size}. */
    private int[] codes(String what, int size) {
        var codes = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = in.number(what, 0, size - 1);
        }
        return codes;
    }

    private int[] values(int size) {
        int[] starts = in.slices(size, Limits.PAYLOAD);
        for (int i = 0; i < size; i++) {
            if (!Scalars.isValue(bytes, starts[i], starts[i + 1])) {
                throw new BlockException("a value is none");
            }
        }
        return starts;
    }

    private int[] texts() {
        int[] starts = in.slices(count, Limits.PAYLOAD);
        requireTexts(starts);
        return starts;
    }

    private void requireTexts(int[] starts) {
        for (int i = 0; i < count; i++) {
            if (!Scalars.isText(bytes, starts[i], starts[i + 1])) {
                throw new BlockException("a text is none");
            }
        }
    }

    private Column hex() {
        int width = in.number("bytes of hexadecimal digits", 1, Limits.HEX);
        return new Column.Hex(bytes, in.skip((long) width * count), width);
    }

    private Column numbers(boolean clock) {
        var numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = in.signed() + (clock ? ms[i] : 0);
            if (!Scalars.isPlain(numbers[i])) {
                throw new BlockException("a number has more than " + Limits.DIGITS + " digits");
            }
        }
        return new Column.Numbers(numbers);
    }

    private HalfRead name() {
        int tail = in.number("field of the tails", 0, columns.length) - 1;
        int[] central = codes("central", centrals.length + 1);
        var named = new long[count];
        for (int i = 0; i < count; i++) {
            central[i]--;
            if (central[i] >= 0) {
                named[i] = ms[i] - in.signed();
                if (named[i] < Limits.NAMED_FROM || named[i] > Limits.NAMED_TO) {
                    throw new BlockException("milliseconds of a name: expected 13 digits");
                }
            }
        }
        int[] stored = in.slices(count, Limits.PAYLOAD, cell -> tail < 0 || central[cell] < 0);
        requireTexts(stored);
        return new HalfRead(tail, central, named, stored);
    }

    private Column names(HalfRead half) {
        Column.Texts tails = half.tail < 0 ? null : texts(half.tail);
        return new Column.Names(centrals, half.central, half.ms, bytes, half.stored, tails);
    }

    /** A column that others refer to. */
    private Column.Texts texts(int field) {
        if (columns[field] instanceof Column.Texts texts && texts.isTexts()) {
            return texts;
        }
        throw new BlockException("field " + field + ": referred to, but not of texts");
    }

    private Column marked(int field) {
        if (field == 0) {
            throw new BlockException("the first field has none before it to refer to");
        }
        Column.Texts plain = texts(in.number("field of the plain texts", 0, field - 1));
        int size = in.number("ways to mark", 0, Limits.PATTERNS);
        var patterns = new byte[size][];
        for (int i = 0; i < size; i++) {
            patterns[i] = pattern();
        }
        int[] pattern = codes("way to mark", size + 1);
        for (int i = 0; i < count; i++) {
            pattern[i]--;
            if (pattern[i] >= 0
                    && !Marks.fit(patterns[pattern[i]], bytes, plain.from(i), plain.to(i))) {
                throw new BlockException("a mark stands where none can");
            }
        }
        int[] stored = in.slices(count, Limits.PAYLOAD, cell -> pattern[cell] < 0);
        requireTexts(stored);
        return new Column.Marked(patterns, pattern, bytes, stored, plain);
    }

    private byte[] pattern() {
        var pattern = new byte[2 * in.number("marks", 0, Limits.MARKS)];
        for (int i = 0; i < pattern.length; i += 2) {
            pattern[i] = (byte) in.number("bytes before a mark", 0, Byte.MAX_VALUE);
            pattern[i + 1] = (byte) in.one();
            if (!Marks.isMark(pattern[i + 1])) {
                throw new BlockException("a mark is none");
            }
        }
        return pattern;
    }
}
