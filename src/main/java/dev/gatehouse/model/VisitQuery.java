package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which visits to list, newest entry first, in pages that neither overlap nor leave anything out
 * while cars come and go.
 *
 * @param which a person's choice among all visits
 * @param from entered at that moment or later, null for any
 * @param to entered before that moment, null for any
 * @param search part of a plate; spaces, dots and dashes do not count; null for all
 * @param after where the page before ended, null for the first page
 * @param limit at most so many rows, 1 to {@link HistoryQuery#MAX_LIMIT}
 */
public record VisitQuery(
        Which which,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String search,
        @Nullable Place after,
        int limit) {
    /** The choices. */
    public enum Which {
        /** Every visit. */
        ALL,
        /** Entered or left on the site's present day. */
        TODAY,
        /** Of cars that are inside. */
        INSIDE,
        /** Of cars that left. */
        LEFT,
        /** With a plate that a person corrected. */
        CORRECTED,
        /** With a passage that does not fit, or a stay that cannot be right. */
        ODD
    }

    /**
     * A visit's place in the order.
     *
     * @param enteredMs UTC ms
     * @param id its row of the history
     */
    public record Place(long enteredMs, long id) {}

    /** The same, from there on. */
    public VisitQuery after(@Nullable Place place) {
        return new VisitQuery(which, from, to, search, place, limit);
    }

    /** The same, with that search. */
    public VisitQuery searching(@Nullable String text) {
        return new VisitQuery(which, from, to, text, after, limit);
    }
}
