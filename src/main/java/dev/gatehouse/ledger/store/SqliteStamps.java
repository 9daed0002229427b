package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.SyncStamp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** When peers were in step, in SQLite. */
final class SqliteStamps implements StampStore.Writer {
    private final Sql sql;

    SqliteStamps(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<SyncStamp> all() {
        return sql.list(
                "SELECT peer_central_id, last_sync_timestamp, updated_at FROM p2p_sync_state",
                rs ->
                        new SyncStamp(
                                new CentralId(rs.getString(1)),
                                Instant.ofEpochMilli(rs.getLong(2)),
                                TimeText.instant(rs.getString(3), ZoneOffset.UTC)));
    }

    @Override
    public void save(SyncStamp stamp) {
        sql.update(
                "INSERT INTO p2p_sync_state"
                        + " (peer_central_id, last_sync_timestamp, last_sync_time, updated_at)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT (peer_central_id) DO UPDATE SET"
                        + " last_sync_timestamp = excluded.last_sync_timestamp,"
                        + " last_sync_time = excluded.last_sync_time,"
                        + " updated_at = excluded.updated_at",
                stamp.peer().value(),
                stamp.at().toEpochMilli(),
                TimeText.utc(stamp.at()),
                TimeText.utc(stamp.updatedAt()));
    }
}
