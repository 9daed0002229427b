package dev.gatehouse.port;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads what has been committed. Every call reads the database: never on the FX thread. */
public interface HistoryPort {
    /**
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    HistoryPage find(HistoryQuery query);

    /**
     * The last passages over all gates, newest first, by when they happened.
     *
     * @param limit at most so many
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    List<GateEvent> recent(int limit);

    /**
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    DayStats today();

    /**
     * Corrections and voids, latest first.
     *
     * @param historyId of the visit in that row, null for all
     * @param limit at most so many
     * @param offset after so many
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    List<HistoryChange> changes(@Nullable Long historyId, int limit, int offset);

    /**
     * Passages that are no part of a visit, latest first.
     *
     * @param limit at most so many
     * @param offset after so many
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    List<Irregularity> irregular(Irregularity.Kind kind, int limit, int offset);
}
