package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Some of the visits that a {@link VisitQuery} asks for.
 *
 * @param rows newest entry first
 * @param next where the next page begins, null where this is the last
 */
public record VisitPage(List<Row> rows, VisitQuery.@Nullable Place next) {
    public static final VisitPage EMPTY = new VisitPage(List.of(), null);

    public VisitPage {
        rows = List.copyOf(rows);
    }

    /**
     * A visit, and what a person should know of it at a glance.
     *
     * @param corrected somebody corrected its plate
     * @param odd a passage of this car does not fit, or the stay cannot be right
     */
    public record Row(Visit visit, boolean corrected, boolean odd) {}

    /** The page of a query for one row more than it is to have, so that the last is known. */
    public static VisitPage of(List<Row> oneMore, int limit) {
        if (oneMore.size() <= limit) {
            return new VisitPage(oneMore, null);
        }
        Visit last = oneMore.get(limit - 1).visit();
        return new VisitPage(
                oneMore.subList(0, limit),
                new VisitQuery.Place(last.entry().at().toEpochMilli(), last.id()));
    }
}
