package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The rows of {@code fact} with their events, a few thousand at a time and each car as a whole. */
public final class FactRows {
    /**
     * Some 20 MB. The facts of a few thousand cars lie in all blocks of a ledger, and each block is
     * read once for all of them: with half as many rows the blocks are read twice as often.
     */
    private static final int ROWS = 40_000;

    private static final String AFTER =
            "SELECT f.plate, f.t, f.stream, f.seq, f.event_id, f.kind, "
                    + StoredEvent.COLUMNS
                    + " FROM fact f LEFT JOIN event e ON e.stream = f.stream AND e.seq = f.seq"
                    + " WHERE f.plate > ? ORDER BY f.plate, f.t, f.stream, f.seq";

    /** Where the columns of the event begin. */
    private static final int EVENT = 7;

    private final Sql sql;
    private final Map<Integer, StreamId> streams;
    private final FactCodec codec;

    public FactRows(Sql sql, FactCodec codec, Map<Integer, StreamId> streams) {
        this.sql = sql;
        this.codec = codec;
        this.streams = streams;
    }

    /**
     * A row.
     *
     * @param stream where its event is, null where there is no such stream
     * @param found whether there is such an event
     * @param told what that event says, null where it is of no car
     */
    public record Row(
            FactStore.FactRow row,
            @Nullable StreamId stream,
            boolean found,
            @Nullable FoldFact told) {
        String plate() {
            return row.plate();
        }

        /** The fact, if this row says what it is; null where it does not. */
        @Nullable
        public FoldFact fact() {
            return told != null && FactStore.FactRow.of(told, row.plate()).equals(row)
                    ? told
                    : null;
        }
    }

    /** All facts of one car. */
    public record Car(String plate, List<Row> rows) {}

    /** The next cars, some {@link #ROWS} facts of them; empty behind the last. */
    public List<Car> after(String plate) {
        var room =
                new Object() {
                    int rows;
                    String last = "";

                    boolean fits(Found found) {
                        String plate = found.row().plate();
                        boolean fits = rows++ < ROWS || plate.equals(last);
                        last = plate;
                        return fits;
                    }
                };
        List<Found> found = sql.listWhile(AFTER, this::found, room::fits, plate);
        var cars = new ArrayList<Car>();
        for (Row row : withPacked(found)) {
            if (cars.isEmpty() || !cars.getLast().plate().equals(row.plate())) {
                cars.add(new Car(row.plate(), new ArrayList<>()));
            }
            cars.getLast().rows().add(row);
        }
        return cars;
    }

    /**
     * A row as it was found.
     *
     * @param packed whether its event is in no row, and so in a block if it is anywhere
     */
    private record Found(Row row, boolean packed) {}

    private Found found(ResultSet rs) throws SQLException {
        int key = rs.getInt(3);
        StreamId stream = streams.get(key);
        rs.getLong(EVENT);
        boolean packed = rs.wasNull();
        LedgerEvent event =
                packed || stream == null ? null : StoredEvent.read(stream, rs, EVENT).event();
        var row =
                new FactStore.FactRow(
                        rs.getString(1),
                        rs.getLong(2),
                        key,
                        rs.getLong(4),
                        rs.getString(5),
                        rs.getString(6));
        return new Found(row(row, stream, event), packed && stream != null);
    }

    private Row row(FactStore.FactRow row, @Nullable StreamId stream, @Nullable LedgerEvent event) {
        return new Row(
                row, stream, event != null, event == null ? null : codec.ofCar(event, row.key()));
    }

    /** Looks up the events in blocks, in the order in which they lie: each block is read once. */
    private List<Row> withPacked(List<Found> found) {
        var rows = new ArrayList<Row>(found.size());
        found.forEach(one -> rows.add(one.row()));
        var scan = new EventScan(sql);
        IntStream.range(0, rows.size())
                .filter(i -> found.get(i).packed())
                .boxed()
                .sorted(
                        Comparator.comparingInt((Integer i) -> rows.get(i).row().key())
                                .thenComparingLong(i -> rows.get(i).row().seq()))
                .forEach(
                        i -> {
                            FactStore.FactRow row = rows.get(i).row();
                            StreamId stream = Objects.requireNonNull(rows.get(i).stream());
                            scan.event(row.key(), row.seq())
                                    .ifPresent(event -> rows.set(i, row(row, stream, event)));
                        });
        return rows;
    }
}
