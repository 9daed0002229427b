package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/**
 * The tables of the database as maps. A copy costs as many references as there are tables; one that
 * was committed is not changed any more.
 */
public final class MemoryTables {
    /** Of tables in which each row is all key. */
    public enum Present {
        YES
    }

    public record Numbered(int stream, long number) implements Comparable<Numbered> {
        private static final Comparator<Numbered> ORDER =
                Comparator.comparingInt(Numbered::stream).thenComparingLong(Numbered::number);

        @Override
        public int compareTo(Numbered other) {
            return ORDER.compare(this, other);
        }
    }

    record NodeKey(int stream, int level, long at) implements Comparable<NodeKey> {
        private static final Comparator<NodeKey> ORDER =
                Comparator.comparingInt(NodeKey::stream)
                        .thenComparingInt(NodeKey::level)
                        .thenComparingLong(NodeKey::at);

        @Override
        public int compareTo(NodeKey other) {
            return ORDER.compare(this, other);
        }
    }

    public record FactKey(String plate, long t, int stream, long seq)
            implements Comparable<FactKey> {
        private static final Comparator<FactKey> ORDER =
                Comparator.comparing(FactKey::plate)
                        .thenComparingLong(FactKey::t)
                        .thenComparingInt(FactKey::stream)
                        .thenComparingLong(FactKey::seq);

        /** Before all of that plate from {@code t} on. */
        static FactKey first(String plate, long t) {
            return new FactKey(plate, t, Integer.MIN_VALUE, Long.MIN_VALUE);
        }

        @Override
        public int compareTo(FactKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Where a fact stands among those that name one visit. */
    public record NamedKey(String eventId, FactKey fact) implements Comparable<NamedKey> {
        private static final Comparator<NamedKey> ORDER =
                Comparator.comparing(NamedKey::eventId).thenComparing(NamedKey::fact);

        /** Before all of that visit. */
        static NamedKey first(String eventId) {
            return new NamedKey(eventId, FactKey.first("", Long.MIN_VALUE));
        }

        @Override
        public int compareTo(NamedKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Where a fact that concerns no car stands among those of its kind. */
    public record SiteKey(String kind, Hlc hlc, CentralId central, EventId id, Numbered place)
            implements Comparable<SiteKey> {
        private static final Comparator<SiteKey> ORDER =
                Comparator.comparing(SiteKey::kind)
                        .thenComparing(SiteKey::hlc)
                        .thenComparing(SiteKey::central)
                        .thenComparing(SiteKey::id)
                        .thenComparing(SiteKey::place);

        static SiteKey of(int stream, LedgerEvent event) {
            return new SiteKey(
                    event.kind(),
                    event.hlc(),
                    event.central(),
                    event.id(),
                    new Numbered(stream, event.seq()));
        }

        @Override
        public int compareTo(SiteKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Where a visit stands among those of its plate. */
    public record Place(String plate, long entryT, long id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::plate)
                        .thenComparingLong(Place::entryT)
                        .thenComparingLong(Place::id);

        /** Before all of that plate from {@code t} on. */
        static Place first(String plate, long t) {
            return new Place(plate, t, Long.MIN_VALUE);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    PersistentMap<Integer, EventStore.StoredStream> streams = new PersistentMap<>();
    PersistentMap<StreamId, Integer> streamKeys = new PersistentMap<>();
    public PersistentMap<Numbered, HashedEvent> events = new PersistentMap<>();

    /** The first number of the block that an event is in, of those that are in one. */
    PersistentMap<Numbered, Long> packed = new PersistentMap<>();

    PersistentMap<NodeKey, Hash> nodes = new PersistentMap<>();
    PersistentMap<Numbered, Hash> looseRoots = new PersistentMap<>();
    PersistentMap<StreamId, Fork> forks = new PersistentMap<>();
    PersistentMap<Integer, EventStore.Quarantined> quarantined = new PersistentMap<>();
    Tombstones marks = Tombstones.NONE;
    public PersistentMap<FactKey, FactStore.FactRow> facts = new PersistentMap<>();
    public PersistentMap<NamedKey, Present> factsByName = new PersistentMap<>();
    public PersistentMap<FactKey, FactStore.RemarkRow> remarks = new PersistentMap<>();
    PersistentMap<EventId, Long> changeIds = new PersistentMap<>();
    public PersistentMap<SiteKey, Present> siteFacts = new PersistentMap<>();
    PersistentMap<String, Long> historyIds = new PersistentMap<>();

    /** The last number that was given to a visit. */
    long lastHistoryId;

    public PersistentMap<Long, VisitStore.StoredVisit> visits = new PersistentMap<>();
    public PersistentMap<Place, Present> visitsByPlate = new PersistentMap<>();
    PersistentMap<CentralId, SyncStamp> syncStamps = new PersistentMap<>();

    /** What the visits come to, null before anything was folded. */
    @Nullable public FoldDigest fold;

    /** About what a file with all this would have. */
    public long bytes;

    public MemoryTables() {}

    /** One to be changed, beside this. */
    public MemoryTables copy() {
        var copy = new MemoryTables();
        copy.streams = streams;
        copy.streamKeys = streamKeys;
        copy.events = events;
        copy.packed = packed;
        copy.nodes = nodes;
        copy.looseRoots = looseRoots;
        copy.forks = forks;
        copy.quarantined = quarantined;
        copy.marks = marks;
        copy.facts = facts;
        copy.factsByName = factsByName;
        copy.remarks = remarks;
        copy.changeIds = changeIds;
        copy.siteFacts = siteFacts;
        copy.fold = fold;
        copy.historyIds = historyIds;
        copy.lastHistoryId = lastHistoryId;
        copy.visits = visits;
        copy.visitsByPlate = visitsByPlate;
        copy.syncStamps = syncStamps;
        copy.bytes = bytes;
        return copy;
    }
}
