package dev.gatehouse.ledger.store;

import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds visits by plate, status and day, newest first. */
final class HistorySearch {
    /**
     * Cars whose visits a search takes one by one; where more are found, one in a few hundred
     * visits is of them, and reading those from the newest on fills a page soon.
     */
    static final int FEW_CARS = 500;

    private final Sql sql;
    private final HistoryRows rows;

    HistorySearch(Sql sql, HistoryRows rows) {
        this.sql = sql;
        this.rows = rows;
    }

    /** What few visits can be is asked of its index first; the rest is read newest first. */
    List<Visit> find(HistoryQuery query, VisitStore.Day day) {
        var where = new StringBuilder("history h JOIN visit v ON v.id = h.id WHERE 1 = 1");
        var values = new ArrayList<@Nullable Object>();
        if ("IN".equals(query.status())) {
            where.append(" AND h.id IN (SELECT id FROM visit WHERE exit_wall IS NULL)");
        } else if (query.status() != null) {
            where.append(" AND h.status = ?");
            values.add(query.status());
        }
        List<String> cars = query.search() == null ? List.of() : cars(sql, query.search());
        boolean few = query.search() != null && cars.size() <= FEW_CARS;
        if (few && cars.isEmpty()) {
            return List.of();
        }
        if (few) {
            where.append(" AND h.id IN (SELECT id FROM visit WHERE plate IN (")
                    .append(String.join(", ", Collections.nCopies(cars.size(), "?")))
                    .append("))");
            values.addAll(cars);
        } else if (query.search() != null) {
            where.append(" AND instr(replace(h.plate_id, 'Đ', 'D'), ?) > 0");
            values.add(query.search());
        }
        if (query.todayOnly()) {
            where.append(
                    " AND h.id IN (SELECT id FROM visit WHERE entry_wall >= ? AND entry_wall < ?"
                        + " UNION SELECT id FROM visit WHERE exit_wall >= ? AND exit_wall < ?)");
            for (int i = 0; i < 2; i++) {
                values.add(day.from().toEpochMilli());
                values.add(day.to().toEpochMilli());
            }
        }
        // of few visits the newest are sorted out; of many they are met first
        String created = few ? "+h.created_at" : "h.created_at";
        HistoryQuery.Place after = query.after();
        if (after != null) {
            where.append(" AND (").append(created).append(", h.id) < (?, ?)");
            values.add(HistoryRows.utcText(after.createdAt()));
            values.add(after.id());
        }
        where.append(" ORDER BY ").append(created).append(" DESC, h.id DESC LIMIT ? OFFSET ?");
        values.add(query.limit());
        values.add(query.offset());
        return sql.list(SqliteVisits.VISITS + where, rows::visit, values.toArray());
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
