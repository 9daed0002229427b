package dev.gatehouse.ledger.store;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * An event's row as it lies in the file, also where it is damaged.
 *
 * @param seq its number
 * @param event what it holds, null where that is no event
 * @param leaf as stored
 * @param problem why it is no event, empty where it is one
 */
public record StoredEvent(long seq, @Nullable LedgerEvent event, byte[] leaf, String problem) {
    /** In memory at once: enough that asking for them costs nothing. */
    static final int ROWS = 10_000;

    /** Of their payloads, some of which may be three hundred times the usual one. */
    static final int BYTES = 8 * 1024 * 1024;

    /** What is read, of {@code event e}. */
    public static final String COLUMNS =
            "e.seq, e.id, e.kind, e.src, e.central, e.hlc, e.wall, e.payload, e.leaf, e.erased";

    /** The {@link #COLUMNS}, of which the first is the {@code first} of the row. */
    public static StoredEvent read(StreamId stream, ResultSet rs, int first) throws SQLException {
        long seq = rs.getLong(first);
        byte[] leaf = rs.getBytes(first + 8);
        try {
            LedgerEvent event =
                    new LedgerEvent(
                            stream,
                            seq,
                            EventId.of(rs.getBytes(first + 1)),
                            rs.getString(first + 2),
                            LedgerEvent.Source.of(rs.getString(first + 3)),
                            new CentralId(rs.getString(first + 4)),
                            new Hlc(rs.getLong(first + 5)),
                            rs.getLong(first + 6),
                            Blob.of(rs.getBytes(first + 7)),
                            rs.getBoolean(first + 9));
            return new StoredEvent(seq, event, leaf, "");
        } catch (IllegalArgumentException e) {
            return new StoredEvent(seq, null, leaf, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The next events of one stream behind number {@code after}, in order: at most {@link #ROWS}
     * and some {@link #BYTES}, empty behind the last.
     */
    public static List<StoredEvent> after(Sql sql, int key, StreamId stream, long after) {
        var room =
                new Object() {
                    long bytes;

                    boolean fits(StoredEvent row) {
                        boolean first = bytes == 0;
                        bytes += row.event() == null ? 1 : 1 + row.event().payload().length();
                        return first || bytes <= BYTES;
                    }
                };
        return sql.listWhile(
                "SELECT "
                        + COLUMNS
                        + " FROM event e WHERE e.stream = ? AND e.seq > ? ORDER BY e.seq LIMIT ?",
                rs -> read(stream, rs, 1),
                room::fits,
                key,
                after,
                ROWS);
    }
}
