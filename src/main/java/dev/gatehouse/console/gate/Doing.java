package dev.gatehouse.console.gate;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.GatePort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;

/**
 * Has the node write what a person decided about a car. Every call blocks until it is on disk:
 * never on the FX thread.
 */
final class Doing {
    private static final Logger LOG = LoggerFactory.getLogger(Doing.class);

    private final GatePort gate;
    private final String staff;
    private final @Nullable String lane;

    /**
     * @param staff who sits at the window
     * @param lane the name of the lane for what no device reported; null where it has none
     */
    Doing(GatePort gate, String staff, @Nullable String lane) {
        this.gate = gate;
        this.staff = staff;
        this.lane = lane;
    }

    /**
     * What came of it.
     *
     * @param act what can be taken back now; null where nothing was done
     * @param over whether the car's card is to be put away
     */
    record Done(Result result, @Nullable Act act, boolean over) {
        static Done over(Result result) {
            return new Done(result, null, true);
        }

        /** The car stays before the barrier. */
        static Done nothing(Result result) {
            return new Done(result, null, false);
        }
    }

    Because because(Choice choice, @Nullable String note) {
        return new Because(choice.reason(), note, staff);
    }

    /** Lets a car in that is not inside, or gives the one that came in its right plate. */
    Done letIn(Car car) {
        LaneCard card = car.card();
        if (card != null && card.isWritten()) {
            return correct(car, card);
        }
        OpenRequest request = request(car, shownAtEntry(car));
        Done done = done(gate.letIn(request, car.because()).join(), null);
        keepReading(car, done);
        return done;
    }

    private static @Nullable Visit shownAtEntry(Car car) {
        Because because = car.because();
        boolean replaces = because != null && because.reason() == Because.Reason.DUPLICATE;
        return replaces ? car.visit() : null;
    }

    private Done correct(Car car, LaneCard card) {
        ChangeOutcome outcome =
                gate.correct(
                                new CorrectionRequest(
                                        card.historyId(),
                                        car.plate().canonical(),
                                        car.plate().view(),
                                        Because.Reason.WRONG_PLATE.word(),
                                        staff))
                        .join();
        return switch (outcome) {
            case ChangeOutcome.Done _ -> Done.over(new Result.Entered(car.plate(), card.since()));
            case ChangeOutcome.NotFound _ -> Done.over(new Result.NotInside(car.plate()));
            case ChangeOutcome.Refused _ -> Done.nothing(new Result.NoPlate());
            case ChangeOutcome.Unavailable(String why) -> unwritten(why);
        };
    }

    /**
     * Lets a car out that is inside. Where a device had its exit written under another plate, that
     * one is taken back.
     *
     * @param given what the driver gave, in đồng; null where nothing is due
     */
    Done letOut(Car car, @Nullable Long given) {
        LaneCard card = car.card();
        if (card != null && card.kind() == LaneCard.Kind.TO_PAY) {
            UndoOutcome undone = undo(card.eventId(), GateEvent.Kind.EXIT);
            if (!(undone instanceof UndoOutcome.Undone)) { // or both cars would have left
                return Done.nothing(undone(undone, card.plate()).result());
            }
        }
        Settlement settlement = settlement(car, given);
        Done done = done(gate.letOut(request(car, car.visit()), settlement).join(), settlement);
        keepReading(car, done);
        if (done.act() != null && card != null && card.isWritten() && isAlone(card)) {
            gate.remove(card.historyId(), Because.Reason.WRONG_PLATE.word(), staff).join();
        }
        return done;
    }

    /** Whether the device's exit stands for itself, so that it is a slip once the car is found. */
    private static boolean isAlone(LaneCard card) {
        return card.kind() != LaneCard.Kind.TO_PAY;
    }

    /** A car leaves of which no entry is known. */
    Done leaveAlone(Car car, Because because) {
        LaneCard card = car.card();
        var excused = new Settlement.Excused(0, because);
        return card != null && card.isWritten()
                ? settled(car, Choice.NO_ENTRY, card.eventId(), excused)
                : done(gate.letOut(request(car, null), excused).join(), excused);
    }

    /** The fee of an exit that is written is settled. */
    Done pay(Car car, @Nullable Long given) {
        LaneCard card = car.card();
        return settled(
                car, Choice.FREE, card == null ? null : card.eventId(), settlement(car, given));
    }

    private Settlement settlement(Car car, @Nullable Long given) {
        Because because = car.because();
        return because != null && because.reason() == Because.Reason.FREE
                ? new Settlement.Excused(car.feeDong(), because)
                : new Settlement.Cash(car.feeDong(), given == null ? car.feeDong() : given, staff);
    }

    private Done settled(Car car, Choice choice, @Nullable String eventId, Settlement settlement) {
        if (eventId == null) {
            return Done.over(new Result.NotInside(car.plate()));
        }
        SettleOutcome outcome = gate.settle(eventId, settlement, edge(car)).join();
        return switch (outcome) {
            case SettleOutcome.Settled(String visit, Plate plate, long fee, long change) -> {
                Instant at = car.card() == null ? Instant.EPOCH : car.card().since();
                Result result =
                        settlement instanceof Settlement.Excused
                                ? new Result.Excused(plate, choice, fee)
                                : new Result.Left(plate, at, fee, change);
                yield new Done(
                        result, new Act(GateEvent.Kind.EXIT, visit, plate, Instant.MIN, fee), true);
            }
            case SettleOutcome.AlreadySettled _ -> Done.over(new Result.SettledBefore(car.plate()));
            case SettleOutcome.NotFound _ -> Done.over(new Result.NotInside(car.plate()));
            case SettleOutcome.FeeChanged(Plate plate, long fee, long shown) ->
                    Done.nothing(new Result.FeeChanged(plate, fee, shown));
            case SettleOutcome.Refused _ -> Done.nothing(new Result.NotWritten());
            case SettleOutcome.Unavailable(String why) -> unwritten(why);
        };
    }

    private static Done done(Passed passed, @Nullable Settlement settlement) {
        return switch (passed.outcome()) {
            case OpenOutcome.Entered in ->
                    new Done(
                            new Result.Entered(in.plate(), in.at()),
                            new Act(GateEvent.Kind.ENTRY, in.eventId(), in.plate(), in.at(), 0),
                            true);
            case OpenOutcome.Left out ->
                    new Done(
                            left(out, settlement),
                            new Act(
                                    GateEvent.Kind.EXIT,
                                    out.eventId(),
                                    out.plate(),
                                    out.at(),
                                    taken(out, settlement)),
                            true);
            case OpenOutcome.AlreadyInside(Plate plate, Instant since, _) ->
                    Done.over(new Result.AlreadyInside(plate, since));
            case OpenOutcome.NotInside(Plate plate) -> Done.over(new Result.NotInside(plate));
            case OpenOutcome.FeeChanged(Plate plate, long fee, long shown) ->
                    Done.nothing(new Result.FeeChanged(plate, fee, shown));
            case OpenOutcome.Refused _ -> Done.nothing(new Result.NoPlate());
            case OpenOutcome.AgainstLane(String spot, _) ->
                    unwritten("the window asked for a way that " + spot + " does not go");
            case OpenOutcome.Unavailable(String why) -> unwritten(why);
        };
    }

    private static Result left(OpenOutcome.Left out, @Nullable Settlement settlement) {
        return settlement instanceof Settlement.Excused excused
                ? new Result.Excused(
                        out.plate(),
                        excused.because().reason() == Because.Reason.NO_ENTRY
                                ? Choice.NO_ENTRY
                                : Choice.FREE,
                        out.feeDong())
                : new Result.Left(
                        out.plate(),
                        out.at(),
                        out.feeDong(),
                        settlement instanceof Settlement.Cash cash
                                ? cash.givenDong() - cash.dueDong()
                                : 0);
    }

    private static long taken(OpenOutcome.Left out, @Nullable Settlement settlement) {
        return settlement instanceof Settlement.Cash ? out.feeDong() : 0;
    }

    private static Done unwritten(String why) {
        LOG.warn("Nothing was written at the window: {}", why);
        return Done.nothing(new Result.NotWritten());
    }

    /** What a device read stays with the car, where a person found it to be another. */
    private void keepReading(Car car, Done done) {
        LaneCard card = car.card();
        Act act = done.act();
        if (act != null && card != null && car.readAs() != null) {
            gate.keepReading(act.eventId(), card.report()).join();
        }
    }

    /** Notes what is out of the ordinary and lets nobody pass. */
    Done note(Car car, Choice choice, @Nullable String note) {
        ChangeOutcome outcome =
                gate.noteIncident(request(car, car.visit()), because(choice, note)).join();
        return outcome instanceof ChangeOutcome.Unavailable(String why)
                ? unwritten(why)
                : Done.over(new Result.Noted(car.plate(), choice));
    }

    /** What a device had written never was: the car turned round, or it is written twice. */
    Done takeBack(Car car, Choice choice) {
        LaneCard card = car.card();
        GateEvent.Kind way = car.way();
        if (card == null || card.eventId() == null || way == null) {
            return note(car, choice, null);
        }
        Done done = undone(undo(card.eventId(), way), car.plate());
        if (done.over()) {
            gate.noteIncident(request(car, null), because(choice, null)).join();
        }
        return done;
    }

    /** Takes the last act back. */
    Done undo(Act act) {
        return undone(undo(act.eventId(), act.way()), act.plate());
    }

    private UndoOutcome undo(@Nullable String eventId, GateEvent.Kind way) {
        return eventId == null
                ? new UndoOutcome.NotFound()
                : gate.undo(new UndoRequest(eventId, way, staff)).join();
    }

    private static Done undone(UndoOutcome outcome, Plate of) {
        return switch (outcome) {
            case UndoOutcome.Undone(Plate plate, GateEvent.Kind way, long back) ->
                    Done.over(new Result.Undone(plate, way, back));
            case UndoOutcome.TooLate(Plate plate) -> Done.nothing(new Result.TooLate(plate));
            case UndoOutcome.NotFound _ -> Done.nothing(new Result.TooLate(of));
            case UndoOutcome.Unavailable(String why) -> unwritten(why);
        };
    }

    /** A report that could not be written is tried once more. */
    Done again(Car car) {
        LaneCard card = car.card();
        GateEvent.Kind way = car.way();
        if (card == null || way == null) {
            return Done.over(new Result.None());
        }
        Done done = done(gate.pass(way, card.report()).join(), null);
        return done.act() == null ? Done.nothing(done.result()) : done;
    }

    /** The barrier closed behind a car. */
    Done close(Plate plate) {
        return switch (gate.close(plate.canonical(), null).join()) {
            case CloseOutcome.Confirmed _ -> Done.over(new Result.Closed(plate));
            case CloseOutcome.NothingToConfirm _ -> Done.over(new Result.NothingToClose(plate));
            case CloseOutcome.Refused _ -> Done.nothing(new Result.NoPlate());
            case CloseOutcome.Unavailable(String why) -> unwritten(why);
        };
    }

    private OpenRequest request(Car car, @Nullable Visit shown) {
        LaneCard card = car.card();
        Plate plate = car.plate();
        return new OpenRequest(
                plate.isUnread() ? "" : plate.canonical(),
                plate.isUnread() ? null : plate.view(),
                edge(car),
                card == null ? null : card.report().cameraId(),
                card == null ? null : card.report().cameraName(),
                null,
                "manual",
                null,
                null,
                shown == null ? null : shown.eventId(),
                card == null ? null : card.report().picture());
    }

    private @Nullable String edge(Car car) {
        return car.card() == null ? lane : car.card().report().edgeId();
    }
}
