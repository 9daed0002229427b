package dev.gatehouse.sync.original;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What one frame of an original says. */
public sealed interface Said {
    /** That it is there. */
    record Alive() implements Said {}

    /** It wants what it may have missed. */
    record Request(long sinceMs) implements Said {}

    /** Rows of its history, asked for or not. */
    record Rows(List<Row> rows) implements Said {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** One thing happened. */
    record Live(Happened happened) implements Said {}

    /**
     * Somebody corrected a row of its history.
     *
     * @param historyId the number of the row at the sender
     * @param updatedAt UTC text
     */
    record Corrected(long historyId, String plate, @Nullable String view, String updatedAt)
            implements Said {}

    /**
     * Somebody deleted a row of its history.
     *
     * @param historyId the number of the row at the sender
     */
    record Deleted(long historyId) implements Said {}

    /**
     * Something that cannot be used; it counts as one row.
     *
     * @param why names no car
     */
    record Unusable(String why) implements Said {}

    /** Something that nothing is done with: settings of its own, or a type of a later version. */
    record Other(String type) implements Said {}
}
