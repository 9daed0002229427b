package dev.gatehouse.console.gate;

import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What Enter does at a lane: with the car that is shown, or with what was chosen. FX thread only.
 */
final class Decision {
    private final LaneWork work;
    private final LaneStage stage;
    private final Doing doing;

    Decision(LaneWork work, LaneStage stage, Doing doing) {
        this.work = work;
        this.stage = stage;
        this.doing = doing;
    }

    /** Does with a car what the screen says. */
    void confirm(Car car) {
        switch (car.task()) {
            case LET_IN -> {
                if (car.isUnusual()) {
                    stage.put(new Step.Menu(car, Choice.UNUSUAL, null));
                    stage.changed();
                } else {
                    write(car, () -> doing.letIn(car));
                }
            }
            case LET_OUT, PAY -> confirmExit(car);
            case DONE, AGAINST_LANE -> {
                work.leave(car);
                work.end(new Result.None());
                stage.changed();
            }
            case NO_ENTRY -> {
                Visit chosen = work.nearChosen();
                if (chosen != null) {
                    work.look(chosen.plate().canonical());
                } else {
                    stage.needs(car.near().isEmpty() ? LaneStage.Need.CHOICE : LaneStage.Need.CAR);
                }
            }
            case UNREAD -> stage.needs(LaneStage.Need.PLATE);
            case NOT_WRITTEN -> write(car, () -> doing.again(car));
            case ALREADY_INSIDE, BLOCKED -> stage.needs(LaneStage.Need.CHOICE);
        }
    }

    private void confirmExit(Car car) {
        Long given = stage.cash().dong();
        if (car.isToPay() && given == null) {
            stage.needs(LaneStage.Need.MONEY);
        } else if (car.isToPay() && given != null && given < car.feeDong()) {
            stage.needs(LaneStage.Need.MORE_MONEY);
        } else if (car.task() == Task.PAY) {
            write(car, () -> doing.pay(car, given));
        } else {
            write(car, () -> doing.letOut(car, given));
        }
    }

    /** Does what was chosen by its number. */
    void perform(Car car, Choice chosen) {
        switch (chosen) {
            case LOST_CARD -> noteAndGoOn(car, chosen);
            case NO_ENTRY -> write(car, () -> doing.leaveAlone(car, doing.because(chosen, null)));
            case WRONG_PLATE -> {
                stage.put(new Step.Shown(car.unread()));
                stage.needs(LaneStage.Need.PLATE);
            }
            case DUPLICATE -> write(car, () -> doing.takeBack(car, chosen));
            case FREE -> {
                stage.put(new Step.Menu(car, Choice.WHY_FREE, null));
                stage.changed();
            }
            case CANCEL -> write(car, () -> doing.takeBack(car, chosen));
            case MISSED_EXIT ->
                    write(
                            car,
                            () -> doing.letIn(car.entering().because(doing.because(chosen, null))));
            case ANOTHER_CAR, REFUSED -> write(car, () -> doing.note(car, chosen, null));
            case READ_AGAIN -> write(car, () -> doing.note(car, chosen, word(chosen)));
            case FOREIGN, TEMPORARY, NO_PLATE, OTHER_FORM, PRIORITY, GUEST, TURNED, OUR_FAULT -> {
                stage.put(new Step.Shown(car.because(doing.because(chosen, word(chosen)))));
                stage.changed();
            }
            case ALLOWED -> allow(car, chosen);
        }
    }

    /** A blocked car may pass; with its entry that is written, and otherwise at once. */
    private void allow(Car car, Choice choice) {
        Car allowed = car.because(doing.because(choice, word(choice)));
        if (car.plain() == Task.LET_IN) {
            stage.begin(allowed);
            stage.changed();
        } else {
            stage.begin(allowed);
            Step then = stage.step();
            write(
                    allowed,
                    then,
                    () -> {
                        Doing.Done done = doing.note(car, choice, word(choice));
                        return new Doing.Done(done.result(), null, false);
                    });
        }
    }

    /** As it stands in the ledger, whatever the language of the window is. */
    private static String word(Choice choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** The lost card is on record at once; the fee is still to be taken. */
    private void noteAndGoOn(Car car, Choice choice) {
        write(
                car,
                () -> {
                    Doing.Done done = doing.note(car, choice, null);
                    return new Doing.Done(done.result(), null, false);
                });
    }

    /** Takes the last act back. */
    void undo(Act last) {
        write(null, () -> doing.undo(last));
    }

    private void write(@Nullable Car car, Supplier<Doing.Done> call) {
        Step step = stage.step();
        boolean inMenu =
                step instanceof Step.Menu(_, List<Choice> choices, _)
                        && !LaneStage.isFirst(choices);
        Car of = step.car();
        write(car, inMenu && of != null ? new Step.Shown(of) : step, call);
    }

    /**
     * @param before how it goes on where the car stays
     */
    private void write(@Nullable Car car, Step before, Supplier<Doing.Done> call) {
        stage.put(new Step.Writing(car));
        stage.ask(call, done -> work.done(car, before, done));
    }
}
