package dev.gatehouse.ledger.store;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Keeps where the facts stand that concern no car. */
public interface SiteFactStore {
    /**
     * Tells whether the events of one kind are those that they were.
     *
     * @param last the id of the latest, null where there is none
     */
    record SiteMark(long count, @Nullable EventId last) {}

    /** Reads on the snapshot of one transaction. */
    interface Reader {
        /**
         * Whether there is a fact of that id that concerns no car.
         *
         * @param from the least clock value
         */
        boolean has(String kind, EventId id, Hlc from);

        /** The last event of a kind that concerns no car: by clock, central and id. */
        default Optional<LedgerEvent> newest(String kind) {
            return latest(kind, Long.MAX_VALUE, 1, 0).stream().findFirst();
        }

        /**
         * Events of a kind that concerns no car, latest first by clock, central and id.
         *
         * @param toHlc the greatest clock value, packed
         */
        List<LedgerEvent> latest(String kind, long toHlc, int limit, int offset);

        /** What changes whenever the events of a kind that concerns no car do. */
        SiteMark mark(String kind);
    }

    /** Reads and writes within one transaction. */
    interface Writer extends Reader {
        /** Notes a fact that concerns no car. */
        void add(int key, LedgerEvent event);

        void remove(int key, LedgerEvent event);
    }
}
