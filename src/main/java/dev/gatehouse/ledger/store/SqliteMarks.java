package dev.gatehouse.ledger.store;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The versions of events that were given up, and the payloads that nobody may keep, in SQLite. */
final class SqliteMarks {
    private final Sql sql;

    SqliteMarks(Sql sql) {
        this.sql = sql;
    }

    Tombstones all() {
        Tombstones marks =
                Tombstones.NONE.withdraw(
                        sql.list(
                                "SELECT stream, seq, leaf, again_stream, again_seq FROM withdrawn",
                                rs ->
                                        new Tombstones.Withdrawn(
                                                new Tombstones.Version(
                                                        StreamId.of(rs.getBytes(1)),
                                                        rs.getLong(2),
                                                        Hash.of(rs.getBytes(3))),
                                                StreamId.of(rs.getBytes(4)),
                                                rs.getLong(5))));
        Map<StreamId, List<Ranges.Interval>> erased = new HashMap<>();
        sql.list(
                        "SELECT stream, from_seq, to_seq FROM erased",
                        rs ->
                                Map.entry(
                                        StreamId.of(rs.getBytes(1)),
                                        new Ranges.Interval(rs.getLong(2), rs.getLong(3))))
                .forEach(
                        row ->
                                erased.computeIfAbsent(row.getKey(), _ -> new ArrayList<>())
                                        .add(row.getValue()));
        for (var stream : erased.entrySet()) {
            marks = marks.erase(stream.getKey(), Ranges.of(stream.getValue()));
        }
        return marks;
    }

    void add(Tombstones.Withdrawn withdrawn) {
        sql.update(
                "INSERT OR IGNORE INTO withdrawn (stream, seq, leaf, again_stream, again_seq)"
                        + " VALUES (?, ?, ?, ?, ?)",
                withdrawn.version().stream().bytes(),
                withdrawn.version().seq(),
                withdrawn.version().leaf().bytes(),
                withdrawn.againStream().bytes(),
                withdrawn.againSeq());
    }

    void add(StreamId stream, Ranges.Interval numbers) {
        sql.update(
                "INSERT OR IGNORE INTO erased (stream, from_seq, to_seq) VALUES (?, ?, ?)",
                stream.bytes(),
                numbers.from(),
                numbers.to());
    }
}
