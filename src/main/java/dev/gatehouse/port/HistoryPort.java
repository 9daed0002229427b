package dev.gatehouse.port;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;

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
}
