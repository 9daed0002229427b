package dev.gatehouse.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The facts of all cars with their events, a few thousand at a time and each car as a whole. */
public final class FactRows {
    /**
     * Some 40 MB. The facts of a few thousand cars lie in all blocks of a ledger, and each block is
     * read once for all of them: with half as many rows the blocks are read twice as often.
     */
    public static final int ROWS = 80_000;

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

    /**
     * The next cars, some {@link #ROWS} facts of them; empty behind the last.
     *
     * @param to the last plate, null for all
     */
    public List<Car> after(String plate, @Nullable String to) {
        var room =
                new Object() {
                    int rows;
                    String last = "";

                    boolean fits(FactStore.FactRow found) {
                        String plate = found.plate();
                        boolean fits = rows++ < ROWS || plate.equals(last);
                        last = plate;
                        return fits && (to == null || isUpTo(plate, to));
                    }
                };
        return cars(sql.listWhile(KeptFacts.ALL_BEHIND, KeptFacts::read, room::fits, plate));
    }

    /** Whether the database has a plate before another one, or they are one. */
    private static boolean isUpTo(String plate, String to) {
        return Arrays.compareUnsigned(plate.getBytes(UTF_8), to.getBytes(UTF_8)) <= 0;
    }

    /** The cars of some facts, which are in the order of their cars. */
    public List<Car> cars(List<FactStore.FactRow> facts) {
        var cars = new ArrayList<Car>();
        for (Row row : withEvents(facts)) {
            if (cars.isEmpty() || !cars.getLast().plate().equals(row.plate())) {
                cars.add(new Car(row.plate(), new ArrayList<>()));
            }
            cars.getLast().rows().add(row);
        }
        return cars;
    }

    /** Looks the events up in the order in which they lie: each block is read once. */
    private List<Row> withEvents(List<FactStore.FactRow> found) {
        var rows = new @Nullable Row[found.size()];
        var scan = new EventScan(sql);
        IntStream.range(0, rows.length)
                .boxed()
                .sorted(
                        Comparator.comparingInt((Integer i) -> found.get(i).key())
                                .thenComparingLong(i -> found.get(i).seq()))
                .forEach(i -> rows[i] = row(scan, found.get(i)));
        return Stream.of(rows).filter(Objects::nonNull).toList();
    }

    private Row row(EventScan scan, FactStore.FactRow row) {
        StreamId stream = streams.get(row.key());
        LedgerEvent event = stream == null ? null : scan.event(row.key(), stream, row.seq());
        return new Row(
                row, stream, event != null, event == null ? null : codec.ofCar(event, row.key()));
    }
}
