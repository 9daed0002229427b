package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.query.Act;
import dev.gatehouse.ledger.query.SharedFacts;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a {@link Decision} can see and do, in its transaction. */
public interface DecisionContext {
    /** The wall clock of this transaction. */
    Instant now();

    /** The central that appends. */
    CentralId central();

    /** The visit of the car that is inside, with everything before this decision in it. */
    Optional<Visit> openVisit(Plate plate);

    /** The visit of the car that began last, with everything before this decision in it. */
    Optional<Visit> lastVisit(Plate plate);

    /** The visit of that name. */
    Optional<Visit> visit(String eventId);

    /**
     * The entries and exits that bear that name and stand, in the order of the fold; none where the
     * entry was voided.
     */
    List<Act> acts(String eventId);

    /** The newest visit of that plate whose entry, at that gate if one is given, is unconfirmed. */
    Optional<Visit> unconfirmed(Plate plate, @Nullable String edgeId);

    /** The visits of the same plate before that one, last first. */
    List<Visit> visitsBefore(Visit visit, int limit);

    /** The visit in that row of the history. */
    Optional<Visit> visit(long id);

    /**
     * What counts of a fact that concerns no car: of lists and settings the last one.
     *
     * @param kind such as {@link Fact.Fees#KIND}
     */
    default Optional<Fact> newest(String kind) {
        return shared().newest(kind);
    }

    /** The facts that concern no car, with everything before this decision in it. */
    SharedFacts shared();

    /**
     * Appends a fact to the ledger and folds its car anew.
     *
     * @param fact makes it from the clock value that it is given, whose milliseconds name a new
     *     visit; asked again with a later one where another visit has that name
     * @return the visit that the fact belongs to, as it is now
     */
    Visit append(Plate plate, Function<Hlc, Fact.OfCar> fact);

    /**
     * Appends a correction, a void or another reading and folds the cars that it concerns anew.
     *
     * @param cars those plates: what is known of them came before
     * @return the visit that the entry it names is part of now; empty where there is none
     */
    Optional<Visit> amend(List<Plate> cars, Fact.OfCar fact);

    /**
     * Appends what an original told, unless it is in the ledger already: live or as a row, from
     * whatever central, it is one fact. What was made here and came back is in it already, too.
     *
     * @param central where it happened: the original
     * @param fact an entry, an exit, a correction, a void, a place in the car park or of a car
     * @return whether it was new
     * @throws IllegalArgumentException where it cannot be used; the message names the field
     */
    boolean takeIn(CentralId central, Fact fact);

    /**
     * Appends a fact that concerns no car; a list of passes that is too long for one event as
     * several.
     *
     * @throws IllegalArgumentException where it is too long altogether; nothing was written
     */
    void append(Fact.OfSite fact);
}
