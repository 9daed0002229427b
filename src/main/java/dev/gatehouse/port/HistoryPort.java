package dev.gatehouse.port;

import dev.gatehouse.model.ChangePage;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads what has been committed. Every call reads the database: never on the FX thread. */
public interface HistoryPort {
    /**
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    HistoryPage find(HistoryQuery query);

    /**
     * What the tariff says of a visit that was charged while its entry was not known, in đồng; null
     * for every other visit.
     *
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    @Nullable Long dueDong(Visit visit);

    /**
     * One page of the visits that a person asks for.
     *
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    VisitPage visits(VisitQuery query);

    /**
     * How many visits there are of those, over all pages.
     *
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    long count(VisitQuery query);

    /**
     * Cars inside that may be meant by what was typed: those whose plate ends so, newest entry
     * first. Where there are none, and letters were typed, those whose plate begins so; and where
     * there are none of these either, those whose plate is near, nearest first.
     *
     * @param typed letters and digits; D finds Đ
     * @param limit at most so many
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    List<Visit> insideLike(String typed, int limit);

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
    default List<HistoryChange> changes(@Nullable Long historyId, int limit, int offset) {
        return changes(new ChangeQuery(historyId, limit, offset, null)).changes();
    }

    /**
     * A page of corrections and voids, latest first.
     *
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    ChangePage changes(ChangeQuery query);

    /**
     * What else devices read in place of a visit's plate, in the order of the ledger.
     *
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    List<Fact.Reread> readings(String eventId);

    /**
     * Passages that are no part of a visit, latest first.
     *
     * @param limit at most so many
     * @param offset after so many
     * @throws dev.gatehouse.port.StoreUnreadableException when the database cannot be read
     */
    List<Irregularity> irregular(Irregularity.Kind kind, int limit, int offset);
}
