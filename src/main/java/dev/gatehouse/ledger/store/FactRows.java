package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of {@code fact} with their events, a few thousand at a time and each car as a whole. */
public final class FactRows {
    /** Some 5 MB: enough that asking for them costs nothing. */
    private static final int ROWS = 10_000;

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

                    boolean fits(Row row) {
                        boolean fits = rows++ < ROWS || row.plate().equals(last);
                        last = row.plate();
                        return fits;
                    }
                };
        var cars = new ArrayList<Car>();
        for (Row row : sql.listWhile(AFTER, this::row, room::fits, plate)) {
            if (cars.isEmpty() || !cars.getLast().plate().equals(row.plate())) {
                cars.add(new Car(row.plate(), new ArrayList<>()));
            }
            cars.getLast().rows().add(row);
        }
        return cars;
    }

    private Row row(ResultSet rs) throws SQLException {
        int key = rs.getInt(3);
        StreamId stream = streams.get(key);
        rs.getLong(EVENT);
        LedgerEvent event =
                rs.wasNull() || stream == null ? null : StoredEvent.read(stream, rs, EVENT).event();
        return new Row(
                new FactStore.FactRow(
                        rs.getString(1),
                        rs.getLong(2),
                        key,
                        rs.getLong(4),
                        rs.getString(5),
                        rs.getString(6)),
                stream,
                event != null,
                event == null ? null : codec.ofCar(event, key));
    }
}
