package dev.gatehouse.ledger.store;

import dev.gatehouse.model.SyncStamp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When peers were in step, in memory. */
final class MemoryStamps implements StampStore.Writer {
    private final MemoryTables tables;
    private final MemoryRoom room;

    MemoryStamps(MemoryTables tables, MemoryRoom room) {
        this.tables = tables;
        this.room = room;
    }

    @Override
    public List<SyncStamp> all() {
        var stamps = new ArrayList<SyncStamp>();
        tables.syncStamps.upwards().forEach(row -> stamps.add(row.value()));
        return stamps;
    }

    @Override
    public void save(SyncStamp stamp) {
        room.grow(tables.syncStamps.get(stamp.peer()) == null ? MemoryRoom.ROW_BYTES : 0);
        tables.syncStamps =
                tables.syncStamps.put(
                        stamp.peer(),
                        new SyncStamp(
                                stamp.peer(),
                                Instant.ofEpochMilli(stamp.at().toEpochMilli()),
                                MemoryVisits.second(stamp.updatedAt())));
    }
}
