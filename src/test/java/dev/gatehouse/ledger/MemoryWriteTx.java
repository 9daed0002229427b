package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Writing in one transaction on maps that nobody else sees yet. */
final class MemoryWriteTx extends MemoryReadTx implements Store.WriteTx {
    /** About what a row takes in the file, besides a payload. */
    private static final int ROW_BYTES = 120;

    private final long room;

    /**
     * @param room bytes that all tables may have together
     */
    MemoryWriteTx(MemoryTables tables, long room) {
        super(tables);
        this.room = room;
    }

    private void grow(long bytes) {
        tables.bytes += bytes;
        if (bytes > 0 && tables.bytes > room) {
            throw new StoreException("cannot write to the database: database or disk is full");
        }
    }

    private static void requireNew(@Nullable Object present, String what) {
        if (present != null) {
            throw new IllegalStateException("cannot write to the database: " + what + " is there");
        }
    }

    @Override
    public int addStream(StreamDescriptor descriptor) {
        requireNew(tables.streamKeys.get(descriptor.stream()), "a stream of that name");
        grow(ROW_BYTES);
        int key = tables.streams.size() + 1;
        tables.streamKeys = tables.streamKeys.put(descriptor.stream(), key);
        tables.streams =
                tables.streams.put(
                        key,
                        new Store.StoredStream(
                                key,
                                descriptor,
                                new StreamHead(descriptor.stream(), 0, Merkle.EMPTY),
                                null,
                                Hlc.ZERO));
        return key;
    }

    @Override
    public void addEvent(int key, Leafed leafed) {
        var number = new MemoryTables.Numbered(key, leafed.event().seq());
        requireNew(tables.events.get(number), "an event of that number");
        grow(ROW_BYTES + leafed.event().payload().length());
        tables.events = tables.events.put(number, leafed);
    }

    @Override
    public void removeEvent(int key, long seq) {
        var number = new MemoryTables.Numbered(key, seq);
        Leafed gone = tables.events.get(number);
        if (gone != null) {
            grow(-ROW_BYTES - gone.event().payload().length());
            tables.events = tables.events.remove(number);
        }
    }

    @Override
    public void eraseEvent(int key, long seq, Hash payload) {
        say(key, seq, Blob.of(payload.bytes()), true);
    }

    @Override
    public void restoreEvent(int key, long seq, Blob payload) {
        say(key, seq, payload, false);
    }

    private void say(int key, long seq, Blob payload, boolean erased) {
        var number = new MemoryTables.Numbered(key, seq);
        Leafed before = tables.events.get(number);
        if (before != null) {
            LedgerEvent e = before.event();
            grow(payload.length() - e.payload().length());
            var now =
                    new LedgerEvent(
                            e.stream(),
                            e.seq(),
                            e.id(),
                            e.kind(),
                            e.src(),
                            e.central(),
                            e.hlc(),
                            e.wallMs(),
                            payload,
                            erased);
            tables.events = tables.events.put(number, new Leafed(now, before.leaf()));
        }
    }

    @Override
    public void addNode(int key, int level, long at, Hash hash) {
        var node = new MemoryTables.NodeKey(key, level, at);
        requireNew(tables.nodes.get(node), "a node of that number");
        grow(ROW_BYTES);
        tables.nodes = tables.nodes.put(node, hash);
    }

    @Override
    public void removeNodes(int key, long n) {
        var gone = new ArrayList<MemoryTables.NodeKey>();
        for (var row : tables.nodes.from(new MemoryTables.NodeKey(key, 0, 0))) {
            MemoryTables.NodeKey node = row.key();
            if (node.stream() != key) {
                break;
            }
            if (node.at() + 1 << node.level() > n) {
                gone.add(node);
            }
        }
        for (MemoryTables.NodeKey node : gone) {
            grow(-ROW_BYTES);
            tables.nodes = tables.nodes.remove(node);
        }
    }

    @Override
    public void hold(int key, StreamHead head, Hlc lastHlc) {
        Store.StoredStream before = tables.streams.get(key);
        if (before != null) {
            save(before, head, before.signed(), before.lastHlc().max(lastHlc));
        }
    }

    @Override
    public void sign(int key, @Nullable SignedHead signed) {
        Store.StoredStream before = tables.streams.get(key);
        if (before != null) {
            save(before, before.head(), signed, before.lastHlc());
        }
    }

    private void save(
            Store.StoredStream before, StreamHead head, @Nullable SignedHead signed, Hlc lastHlc) {
        tables.streams =
                tables.streams.put(
                        before.key(),
                        new Store.StoredStream(
                                before.key(), before.descriptor(), head, signed, lastHlc));
    }

    @Override
    public void addLooseRoot(int key, long n, Hash root) {
        var number = new MemoryTables.Numbered(key, n);
        if (tables.looseRoots.get(number) == null) {
            grow(ROW_BYTES);
            tables.looseRoots = tables.looseRoots.put(number, root);
        }
    }

    @Override
    public void removeLooseRoots(int key, long from, long to) {
        for (long n : looseRoots(key).subMap(from, true, to, true).keySet()) {
            grow(-ROW_BYTES);
            tables.looseRoots = tables.looseRoots.remove(new MemoryTables.Numbered(key, n));
        }
    }

    @Override
    public void addWithdrawn(Marks.Withdrawn withdrawn) {
        grow(ROW_BYTES);
        tables.marks = tables.marks.withdraw(List.of(withdrawn));
    }

    @Override
    public void addErased(StreamId stream, Ranges.Interval numbers) {
        grow(ROW_BYTES);
        tables.marks = tables.marks.erase(stream, Ranges.of(numbers.from(), numbers.to()));
    }

    @Override
    public void quarantine(Store.Quarantined event, int limit) {
        boolean had = quarantined().stream().anyMatch(one -> one.event().equals(event.event()));
        int number = tables.quarantined.size();
        if (!had && number < limit) {
            grow(ROW_BYTES + event.event().event().payload().length());
            tables.quarantined = tables.quarantined.put(number, event);
        }
    }

    @Override
    public void saveFork(Fork fork) {
        grow(tables.forks.get(fork.stream()) == null ? ROW_BYTES : 0);
        tables.forks = tables.forks.put(fork.stream(), fork);
    }

    @Override
    public void removeFork(StreamId stream) {
        if (tables.forks.get(stream) != null) {
            grow(-ROW_BYTES);
            tables.forks = tables.forks.remove(stream);
        }
    }

    @Override
    public void addFact(Store.FactRow row) {
        MemoryTables.FactKey fact = key(row);
        requireNew(tables.facts.get(fact), "that fact");
        grow(ROW_BYTES);
        tables.facts = tables.facts.put(fact, row);
        if (row.eventId() != null) {
            var named = new MemoryTables.NamedKey(row.eventId(), fact);
            tables.factsByName = tables.factsByName.put(named, MemoryTables.Present.YES);
        }
    }

    private static MemoryTables.FactKey key(Store.FactRow row) {
        return new MemoryTables.FactKey(row.plate(), row.t(), row.key(), row.seq());
    }

    /** A search looks at every visit here. */
    @Override
    public void addCar(String plate) {}

    @Override
    public void removeFact(Store.FactRow row) {
        MemoryTables.FactKey fact = key(row);
        grow(tables.facts.get(fact) == null ? 0 : -ROW_BYTES);
        tables.facts = tables.facts.remove(fact);
        if (row.eventId() != null) {
            tables.factsByName =
                    tables.factsByName.remove(new MemoryTables.NamedKey(row.eventId(), fact));
        }
    }

    @Override
    public void saveRemark(Store.RemarkRow row) {
        removeRemark(row.plate(), row.t(), row.key(), row.seq());
        grow(ROW_BYTES);
        tables.remarks =
                tables.remarks.put(
                        new MemoryTables.FactKey(row.plate(), row.t(), row.key(), row.seq()), row);
    }

    @Override
    public void removeRemark(String plate, long t, int key, long seq) {
        var remark = new MemoryTables.FactKey(plate, t, key, seq);
        grow(tables.remarks.get(remark) == null ? 0 : -ROW_BYTES);
        tables.remarks = tables.remarks.remove(remark);
    }

    @Override
    public void addSiteFact(int key, LedgerEvent event) {
        MemoryTables.SiteKey fact = MemoryTables.SiteKey.of(key, event);
        requireNew(tables.siteFacts.get(fact), "that fact");
        grow(ROW_BYTES);
        tables.siteFacts = tables.siteFacts.put(fact, MemoryTables.Present.YES);
    }

    @Override
    public void removeSiteFact(int key, LedgerEvent event) {
        MemoryTables.SiteKey fact = MemoryTables.SiteKey.of(key, event);
        grow(tables.siteFacts.get(fact) == null ? 0 : -ROW_BYTES);
        tables.siteFacts = tables.siteFacts.remove(fact);
    }

    @Override
    public void numberChange(EventId id) {
        if (tables.changeIds.get(id) == null) {
            grow(ROW_BYTES);
            tables.changeIds = tables.changeIds.put(id, tables.changeIds.size() + 1L);
        }
    }

    @Override
    public void saveFold(FoldDigest fold) {
        tables.fold = fold;
    }

    @Override
    public void addPassage(long wallMs, int key, long seq) {
        var passage = new MemoryTables.PassageKey(wallMs, key, seq);
        requireNew(tables.passages.get(passage), "that passage");
        grow(ROW_BYTES);
        tables.passages = tables.passages.put(passage, MemoryTables.Present.YES);
    }

    @Override
    public void removePassage(long wallMs, int key, long seq) {
        var passage = new MemoryTables.PassageKey(wallMs, key, seq);
        grow(tables.passages.get(passage) == null ? 0 : -ROW_BYTES);
        tables.passages = tables.passages.remove(passage);
    }

    @Override
    public long historyId(String eventId) {
        Long known = tables.historyIds.get(eventId);
        if (known != null) {
            return known;
        }
        grow(ROW_BYTES);
        long id = tables.historyIds.size() + 1L;
        tables.historyIds = tables.historyIds.put(eventId, id);
        return id;
    }

    @Override
    public void saveVisit(Visit visit, long entryT) {
        removeVisit(visit.id());
        grow(ROW_BYTES);
        tables.visits =
                tables.visits.put(visit.id(), new Store.StoredVisit(asStored(visit), entryT));
        tables.visitsByPlate =
                tables.visitsByPlate.put(place(visit, entryT), MemoryTables.Present.YES);
        tables.visitsByAge = tables.visitsByAge.put(age(visit), MemoryTables.Present.YES);
    }

    @Override
    public void followVisit(Visit visit, long entryT) {
        saveVisit(visit, entryT);
    }

    @Override
    public void removeVisit(long id) {
        Store.StoredVisit gone = tables.visits.get(id);
        if (gone != null) {
            grow(-ROW_BYTES);
            tables.visits = tables.visits.remove(id);
            tables.visitsByPlate = tables.visitsByPlate.remove(place(gone.visit(), gone.entryT()));
            tables.visitsByAge = tables.visitsByAge.remove(age(gone.visit()));
        }
    }

    private static MemoryTables.Place place(Visit visit, long entryT) {
        return new MemoryTables.Place(visit.plate().canonical(), entryT, visit.id());
    }

    private static MemoryTables.Age age(Visit visit) {
        return new MemoryTables.Age(visit.createdAt().getEpochSecond(), visit.id());
    }

    /** As the columns keep it: whole milliseconds, and the times of the row in whole seconds. */
    private static Visit asStored(Visit visit) {
        Visit.Departure exit = visit.exit();
        return new Visit(
                visit.id(),
                visit.eventId(),
                visit.sourceCentral(),
                visit.edgeId(),
                visit.plate(),
                asStored(visit.entry()),
                visit.confirmed(),
                exit == null
                        ? null
                        : new Visit.Departure(
                                asStored(exit.passage()),
                                exit.central(),
                                exit.edgeId(),
                                exit.seconds(),
                                exit.feeDong(),
                                exit.alone(),
                                exit.missed()),
                visit.local(),
                second(visit.createdAt()),
                second(visit.updatedAt()),
                visit.entryKnown(),
                visit.readings());
    }

    private static Visit.Passage asStored(Visit.Passage passage) {
        return new Visit.Passage(
                Instant.ofEpochMilli(passage.at().toEpochMilli()),
                passage.cameraId(),
                passage.cameraName(),
                passage.confidence(),
                passage.source(),
                passage.seenAt() == null
                        ? null
                        : Instant.ofEpochMilli(passage.seenAt().toEpochMilli()),
                passage.doubtful(),
                passage.picture());
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void saveSyncStamp(SyncStamp stamp) {
        grow(tables.syncStamps.get(stamp.peer()) == null ? ROW_BYTES : 0);
        tables.syncStamps =
                tables.syncStamps.put(
                        stamp.peer(),
                        new SyncStamp(
                                stamp.peer(),
                                Instant.ofEpochMilli(stamp.at().toEpochMilli()),
                                second(stamp.updatedAt())));
    }
}
