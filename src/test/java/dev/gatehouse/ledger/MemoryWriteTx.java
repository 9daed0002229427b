package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
                        key, new Store.StoredStream(key, descriptor, 0, Merkle.EMPTY, Hlc.ZERO));
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
    public void addNode(int key, long span, Hash hash) {
        var number = new MemoryTables.Numbered(key, span);
        requireNew(tables.nodes.get(number), "a node of that number");
        grow(ROW_BYTES);
        tables.nodes = tables.nodes.put(number, hash);
    }

    @Override
    public void hold(int key, long n, Hash root, Hlc lastHlc) {
        Store.StoredStream before = tables.streams.get(key);
        if (before != null) {
            tables.streams =
                    tables.streams.put(
                            key,
                            new Store.StoredStream(
                                    key,
                                    before.descriptor(),
                                    n,
                                    root,
                                    before.lastHlc().max(lastHlc)));
        }
    }

    @Override
    public void addFact(String plate, long t, int key, long seq) {
        var fact = new MemoryTables.FactKey(plate, t, key, seq);
        requireNew(tables.facts.get(fact), "that fact");
        grow(ROW_BYTES);
        tables.facts = tables.facts.put(fact, MemoryTables.Present.YES);
    }

    @Override
    public void addPassage(long wallMs, int key, long seq) {
        var passage = new MemoryTables.PassageKey(wallMs, key, seq);
        requireNew(tables.passages.get(passage), "that passage");
        grow(ROW_BYTES);
        tables.passages = tables.passages.put(passage, MemoryTables.Present.YES);
    }

    @Override
    public void removeFact(String plate, long t, int key, long seq) {
        var fact = new MemoryTables.FactKey(plate, t, key, seq);
        grow(tables.facts.get(fact) == null ? 0 : -ROW_BYTES);
        tables.facts = tables.facts.remove(fact);
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
                                exit.feeDong()),
                visit.local(),
                second(visit.createdAt()),
                second(visit.updatedAt()));
    }

    private static Visit.Passage asStored(Visit.Passage passage) {
        return new Visit.Passage(
                Instant.ofEpochMilli(passage.at().toEpochMilli()),
                passage.cameraId(),
                passage.cameraName(),
                passage.confidence(),
                passage.source());
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
