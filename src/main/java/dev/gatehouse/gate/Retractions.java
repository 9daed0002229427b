package dev.gatehouse.gate;

import dev.gatehouse.ledger.query.Act;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Takes acts at the gate back. Runs in the ledger's writer, within its transaction. */
final class Retractions {
    /** Why an entry is voided that a person took back at once. */
    private static final String UNDO = "undo";

    /** A person sees his slip while the car still stands at the barrier. */
    static final Duration WITHIN = Duration.ofSeconds(60);

    private Retractions() {}

    /** Takes an act back, where it was made here and just now. */
    static UndoOutcome undo(DecisionContext desk, UndoRequest request) {
        List<Act> acts = desk.acts(request.eventId());
        Act act = request.way() == GateEvent.Kind.ENTRY ? entry(acts) : Till.exit(acts);
        if (act == null) {
            return new UndoOutcome.NotFound();
        }
        boolean late = Duration.between(act.at(), desk.now()).abs().compareTo(WITHIN) > 0;
        if (late || !act.here() || act.seenSince()) {
            return new UndoOutcome.TooLate(act.car());
        }
        long back =
                switch (request.way()) {
                    case ENTRY -> undoEntry(desk, act, request);
                    case EXIT -> undoExit(desk, act, request);
                };
        return new UndoOutcome.Undone(act.car(), request.way(), back);
    }

    private static @Nullable Act entry(List<Act> acts) {
        return acts.stream()
                .filter(act -> act.fact() instanceof Fact.Entry)
                .findFirst()
                .orElse(null);
    }

    private static long undoEntry(DecisionContext desk, Act entry, UndoRequest request) {
        Visit before = missedBefore(desk, entry, request.eventId());
        desk.amend(List.of(entry.car()), new Fact.Voided(request.eventId(), UNDO, request.staff()));
        if (before != null) {
            reopen(desk, before, request.staff());
        }
        return 0;
    }

    /** The visit that was ended, its exit not known, so that this entry could be. */
    private static @Nullable Visit missedBefore(DecisionContext desk, Act entry, String eventId) {
        Visit visit = desk.visit(eventId).orElse(null);
        Visit before =
                visit == null
                        ? null
                        : desk.visitsBefore(visit, 1).stream().findFirst().orElse(null);
        Visit.Departure exit = before == null ? null : before.exit();
        boolean atOnce =
                exit != null
                        && exit.missed()
                        && exit.central().equals(desk.central())
                        && exit.passage().at().equals(entry.at());
        return atOnce ? before : null;
    }

    private static void reopen(DecisionContext desk, Visit missed, String staff) {
        for (Act act : desk.acts(missed.eventId())) {
            if (act.fact() instanceof Fact.Exit exit && exit.missed() && act.here()) {
                desk.amend(
                        List.of(missed.plate()), new ExitUndone(missed.eventId(), act.id(), staff));
            }
        }
    }

    private static long undoExit(DecisionContext desk, Act exit, UndoRequest request) {
        boolean alone = exit.fact() instanceof Fact.Exit told && told.alone();
        desk.amend(
                List.of(exit.car()),
                alone
                        ? new Fact.Voided(request.eventId(), UNDO, request.staff())
                        : new ExitUndone(request.eventId(), exit.id(), request.staff()));
        return Till.giveBack(desk, request.eventId(), exit, request.staff());
    }
}
