package dev.gatehouse.ledger.block;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive events of one stream by columns: all within one aligned span of {@link #MAX_EVENTS},
 * so that a full one is one node of the stream's tree. Where their payloads are objects of plain
 * values, single fields can be read without making the payloads. Immutable once read; any thread.
 *
 * <p>A block says nothing about whether its events are those of the stream: their leaves and the
 * tree do. It is checked as a whole when it is read, so that nothing fails later, and what a field
 * says is what any reader of the payload finds under that name.
 *
 * <p>{@code row} counts the events of the block from 0.
 */
public final class Block {
    /** Events at most, and how many numbers one span has. */
    public static final int MAX_EVENTS = Limits.EVENTS;

    /** Bytes of all payloads together at most. */
    public static final int MAX_PAYLOADS = Limits.PAYLOADS;

    private final StreamId stream;
    private final long first;
    private final List<Shape> shapes;
    private final int[] shapeOf;
    private final int[] cellOf;
    private final BlockReader.Times times;
    private final @Nullable EventId[] ids;
    private final Payloads[] payloads;
    private final byte[][] centrals;
    private final int[] lengths;

    Block(
            StreamId stream,
            long first,
            List<Shape> shapes,
            int[] shapeOf,
            int[] cellOf,
            BlockReader.Times times,
            @Nullable EventId[] ids,
            Payloads[] payloads,
            byte[][] centrals,
            int[] lengths) {
        this.stream = stream;
        this.first = first;
        this.shapes = List.copyOf(shapes);
        this.shapeOf = shapeOf;
        this.cellOf = cellOf;
        this.times = times;
        this.ids = ids;
        this.payloads = payloads;
        this.centrals = centrals;
        this.lengths = lengths;
    }

    /**
     * Reads a block. Takes at most some megabytes and milliseconds, whatever the bytes are.
     *
     * @throws BlockException when the bytes are not exactly one block of a version that this
     *     program knows
     */
    public static Block read(byte[] packed) {
        return BlockReader.read(Deflated.unpack(packed));
    }

    /**
     * Packs events.
     *
     * @param events of one stream, in order and without a gap, 1 to {@link #MAX_EVENTS} within one
     *     span, their payloads at most {@link #MAX_PAYLOADS} bytes
     * @return what {@link #read} makes the same events of; the same events need not give the same
     *     bytes elsewhere. Whoever lets go of what is packed compares the {@link #leaves} before.
     * @throws IllegalArgumentException when they are not such events
     */
    public static byte[] pack(List<LedgerEvent> events) {
        return Deflated.pack(BlockWriter.body(events));
    }

    public StreamId stream() {
        return stream;
    }

    /** The number of its first event. */
    public long first() {
        return first;
    }

    /** The number of its last event. */
    public long last() {
        return first + shapeOf.length - 1;
    }

    /** How many events. */
    public int size() {
        return shapeOf.length;
    }

    /** What its events have in common. */
    public List<Shape> shapes() {
        return shapes;
    }

    /** Which of the {@link #shapes} that event has. */
    public int shapeOf(int row) {
        return shapeOf[row];
    }

    public Shape shape(int row) {
        return shapes.get(shapeOf[row]);
    }

    /** The event's clock, as {@link Hlc#value}. */
    public long hlc(int row) {
        return times.hlc()[row];
    }

    public long wallMs(int row) {
        return times.wall()[row];
    }

    /** The event's id; null where it is the first 16 bytes of SHA-256(stream ‖ seq). */
    public @Nullable EventId ownId(int row) {
        return ids[row];
    }

    /** Bytes of the event's payload; of its hash where it was erased. */
    public int payloadLength(int row) {
        return lengths[row];
    }

    /**
     * Writes the event's payload, or its hash where it was erased.
     *
     * @param out has room for as many bytes as {@link #payloadLength} says
     * @param at where it begins there
     */
    public void payload(int row, byte[] out, int at) {
        payloads[shapeOf[row]].put(cellOf[row], out, at);
    }

    /** The event as a value. */
    public LedgerEvent event(int row) {
        var payload = new byte[lengths[row]];
        payload(row, payload, 0);
        Shape shape = shape(row);
        long seq = first + row;
        EventId own = ids[row];
        return new LedgerEvent(
                stream,
                seq,
                own == null ? new Leaves(stream).firstId(seq) : own,
                shape.kind(),
                shape.src(),
                shape.central(),
                new Hlc(hlc(row)),
                wallMs(row),
                Blob.of(payload),
                shape.erased());
    }

    /** All events as values, in order. */
    public List<LedgerEvent> events() {
        var events = new ArrayList<LedgerEvent>(size());
        for (int row = 0; row < size(); row++) {
            events.add(event(row));
        }
        return events;
    }

    /** The leaves of the events in the stream's tree, {@link Hash#BYTES} bytes each, in order. */
    public byte[] leaves() {
        return new Leaves(stream).of(this);
    }

    // ---- single fields; field is the place that Shape#field gives for the event's shape

    /**
     * What a field says: a {@link String}, a {@link Long} where it is a whole number, another
     * number as a {@link Double}, a {@link Boolean}, or null.
     */
    public @Nullable Object value(int row, int field) {
        Column column = column(row, field);
        int cell = cellOf[row];
        return switch (column) {
            case Column.Numbers numbers -> numbers.numbers()[cell];
            case Column.Hex hex -> hex.text(cell);
            case Column.Texts texts when texts.isTexts() ->
                    Scalars.text(texts.bytes(), texts.from(cell), texts.to(cell));
            case Column.Same _,
                    Column.Dictionary _,
                    Column.Plain _,
                    Column.Values _,
                    Column.Names _,
                    Column.Marked _ ->
                    parsed(column.value(cell));
        };
    }

    private static @Nullable Object parsed(byte[] value) {
        return switch (value[0]) {
            case '"' -> Scalars.text(value, 1, value.length - 1);
            case 't' -> true;
            case 'f' -> false;
            case 'n' -> null;
            default ->
                    Scalars.isWhole(value, 0, value.length)
                            ? (Object) Scalars.whole(value, 0, value.length)
                            : (Object) Double.valueOf(new String(value, StandardCharsets.US_ASCII));
        };
    }

    /**
     * Which of a short list of values a field has: events of one shape with the same code have the
     * same value there, so that what follows from it is made once for all; -1 where there is no
     * list.
     */
    public int code(int row, int field) {
        return column(row, field).code(cellOf[row]);
    }

    /**
     * The milliseconds in a text {@code central_ms_tail}; 0 where the block does not keep it in
     * parts, and {@link #value} is to be asked.
     */
    public long namedMs(int row, int field) {
        return column(row, field) instanceof Column.Names names && names.central()[cellOf[row]] >= 0
                ? names.ms()[cellOf[row]]
                : 0;
    }

    /** The central in a text {@code central_ms_tail}; null as {@link #namedMs} is 0. */
    public @Nullable CentralId namedCentral(int row, int field) {
        return column(row, field) instanceof Column.Names names && names.central()[cellOf[row]] >= 0
                ? new CentralId(
                        new String(
                                centrals[names.central()[cellOf[row]]], StandardCharsets.US_ASCII))
                : null;
    }

    private Column column(int row, int field) {
        if (payloads[shapeOf[row]] instanceof Payloads.Flat(byte[][] _, Column[] columns)) {
            return columns[field];
        }
        throw new IllegalArgumentException("event " + (first + row) + " does not lie by fields");
    }
}
