package dev.gatehouse.ledger.store;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The facts of cars in SQLite, with their remarks. */
final class SqliteFacts implements FactStore.Writer {
    private final Sql sql;

    SqliteFacts(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<EventStore.Keyed> ofCar(String plate, long fromT) {
        return sql.list(
                "SELECT "
                        + SqliteEvents.EVENT_COLUMNS
                        + ", s.stream, f.stream FROM fact f JOIN stream s ON s.id = f.stream"
                        + " JOIN event e ON e.stream = f.stream AND e.seq = f.seq"
                        + " WHERE f.plate = ? AND f.t >= ? ORDER BY f.t",
                rs -> new EventStore.Keyed(rs.getInt(11), SqliteEvents.namedEvent(rs)),
                plate,
                fromT);
    }

    @Override
    public List<FactStore.FactRow> named(String eventId) {
        return sql.list(
                "SELECT plate, t, stream, seq, event_id, kind FROM fact WHERE event_id = ?",
                rs ->
                        new FactStore.FactRow(
                                rs.getString(1),
                                rs.getLong(2),
                                rs.getInt(3),
                                rs.getLong(4),
                                rs.getString(5),
                                rs.getString(6)),
                eventId);
    }

    @Override
    public Set<String> named(Collection<String> eventIds) {
        return new SqlitePrefetch(sql).named(eventIds);
    }

    @Override
    public List<FactStore.RemarkRow> remarks(String plate, long fromT) {
        return new SqliteRemarks(sql).of(plate, fromT);
    }

    @Override
    public List<FactStore.RemarkRow> remarks(Remark.What what, int limit, int offset) {
        return new SqliteRemarks(sql).latest(what, limit, offset);
    }

    @Override
    public Map<CentralId, Long> centrals(Remark.What what) {
        return new SqliteRemarks(sql).centrals(what);
    }

    /** Two nodes that took one correction in wrote it twice; it is one change. */
    @Override
    public List<FactStore.Change> changes(
            @Nullable String eventId, ChangeQuery.@Nullable Place after, int limit, int offset) {
        return sql.list(
                "SELECT "
                        + SqliteEvents.EVENT_COLUMNS
                        + ", s.stream, c.id, max(f.t) FROM fact f JOIN stream s ON s.id = f.stream"
                        + " JOIN event e ON e.stream = f.stream AND e.seq = f.seq JOIN change_id c"
                        + " ON c.fact = e.id WHERE f.kind IN ('correction', 'void', 'exit_undone')"
                        + " AND (?1 IS NULL OR f.event_id = ?1) GROUP BY c.id HAVING ?4 IS NULL OR"
                        + " (max(f.t), c.id) < (?4, ?5) ORDER BY max(f.t) DESC, c.id DESC LIMIT ?2"
                        + " OFFSET ?3",
                rs ->
                        new FactStore.Change(
                                rs.getLong(11), rs.getLong(12), SqliteEvents.namedEvent(rs)),
                eventId,
                limit,
                offset,
                after == null ? null : after.at(),
                after == null ? null : after.id());
    }

    @Override
    public Hlc lastFoldKey(String plate) {
        return new Hlc(sql.number("SELECT max(t) FROM fact WHERE plate = ?", plate));
    }

    @Override
    public void add(FactStore.FactRow row) {
        sql.update(
                "INSERT INTO fact (plate, t, stream, seq, event_id, kind)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                row.plate(),
                row.t(),
                row.key(),
                row.seq(),
                row.eventId(),
                row.kind());
    }

    @Override
    public void saveRemark(FactStore.RemarkRow row) {
        sql.update(
                "INSERT OR REPLACE INTO remark (plate, t, stream, seq, what, event_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                row.plate(),
                row.t(),
                row.key(),
                row.seq(),
                row.what().code(),
                row.visit());
    }

    @Override
    public void removeRemark(String plate, long t, int key, long seq) {
        sql.update(
                "DELETE FROM remark WHERE plate = ? AND t = ? AND stream = ? AND seq = ?",
                plate,
                t,
                key,
                seq);
    }

    @Override
    public void numberChange(EventId id) {
        sql.update("INSERT OR IGNORE INTO change_id (fact) VALUES (?)", id.bytes());
    }

    @Override
    public void addCar(String plate) {
        sql.update("INSERT OR IGNORE INTO car (plate) VALUES (?)", plate);
    }

    @Override
    public void removeCar(String plate) {
        sql.update(
                "DELETE FROM car WHERE plate = ?1"
                        + " AND NOT EXISTS (SELECT 1 FROM fact WHERE plate = ?1)",
                plate);
    }

    @Override
    public void remove(FactStore.FactRow row) {
        sql.update(
                "DELETE FROM fact WHERE plate = ? AND t = ? AND stream = ? AND seq = ?",
                row.plate(),
                row.t(),
                row.key(),
                row.seq());
    }
}
