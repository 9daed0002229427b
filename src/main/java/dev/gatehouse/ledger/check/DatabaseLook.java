package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.model.StreamId;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a database of any version holds, counted in one snapshot.
 *
 * @param figures in all
 * @param events by the stream that they are of
 */
record DatabaseLook(DatabaseFigures figures, Map<StreamId, Long> events) {
    /** Of a file without any table. */
    static final DatabaseLook NOTHING = new DatabaseLook(DatabaseFigures.NONE, Map.of());

    private static final int CACHE_KIB = 8_192;

    DatabaseLook {
        events = Map.copyOf(events);
    }

    /**
     * @throws StoreException when it cannot be read, or is no database of ours
     */
    static DatabaseLook at(Path file) {
        String failing = file + " cannot be read";
        try (Sql sql = new Sql(Backup.readOnly(file, CACHE_KIB), failing)) {
            sql.begin();
            DatabaseLook look = of(sql);
            sql.rollback();
            return look;
        } catch (SQLException e) {
            throw StoreException.of(failing, e);
        }
    }

    /**
     * @param sql in a transaction
     */
    static DatabaseLook of(Sql sql) {
        List<Stream> streams =
                sql.list(
                        "SELECT s.stream, sum(e.n), max(e.wall) FROM (SELECT stream, count(*) AS n,"
                                + " max(wall) AS wall FROM event GROUP BY stream"
                                + packed(sql)
                                + ") e JOIN stream s ON s.id = e.stream GROUP BY e.stream",
                        row ->
                                new Stream(
                                        StreamId.of(row.getBytes(1)),
                                        row.getLong(2),
                                        row.getLong(3)));
        long events = streams.stream().mapToLong(Stream::events).sum();
        Instant newest =
                streams.isEmpty()
                        ? null
                        : Instant.ofEpochMilli(
                                streams.stream().mapToLong(Stream::newestMs).max().orElseThrow());
        DatabaseFigures figures =
                sql.first(
                                "SELECT count(*), count(*) FILTER (WHERE exit_wall IS NULL)"
                                        + " FROM visit",
                                row ->
                                        new DatabaseFigures(
                                                events,
                                                streams.size(),
                                                row.getLong(1),
                                                row.getLong(2),
                                                newest))
                        .orElseThrow();
        return new DatabaseLook(
                figures, streams.stream().collect(Collectors.toMap(Stream::id, Stream::events)));
    }

    /** A database of an earlier version has no blocks. */
    private static String packed(Sql sql) {
        return sql.number("SELECT count(*) FROM sqlite_master WHERE name = 'block'") == 0
                ? ""
                : " UNION ALL SELECT stream, sum(n), max(wall) FROM block GROUP BY stream";
    }

    private record Stream(StreamId id, long events, long newestMs) {}

    /** How many events of this one the other lacks, at least: by their number in each stream. */
    long lackedBy(DatabaseLook other) {
        return events.entrySet().stream()
                .mapToLong(
                        one ->
                                Math.max(
                                        0,
                                        one.getValue()
                                                - other.events.getOrDefault(one.getKey(), 0L)))
                .sum();
    }

    /** How many streams of this one the other has nothing of. */
    long streamsLackedBy(DatabaseLook other) {
        return events.keySet().stream().filter(one -> !other.events.containsKey(one)).count();
    }
}
