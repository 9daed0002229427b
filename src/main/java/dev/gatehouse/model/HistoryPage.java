package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Visits that a {@link HistoryQuery} found, and the day's figures.
 *
 * @param visits newest first
 * @param stats of the moment of the query
 * @param next where the next page begins, null behind the last
 */
public record HistoryPage(List<Visit> visits, DayStats stats, HistoryQuery.@Nullable Place next) {
    /** A page behind which there is none. */
    public HistoryPage(List<Visit> visits, DayStats stats) {
        this(visits, stats, null);
    }

    /**
     * A page of what was found with one row more.
     *
     * @param limit of the page
     */
    public static HistoryPage of(List<Visit> found, int limit, DayStats stats) {
        if (found.size() <= limit) {
            return new HistoryPage(found, stats);
        }
        Visit last = found.get(limit - 1);
        return new HistoryPage(
                List.copyOf(found.subList(0, limit)),
                stats,
                new HistoryQuery.Place(last.createdAt(), last.id()));
    }
}
