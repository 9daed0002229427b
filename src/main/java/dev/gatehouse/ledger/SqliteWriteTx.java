package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/** Writing in one transaction of one SQLite connection. */
final class SqliteWriteTx extends SqliteReadTx implements Store.WriteTx {
    /** Row numbers given here that no row has yet. */
    private final Set<Long> rowless = new HashSet<>();

    /** The next row number, 0 until it is asked for. */
    private long nextId;

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
                "INSERT INTO event (stream, seq, id, kind, src, central, hlc, wall, payload, leaf,"
                        + " erased) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                event.seq(),
                event.id().bytes(),
                event.kind(),
                event.src().code(),
                event.central().value(),
                event.hlc().value(),
                event.wallMs(),
                event.payload().bytes(),
                leafed.leaf().bytes(),
                event.erased() ? 1 : 0);
    }

    @Override
    public void removeEvent(int key, long seq) {
        sql.update("DELETE FROM event WHERE stream = ? AND seq = ?", key, seq);
    }

    @Override
    public void eraseEvent(int key, long seq, Hash payload) {
        sql.update(
                "UPDATE event SET payload = ?, erased = 1 WHERE stream = ? AND seq = ?",
                payload.bytes(),
                key,
                seq);
    }

    @Override
    public void restoreEvent(int key, long seq, Blob payload) {
        sql.update(
                "UPDATE event SET payload = ?, erased = 0 WHERE stream = ? AND seq = ?",
                payload.bytes(),
                key,
                seq);
    }

    @Override
    public void addNode(int key, int level, long at, Hash hash) {
        sql.update(
                "INSERT INTO node (stream, level, at, hash) VALUES (?, ?, ?, ?)",
                key,
                level,
                at,
                hash.bytes());
    }

    @Override
    public void removeNodes(int key, long n) {
        sql.update("DELETE FROM node WHERE stream = ? AND (at + 1) << level > ?", key, n);
    }

    @Override
    public void hold(int key, StreamHead head, Hlc lastHlc) {
        sql.update(
                "UPDATE stream SET n = ?, root = ?, loose = ?, loose_digest = ?,"
                        + " last_hlc = max(last_hlc, ?), changes = changes + 1 WHERE id = ?",
                head.n(),
                head.root().bytes(),
                head.loose().toString(),
                head.looseDigest().bytes(),
                lastHlc.value(),
                key);
    }

    @Override
    public void sign(int key, @Nullable SignedHead signed) {
        sql.update(
                "UPDATE stream SET signed_n = ?, signed_root = ?, signed_sig = ? WHERE id = ?",
                signed == null ? 0 : signed.n(),
                signed == null ? null : signed.root().bytes(),
                signed == null ? null : signed.sig().bytes(),
                key);
    }

    @Override
    public void addLooseRoot(int key, long n, Hash root) {
        sql.update(
                "INSERT OR IGNORE INTO loose_root (stream, n, root) VALUES (?, ?, ?)",
                key,
                n,
                root.bytes());
    }

    @Override
    public void removeLooseRoots(int key, long from, long to) {
        sql.update("DELETE FROM loose_root WHERE stream = ? AND n >= ? AND n <= ?", key, from, to);
    }

    @Override
    public void addWithdrawn(Marks.Withdrawn withdrawn) {
        sql.update(
                "INSERT OR IGNORE INTO withdrawn (stream, seq, leaf, again_stream, again_seq)"
                        + " VALUES (?, ?, ?, ?, ?)",
                withdrawn.version().stream().bytes(),
                withdrawn.version().seq(),
                withdrawn.version().leaf().bytes(),
                withdrawn.againStream().bytes(),
                withdrawn.againSeq());
    }

    @Override
    public void addErased(StreamId stream, Ranges.Interval numbers) {
        sql.update(
                "INSERT OR IGNORE INTO erased (stream, from_seq, to_seq) VALUES (?, ?, ?)",
                stream.bytes(),
                numbers.from(),
                numbers.to());
    }

    @Override
    public void quarantine(Store.Quarantined quarantined, int limit) {
        LedgerEvent event = quarantined.event().event();
        CentralId sender = quarantined.sender();
        sql.update(
                "INSERT OR IGNORE INTO quarantine (stream, seq, id, kind, src, central, hlc, wall,"
                        + " payload, erased, leaf, sender, came)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
                        + " WHERE (SELECT count(*) FROM quarantine) < ?",
                event.stream().bytes(),
                event.seq(),
                event.id().bytes(),
                event.kind(),
                event.src().code(),
                event.central().value(),
                event.hlc().value(),
                event.wallMs(),
                event.payload().bytes(),
                event.erased() ? 1 : 0,
                quarantined.event().leaf().bytes(),
                sender == null ? null : sender.value(),
                quarantined.came(),
                limit);
    }

    @Override
    public void saveFork(Fork fork) {
        sql.update(
                "INSERT OR REPLACE INTO fork (stream, seq, held, other) VALUES (?, ?, ?, ?)",
                fork.stream().bytes(),
                fork.seq(),
                fork.held().bytes(),
                fork.other().bytes());
    }

    @Override
    public void removeFork(StreamId stream) {
        sql.update("DELETE FROM fork WHERE stream = ?", (Object) stream.bytes());
    }

    @Override
    public void addFact(Store.FactRow row) {
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
    public void saveRemark(Store.RemarkRow row) {
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
    public void addSiteFact(int key, LedgerEvent event) {
        sql.update(
                "INSERT INTO site_fact (kind, hlc, central, id, stream, seq)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                event.kind(),
                event.hlc().value(),
                event.central().value(),
                event.id().bytes(),
                key,
                event.seq());
    }

    @Override
    public void removeSiteFact(int key, LedgerEvent event) {
        sql.update(
                "DELETE FROM site_fact WHERE kind = ? AND hlc = ? AND central = ? AND id = ?"
                        + " AND stream = ? AND seq = ?",
                event.kind(),
                event.hlc().value(),
                event.central().value(),
                event.id().bytes(),
                key,
                event.seq());
    }

    @Override
    public void numberChange(EventId id) {
        sql.update("INSERT OR IGNORE INTO change_id (fact) VALUES (?)", id.bytes());
    }

    @Override
    public void saveFold(FoldDigest fold) {
        sql.update(
                "INSERT OR REPLACE INTO fold (only, version, digest) VALUES (0, ?, ?)",
                fold.version(),
                fold.digest().bytes());
    }

    @Override
    public void addPassage(long wallMs, int key, long seq) {
        sql.update("INSERT INTO passage (wall, stream, seq) VALUES (?, ?, ?)", wallMs, key, seq);
    }

    @Override
    public void addCar(String plate) {
        sql.update("INSERT OR IGNORE INTO car (plate) VALUES (?)", plate);
    }

    @Override
    public void removeFact(Store.FactRow row) {
        sql.update(
                "DELETE FROM fact WHERE plate = ? AND t = ? AND stream = ? AND seq = ?",
                row.plate(),
                row.t(),
                row.key(),
                row.seq());
    }

    @Override
    public void removePassage(long wallMs, int key, long seq) {
        sql.update(
                "DELETE FROM passage WHERE wall = ? AND stream = ? AND seq = ?", wallMs, key, seq);
    }

    @Override
    public long historyId(String eventId) {
        if (nextId == 0) {
            nextId = sql.number("SELECT coalesce(max(id), 0) + 1 FROM history_id");
        }
        int added =
                sql.update(
                        "INSERT INTO history_id (id, event_id) VALUES (?, ?)"
                                + " ON CONFLICT (event_id) DO NOTHING",
                        nextId,
                        eventId);
        if (added == 0) {
            return sql.number("SELECT id FROM history_id WHERE event_id = ?", eventId);
        }
        rowless.add(nextId);
        return nextId++;
    }

    @Override
    public void saveVisit(Visit visit, long entryT) {
        if (rowless.remove(visit.id()) || !rows.change(sql, visit, entryT)) {
            rows.save(sql, visit, entryT);
        }
    }

    @Override
    public void followVisit(Visit visit, long entryT) {
        if (!rows.follow(sql, visit, entryT)) { // a damaged row
            saveVisit(visit, entryT);
        }
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
