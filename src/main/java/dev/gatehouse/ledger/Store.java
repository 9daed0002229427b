package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.QuarantinedEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the ledger is kept. A write is one transaction, durable when it returns; a read sees one
 * snapshot. Both throw {@link StoreException} when the medium fails, and then nothing was written.
 */
interface Store extends AutoCloseable {
    /** Runs in one transaction; what {@code work} throws rolls it back. One thread at a time. */
    <T> T write(Function<WriteTx, T> work);

    /** Runs on one snapshot. Any thread. */
    <T> T read(Function<ReadTx, T> work);

    /**
     * A number that changes whenever somebody else has written to what this store keeps, as nobody
     * should; any thread, may wait for a transaction.
     */
    long foreignWrites();

    @Override
    void close();

    /**
     * A stream as stored.
     *
     * @param key its short local number
     * @param head how much of it is held
     * @param signed the last head that its writer signed and that is held; null before the first
     * @param lastHlc the greatest clock value in it
     */
    record StoredStream(
            int key,
            StreamDescriptor descriptor,
            StreamHead head,
            @Nullable SignedHead signed,
            Hlc lastHlc) {
        /** Events held from 1 without a gap. */
        long n() {
            return head.n();
        }

        /** Over those. */
        Hash root() {
            return head.root();
        }
    }

    /**
     * An event that contradicts what is held under its number, and the central that it came from.
     *
     * @param sender null where it is not known
     * @param came UTC ms
     */
    record Quarantined(Leafed event, @Nullable CentralId sender, long came) {
        QuarantinedEvent shown() {
            return new QuarantinedEvent(event.event(), sender, Instant.ofEpochMilli(came));
        }
    }

    /**
     * A visit as stored.
     *
     * @param entryT the fold key of its entry
     */
    record StoredVisit(Visit visit, long entryT) {}

    /**
     * The beginning of a visit: a moment before which none was open, so that the fold can go on
     * from there.
     *
     * @param t the fold key of its entry
     * @param eventId its name
     * @param joined whether it has the exit of a car whose entry was not known where it left: that
     *     may sort before the entry
     */
    record Rest(long t, String eventId, boolean joined) {}

    /**
     * Where a car stands behind the last of its facts.
     *
     * @param lastT the greatest of their fold keys, 0 where there is none
     * @param inside whether its last visit is open
     */
    record Standing(long lastT, boolean inside) {}

    /**
     * Where an event stands.
     *
     * @param key the short number of its stream
     */
    record Spot(int key, long seq) {}

    /**
     * Tells whether the events of one kind are those that they were.
     *
     * @param last the id of the latest, null where there is none
     */
    record SiteMark(long count, @Nullable EventId last) {}

    /** An event of which only the hash of its payload is held. */
    record HashOnly(StreamId stream, long seq, String kind) {}

    /**
     * Where a fact stands.
     *
     * @param plate the car that it is folded with
     * @param t its fold key, packed like a {@link Hlc}
     * @param key the short number of its stream
     * @param seq its number there
     * @param eventId the visit that it names, null where it names none
     * @param kind that of its event
     */
    record FactRow(
            String plate, long t, int key, long seq, @Nullable String eventId, String kind) {}

    /** An event, and the short number of its stream. */
    record Keyed(int key, LedgerEvent event) {}

    /**
     * A {@link Remark} as stored.
     *
     * @param plate the car that its fact is folded with
     * @param t the fact's fold key
     * @param key the short number of its stream
     * @param seq its number there
     * @param visit the name of the visit that it is shown with, null where none is known
     */
    record RemarkRow(
            String plate, long t, int key, long seq, Remark.What what, @Nullable String visit) {}

    /**
     * A correction or a void.
     *
     * @param id its number here, given once
     * @param t its fold key
     */
    record Change(long id, long t, LedgerEvent event) {}

    /** Reading. */
    interface ReadTx {
        List<StoredStream> streams();

        /** Runs a reading within this transaction. */
        default <T> T within(Function<ReadTx, T> work) {
            return work.apply(this);
        }

        /**
         * Events in order from {@code from}, until one of the limits or a gap.
         *
         * @param maxBytes as they travel, about; the first event comes however large it is
         */
        List<LedgerEvent> events(int key, StreamId stream, long from, int maxRows, int maxBytes);

        /** Leaves {@code from} to {@code to}, numbered from 0, end excluded. */
        List<Hash> leaves(int key, long from, long to);

        /**
         * Stored nodes {@code from} to {@code to} of one level, numbered from 0, end excluded.
         *
         * @param level a multiple of {@link Merkle#STORED_STEP}
         */
        List<Hash> nodes(int key, int level, long from, long to);

        /** One stream; empty where there is none with that key. */
        Optional<StoredStream> stream(int key);

        /** Roots that came with loose events, by the number of events that they are over. */
        NavigableMap<Long, Hash> looseRoots(int key);

        /** All versions of events that were given up, and all payloads that nobody may keep. */
        Marks marks();

        /** The events of which only the hash of their payload is held. */
        List<HashOnly> hashesOnly();

        /** The streams that exist in two versions. */
        List<Fork> forks();

        /** Events that contradict what is held, oldest first. */
        List<Quarantined> quarantined();

        /** How many those are; reads none of them. */
        long quarantinedCount();

        /** One event, empty where there is none. */
        Optional<LedgerEvent> event(int key, long seq);

        /**
         * The events of the facts of one plate.
         *
         * @param fromT the least fold key, packed like a {@link Hlc}
         */
        List<Keyed> facts(String plate, long fromT);

        /** The facts that name one visit, whatever car they are of. */
        List<FactRow> named(String eventId);

        /** Those of the visits that some fact names. */
        default Set<String> named(Collection<String> eventIds) {
            return eventIds.stream()
                    .filter(eventId -> !named(eventId).isEmpty())
                    .collect(Collectors.toSet());
        }

        /** The remarks on facts of one plate from that fold key on; nearly always none. */
        List<RemarkRow> remarks(String plate, long fromT);

        /** Remarks of one sort, latest first. */
        List<RemarkRow> remarks(Remark.What what, int limit, int offset);

        /** How many facts of each central have a remark of one sort; none where none has. */
        default Map<CentralId, Long> centrals(Remark.What what) {
            return remarks(what, Integer.MAX_VALUE, 0).stream()
                    .flatMap(row -> event(row.key(), row.seq()).stream())
                    .collect(Collectors.groupingBy(LedgerEvent::central, Collectors.counting()));
        }

        /**
         * Corrections and voids, latest first by their fold keys.
         *
         * @param eventId of one visit; null for all
         */
        default List<Change> changes(@Nullable String eventId, int limit, int offset) {
            return changes(eventId, null, limit, offset);
        }

        /**
         * Corrections and voids from a place on.
         *
         * @param eventId of one visit; null for all
         * @param after where the page before ended, null for the first page
         */
        List<Change> changes(
                @Nullable String eventId, ChangeQuery.@Nullable Place after, int limit, int offset);

        /** The name of the visit that has, or had, that row of the history. */
        Optional<String> eventIdOf(long historyId);

        /** The row of the history that a visit of that name has, or had. */
        Optional<Long> historyIdOf(String eventId);

        /** The visit of that name. */
        Optional<StoredVisit> stored(String eventId);

        /** Those of several visits by their names; a name without a visit is not among them. */
        default Map<String, StoredVisit> stored(Collection<String> eventIds) {
            var stored = new HashMap<String, StoredVisit>();
            eventIds.forEach(
                    eventId -> stored(eventId).ifPresent(visit -> stored.put(eventId, visit)));
            return stored;
        }

        Standing standing(String plate);

        /** Those of several cars by their plates. */
        default Map<String, Standing> standings(Collection<String> plates) {
            var standings = new HashMap<String, Standing>();
            plates.forEach(plate -> standings.put(plate, standing(plate)));
            return standings;
        }

        /**
         * Whether there is a fact of that id that concerns no car.
         *
         * @param from the least clock value
         */
        boolean hasSiteFact(String kind, EventId id, Hlc from);

        /**
         * Visits with a known entry that began or ended then or later, by their rows.
         *
         * @param afterId only rows behind that one
         */
        List<StoredVisit> visitsSince(Instant from, long afterId, int limit);

        /** The last event of a kind that concerns no car: by clock, central and id. */
        default Optional<LedgerEvent> newest(String kind) {
            return siteFacts(kind, Long.MAX_VALUE, 1, 0).stream().findFirst();
        }

        /**
         * Events of a kind that concerns no car, latest first by clock, central and id.
         *
         * @param toHlc the greatest clock value, packed
         */
        List<LedgerEvent> siteFacts(String kind, long toHlc, int limit, int offset);

        /** What changes whenever the events of a kind that concerns no car do. */
        SiteMark siteMark(String kind);

        /**
         * What the visits come to; empty where they were never folded by a version that says so.
         */
        Optional<FoldDigest> fold();

        /** The greatest fold key of one plate; zero where there is none. */
        Hlc lastFoldKey(String plate);

        /** The visit in that row. */
        Optional<Visit> visit(long id);

        Optional<Visit> openVisit(String plate);

        /**
         * The newest visit of that plate whose entry, at that gate if one is given, is unconfirmed.
         */
        Optional<Visit> unconfirmed(String plate, @Nullable String edgeId);

        /** The last visit of that plate that begins before {@code t}. */
        Optional<Rest> restBefore(String plate, long t);

        /** The visits of that plate that begin at {@code fromT} or later. */
        List<StoredVisit> visits(String plate, long fromT);

        /** The visits of the same plate before the one in that row, last first by fold keys. */
        List<Visit> visitsBefore(long id, int limit);

        /**
         * Visits of that day, newest entry first, of which the visit of the same plate just before
         * ended at most so long from their entry.
         */
        List<Visit> soonAgain(Day day, Duration within, int limit);

        /**
         * Visits, newest row first.
         *
         * @param day with {@link HistoryQuery#todayOnly}, the day
         */
        List<Visit> find(HistoryQuery query, Day day);

        /** Visits, newest entry first; one row more than the limit where there are more. */
        List<VisitPage.Row> visits(VisitQuery query, Day day);

        /** How many visits those are, over all pages. */
        long count(VisitQuery query, Day day);

        /** Visits of cars inside whose plate ends so with D for Đ, newest entry first. */
        List<Visit> insideByTail(String key, int limit);

        /** The plates of cars inside, newest entry first. */
        List<String> platesInside(int limit);

        /** Visits of cars inside that have one of those plates, newest entry first. */
        List<Visit> insideWith(Collection<String> plates);

        DayStats stats(Day day);

        /**
         * The events of the visits that are open, those that began last first.
         *
         * @param limit at most so many
         */
        List<Spot> eventsInside(int limit);

        /** The events of the last passages, newest first by when they happened. */
        List<LedgerEvent> passages(int limit);

        List<SyncStamp> syncStamps();
    }

    /**
     * A day of the site.
     *
     * @param from its first instant
     * @param to the first instant of the next
     */
    record Day(Instant from, Instant to) {}

    /** Writing. */
    interface WriteTx extends ReadTx {
        /** Stores a new stream with nothing in it and gives its key. */
        int addStream(StreamDescriptor descriptor);

        void addEvent(int key, Leafed event);

        /** Takes an event out. */
        void removeEvent(int key, long seq);

        /** Puts the hash of an event's payload in the place of it. */
        void eraseEvent(int key, long seq, Hash payload);

        /** Puts its payload back in the place of the hash. */
        void restoreEvent(int key, long seq, Blob payload);

        /** As {@link ReadTx#nodes}. */
        void addNode(int key, int level, long at, Hash hash);

        /** Drops the nodes above any leaf behind the first {@code n}. */
        void removeNodes(int key, long n);

        /**
         * Notes how much of a stream is held.
         *
         * @param lastHlc the greatest clock value among what is new
         */
        void hold(int key, StreamHead head, Hlc lastHlc);

        /** Replaces the signed head of a stream. */
        void sign(int key, @Nullable SignedHead signed);

        /** Keeps a root that came with a loose event. */
        void addLooseRoot(int key, long n, Hash root);

        /** Drops those over {@code from} to {@code to} events. */
        void removeLooseRoots(int key, long from, long to);

        void addWithdrawn(Marks.Withdrawn withdrawn);

        void addErased(StreamId stream, Ranges.Interval numbers);

        /** Keeps it, unless it is there already or there are {@code limit} others. */
        void quarantine(Quarantined event, int limit);

        /** Inserts or replaces what is known of that stream. */
        void saveFork(Fork fork);

        void removeFork(StreamId stream);

        void addFact(FactRow row);

        void removeFact(FactRow row);

        /** Notes that a car has facts; a search looks for it then. May be said again. */
        void addCar(String plate);

        /** Inserts or replaces it. */
        void saveRemark(RemarkRow row);

        void removeRemark(String plate, long t, int key, long seq);

        /** Notes a fact that concerns no car. */
        void addSiteFact(int key, LedgerEvent event);

        void removeSiteFact(int key, LedgerEvent event);

        /** Gives a correction or a void its number, where it has none. */
        void numberChange(EventId id);

        void saveFold(FoldDigest fold);

        void addPassage(long wallMs, int key, long seq);

        void removePassage(long wallMs, int key, long seq);

        /** The row number of a visit: the one it has, or a new one. */
        long historyId(String eventId);

        /** Inserts or replaces the row with that id. */
        void saveVisit(Visit visit, long entryT);

        /** As {@link #saveVisit}, of a visit whose entry and car are as stored. */
        void followVisit(Visit visit, long entryT);

        void removeVisit(long id);

        void saveSyncStamp(SyncStamp stamp);
    }
}
