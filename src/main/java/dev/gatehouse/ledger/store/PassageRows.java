package dev.gatehouse.ledger.store;

import java.util.List;
import java.util.function.Consumer;

/** The rows of {@code passage}, some at a time. */
public final class PassageRows {
    /** In memory at once: a few MB. */
    private static final int ROWS = 50_000;

    private PassageRows() {}

    /**
     * A row.
     *
     * @param stream the local number of the event's stream
     */
    public record Row(long wallMs, long stream, long seq) {}

    public static void forEach(Sql sql, Consumer<Row> each) {
        var last = new Row(Long.MIN_VALUE, 0, 0);
        List<Row> chunk;
        do {
            chunk =
                    sql.list(
                            "SELECT wall, stream, seq FROM passage"
                                    + " WHERE (wall, stream, seq) > (?, ?, ?)"
                                    + " ORDER BY wall, stream, seq LIMIT ?",
                            rs -> new Row(rs.getLong(1), rs.getLong(2), rs.getLong(3)),
                            last.wallMs(),
                            last.stream(),
                            last.seq(),
                            ROWS);
            chunk.forEach(each);
            last = chunk.isEmpty() ? last : chunk.getLast();
        } while (chunk.size() == ROWS);
    }
}
