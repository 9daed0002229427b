package dev.gatehouse.ledger.store;

import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds visits by plate, status and day, newest row first. */
final class HistorySearch {
    /**
     * Cars whose visits a search takes one by one; where more are found, one in a few hundred
     * visits is of them, and reading those from the newest on fills a page soon.
     */
    static final int FEW_CARS = 500;

    private final Sql sql;

    HistorySearch(Sql sql) {
        this.sql = sql;
    }

    /**
     * Finds the numbers of the rows first, in an index where few visits can be meant, and reads
     * only the rows that are listed.
     */
    List<Visit> find(HistoryQuery query, VisitStore.Day day) {
        var where = new StringBuilder("1 = 1");
        var values = new ArrayList<@Nullable Object>();
        boolean inside = "IN".equals(query.status());
        if (query.status() != null) {
            where.append(inside ? " AND exit_wall IS NULL" : " AND +exit_wall IS NOT NULL");
        }
        if (query.search() != null && !addCars(query.search(), where, values)) {
            return List.of();
        }
        if (query.todayOnly()) {
            where.append(
                    " AND id IN (SELECT id FROM visit WHERE entry_wall >= ? AND entry_wall < ?"
                        + " UNION SELECT id FROM visit WHERE exit_wall >= ? AND exit_wall < ?)");
            for (int i = 0; i < 2; i++) {
                values.add(day.from().toEpochMilli());
                values.add(day.to().toEpochMilli());
            }
        }
        HistoryQuery.Place after = query.after();
        if (after != null) {
            where.append(" AND id < ?");
            values.add(after.id());
        }
        values.add(query.limit());
        values.add(query.offset());
        return sql.list(
                SqliteVisits.VISITS
                        + "v.id IN (SELECT id FROM visit"
                        + (inside && query.search() == null ? " INDEXED BY visit_inside" : "")
                        + " WHERE "
                        + where
                        + " ORDER BY id DESC LIMIT ? OFFSET ?) ORDER BY v.id DESC",
                VisitRows::visit,
                values.toArray());
    }

    /**
     * @return false where no car is found
     */
    private boolean addCars(String search, StringBuilder where, List<@Nullable Object> values) {
        List<String> cars = cars(sql, search);
        if (cars.size() > FEW_CARS) {
            where.append(" AND instr(replace(plate, 'Đ', 'D'), ?) > 0");
            values.add(search);
        } else {
            where.append(" AND plate IN (")
                    .append(String.join(", ", Collections.nCopies(cars.size(), "?")))
                    .append(")");
            values.addAll(cars);
        }
        return !cars.isEmpty();
    }

    /**
     * Cars whose plates hold that text, and one too many where there are more than a few. Few of
     * them are filled up to a power of two with the last, so that there are few such statements.
     */
    static List<String> cars(Sql sql, String text) {
        List<String> cars =
                new ArrayList<>(
                        sql.list(
                                "SELECT plate FROM car WHERE instr(replace(plate, 'Đ', 'D'), ?) > 0"
                                        + " LIMIT ?",
                                rs -> rs.getString(1),
                                text,
                                FEW_CARS + 1));
        while (cars.size() <= FEW_CARS && Integer.bitCount(cars.size()) > 1) {
            cars.add(cars.getLast());
        }
        return cars;
    }
}
