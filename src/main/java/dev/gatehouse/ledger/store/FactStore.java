package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps where the facts of each car stand, and the remarks on them. */
public interface FactStore {
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
    record FactRow(String plate, long t, int key, long seq, @Nullable String eventId, String kind) {
        /** The row of a fact, with the car that it is folded with. */
        public static FactRow of(FoldFact fact, String plate) {
            return new FactRow(
                    plate,
                    fact.key().t(),
                    fact.stream(),
                    fact.event().seq(),
                    fact.eventId(),
                    fact.fact().kind());
        }
    }

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

    /** Reads on the snapshot of one transaction. */
    interface Reader {
        /**
         * The events of the facts of one plate.
         *
         * @param fromT the least fold key, packed like a {@link Hlc}
         */
        List<EventStore.Keyed> ofCar(String plate, long fromT);

        /** The facts that name one visit, whatever car they are of. */
        List<FactRow> named(String eventId);

        /** Picks the visits that some fact names. */
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
        Map<CentralId, Long> centrals(Remark.What what);

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

        /** The greatest fold key of one plate; zero where there is none. */
        Hlc lastFoldKey(String plate);
    }

    /** Reads and writes within one transaction. */
    interface Writer extends Reader {
        /**
         * Adds a fact. Until {@link #settle} those who look for facts of a car or of a visit find
         * it, and no list has it.
         */
        void add(FactRow row);

        /** Writes the facts that were added, but for those that the row of a visit keeps. */
        void settle();

        void remove(FactRow row);

        /** Notes that a car has facts; a search looks for it then. May be said again. */
        void addCar(String plate);

        /** Forgets a car that has no facts any more; another one stays. */
        void removeCar(String plate);

        /** Inserts or replaces it. */
        void saveRemark(RemarkRow row);

        void removeRemark(String plate, long t, int key, long seq);

        /** Gives a correction or a void its number, where it has none. */
        void numberChange(EventId id);
    }
}
