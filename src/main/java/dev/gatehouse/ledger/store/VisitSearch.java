package dev.gatehouse.ledger.store;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Finds visits for people, in the order in which the cars came in. */
final class VisitSearch {
    private static final String FROM = " FROM visit v" + VisitRows.TEXTS + "WHERE 1 = 1";

    /** Behind the fields of a visit. */
    private static final int CORRECTED = VisitRows.FIELDS.size() + 1;

    private static final int ODD = CORRECTED + 1;

    private static final String ROWS =
            "SELECT "
                    + VisitRows.COLUMNS
                    + ", EXISTS (SELECT 1 FROM fact f WHERE f.event_id = "
                    + VisitRows.NAME
                    + " AND f.kind = 'correction'), v.review <> 0"
                    + " OR EXISTS (SELECT 1 FROM remark r WHERE r.plate = v.plate AND r.event_id = "
                    + VisitRows.NAME
                    + ")"
                    + FROM;

    /** The row of a visit by the car and the name that a table {@code f} has. */
    private static final String OF_NAME =
            " f JOIN visit v ON v.plate = f.plate LEFT JOIN central c ON c.id = v.central"
                    + " WHERE "
                    + VisitRows.NAME
                    + " = f.event_id";

    private final Sql sql;
    private final StringBuilder where = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    VisitSearch(Sql sql) {
        this.sql = sql;
    }

    /** One row more than the limit where there are more. */
    List<VisitPage.Row> find(VisitQuery query, VisitStore.Day day) {
        if (!narrow(query, day)) {
            return List.of();
        }
        VisitQuery.Place after = query.after();
        if (after != null) {
            and("(v.entry_wall, v.id) < (?, ?)", after.enteredMs(), after.id());
        }
        values.add(query.limit() + 1);
        return sql.list(
                ROWS + where + " ORDER BY v.entry_wall DESC, v.id DESC LIMIT ?",
                rs ->
                        new VisitPage.Row(
                                VisitRows.visit(rs), rs.getBoolean(CORRECTED), rs.getBoolean(ODD)),
                values.toArray());
    }

    long count(VisitQuery query, VisitStore.Day day) {
        return narrow(query, day)
                ? sql.number("SELECT count(*)" + FROM + where, values.toArray())
                : 0;
    }

    /** Visits of cars inside whose plate ends so, newest entry first. */
    List<Visit> insideByTail(String key, int limit) {
        return sql.list(
                SqliteVisits.VISITS
                        + "v.exit_wall IS NULL AND"
                        + " substr(replace(v.plate, 'Đ', 'D'), -length(?1)) = ?1"
                        + " ORDER BY v.entry_wall DESC, v.id DESC LIMIT ?2",
                VisitRows::visit,
                key,
                limit);
    }

    /** Plates of cars inside, newest entry first. */
    List<String> platesInside(int limit) {
        return sql.list(
                "SELECT plate FROM visit WHERE exit_wall IS NULL ORDER BY entry_wall DESC,"
                        + " id DESC LIMIT ?",
                rs -> rs.getString(1),
                limit);
    }

    /** Visits of cars inside that have one of those plates, newest entry first. */
    List<Visit> insideWith(Collection<String> plates) {
        String marks = String.join(", ", Collections.nCopies(plates.size(), "?"));
        return sql.list(
                SqliteVisits.VISITS
                        + "v.exit_wall IS NULL AND v.plate IN ("
                        + marks
                        + ") ORDER BY v.entry_wall DESC, v.id DESC",
                VisitRows::visit,
                plates.toArray());
    }

    /** The visits of the same plate before the one in that row, last first. */
    List<Visit> before(long id, int limit) {
        return sql.list(
                SqliteVisits.FIELDS
                        + "visit o JOIN visit v ON v.plate = o.plate AND v.entry_t < o.entry_t"
                        + VisitRows.TEXTS
                        + "WHERE o.id = ? ORDER BY v.entry_t DESC LIMIT ?",
                VisitRows::visit,
                id,
                limit);
    }

    /** Of each visit of a day only the one just before is looked at, by the index of its plate. */
    List<Visit> soonAgain(VisitStore.Day day, Duration within, int limit) {
        return sql.list(
                SqliteVisits.VISITS
                        + "v.entry_wall >= ?1 AND v.entry_wall < ?2"
                        + " AND abs(v.entry_wall - (SELECT b.exit_wall FROM visit b"
                        + " WHERE b.plate = v.plate AND b.entry_t < v.entry_t"
                        + " ORDER BY b.entry_t DESC LIMIT 1)) <= ?3"
                        + " ORDER BY v.entry_wall DESC, v.id DESC LIMIT ?4",
                VisitRows::visit,
                day.from().toEpochMilli(),
                day.to().toEpochMilli(),
                within.toMillis(),
                limit);
    }

    /** The figures of a day. */
    DayStats stats(VisitStore.Day day) {
        return sql.first(
                        """
                        SELECT (SELECT count(*) FROM visit WHERE exit_wall IS NULL),
                               (SELECT count(*) FROM visit
                                 WHERE entry_wall >= ?1 AND entry_wall < ?2 AND marks & 8 = 0),
                               count(*),
                               coalesce(sum(iif(v.review = 0, v.fee, 0)), 0),
                               coalesce(sum(iif(v.review = 0, 0, v.fee)), 0)
                          FROM visit v
                         WHERE v.exit_wall >= ?1 AND v.exit_wall < ?2
                        """,
                        rs ->
                                new DayStats(
                                        rs.getLong(1),
                                        rs.getLong(2),
                                        rs.getLong(3),
                                        rs.getLong(4),
                                        rs.getLong(5)),
                        day.from().toEpochMilli(),
                        day.to().toEpochMilli())
                .orElse(DayStats.NONE);
    }

    /**
     * What few visits can be is asked of its own index, not of each visit in turn.
     *
     * @return false where no visit can be found
     */
    private boolean narrow(VisitQuery query, VisitStore.Day day) {
        switch (query.which()) {
            case ALL -> {}
            case TODAY -> today(day);
            case INSIDE -> and("v.exit_wall IS NULL"); // whose index has the order, too
            case LEFT -> and("v.exit_wall IS NOT NULL");
            case CORRECTED -> // named as the index of changes is, so that it is used
                    and(
                            "v.id IN (SELECT v.id FROM (SELECT plate, event_id FROM fact WHERE kind"
                                    + " IN ('correction', 'void', 'exit_undone')"
                                    + " AND kind = 'correction')"
                                    + OF_NAME
                                    + ")");
            case ODD ->
                    and(
                            "v.id IN (SELECT v.id FROM remark"
                                    + OF_NAME
                                    + " UNION SELECT id FROM visit WHERE review <> 0)");
        }
        if (query.from() != null) {
            and("v.entry_wall >= ?", query.from().toEpochMilli());
        }
        if (query.to() != null) {
            and("v.entry_wall < ?", query.to().toEpochMilli());
        }
        return query.search() == null || search(query.search());
    }

    private void today(VisitStore.Day day) {
        long from = day.from().toEpochMilli();
        long to = day.to().toEpochMilli();
        and(
                "v.id IN (SELECT id FROM visit WHERE entry_wall >= ? AND entry_wall < ?"
                        + " UNION SELECT id FROM visit WHERE exit_wall >= ? AND exit_wall < ?)",
                from,
                to,
                from,
                to);
    }

    private boolean search(String key) {
        List<String> cars = HistorySearch.cars(sql, key);
        if (cars.isEmpty()) {
            return false;
        }
        if (cars.size() > HistorySearch.FEW_CARS) {
            and("instr(replace(v.plate, 'Đ', 'D'), ?) > 0", key);
        } else {
            String places = String.join(", ", Collections.nCopies(cars.size(), "?"));
            and("v.id IN (SELECT id FROM visit WHERE plate IN (" + places + "))", cars.toArray());
        }
        return true;
    }

    private void and(String condition, Object... of) {
        where.append(" AND ").append(condition);
        values.addAll(List.of(of));
    }
}
