package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * Which corrections and voids to list, latest first.
 *
 * @param historyId of the visit in that row, null for all
 * @param limit at most so many, 1 to {@link HistoryQuery#MAX_LIMIT}
 * @param offset changes to pass over, from 0
 * @param after where the page before ended, null for the first page
 */
public record ChangeQuery(@Nullable Long historyId, int limit, int offset, @Nullable Place after) {
    /**
     * A change's place in the order.
     *
     * @param at its hybrid clock, packed, but never before the entry that it names
     * @param id its number here
     */
    public record Place(long at, long id) {}
}
