package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.codec.CanonicalJson;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of a page by columns, so that what repeats from one event to the next costs next to
 * nothing once deflated: numbers as differences, field names once for all events of one shape, and
 * the values of one field one after the other. What can be put together from the rest of the event
 * (see {@link Cells}) is not sent. A payload comes back byte for byte where it was canonical, and
 * only what is canonical can be in a ledger. Of one that was erased the hash is sent.
 *
 * <p>Pure functions; nothing here knows what a field means.
 */
final class PageColumns {
    /** Shapes in one page: one digit in base 36 names each; a real page has three or four. */
    private static final int MAX_SHAPES = 36;

    /** Fields of one shape; the widest payload of this version has eleven. */
    private static final int MAX_FIELDS = 128;

    /** Between the values of a column: a letter that no text of people contains. */
    private static final char SEPARATOR = '\u007f';

    /** The last millisecond that a packed clock shows. */
    private static final long MAX_MS = Long.MAX_VALUE / Hlc.PER_MS - 1;

    private static final int RADIX = 36;
    private static final String ROWS = "rows";
    private static final String SEQ = "seq";
    private static final String CLOCK = "ms";
    private static final String COUNTER = "ctr";
    private static final String WALL = "wall";
    private static final String SHAPES = "shapes";
    private static final String SHAPE = "shape";
    private static final String VALUES = "values";
    private static final String HEX = "hex";
    private static final String IDS = "ids";
    private static final String ERASED = "erased";

    private PageColumns() {}

    /** Makes an event of its fields, each still to be checked. */
    interface Maker {
        /**
         * @throws IllegalArgumentException when a field is not what it may be
         */
        LedgerEvent make(
                long seq,
                EventId id,
                String kind,
                String src,
                String central,
                long hlc,
                long wallMs,
                Blob payload,
                boolean erased);
    }

    /** Events with the same fields from the same place. */
    private record Shape(String kind, String src, String central, List<String> fields) {}

    // ---- packing

    /**
     * @param events of one stream, at least one
     * @return null where they do not fit in columns: then they go as rows
     */
    static @Nullable ObjectNode pack(FrameCodec frames, List<LedgerEvent> events) {
        var shapes = new LinkedHashMap<Shape, Integer>();
        var numbers = new Numbers();
        var shapeOf = new StringBuilder(events.size());
        var columns = new HashMap<String, StringBuilder>();
        var cells = new Cells(frames);
        ObjectNode ids = frames.object();
        ObjectNode erased = frames.object();
        for (int row = 0; row < events.size(); row++) {
            LedgerEvent event = events.get(row);
            JsonNode payload = event.erased() ? frames.object() : frames.value(event.payload());
            if (payload == null || !payload.isObject() || payload.size() > MAX_FIELDS) {
                return null;
            }
            var shape =
                    new Shape(
                            event.kind(),
                            event.src().code(),
                            event.central().value(),
                            List.copyOf(payload.propertyNames()));
            Integer number = shapes.computeIfAbsent(shape, _ -> shapes.size());
            if (number >= MAX_SHAPES) {
                return null;
            }
            shapeOf.append(Character.forDigit(number, RADIX));
            numbers.add(event);
            if (!event.id().equals(Ledger.firstId(event.stream(), event.seq()))) {
                ids.put(Integer.toString(row), event.id().toString());
            }
            if (event.erased()) {
                erased.put(Integer.toString(row), event.payload().hex());
            }
            cells.begin(row, event.central().value(), event.hlc().ms());
            for (var field : payload.properties()) {
                StringBuilder column =
                        columns.computeIfAbsent(field.getKey(), _ -> new StringBuilder());
                if (!column.isEmpty()) {
                    column.append(SEPARATOR);
                }
                if (!cells.write(field.getKey(), field.getValue(), column)) {
                    return null;
                }
            }
        }
        ObjectNode out = frames.object().put(ROWS, events.size());
        numbers.write(out);
        shapes(out.putArray(SHAPES), shapes.keySet());
        out.put(SHAPE, shapeOf.toString());
        ObjectNode values = out.putObject(VALUES);
        columns.forEach((field, column) -> values.put(field, column.toString()));
        out.put(HEX, cells.hex());
        if (!ids.isEmpty()) {
            out.set(IDS, ids);
        }
        if (!erased.isEmpty()) {
            out.set(ERASED, erased);
        }
        return out;
    }

    private static void shapes(ArrayNode out, Iterable<Shape> shapes) {
        for (Shape shape : shapes) {
            ArrayNode row = out.addArray().add(shape.kind()).add(shape.src()).add(shape.central());
            shape.fields().forEach(row::add);
        }
    }

    /** The columns of numbers: differences from the event before, or from what is expected. */
    private static final class Numbers {
        private final Deltas seq = new Deltas(1);
        private final Deltas ms = new Deltas(0);
        private final Deltas counter = new Deltas(0);
        private final Deltas wall = new Deltas(0);
        private long lastSeq;
        private long lastMs;

        void add(LedgerEvent event) {
            long at = event.hlc().ms();
            seq.add(event.seq() - lastSeq);
            ms.add(at - lastMs);
            counter.add(event.hlc().value() - Hlc.ofMs(at).value());
            wall.add(event.wallMs() - at);
            lastSeq = event.seq();
            lastMs = at;
        }

        void write(ObjectNode out) {
            seq.write(out, SEQ);
            ms.write(out, CLOCK);
            counter.write(out, COUNTER);
            wall.write(out, WALL);
        }
    }

    /** A column of numbers that is not sent where all but the first are as usual. */
    private static final class Deltas {
        private final StringBuilder text = new StringBuilder();
        private final long usual;
        private boolean plain = true;
        private long first;

        Deltas(long usual) {
            this.usual = usual;
        }

        void add(long value) {
            if (text.isEmpty()) {
                first = value;
            } else {
                text.append(SEPARATOR);
                plain &= value == usual;
            }
            text.append(Long.toString(value, RADIX));
        }

        void write(ObjectNode out, String name) {
            if (!plain) {
                out.put(name, text.toString());
            } else if (first != 0) {
                out.put(name, Long.toString(first, RADIX));
            }
        }
    }

    // ---- unpacking

    /**
     * @param maxRows events at most
     * @param maxBytes of all payloads together: what refers to other values is larger than it looks
     * @throws IllegalArgumentException when they are no columns; the message names the column
     */
    static List<LedgerEvent> unpack(
            FrameCodec frames,
            JsonNode in,
            StreamId stream,
            int maxRows,
            int maxBytes,
            Maker maker) {
        int rows = (int) WireReader.within("cols." + ROWS, in.path(ROWS), 1, maxRows);
        long[] seq = numbers(in, SEQ, rows, 1);
        long[] ms = numbers(in, CLOCK, rows, 0);
        long[] counter = numbers(in, COUNTER, rows, 0);
        long[] wall = numbers(in, WALL, rows, 0);
        List<Shape> shapes = shapes(in.path(SHAPES));
        String shapeOf = WireReader.text("cols." + SHAPE, in.path(SHAPE));
        if (shapeOf.length() != rows) {
            throw new IllegalArgumentException("cols.shape: expected one letter for each event");
        }
        Map<String, Column> columns = columns(in.path(VALUES));
        var cells = new Cells(frames, WireReader.text("cols." + HEX, in.path(HEX)));
        JsonNode ids = in.path(IDS);
        JsonNode erased = in.path(ERASED);
        var events = new ArrayList<LedgerEvent>(rows);
        var out = new StringBuilder();
        long room = maxBytes;
        long number = 0;
        long at = 0;
        for (int row = 0; row < rows; row++) {
            number = Math.addExact(number, seq[row]);
            at = Math.addExact(at, ms[row]);
            int index = Character.digit(shapeOf.charAt(row), RADIX);
            if (index < 0 || index >= shapes.size()) {
                throw new IllegalArgumentException("cols.shape: no shape " + shapeOf.charAt(row));
            }
            Shape shape = shapes.get(index);
            cells.begin(row, shape.central(), at);
            Blob payload = payload(shape, columns, cells, out, room);
            room -= payload.length();
            JsonNode id = ids.path(Integer.toString(row));
            JsonNode gone = erased.path(Integer.toString(row));
            events.add(
                    maker.make(
                            number,
                            id.isMissingNode()
                                    ? Ledger.firstId(stream, number)
                                    : EventId.parse(WireReader.text("cols." + IDS, id)),
                            shape.kind(),
                            shape.src(),
                            shape.central(),
                            clock(at, counter[row]),
                            Math.addExact(at, wall[row]),
                            gone.isMissingNode()
                                    ? payload
                                    : Blob.of(Hash.parse(WireReader.text(ERASED, gone)).bytes()),
                            !gone.isMissingNode()));
        }
        return events;
    }

    /** The values of one event's fields, the next of each column. */
    private static Blob payload(
            Shape shape, Map<String, Column> columns, Cells cells, StringBuilder out, long room) {
        out.setLength(0);
        out.append('{');
        for (String field : shape.fields()) {
            Column column = columns.get(field);
            if (column == null) {
                throw new IllegalArgumentException("cols.values: no column " + field);
            }
            if (out.length() > 1) {
                out.append(',');
            }
            CanonicalJson.string(field, out);
            out.append(':');
            cells.read(field, column.next(), out);
            if (out.length() > room) {
                throw new IllegalArgumentException("cols: too many bytes once put together");
            }
        }
        return Blob.ofText(out.append('}').toString());
    }

    private static long clock(long ms, long counter) {
        if (ms < 0 || ms > MAX_MS || counter < 0 || counter >= Hlc.PER_MS) {
            throw new IllegalArgumentException("cols.ms: no clock shows " + ms + " and " + counter);
        }
        return Hlc.ofMs(ms).value() + counter;
    }

    private static long[] numbers(JsonNode in, String name, int rows, long usual) {
        var numbers = new long[rows];
        JsonNode column = in.path(name);
        if (column.isMissingNode()) {
            return filled(numbers, 0, usual);
        }
        String text = WireReader.text("cols." + name, column);
        try {
            if (text.indexOf(SEPARATOR) < 0) {
                return filled(numbers, Long.parseLong(text, RADIX), usual);
            }
            var values = new Column(text);
            for (int row = 0; row < rows; row++) {
                numbers[row] = Long.parseLong(values.next(), RADIX);
            }
            return numbers;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cols." + name + ": expected numbers", e);
        }
    }

    private static long[] filled(long[] numbers, long first, long usual) {
        Arrays.fill(numbers, usual);
        numbers[0] = first;
        return numbers;
    }

    private static List<Shape> shapes(JsonNode in) {
        var shapes = new ArrayList<Shape>();
        for (JsonNode row : WireReader.array("cols." + SHAPES, in, MAX_SHAPES)) {
            var words = new ArrayList<String>();
            for (JsonNode word : WireReader.array("cols." + SHAPES, row, 3 + MAX_FIELDS)) {
                words.add(WireReader.text("cols." + SHAPES, word));
            }
            if (words.size() < 3) {
                throw new IllegalArgumentException(
                        "cols.shapes: expected [kind, src, central, field, …]");
            }
            for (int i = 4; i < words.size(); i++) {
                if (words.get(i).compareTo(words.get(i - 1)) <= 0) {
                    throw new IllegalArgumentException("cols.shapes: fields out of order");
                }
            }
            shapes.add(
                    new Shape(
                            words.get(0),
                            words.get(1),
                            words.get(2),
                            List.copyOf(words.subList(3, words.size()))));
        }
        return shapes;
    }

    private static Map<String, Column> columns(JsonNode in) {
        var columns = new HashMap<String, Column>();
        for (var column : in.properties()) {
            columns.put(
                    column.getKey(),
                    new Column(WireReader.text("cols." + column.getKey(), column.getValue())));
        }
        return columns;
    }

    /** The values of one field, one after the other. */
    private static final class Column {
        private final String text;
        private int next;

        Column(String text) {
            this.text = text;
        }

        String next() {
            if (next > text.length()) {
                throw new IllegalArgumentException("cols: a column ends too early");
            }
            int end = text.indexOf(SEPARATOR, next);
            int from = next;
            next = end < 0 ? text.length() + 1 : end + 1;
            return text.substring(from, end < 0 ? text.length() : end);
        }
    }
}
