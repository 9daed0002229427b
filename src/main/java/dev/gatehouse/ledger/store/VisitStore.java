package dev.gatehouse.ledger.store;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.HistoryQuery;
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
import java.util.Optional;

/** Keeps the visits that the facts were folded into, and what they come to. */
public interface VisitStore {
    /**
     * A visit as stored.
     *
     * @param entryT the fold key of its entry
     */
    record StoredVisit(Visit visit, long entryT) {}

    /**
     * The facts that began and ended a visit. Its row may keep them, so that they need none.
     *
     * @param entry what began it, null where it is a fact of another name
     * @param exit what ended it, null also where it is a fact of another name, or where what comes
     *     next of its car does not stand behind it
     */
    record Sources(FactStore.@Nullable FactRow entry, FactStore.@Nullable FactRow exit) {
        /** Of a visit whose facts have their own rows. */
        public static final Sources NONE = new Sources(null, null);
    }

    /**
     * The beginning of a visit: a moment before which none was open, so that the fold can go on
     * from there.
     *
     * @param t the fold key of its entry
     * @param eventId its name
     * @param joined whether it has the exit of a car whose entry was not known where it left: that
     *     may sort before the entry
     */
    record FoldStart(long t, String eventId, boolean joined) {}

    /**
     * Where a car stands behind the last of its facts.
     *
     * @param lastT the greatest of their fold keys, 0 where there is none
     * @param inside whether its last visit is open
     */
    record CarPosition(long lastT, boolean inside) {}

    /**
     * A day of the site.
     *
     * @param from its first instant
     * @param to the first instant of the next
     */
    record Day(Instant from, Instant to) {}

    /** Reads on the snapshot of one transaction. */
    interface Reader {
        /** The name of the visit that has, or had, that row of the history. */
        Optional<String> eventIdOf(long historyId);

        /** The row of the history that a visit of that name has, or had. */
        Optional<Long> historyIdOf(String eventId);

        /** The visit of that name. */
        Optional<StoredVisit> stored(String eventId);

        /** Finds several visits by their names; a name without a visit is left out. */
        default Map<String, StoredVisit> stored(Collection<String> eventIds) {
            var stored = new HashMap<String, StoredVisit>();
            eventIds.forEach(
                    eventId -> stored(eventId).ifPresent(visit -> stored.put(eventId, visit)));
            return stored;
        }

        CarPosition standing(String plate);

        /** Tells where several cars stand, by their plates. */
        default Map<String, CarPosition> standings(Collection<String> plates) {
            var standings = new HashMap<String, CarPosition>();
            plates.forEach(plate -> standings.put(plate, standing(plate)));
            return standings;
        }

        /**
         * Visits with a known entry that began or ended then or later, by their rows.
         *
         * @param afterId only rows behind that one
         */
        List<StoredVisit> since(Instant from, long afterId, int limit);

        /**
         * What the visits come to; empty where they were never folded by a version that says so.
         */
        Optional<FoldDigest> fold();

        /** The visit in that row. */
        Optional<Visit> visit(long id);

        Optional<Visit> open(String plate);

        /**
         * The newest visit of that plate whose entry, at that gate if one is given, is unconfirmed.
         */
        Optional<Visit> unconfirmed(String plate, @Nullable String edgeId);

        /** The last visit of that plate that begins before {@code t}. */
        Optional<FoldStart> restBefore(String plate, long t);

        /** The visits of that plate that begin at {@code fromT} or later. */
        List<StoredVisit> ofCar(String plate, long fromT);

        /** The visits of the same plate before the one in that row, last first by fold keys. */
        List<Visit> before(long id, int limit);

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
        List<VisitPage.Row> search(VisitQuery query, Day day);

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
        List<EventStore.EventRef> eventsInside(int limit);
    }

    /** Reads and writes within one transaction. */
    interface Writer extends Reader {
        void saveFold(FoldDigest fold);

        /** The row number of a visit: the one it has, or a new one. */
        long historyId(String eventId);

        /** As {@link #historyId}, of a name that no row has. */
        long historyIdOfNew(String eventId);

        /** Inserts a visit that has no row yet. */
        void add(Visit visit, long entryT, Sources sources);

        /** Inserts or replaces the row with that id. */
        void save(Visit visit, long entryT, Sources sources);

        /** As {@link #save}, of a visit whose entry and car are as stored. */
        void follow(Visit visit, long entryT, Sources sources);

        /** Takes out the row of a visit that is none any more; its number stays its name's. */
        void remove(Visit visit);

        /** Forgets the name of a visit that is none any more, since it was erased. */
        void forget(String eventId);
    }
}
