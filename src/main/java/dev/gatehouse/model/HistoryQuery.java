package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * Which visits to list, newest first.
 *
 * @param limit at most so many rows, 1 to 1,000
 * @param offset rows to pass over, from 0
 * @param todayOnly only visits that entered or left on the site's present day
 * @param status {@code IN} or {@code OUT}, null for both
 * @param search part of a plate; spaces, dots and dashes do not count; null for all
 */
public record HistoryQuery(
        int limit,
        int offset,
        boolean todayOnly,
        @Nullable String status,
        @Nullable String search) {
    /** The first hundred of everything. */
    public static final HistoryQuery FIRST = new HistoryQuery(100, 0, false, null, null);

    /** The most rows that one answer may have: a screen shows 20, a page of the original 100. */
    public static final int MAX_LIMIT = 1_000;
}
