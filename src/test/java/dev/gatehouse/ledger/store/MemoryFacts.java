package dev.gatehouse.ledger.store;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The facts of cars in memory. */
final class MemoryFacts implements FactStore.Writer {
    private final MemoryTables tables;
    private final MemoryRoom room;
    private final MemoryEvents events;

    MemoryFacts(MemoryTables tables, MemoryRoom room, MemoryEvents events) {
        this.tables = tables;
        this.room = room;
        this.events = events;
    }

    @Override
    public List<EventStore.Keyed> ofCar(String plate, long fromT) {
        var facts = new ArrayList<EventStore.Keyed>();
        for (var row : tables.facts.from(MemoryTables.FactKey.first(plate, fromT))) {
            MemoryTables.FactKey fact = row.key();
            if (!fact.plate().equals(plate)) {
                break;
            }
            events.event(fact.stream(), fact.seq())
                    .ifPresent(event -> facts.add(new EventStore.Keyed(fact.stream(), event)));
        }
        return facts;
    }

    @Override
    public List<FactStore.FactRow> named(String eventId) {
        var named = new ArrayList<FactStore.FactRow>();
        for (var row : tables.factsByName.from(MemoryTables.NamedKey.first(eventId))) {
            FactStore.FactRow fact = tables.facts.get(row.key().fact());
            if (!row.key().eventId().equals(eventId) || fact == null) {
                break;
            }
            named.add(fact);
        }
        return named;
    }

    @Override
    public List<FactStore.RemarkRow> remarks(String plate, long fromT) {
        var remarks = new ArrayList<FactStore.RemarkRow>();
        for (var row : tables.remarks.from(MemoryTables.FactKey.first(plate, fromT))) {
            if (!row.key().plate().equals(plate)) {
                break;
            }
            remarks.add(row.value());
        }
        return remarks;
    }

    @Override
    public List<FactStore.RemarkRow> remarks(Remark.What what, int limit, int offset) {
        var remarks = new ArrayList<FactStore.RemarkRow>();
        tables.remarks.upwards().forEach(row -> remarks.add(row.value()));
        return remarks.stream()
                .filter(row -> row.what() == what)
                .sorted(
                        Comparator.comparingLong(FactStore.RemarkRow::t)
                                .reversed()
                                .thenComparing(FactStore.RemarkRow::plate)
                                .thenComparing(FactStore.RemarkRow::key)
                                .thenComparing(FactStore.RemarkRow::seq))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public List<FactStore.Change> changes(
            @Nullable String eventId, ChangeQuery.@Nullable Place after, int limit, int offset) {
        var changes = new TreeMap<Long, FactStore.Change>();
        for (var row : tables.facts.upwards()) {
            FactStore.FactRow fact = row.value();
            boolean change =
                    fact.kind().equals(Fact.Correction.KIND)
                            || fact.kind().equals(Fact.Voided.KIND)
                            || fact.kind().equals(ExitUndone.KIND);
            if (change && (eventId == null || eventId.equals(fact.eventId()))) {
                events.event(fact.key(), fact.seq())
                        .ifPresent(
                                event -> {
                                    Long id = tables.changeIds.get(event.id());
                                    if (id != null) {
                                        changes.merge(
                                                id,
                                                new FactStore.Change(id, fact.t(), event),
                                                (one, other) -> other.t() > one.t() ? other : one);
                                    }
                                });
            }
        }
        return changes.values().stream()
                .filter(
                        change ->
                                after == null
                                        || change.t() < after.at()
                                        || change.t() == after.at() && change.id() < after.id())
                .sorted(
                        Comparator.comparingLong(FactStore.Change::t)
                                .thenComparing(FactStore.Change::id)
                                .reversed())
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public Hlc lastFoldKey(String plate) {
        for (var row : tables.facts.below(MemoryTables.FactKey.first(plate + '\0', 0))) {
            return row.key().plate().equals(plate) ? new Hlc(row.key().t()) : Hlc.ZERO;
        }
        return Hlc.ZERO;
    }

    @Override
    public void add(FactStore.FactRow row) {
        MemoryTables.FactKey fact = key(row);
        MemoryRoom.requireNew(tables.facts.get(fact), "that fact");
        room.grow(MemoryRoom.ROW_BYTES);
        tables.facts = tables.facts.put(fact, row);
        if (row.eventId() != null) {
            var named = new MemoryTables.NamedKey(row.eventId(), fact);
            tables.factsByName = tables.factsByName.put(named, MemoryTables.Present.YES);
        }
    }

    /** Each fact has its row here at once. */
    @Override
    public void settle() {}

    private static MemoryTables.FactKey key(FactStore.FactRow row) {
        return new MemoryTables.FactKey(row.plate(), row.t(), row.key(), row.seq());
    }

    /** A search looks at every visit here. */
    @Override
    public void addCar(String plate) {}

    @Override
    public void removeCar(String plate) {}

    @Override
    public void remove(FactStore.FactRow row) {
        MemoryTables.FactKey fact = key(row);
        room.grow(tables.facts.get(fact) == null ? 0 : -MemoryRoom.ROW_BYTES);
        tables.facts = tables.facts.remove(fact);
        if (row.eventId() != null) {
            tables.factsByName =
                    tables.factsByName.remove(new MemoryTables.NamedKey(row.eventId(), fact));
        }
    }

    @Override
    public void saveRemark(FactStore.RemarkRow row) {
        removeRemark(row.plate(), row.t(), row.key(), row.seq());
        room.grow(MemoryRoom.ROW_BYTES);
        tables.remarks =
                tables.remarks.put(
                        new MemoryTables.FactKey(row.plate(), row.t(), row.key(), row.seq()), row);
    }

    @Override
    public void removeRemark(String plate, long t, int key, long seq) {
        var remark = new MemoryTables.FactKey(plate, t, key, seq);
        room.grow(tables.remarks.get(remark) == null ? 0 : -MemoryRoom.ROW_BYTES);
        tables.remarks = tables.remarks.remove(remark);
    }

    @Override
    public void numberChange(EventId id) {
        if (tables.changeIds.get(id) == null) {
            room.grow(MemoryRoom.ROW_BYTES);
            tables.changeIds = tables.changeIds.put(id, tables.changeIds.size() + 1L);
        }
    }

    @Override
    public Map<CentralId, Long> centrals(Remark.What what) {
        return remarks(what, Integer.MAX_VALUE, 0).stream()
                .flatMap(row -> events.event(row.key(), row.seq()).stream())
                .collect(Collectors.groupingBy(LedgerEvent::central, Collectors.counting()));
    }
}
