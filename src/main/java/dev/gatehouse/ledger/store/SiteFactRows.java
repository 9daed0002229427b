package dev.gatehouse.ledger.store;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of {@code site_fact} against the events that they name, in the order of those. */
public final class SiteFactRows {
    /** In memory at once. */
    private static final int ROWS = 10_000;

    private final Sql sql;
    private final Map<Integer, StreamId> streams;
    private final EventScan scan;

    public SiteFactRows(Sql sql, Map<Integer, StreamId> streams) {
        this.sql = sql;
        this.streams = streams;
        this.scan = new EventScan(sql);
    }

    /**
     * What they came to.
     *
     * @param told how many name an event that says so
     * @param spare the places of others
     */
    public record Counted(long told, List<EventStore.EventRef> spare) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Row(
            String kind, long hlc, String central, byte @Nullable [] id, int key, long seq) {
        static Row read(ResultSet rs) throws SQLException {
            return new Row(
                    rs.getString(1),
                    rs.getLong(2),
                    rs.getString(3),
                    rs.getBytes(4),
                    rs.getInt(5),
                    rs.getLong(6));
        }

        boolean isOf(LedgerEvent event) {
            EventId own = event.id();
            return event.kind().equals(kind)
                    && event.hlc().value() == hlc
                    && event.central().value().equals(central)
                    && Arrays.equals(own.bytes(), id);
        }
    }

    /**
     * Looks at all of them.
     *
     * @param most so many others are named
     */
    public Counted run(int most) {
        long told = 0;
        var spare = new ArrayList<EventStore.EventRef>();
        long skipped = 0;
        List<Row> rows = next(skipped);
        while (!rows.isEmpty()) {
            for (Row row : rows) {
                if (event(row).filter(row::isOf).isPresent()) {
                    told++;
                } else if (spare.size() < most) {
                    spare.add(new EventStore.EventRef(row.key(), row.seq()));
                }
            }
            skipped += rows.size();
            rows = next(skipped);
        }
        return new Counted(told, spare);
    }

    /** Sorted anew each time, since there are few: each block is then read once. */
    private List<Row> next(long skipped) {
        return sql.list(
                "SELECT kind, hlc, central, id, stream, seq FROM site_fact"
                        + " ORDER BY stream, seq, kind, hlc, central, id LIMIT ? OFFSET ?",
                Row::read,
                ROWS,
                skipped);
    }

    private Optional<LedgerEvent> event(Row row) {
        StreamId stream = streams.get(row.key());
        return stream == null
                ? Optional.empty()
                : scan.at(row.key(), stream, row.seq()).map(StoredEvent::event);
    }
}
