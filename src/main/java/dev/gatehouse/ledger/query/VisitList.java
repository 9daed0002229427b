package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Visits as people look for them, by keys of plates. Reads the database; any thread. */
public final class VisitList {
    /** More than a park holds; a car that came in before these is found by its last digits. */
    private static final int MOST_LOOKED_AT = 20_000;

    private final Store store;
    private final Supplier<VisitStore.Day> today;

    public VisitList(Store store, Supplier<VisitStore.Day> today) {
        this.store = store;
        this.today = today;
    }

    /** One page of them. */
    public VisitPage page(VisitQuery query) {
        VisitStore.Day day = today.get();
        return store.read(tx -> VisitPage.of(tx.visits().search(query, day), query.limit()));
    }

    /** How many they are, over all pages. */
    public long count(VisitQuery query) {
        VisitStore.Day day = today.get();
        return store.read(tx -> tx.visits().count(query, day));
    }

    /** Finds the visit of the car that is inside. */
    public Optional<Visit> inside(Plate plate) {
        return store.read(tx -> tx.visits().open(plate.canonical()));
    }

    /** The visit in that row of the history. */
    public Optional<Visit> row(long historyId) {
        return store.read(tx -> tx.visits().visit(historyId));
    }

    /** Lists the visits of the same plate before the given one, last first. */
    public List<Visit> before(Visit visit, int limit) {
        return store.read(tx -> tx.visits().before(visit.id(), limit));
    }

    /**
     * Visits that began so soon after the car had left, newest entry first.
     *
     * @param from entered at that moment or later
     * @param to entered before that moment
     * @param within between the exit before and the entry, by either clock
     */
    public List<Visit> soonAgain(Instant from, Instant to, Duration within, int limit) {
        return store.read(tx -> tx.visits().soonAgain(new VisitStore.Day(from, to), within, limit));
    }

    /** Of cars inside whose key of their plate ends so, newest entry first. */
    public List<Visit> insideByTail(String key, int limit) {
        return store.read(tx -> tx.visits().insideByTail(key, limit));
    }

    /**
     * Of cars inside that are chosen by their plates.
     *
     * @param choose gets the plates of those that came in last, newest entry first
     * @return in the order that was chosen
     */
    public List<Visit> insideChosen(UnaryOperator<List<String>> choose) {
        return store.read(
                tx -> {
                    List<String> chosen = choose.apply(tx.visits().platesInside(MOST_LOOKED_AT));
                    return tx.visits().insideWith(chosen).stream()
                            .sorted(
                                    Comparator.comparingInt(
                                            visit -> chosen.indexOf(visit.plate().canonical())))
                            .toList();
                });
    }
}
