package dev.gatehouse.node;

import dev.gatehouse.gate.SiteBook;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.ChangePage;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.plate.PlateSearch;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.port.HistoryPort;
import dev.gatehouse.port.StoreUnreadableException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/** Reads for the outer world from the ledger's snapshots. Any thread. */
final class HistoryReader implements HistoryPort {
    private final Ledger ledger;
    private final SiteBook site;

    HistoryReader(Ledger ledger, SiteBook site) {
        this.ledger = ledger;
        this.site = site;
    }

    @Override
    public @Nullable Long dueDong(Visit visit) {
        Visit.Departure exit = visit.exit();
        return exit != null && exit.alone() && visit.entryKnown()
                ? (Long) read(() -> site.due(visit, exit.passage().at()).feeDong())
                : null;
    }

    @Override
    public HistoryPage find(HistoryQuery query) {
        String search = query.search();
        String key = search == null ? null : Plates.searchKey(search);
        if (key != null && key.isEmpty()) { // something was looked for, and no plate can have it
            return new HistoryPage(List.of(), today());
        }
        return read(() -> ledger.history(query.searching(key)));
    }

    @Override
    public VisitPage visits(VisitQuery query) {
        VisitQuery keyed = keyed(query);
        return hopeless(keyed) ? VisitPage.EMPTY : read(() -> ledger.visits().page(keyed));
    }

    @Override
    public long count(VisitQuery query) {
        VisitQuery keyed = keyed(query);
        return hopeless(keyed) ? 0 : read(() -> ledger.visits().count(keyed));
    }

    private static VisitQuery keyed(VisitQuery query) {
        String search = query.search();
        return search == null ? query : query.searching(Plates.searchKey(search));
    }

    /** Something was looked for, and no plate can have it. */
    private static boolean hopeless(VisitQuery keyed) {
        return "".equals(keyed.search());
    }

    @Override
    public List<Visit> insideLike(String typed, int limit) {
        String key = Plates.searchKey(typed);
        if (key.isEmpty()) {
            return List.of();
        }
        List<Visit> ends = read(() -> ledger.visits().insideByTail(key, limit));
        return !ends.isEmpty() || PlateSearch.isTail(key)
                ? ends
                : read(
                        () ->
                                ledger.visits()
                                        .insideChosen(
                                                plates -> PlateSearch.like(key, plates, limit)));
    }

    @Override
    public List<GateEvent> recent(int limit) {
        return read(() -> ledger.recent(limit));
    }

    @Override
    public DayStats today() {
        return read(ledger::stats);
    }

    @Override
    public ChangePage changes(ChangeQuery query) {
        return read(() -> ledger.changes(query));
    }

    @Override
    public List<Fact.Reread> readings(String eventId) {
        return read(() -> ledger.outlooks().readings(eventId));
    }

    @Override
    public List<Irregularity> irregular(Irregularity.Kind kind, int limit, int offset) {
        return read(() -> ledger.irregular(kind, limit, offset));
    }

    static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreException e) {
            throw new StoreUnreadableException(String.valueOf(e.getMessage()), e);
        }
    }
}
