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
import java.util.Optional;

/**
 * An event as it lies in the file, in a row or in a block, also where it is damaged.
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

    /** One event of a stream, wherever it is kept; empty where it is not. */
    public static Optional<StoredEvent> at(Sql sql, int key, StreamId stream, long seq) {
        return new EventScan(sql).at(key, stream, seq);
    }

    /**
     * The next events of one stream behind number {@code after}, in order, of rows and blocks: at
     * most {@link #ROWS} and some {@link #BYTES}, empty behind the last.
     */
    public static List<StoredEvent> after(Sql sql, int key, StreamId stream, long after) {
        return new EventScan(sql).after(key, stream, after, ROWS);
    }
}
