package dev.gatehouse.ledger.store;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.util.ArrayList;
import java.util.List;

/** The facts that concern no car, in memory. */
final class MemorySiteFacts implements SiteFactStore.Writer {
    private final MemoryTables tables;
    private final MemoryRoom room;
    private final MemoryEvents events;

    MemorySiteFacts(MemoryTables tables, MemoryRoom room, MemoryEvents events) {
        this.tables = tables;
        this.room = room;
        this.events = events;
    }

    @Override
    public boolean has(String kind, EventId id, Hlc from) {
        for (var row : tables.siteFacts.upwards()) {
            if (row.key().kind().equals(kind)
                    && events.event(row.key().place().stream(), row.key().place().number())
                            .filter(event -> event.hlc().compareTo(from) >= 0)
                            .filter(event -> event.id().equals(id))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<LedgerEvent> latest(String kind, long toHlc, int limit, int offset) {
        var found = new ArrayList<LedgerEvent>();
        for (var row : tables.siteFacts.upwards()) {
            if (row.key().kind().equals(kind)) {
                events.event(row.key().place().stream(), row.key().place().number())
                        .filter(event -> event.hlc().value() <= toHlc)
                        .ifPresent(found::add);
            }
        }
        return found.reversed().stream().skip(offset).limit(limit).toList();
    }

    @Override
    public SiteFactStore.SiteMark mark(String kind) {
        List<LedgerEvent> all = latest(kind, Long.MAX_VALUE, Integer.MAX_VALUE, 0);
        return new SiteFactStore.SiteMark(all.size(), all.isEmpty() ? null : all.getFirst().id());
    }

    @Override
    public void add(int key, LedgerEvent event) {
        MemoryTables.SiteKey fact = MemoryTables.SiteKey.of(key, event);
        MemoryRoom.requireNew(tables.siteFacts.get(fact), "that fact");
        room.grow(MemoryRoom.ROW_BYTES);
        tables.siteFacts = tables.siteFacts.put(fact, MemoryTables.Present.YES);
    }

    @Override
    public void remove(int key, LedgerEvent event) {
        MemoryTables.SiteKey fact = MemoryTables.SiteKey.of(key, event);
        room.grow(tables.siteFacts.get(fact) == null ? 0 : -MemoryRoom.ROW_BYTES);
        tables.siteFacts = tables.siteFacts.remove(fact);
    }
}
