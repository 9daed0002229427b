package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which visits to list, newest first.
 *
 * @param limit at most so many rows, 1 to 1,000
 * @param offset rows to pass over, from 0
 * @param todayOnly only visits that entered or left on the site's present day
 * @param status {@code IN} or {@code OUT}, null for both
 * @param search part of a plate; spaces, dots and dashes do not count; null for all
 * @param after where the page before ended, null for the first page; pages by it neither repeat nor
 *     leave out a row while others come, as pages by {@code offset} do
 */
public record HistoryQuery(
        int limit,
        int offset,
        boolean todayOnly,
        @Nullable String status,
        @Nullable String search,
        @Nullable Place after) {
    /** The first hundred of everything. */
    public static final HistoryQuery FIRST = new HistoryQuery(100, 0, false, null, null);

    /** The most rows that one answer may have: a screen shows 20, a page of the original 100. */
    public static final int MAX_LIMIT = 1_000;

    /**
     * A row's place in the order.
     *
     * @param createdAt of the row, in whole seconds
     * @param id of the row
     */
    public record Place(Instant createdAt, long id) {}

    /** A query that begins at the first row, or behind so many. */
    public HistoryQuery(
            int limit,
            int offset,
            boolean todayOnly,
            @Nullable String status,
            @Nullable String search) {
        this(limit, offset, todayOnly, status, search, null);
    }

    /** The same, with that search. */
    public HistoryQuery searching(@Nullable String text) {
        return new HistoryQuery(limit, offset, todayOnly, status, text, after);
    }

    /** The same, from there on. */
    public HistoryQuery after(@Nullable Place place) {
        return new HistoryQuery(limit, offset, todayOnly, status, search, place);
    }

    /** The same with room for one row more, by which is seen whether there are more. */
    public HistoryQuery andOneMore() {
        return new HistoryQuery(limit + 1, offset, todayOnly, status, search, after);
    }
}
