package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;

/** Writing in one transaction of one SQLite connection. */
final class SqliteWriteTx extends SqliteReadTx implements Store.WriteTx {
    SqliteWriteTx(Sql sql, HistoryRows rows) {
        super(sql, rows);
    }

    @Override
    public int addStream(StreamDescriptor descriptor) {
        return (int)
                sql.number(
                        "INSERT INTO stream (stream, central, key, started, sig, root)"
                                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                        descriptor.stream().bytes(),
                        descriptor.central().value(),
                        descriptor.key().bytes(),
                        descriptor.startedMs(),
                        descriptor.sig().bytes(),
                        Merkle.EMPTY.bytes());
    }

    @Override
    public void addEvent(int key, Leafed leafed) {
        LedgerEvent event = leafed.event();
        sql.update(
                "INSERT INTO event (stream, seq, id, kind, src, central, hlc, wall, payload, leaf)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                event.seq(),
                event.id().bytes(),
                event.kind(),
                event.src().code(),
                event.central().value(),
                event.hlc().value(),
                event.wallMs(),
                event.payload().bytes(),
                leafed.leaf().bytes());
    }

    @Override
    public void addNode(int key, long span, Hash hash) {
        sql.update(
                "INSERT INTO node (stream, span, hash) VALUES (?, ?, ?)", key, span, hash.bytes());
    }

    @Override
    public void hold(int key, long n, Hash root, Hlc lastHlc) {
        sql.update(
                "UPDATE stream SET n = ?, root = ?, last_hlc = max(last_hlc, ?) WHERE id = ?",
                n,
                root.bytes(),
                lastHlc.value(),
                key);
    }

    @Override
    public void addFact(String plate, long t, int key, long seq) {
        sql.update(
                "INSERT INTO fact (plate, t, stream, seq) VALUES (?, ?, ?, ?)", plate, t, key, seq);
    }

    @Override
    public void addPassage(long wallMs, int key, long seq) {
        sql.update("INSERT INTO passage (wall, stream, seq) VALUES (?, ?, ?)", wallMs, key, seq);
    }

    @Override
    public void removeFact(String plate, long t, int key, long seq) {
        sql.update(
                "DELETE FROM fact WHERE plate = ? AND t = ? AND stream = ? AND seq = ?",
                plate,
                t,
                key,
                seq);
    }

    @Override
    public void removePassage(long wallMs, int key, long seq) {
        sql.update(
                "DELETE FROM passage WHERE wall = ? AND stream = ? AND seq = ?", wallMs, key, seq);
    }

    @Override
    public long historyId(String eventId) {
        return sql.number(
                "INSERT INTO history_id (event_id) VALUES (?)"
                        + " ON CONFLICT DO UPDATE SET event_id = excluded.event_id RETURNING id",
                eventId);
    }

    @Override
    public void saveVisit(Visit visit, long entryT) {
        rows.save(sql, visit, entryT);
    }

    @Override
    public void removeVisit(long id) {
        sql.update("DELETE FROM visit WHERE id = ?", id);
        sql.update("DELETE FROM history WHERE id = ?", id);
    }

    @Override
    public void saveSyncStamp(SyncStamp stamp) {
        sql.update(
                "INSERT INTO p2p_sync_state"
                        + " (peer_central_id, last_sync_timestamp, last_sync_time, updated_at)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT (peer_central_id) DO UPDATE SET"
                        + " last_sync_timestamp = excluded.last_sync_timestamp,"
                        + " last_sync_time = excluded.last_sync_time,"
                        + " updated_at = excluded.updated_at",
                stamp.peer().value(),
                stamp.at().toEpochMilli(),
                HistoryRows.utcText(stamp.at()),
                HistoryRows.utcText(stamp.updatedAt()));
    }
}
