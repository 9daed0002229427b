package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** Writing in one transaction of one SQLite connection. */
final class SqliteWriteTx extends SqliteReadTx implements Store.WriteTx {
    SqliteWriteTx(Handle handle, HistoryRows rows) {
        super(handle, rows);
    }

    @Override
    public int addStream(StreamDescriptor descriptor) {
        return handle.createQuery(
                        "INSERT INTO stream (stream, central, key, started, sig, root) VALUES"
                                + " (:stream, :central, :key, :started, :sig, :root) RETURNING id")
                .bind("stream", descriptor.stream().bytes())
                .bind("central", descriptor.central().value())
                .bind("key", descriptor.key().bytes())
                .bind("started", descriptor.startedMs())
                .bind("sig", descriptor.sig().bytes())
                .bind("root", Merkle.EMPTY.bytes())
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public void addEvents(int key, List<Leafed> events) {
        var batch =
                handle.prepareBatch(
                        "INSERT INTO event (stream, seq, id, kind, src, central, hlc, wall,"
                                + " payload, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (Leafed leafed : events) {
            LedgerEvent event = leafed.event();
            batch.bind(0, key)
                    .bind(1, event.seq())
                    .bind(2, event.id().bytes())
                    .bind(3, event.kind())
                    .bind(4, event.src().code())
                    .bind(5, event.central().value())
                    .bind(6, event.hlc().value())
                    .bind(7, event.wallMs())
                    .bind(8, event.payload().bytes())
                    .bind(9, leafed.leaf().bytes())
                    .add();
        }
        batch.execute();
    }

    @Override
    public void addNode(int key, long span, Hash hash) {
        handle.execute(
                "INSERT INTO node (stream, span, hash) VALUES (?, ?, ?)", key, span, hash.bytes());
    }

    @Override
    public void hold(int key, long n, Hash root, Hlc lastHlc) {
        handle.execute(
                "UPDATE stream SET n = ?, root = ?, last_hlc = max(last_hlc, ?) WHERE id = ?",
                n,
                root.bytes(),
                lastHlc.value(),
                key);
    }

    @Override
    public void addFact(String plate, FoldKey foldKey, int key, long seq) {
        handle.execute(
                "INSERT INTO fact (plate, t, central, id, stream, seq) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING", // one id is one fact, under whatever stream
                plate,
                foldKey.t(),
                foldKey.central().value(),
                foldKey.id().bytes(),
                key,
                seq);
    }

    @Override
    public void addPassage(long wallMs, int key, long seq) {
        handle.execute(
                "INSERT INTO passage (wall, stream, seq) VALUES (?, ?, ?)", wallMs, key, seq);
    }

    @Override
    public long historyId(String eventId) {
        handle.execute(
                "INSERT INTO history_id (event_id) VALUES (?) ON CONFLICT DO NOTHING", eventId);
        return handle.createQuery("SELECT id FROM history_id WHERE event_id = ?")
                .bind(0, eventId)
                .mapTo(Long.class)
                .one();
    }

    @Override
    public void saveVisit(Visit visit) {
        rows.save(handle, visit);
    }

    @Override
    public void removeVisit(long id) {
        handle.execute("DELETE FROM visit WHERE id = ?", id);
        handle.execute("DELETE FROM history WHERE id = ?", id);
    }

    @Override
    public void saveSyncStamp(SyncStamp stamp) {
        handle.execute(
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
