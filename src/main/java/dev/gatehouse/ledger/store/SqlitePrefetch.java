package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.CanonicalJson;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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

    Map<String, VisitStore.CarPosition> standings(Collection<String> plates) {
        List<String> asked = List.copyOf(plates);
        var standings = new HashMap<String, VisitStore.CarPosition>();
        asked.forEach(plate -> standings.put(plate, new VisitStore.CarPosition(0, false)));
        sql.list(
                        "SELECT "
                                + standingOf("j.value")
                                + ", j.key FROM json_each(?) j"
                                + " WHERE j.value IN (SELECT plate FROM car)",
                        rs ->
                                Map.entry(
                                        asked.get(rs.getInt(3)),
                                        new VisitStore.CarPosition(
                                                rs.getLong(1), rs.getBoolean(2))),
                        CanonicalJson.array(asked))
                .forEach(row -> standings.put(row.getKey(), row.getValue()));
        return standings;
    }

    /** Of two that began in one second, as by an original's clock, one may be open. */
    private static String standingOf(String plate) {
        return ("(SELECT max(t) FROM fact WHERE plate = %1$s),"
                        + " (SELECT max(exit_wall IS NULL) FROM visit WHERE plate = %1$s"
                        + " AND entry_t = (SELECT max(entry_t) FROM visit WHERE plate = %1$s))")
                .formatted(plate);
    }

    Set<String> named(Collection<String> eventIds) {
        List<String> asked = List.copyOf(eventIds);
        return Set.copyOf(
                sql.list(
                        "SELECT j.key FROM json_each(?) j WHERE EXISTS"
                                + " (SELECT 1 FROM fact WHERE event_id = j.value)",
                        rs -> asked.get(rs.getInt(1)),
                        CanonicalJson.array(asked)));
    }
}
