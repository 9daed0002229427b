package dev.gatehouse.ledger.block;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a block's body, each part in its turn, and refuses what is not exactly one. */
final class BlockReader {
    private final BlockInput in;

    private BlockReader(BlockInput in) {
        this.in = in;
    }

    static Block read(byte[] body) {
        return new BlockReader(new BlockInput(body)).block();
    }

    private Block block() {
        var stream = new StreamId(in.eight(), in.eight());
        long first = in.wide("first number", 1, Limits.LAST_SEQ);
        int count = in.number("events", 1, Limits.EVENTS);
        if ((first - 1) / Limits.EVENTS != (first + count - 2) / Limits.EVENTS) {
            throw new BlockException("the events lie in more than one span of " + Limits.EVENTS);
        }
        byte[][] centrals = centrals();
        List<Shape> shapes = shapes(centrals, count);
        var shapeOf = new int[count];
        var cellOf = new int[count];
        var counts = new int[shapes.size()];
        for (int row = 0; row < count; row++) {
            shapeOf[row] = in.number("shape", 0, shapes.size() - 1);
            cellOf[row] = counts[shapeOf[row]]++;
        }
        var times = times(count);
        @Nullable EventId[] ids = ids(count);
        var payloads = new Payloads[shapes.size()];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = payloads(shapes.get(i), centrals, times, shapeOf, i, counts[i]);
        }
        if (in.left() > 0) {
            throw new BlockException("there are bytes behind the last column");
        }
        int[] lengths = lengths(payloads, shapeOf, cellOf);
        return new Block(
                stream, first, shapes, shapeOf, cellOf, times, ids, payloads, centrals, lengths);
    }

    private byte[][] centrals() {
        var centrals = new byte[in.number("centrals", 1, Limits.CENTRALS)][];
        for (int i = 0; i < centrals.length; i++) {
            String name = text("name of a central", Limits.CENTRAL);
            if (!CentralId.isValid(name)) {
                throw new BlockException("name of a central: of another shape");
            }
            centrals[i] = Scalars.ascii(name);
        }
        return centrals;
    }

    private List<Shape> shapes(byte[][] centrals, int count) {
        int size = in.number("shapes", 1, count);
        var shapes = new ArrayList<Shape>(size);
        for (int i = 0; i < size; i++) {
            Form form = Form.of(in.one());
            String kind = text("kind", Limits.KIND_BYTES);
            if (kind.isEmpty() || kind.length() > Limits.KIND) {
                throw new BlockException("kind: expected 1 to " + Limits.KIND + " letters");
            }
            LedgerEvent.Source src = source(in.one());
            byte[] central = centrals[in.number("central", 0, centrals.length - 1)];
            shapes.add(
                    new Shape(
                            form == Form.FLAT,
                            form == Form.ERASED,
                            kind,
                            src,
                            new CentralId(new String(central, StandardCharsets.US_ASCII)),
                            form == Form.FLAT ? fields() : List.of()));
        }
        return shapes;
    }

    private static LedgerEvent.Source source(int code) {
        return switch (code) {
            case 'n' -> LedgerEvent.Source.NODE;
            case 'i' -> LedgerEvent.Source.IMPORTED;
            default -> throw new BlockException("source: expected n or i");
        };
    }

    private List<String> fields() {
        int size = in.number("fields", 0, Limits.FIELDS);
        var fields = new ArrayList<String>(size);
        for (int i = 0; i < size; i++) {
            int length = in.number("name of a field", 1, Limits.KEY);
            int from = in.skip(length);
            for (int at = from; at < from + length; at++) {
                if (!FlatPayload.isKey(in.bytes()[at])) {
                    throw new BlockException("name of a field: expected plain letters of ASCII");
                }
            }
            var name = new String(in.bytes(), from, length, StandardCharsets.US_ASCII);
            if (i > 0 && name.compareTo(fields.get(i - 1)) <= 0) {
                throw new BlockException("the fields are not in order");
            }
            fields.add(name);
        }
        return List.copyOf(fields);
    }

    private String text(String what, int most) {
        int length = in.number(what, 0, most);
        int from = in.skip(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.bytes(), from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BlockException(what + ": not UTF-8", e);
        }
    }

    /** The clocks of the events. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Times(long[] ms, long[] hlc, long[] wall) {}

    private Times times(int count) {
        var ms = new long[count];
        var hlc = new long[count];
        var wall = new long[count];
        long last = 0;
        for (int row = 0; row < count; row++) {
            last += in.signed();
            if (last < 0 || last > Long.MAX_VALUE / Limits.COUNTER) {
                throw new BlockException("milliseconds of a clock: out of range");
            }
            ms[row] = last;
        }
        for (int row = 0; row < count; row++) {
            hlc[row] =
                    ms[row] * Limits.COUNTER
                            + in.number("counter of a clock", 0, (int) Limits.COUNTER - 1);
        }
        for (int row = 0; row < count; row++) {
            wall[row] = ms[row] + in.signed();
        }
        return new Times(ms, hlc, wall);
    }

    private @Nullable EventId[] ids(int count) {
        int size = in.number("ids", 0, count);
        var rows = new int[size];
        int row = -1;
        for (int i = 0; i < size; i++) {
            row += 1 + in.number("event with an id of its own", 0, count);
            if (row >= count) {
                throw new BlockException("an id of no event");
            }
            rows[i] = row;
        }
        var ids = new @Nullable EventId[count];
        for (int i = 0; i < size; i++) {
            ids[rows[i]] = new EventId(in.eight(), in.eight());
        }
        return ids;
    }

    private Payloads payloads(
            Shape shape, byte[][] centrals, Times times, int[] shapeOf, int index, int count) {
        if (count == 0) {
            throw new BlockException("a shape of no event");
        }
        if (shape.erased()) {
            return new Payloads.Erased(in.bytes(), in.skip((long) count * Payloads.HASH));
        }
        if (!shape.flat()) {
            return new Payloads.Whole(in.bytes(), in.slices(count, Limits.PAYLOAD));
        }
        var ms = new long[count];
        int cell = 0;
        for (int row = 0; row < shapeOf.length; row++) {
            if (shapeOf[row] == index) {
                ms[cell++] = times.ms[row];
            }
        }
        Column[] columns = ColumnReader.read(in, centrals, ms, shape.fields().size());
        return Payloads.Flat.of(shape.fields(), columns);
    }

    private static int[] lengths(Payloads[] payloads, int[] shapeOf, int[] cellOf) {
        var lengths = new int[shapeOf.length];
        long total = 0;
        for (int row = 0; row < lengths.length; row++) {
            lengths[row] = payloads[shapeOf[row]].length(cellOf[row]);
            total += lengths[row];
            if (lengths[row] > Limits.PAYLOAD || total > Limits.PAYLOADS) {
                throw new BlockException("the payloads are too large");
            }
        }
        return lengths;
    }
}
