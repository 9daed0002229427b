package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.CanonicalJson;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries of a {@code Prefetch}: each is one for any number of names or plates. */
final class SqlitePrefetch {
    private final Sql sql;

    SqlitePrefetch(Sql sql) {
        this.sql = sql;
    }

    /** By cars and times, which nearly all names tell; the others by their names. */
    Map<String, VisitStore.StoredVisit> stored(Collection<String> eventIds) {
        var stored = new HashMap<String, VisitStore.StoredVisit>();
        List<NamedVisit> named =
                eventIds.stream().map(NamedVisit::of).filter(Objects::nonNull).toList();
        Set<String> asked = Set.copyOf(eventIds);
        sql
                .list(
                        SqliteVisits.FIELDS
                                + "json_each(?) j JOIN visit v ON v.plate = j.value ->> 0"
                                + " AND v.entry_t >= j.value ->> 1 AND v.entry_t < j.value ->> 2"
                                + VisitRows.TEXTS
                                + "WHERE v.name IS NULL",
                        VisitRows::stored,
                        named.stream()
                                .map(SqlitePrefetch::json)
                                .collect(Collectors.joining(",", "[", "]")))
                .stream()
                .filter(visit -> asked.contains(visit.visit().eventId()))
                .forEach(visit -> stored.put(visit.visit().eventId(), visit));
        sql.list(
                        SqliteVisits.FIELDS
                                + "json_each(?) j JOIN visit v ON v.name = j.value"
                                + VisitRows.TEXTS
                                + "WHERE v.name IS NOT NULL",
                        VisitRows::stored,
                        CanonicalJson.array(eventIds))
                .forEach(visit -> stored.put(visit.visit().eventId(), visit));
        return stored;
    }

    /** The array of a plate and the fold keys between which its visit began. */
    private static String json(NamedVisit visit) {
        String plate = CanonicalJson.array(List.of(visit.plate()));
        return plate.substring(0, plate.length() - 1)
                + ","
                + visit.fromT()
                + ","
                + visit.toT()
                + "]";
    }

    VisitStore.CarPosition standing(String plate) {
        return sql.first(
                        "SELECT " + standingOf("?1"),
                        rs -> new VisitStore.CarPosition(rs.getLong(1), rs.getBoolean(2)),
                        plate)
                .orElseThrow();
    }

    /**
     * Where a car stands.
     *
     * @param lastT the greatest fold key of its facts, 0 without any
     * @param visits those that began last: one, and two where an original's clock gave both one
     *     second
     */
    record LastOf(long lastT, List<VisitStore.StoredVisit> visits) {
        /** Of two that began in one second one may be open. */
        VisitStore.CarPosition standing() {
            boolean inside = visits.stream().anyMatch(last -> last.visit().inside());
            return new VisitStore.CarPosition(lastT, inside);
        }

        LastOf and(LastOf other) {
            List<VisitStore.StoredVisit> both =
                    Stream.concat(visits.stream(), other.visits.stream()).toList();
            return new LastOf(Math.max(lastT, other.lastT), both);
        }
    }

    /** Finds where cars stand, by their plates; one that has no facts is left out. */
    Map<String, LastOf> last(Collection<String> plates) {
        List<String> asked = List.copyOf(plates);
        record Last(String plate, long lastT, VisitStore.@Nullable StoredVisit visit) {}
        int behind = VisitRows.FIELDS.size();
        var found = new HashMap<String, LastOf>();
        sql.list(
                        SqliteVisits.FIELDS.replace(
                                        " FROM ",
                                        ", j.key, (SELECT max(t) FROM fact WHERE plate = j.value),"
                                                + " v.exit_t FROM ")
                                + "json_each(?) j LEFT JOIN visit v ON v.plate = j.value"
                                + " AND v.entry_t = (SELECT max(entry_t) FROM visit"
                                + " WHERE plate = j.value)"
                                + VisitRows.TEXTS
                                + "WHERE j.value IN (SELECT plate FROM car)",
                        rs -> {
                            boolean some = rs.getLong(1) != 0 || !rs.wasNull();
                            VisitStore.StoredVisit visit = some ? VisitRows.stored(rs) : null;
                            long entryT = visit == null ? 0 : visit.entryT();
                            long lastT = Math.max(rs.getLong(behind + 2), rs.getLong(behind + 3));
                            String plate = asked.get(rs.getInt(behind + 1));
                            return new Last(plate, Math.max(entryT, lastT), visit);
                        },
                        CanonicalJson.array(asked))
                .forEach(
                        row ->
                                found.merge(
                                        row.plate(),
                                        new LastOf(
                                                row.lastT(),
                                                row.visit() == null
                                                        ? List.of()
                                                        : List.of(row.visit())),
                                        LastOf::and));
        return found;
    }

    /** Of two that began in one second, as by an original's clock, one may be open. */
    private static String standingOf(String plate) {
        String last =
                " FROM visit WHERE plate = %1$s"
                        + " AND entry_t = (SELECT max(entry_t) FROM visit WHERE plate = %1$s)";
        return ("max(coalesce((SELECT max(t) FROM fact WHERE plate = %1$s), 0),"
                        + " coalesce((SELECT max(max(entry_t, coalesce(exit_t, 0)))"
                        + last
                        + "), 0)), (SELECT max(exit_wall IS NULL)"
                        + last
                        + ")")
                .formatted(plate);
    }

    /**
     * Picks the names that a row of a fact has, or the row of a visit of another name than it would
     * get.
     */
    Set<String> named(Collection<String> eventIds) {
        List<String> asked = List.copyOf(eventIds);
        return Set.copyOf(
                sql.list(
                        "SELECT j.key FROM json_each(?) j WHERE EXISTS"
                                + " (SELECT 1 FROM fact WHERE event_id = j.value)"
                                + " OR EXISTS (SELECT 1 FROM visit WHERE name = j.value)",
                        rs -> asked.get(rs.getInt(1)),
                        CanonicalJson.array(asked)));
    }
}
