package dev.gatehouse.ledger;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the ledger is kept. A write is one transaction, durable when it returns; a read sees one
 * snapshot. Both throw {@link StoreException} when the medium fails, and then nothing was written.
 */
interface Store extends AutoCloseable {
    /** Runs in one transaction; what {@code work} throws rolls it back. One thread at a time. */
    <T> T write(Function<WriteTx, T> work);

    /** Runs on one snapshot. Any thread. */
    <T> T read(Function<ReadTx, T> work);

    @Override
    void close();

    /**
     * A stream as stored.
     *
     * @param key its short local number
     * @param n events held from 1 without a gap
     * @param root over those
     * @param lastHlc the greatest clock value in it
     */
    record StoredStream(int key, StreamDescriptor descriptor, long n, Hash root, Hlc lastHlc) {}

    /** Reading. */
    interface ReadTx {
        List<StoredStream> streams();

        /**
         * Events in order from {@code from}, until one of the limits or a gap.
         *
         * @param maxBytes as they travel, about; the first event comes however large it is
         */
        List<LedgerEvent> events(int key, StreamId stream, long from, int maxRows, int maxBytes);

        /** Leaves {@code from} to {@code to}, numbered from 0, end excluded. */
        List<Hash> leaves(int key, long from, long to);

        /** Stored nodes {@code from} to {@code to}, numbered from 0, end excluded. */
        List<Hash> nodes(int key, long from, long to);

        /** The events of the facts of one plate, in fold order. */
        List<LedgerEvent> facts(String plate);

        /** The greatest fold key of one plate; zero where there is none. */
        Hlc lastFoldKey(String plate);

        Optional<Visit> openVisit(String plate);

        /**
         * The newest visit of that plate whose entry, at that gate if one is given, is unconfirmed.
         */
        Optional<Visit> unconfirmed(String plate, @Nullable String edgeId);

        List<Visit> visitsOf(String plate);

        /**
         * Visits, newest row first.
         *
         * @param day with {@link HistoryQuery#todayOnly}, the day
         */
        List<Visit> find(HistoryQuery query, Day day);

        DayStats stats(Day day);

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

        void addEvents(int key, List<Leafed> events);

        void addNode(int key, long span, Hash hash);

        void hold(int key, long n, Hash root, Hlc lastHlc);

        void addFact(String plate, FoldKey foldKey, int key, long seq);

        void addPassage(long wallMs, int key, long seq);

        /** The row number of a visit: the one it has, or a new one. */
        long historyId(String eventId);

        /** Inserts or replaces the row with that id. */
        void saveVisit(Visit visit);

        void removeVisit(long id);

        void saveSyncStamp(SyncStamp stamp);
    }
}
