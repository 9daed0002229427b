package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Streams and events in memory. */
final class MemoryEvents implements EventStore.Writer {
    /** As the database counts an event besides its payload. */
    private static final int EVENT_OVERHEAD = 120;

    private final MemoryTables tables;
    private final MemoryRoom room;

    MemoryEvents(MemoryTables tables, MemoryRoom room) {
        this.tables = tables;
        this.room = room;
    }

    @Override
    public List<EventStore.StoredStream> streams() {
        var streams = new ArrayList<EventStore.StoredStream>();
        tables.streams.upwards().forEach(row -> streams.add(row.value()));
        return streams;
    }

    @Override
    public List<LedgerEvent> range(int key, StreamId stream, long from, int maxRows, int maxBytes) {
        var events = new ArrayList<LedgerEvent>();
        long bytes = 0;
        for (var row : tables.events.from(new MemoryTables.Numbered(key, from))) {
            LedgerEvent event = row.value().event();
            bytes += event.payload().length() + EVENT_OVERHEAD;
            if (events.size() >= maxRows
                    || row.key().stream() != key
                    || event.seq() != from + events.size()
                    || (bytes > maxBytes && !events.isEmpty())) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    @Override
    public Optional<EventStore.StoredStream> stream(int key) {
        return Optional.ofNullable(tables.streams.get(key));
    }

    @Override
    public Optional<Blob> block(int key, long first, int n) {
        var events = new ArrayList<HashedEvent>();
        for (long seq = first; Long.valueOf(first).equals(packedIn(key, seq)); seq++) {
            events.add(
                    Objects.requireNonNull(tables.events.get(new MemoryTables.Numbered(key, seq))));
        }
        return events.size() == n
                ? PackedEvents.of(events).map(PackedEvents::bytes)
                : Optional.empty();
    }

    @Override
    public Tombstones marks() {
        return tables.marks;
    }

    @Override
    public List<EventStore.HashOnly> hashesOnly() {
        var found = new ArrayList<EventStore.HashOnly>();
        tables.events
                .upwards()
                .forEach(
                        row -> {
                            LedgerEvent e = row.value().event();
                            if (e.erased()) {
                                found.add(new EventStore.HashOnly(e.stream(), e.seq(), e.kind()));
                            }
                        });
        return found;
    }

    @Override
    public List<Fork> forks() {
        var forks = new ArrayList<Fork>();
        tables.forks.upwards().forEach(row -> forks.add(row.value()));
        return forks;
    }

    @Override
    public List<EventStore.Quarantined> quarantined() {
        var quarantined = new ArrayList<EventStore.Quarantined>();
        tables.quarantined.upwards().forEach(row -> quarantined.add(row.value()));
        return quarantined;
    }

    @Override
    public long quarantinedCount() {
        return quarantined().size();
    }

    @Override
    public Optional<LedgerEvent> event(int key, long seq) {
        return Optional.ofNullable(tables.events.get(new MemoryTables.Numbered(key, seq)))
                .map(HashedEvent::event);
    }

    @Override
    public boolean isInBlock(int key, long seq) {
        return tables.packed.get(new MemoryTables.Numbered(key, seq)) != null;
    }

    @Override
    public OptionalLong firstRow(int key, long from) {
        for (var row : tables.events.from(new MemoryTables.Numbered(key, from))) {
            if (row.key().stream() != key) {
                break;
            }
            if (!isInBlock(key, row.key().number())) {
                return OptionalLong.of(row.key().number());
            }
        }
        return OptionalLong.empty();
    }

    /** The events are those that come out of the block, so that what packing spoils is seen. */
    @Override
    public void addBlock(int key, PackedEvents packed) {
        for (HashedEvent leafed : packed.events()) {
            var number = new MemoryTables.Numbered(key, leafed.event().seq());
            HashedEvent before = tables.events.get(number);
            int had = before == null ? 0 : before.event().payload().length();
            room.grow(
                    (before == null ? MemoryRoom.ROW_BYTES : 0)
                            + leafed.event().payload().length()
                            - had);
            tables.events = tables.events.put(number, leafed);
            tables.packed = tables.packed.put(number, packed.first());
        }
    }

    private void unpack(int key, long seq) {
        Long first = tables.packed.get(new MemoryTables.Numbered(key, seq));
        for (long at = first == null ? seq : first;
                first != null && first.equals(packedIn(key, at));
                at++) {
            tables.packed = tables.packed.remove(new MemoryTables.Numbered(key, at));
        }
    }

    private @Nullable Long packedIn(int key, long seq) {
        return tables.packed.get(new MemoryTables.Numbered(key, seq));
    }

    @Override
    public int addStream(StreamDescriptor descriptor) {
        MemoryRoom.requireNew(tables.streamKeys.get(descriptor.stream()), "a stream of that name");
        room.grow(MemoryRoom.ROW_BYTES);
        int key = tables.streams.size() + 1;
        tables.streamKeys = tables.streamKeys.put(descriptor.stream(), key);
        tables.streams =
                tables.streams.put(
                        key,
                        new EventStore.StoredStream(
                                key,
                                descriptor,
                                new StreamHead(descriptor.stream(), 0, Merkle.EMPTY),
                                null,
                                Hlc.ZERO));
        return key;
    }

    @Override
    public void add(int key, HashedEvent leafed) {
        var number = new MemoryTables.Numbered(key, leafed.event().seq());
        MemoryRoom.requireNew(tables.events.get(number), "an event of that number");
        room.grow(MemoryRoom.ROW_BYTES + leafed.event().payload().length());
        tables.events = tables.events.put(number, leafed);
    }

    @Override
    public void remove(int key, long seq) {
        var number = new MemoryTables.Numbered(key, seq);
        HashedEvent gone = tables.events.get(number);
        if (gone != null) {
            room.grow(-MemoryRoom.ROW_BYTES - gone.event().payload().length());
            unpack(key, seq);
            tables.events = tables.events.remove(number);
        }
    }

    @Override
    public void erase(int key, long seq, Hash payload) {
        say(key, seq, Blob.of(payload.bytes()), true);
    }

    @Override
    public void restore(int key, long seq, Blob payload) {
        say(key, seq, payload, false);
    }

    private void say(int key, long seq, Blob payload, boolean erased) {
        var number = new MemoryTables.Numbered(key, seq);
        HashedEvent before = tables.events.get(number);
        if (before != null) {
            LedgerEvent e = before.event();
            room.grow(payload.length() - e.payload().length());
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
            tables.events = tables.events.put(number, new HashedEvent(now, before.leaf()));
        }
    }

    @Override
    public void hold(int key, StreamHead head, Hlc lastHlc) {
        EventStore.StoredStream before = tables.streams.get(key);
        if (before != null) {
            save(before, head, before.signed(), before.lastHlc().max(lastHlc));
        }
    }

    @Override
    public void sign(int key, @Nullable SignedHead signed) {
        EventStore.StoredStream before = tables.streams.get(key);
        if (before != null) {
            save(before, before.head(), signed, before.lastHlc());
        }
    }

    private void save(
            EventStore.StoredStream before,
            StreamHead head,
            @Nullable SignedHead signed,
            Hlc lastHlc) {
        tables.streams =
                tables.streams.put(
                        before.key(),
                        new EventStore.StoredStream(
                                before.key(), before.descriptor(), head, signed, lastHlc));
    }

    @Override
    public void addWithdrawn(Tombstones.Withdrawn withdrawn) {
        room.grow(MemoryRoom.ROW_BYTES);
        tables.marks = tables.marks.withdraw(List.of(withdrawn));
    }

    @Override
    public void addErased(StreamId stream, Ranges.Interval numbers) {
        room.grow(MemoryRoom.ROW_BYTES);
        tables.marks = tables.marks.erase(stream, Ranges.of(numbers.from(), numbers.to()));
    }

    @Override
    public void quarantine(EventStore.Quarantined event, int limit) {
        boolean had = quarantined().stream().anyMatch(one -> one.event().equals(event.event()));
        int number = tables.quarantined.size();
        if (!had && number < limit) {
            room.grow(MemoryRoom.ROW_BYTES + event.event().event().payload().length());
            tables.quarantined = tables.quarantined.put(number, event);
        }
    }

    @Override
    public void saveFork(Fork fork) {
        room.grow(tables.forks.get(fork.stream()) == null ? MemoryRoom.ROW_BYTES : 0);
        tables.forks = tables.forks.put(fork.stream(), fork);
    }

    @Override
    public void removeFork(StreamId stream) {
        if (tables.forks.get(stream) != null) {
            room.grow(-MemoryRoom.ROW_BYTES);
            tables.forks = tables.forks.remove(stream);
        }
    }
}
