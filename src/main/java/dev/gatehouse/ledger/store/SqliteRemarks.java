package dev.gatehouse.ledger.store;

import dev.gatehouse.model.CentralId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The queries for facts that are no part of a visit. */
public final class SqliteRemarks {
    private static final String ALL = "SELECT plate, t, stream, seq, what, event_id FROM remark";

    private final Sql sql;

    SqliteRemarks(Sql sql) {
        this.sql = sql;
    }

    List<FactStore.RemarkRow> of(String plate, long fromT) {
        return sql.list(ALL + " WHERE plate = ? AND t >= ?", SqliteRemarks::read, plate, fromT);
    }

    List<FactStore.RemarkRow> latest(Remark.What what, int limit, int offset) {
        return sql.list(
                ALL + " WHERE what = ? ORDER BY t DESC, plate, stream, seq LIMIT ? OFFSET ?",
                SqliteRemarks::read,
                what.code(),
                limit,
                offset);
    }

    Map<CentralId, Long> centrals(Remark.What what, SqliteEvents events) {
        var counts = new HashMap<CentralId, Long>();
        events.named(
                        "SELECT "
                                + SqliteEvents.EVENT_COLUMNS
                                + ", s.stream, r.stream, r.seq FROM remark r"
                                + " JOIN stream s ON s.id = r.stream"
                                + " LEFT JOIN event e ON e.stream = r.stream AND e.seq = r.seq"
                                + " WHERE r.what = ? ORDER BY r.stream, r.seq",
                        what.code())
                .forEach(remarked -> counts.merge(remarked.event().central(), 1L, Long::sum));
        return counts;
    }

    /** Reads {@code plate, t, stream, seq, what, event_id}. */
    public static FactStore.RemarkRow read(ResultSet rs) throws SQLException {
        return new FactStore.RemarkRow(
                rs.getString(1),
                rs.getLong(2),
                rs.getInt(3),
                rs.getLong(4),
                Remark.What.of(rs.getString(5)),
                rs.getString(6));
    }
}
