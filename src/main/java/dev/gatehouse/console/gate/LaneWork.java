package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.live.ReadFailure;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The work at one lane: the car that devices reported there, or whose plate a person typed, until
 * it is decided. What is done is what was shown, and what was shown for so long that a person can
 * have read it. FX thread only; the node is called on virtual threads, and an answer that nobody
 * waits for any more is dropped.
 */
final class LaneWork {
    /** How old a shown fee may grow; each hour begun costs, so it must not grow old. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final NodePort node;
    private final LaneStage stage;
    private final Doing doing;
    private final Decision decision;
    private LaneState state;
    private boolean held;
    private @Nullable Act act;
    private @Nullable Plate entered;
    private Instant lookedAt = Instant.MIN;

    /** Of cards that a person left alone: they are gone from here, whatever the node says. */
    private long leftAlone = -1;

    /**
     * @param staff who sits at the window
     * @param changed run after every change of what stands below
     */
    LaneWork(
            FxBridge bridge,
            NodePort node,
            InstantSource clock,
            LaneState state,
            String staff,
            Runnable changed) {
        this.node = node;
        this.stage = new LaneStage(bridge, clock, changed, this::fail);
        this.state = state;
        String name = state.lane().id();
        this.doing =
                new Doing(node.gate(), staff, name.isEmpty() || !state.configured() ? null : name);
        this.decision = new Decision(this, stage, doing);
        take();
    }

    /** How far it is. */
    LaneStage stage() {
        return stage;
    }

    Step step() {
        return stage.step();
    }

    Lane lane() {
        return state.lane();
    }

    LaneState state() {
        return state;
    }

    /** The car that came in last through here and whose barrier is not closed yet. */
    @Nullable Plate entered() {
        return entered;
    }

    /** What can be taken back; null where nothing can. */
    @Nullable Act act() {
        return act != null && act.lasts(stage.now()) ? act : null;
    }

    /** Whether the plate field may be typed in. */
    boolean takesPlate() {
        Car car = stage.car();
        return switch (stage.step()) {
            case Step.Ready _, Step.Looking _ -> true;
            case Step.Shown _ -> car != null && (isToBeFound(car) || car.task() == Task.DONE);
            case Step.Menu _, Step.Undoing _, Step.Writing _ -> false;
        };
    }

    /** Whether what is typed is the plate of that car, rather than of another one. */
    private static boolean isToBeFound(Car car) {
        return car.task() == Task.UNREAD || car.task() == Task.NO_ENTRY;
    }

    /** Whether digits are money. */
    boolean takesCash() {
        return stage.step() instanceof Step.Shown(Car car) && car.isToPay();
    }

    /**
     * Whether a person types a plate for this lane: what devices report meanwhile waits, so that no
     * digit of a plate becomes money.
     */
    void hold(boolean typing) {
        if (held != typing) {
            held = typing;
            take();
            stage.changed();
        }
    }

    /** The lane is looked at from now on: what was on it before counts as new. */
    void showAnew() {
        stage.showAnew();
    }

    /** Whether devices reported a car that is not shown yet. */
    boolean isCarWaiting() {
        LaneCard card = state.card();
        Car shown = stage.car();
        boolean isShown =
                card != null
                        && shown != null
                        && shown.card() != null
                        && shown.card().id() == card.id();
        return state.waiting() > 0
                || (card != null && card.isUndecided() && !isShown && card.id() != leftAlone);
    }

    /** Whether a car is shown about which a person must decide. */
    boolean hasUndecidedCar() {
        Car car = stage.car();
        return car != null && car.task() != Task.DONE;
    }

    /**
     * Takes what the node knows of the lane now; whoever calls has it drawn.
     *
     * @return whether that is something else than before
     */
    boolean take(LaneState next) {
        boolean other = !next.equals(state);
        state = next;
        take();
        return other;
    }

    private void take() {
        LaneState.End end = state.end();
        Car shown = stage.car();
        LaneCard was = shown == null ? null : shown.card();
        if (was != null
                && end != null
                && end.card().id() == was.id()
                && end.why() != LaneState.Why.DECIDED
                && !(stage.step() instanceof Step.Writing)) {
            long unpaid = was.kind() == LaneCard.Kind.TO_PAY ? was.feeDong() : 0;
            end(new Result.Gone(was.plate(), end.why(), unpaid));
        }
        if (isCardShown()) {
            showCard();
        }
    }

    /** Whether the card of the node is what is worked on, rather than something that was typed. */
    private boolean isCardShown() {
        return switch (stage.step()) {
            case Step.Ready _ -> !held;
            case Step.Shown(Car car) -> car.isAsReported();
            case Step.Menu(Car car, var choices, var chosen) ->
                    chosen == null && car.card() != null && LaneStage.isFirst(choices);
            case Step.Looking _, Step.Undoing _, Step.Writing _ -> false;
        };
    }

    private void showCard() {
        LaneCard card = state.card();
        Car before = stage.car();
        boolean isShown =
                card != null
                        && before != null
                        && before.card() != null
                        && before.card().id() == card.id();
        if (card == null || card.id() == leftAlone || (held && !isShown)) {
            if (!(stage.step() instanceof Step.Ready)) {
                stage.put(new Step.Ready());
            }
            return;
        }
        if (before != null && card.equals(before.card())) {
            return;
        }
        lookedAt = stage.now();
        stage.begin(Car.of(card));
    }

    /** Asks about a car whose plate was typed. */
    void look(String plateText) {
        Car before = stage.car();
        LaneCard card = before == null || !isToBeFound(before) ? null : before.card();
        stage.put(new Step.Looking());
        stage.say(new Result.None());
        stage.ask(
                () -> node.gate().look(plateText, null, lane().direction().only()),
                sighting -> {
                    lookedAt = stage.now();
                    switch (sighting) {
                        case Sighting.Refused _, Sighting.Unread _ -> end(new Result.NoPlate());
                        case Sighting.Seen seen -> found(seen, card);
                    }
                });
    }

    /**
     * A car was found, or none. Where the one car inside differs in the bar of Đ only it is meant:
     * who types leaves the bar out, and no camera sees it.
     */
    private void found(Sighting.Seen seen, @Nullable LaneCard card) {
        Visit alike = seen.alike();
        if (seen.inside() == null && alike != null) {
            look(alike.plate().canonical(), card);
        } else {
            stage.begin(Car.of(seen, lane().direction(), card));
        }
    }

    private void look(String plateText, @Nullable LaneCard card) {
        stage.ask(
                () -> node.gate().look(plateText, null, lane().direction().only()),
                sighting -> {
                    if (sighting instanceof Sighting.Seen seen) {
                        stage.begin(Car.of(seen, lane().direction(), card));
                    } else {
                        end(new Result.NoPlate());
                    }
                });
    }

    /** Takes what is old away, and asks again where what is shown of a fee has grown old. */
    void tick() {
        stage.tick();
        boolean old =
                lookedAt.equals(Instant.MIN) || !stage.now().isBefore(lookedAt.plus(LOOK_AGAIN));
        if (stage.step() instanceof Step.Shown(Car car) && car.task() == Task.LET_OUT && old) {
            lookAgain(car);
        }
    }

    /**
     * Where the car left elsewhere meanwhile nothing is offered any more: the Enter that was meant
     * for its fee would do something else.
     */
    private void lookAgain(Car car) {
        Visit shown = car.visit();
        lookedAt = stage.now();
        stage.ask(
                () -> node.gate().look(car.plate().canonical(), car.plate().view(), car.way()),
                sighting -> {
                    if (!(stage.step() instanceof Step.Shown(Car still))
                            || !still.deed().equals(car.deed())) {
                        return; // a menu is open, or another car stands there
                    }
                    if (sighting instanceof Sighting.Seen now
                            && now.inside() instanceof Visit visit
                            && shown != null
                            && visit.eventId().equals(shown.eventId())) {
                        boolean rose = now.feeDong() != car.feeDong();
                        long before = car.feeDong();
                        stage.put(new Step.Shown(car.now(now)));
                        if (rose && !stage.cash().isEmpty()) {
                            stage.end(
                                    new Result.FeeChanged(car.plate(), now.feeDong(), before),
                                    stage.step());
                        }
                    } else {
                        leave(car);
                        end(new Result.NotInside(car.plate()));
                    }
                });
    }

    /** Says that money is to be typed. */
    void askForCash() {
        stage.needs(LaneStage.Need.MONEY);
    }

    /** Whether there is something to choose from. */
    boolean hasChoices() {
        return stage.step() instanceof Step.Menu || isNearOffered();
    }

    private boolean isNearOffered() {
        return stage.step() instanceof Step.Shown(Car car)
                && car.task() == Task.NO_ENTRY
                && !car.near().isEmpty();
    }

    /** The car inside that a person points at in the list of near ones; null where at none. */
    @Nullable Visit nearChosen() {
        int at = stage.nearChosen();
        return stage.step() instanceof Step.Shown(Car car)
                        && car.task() == Task.NO_ENTRY
                        && at >= 0
                        && at < car.near().size()
                ? car.near().get(at)
                : null;
    }

    /** Opens the menu of exceptions. */
    void openMenu() {
        if (stage.step() instanceof Step.Shown(Car car) && !Choice.exceptions(car).isEmpty()) {
            stage.put(new Step.Menu(car, Choice.exceptions(car), null));
            stage.changed();
        }
    }

    /** Shows the last act before it is taken back. */
    void openUndo(Act of) {
        if (!(stage.step() instanceof Step.Writing)) {
            stage.drop();
            stage.say(
                    new Result.None()); // what is said of the act would stand against the question
            stage.put(new Step.Undoing(of));
            stage.changed();
        }
    }

    /** Does what is shown. */
    void confirm() {
        if (stage.isTooSoon()) {
            return;
        }
        switch (stage.step()) {
            case Step.Shown(Car car) -> decision.confirm(car);
            case Step.Menu(Car car, _, Choice chosen) -> {
                if (chosen == null) {
                    stage.needs(LaneStage.Need.CHOICE);
                } else {
                    decision.perform(car, chosen);
                }
            }
            case Step.Undoing(Act last) -> {
                act = null;
                decision.undo(last);
            }
            case Step.Ready _, Step.Looking _, Step.Writing _ -> {}
        }
    }

    /** The barrier closed behind the car that came in last. */
    void close() {
        Plate plate = entered;
        if (plate != null && !stage.isTooSoon()) {
            entered = null;
            stage.ask(() -> doing.close(plate), done -> end(done.result()));
        }
    }

    /** Leaves the car alone; what is being written cannot be called back any more. */
    void back() {
        switch (stage.step()) {
            case Step.Writing _ -> {
                return;
            }
            case Step.Menu(Car car, List<Choice> choices, _) when !LaneStage.isFirst(choices) -> {
                stage.drop();
                stage.put(new Step.Shown(car));
            }
            case Step.Shown(Car car) when !stage.cash().isEmpty() -> {
                stage.clearCash();
                stage.put(new Step.Shown(car));
            }
            case Step.Shown(Car car) when car.because() != null -> {
                stage.drop();
                stage.begin(car.card() == null ? car.plainly() : Car.of(car.card()));
            }
            case Step.Ready _, Step.Looking _, Step.Undoing _, Step.Shown _, Step.Menu _ -> {
                stage.drop();
                Car car = stage.car();
                if (car != null) {
                    leave(car);
                }
                stage.put(new Step.Ready());
                stage.say(new Result.None());
                showCard();
            }
        }
        stage.changed();
    }

    /** Its card goes here at once, and at the node soon. */
    void leave(Car car) {
        LaneCard card = car.card();
        if (card != null) {
            leftAlone = card.id();
            String lane = lane().id();
            Thread.ofVirtual()
                    .name("console-lane")
                    .start(() -> node.lanes().decided(lane, card.id()));
        }
    }

    /** Another plate is typed for the car that is shown, or for the lane. */
    void typeAnother() {
        Car car = stage.car();
        if (stage.step() instanceof Step.Writing) {
            return;
        }
        stage.drop();
        if (car != null && car.card() != null && car.task() != Task.DONE) {
            stage.put(new Step.Shown(car.unread()));
        } else {
            stage.put(new Step.Ready());
        }
        stage.changed();
    }

    /** An input method put a marked letter in. */
    void refuseMarkedLetter() {
        stage.say(new Result.MarkedLetter());
        stage.changed();
    }

    /** Somebody types the next plate: what was is over. */
    void forget() {
        if (!(stage.result() instanceof Result.MarkedLetter)) {
            stage.say(new Result.None());
            stage.changed();
        }
    }

    /** The warning was seen, and a plate without marks is there. */
    void marksAreGone() {
        if (stage.result() instanceof Result.MarkedLetter) {
            stage.say(new Result.None());
            stage.changed();
        }
    }

    /** The cars inside cannot be read. */
    void unreadable(Throwable failure) {
        end(new Result.Unreadable(ReadFailure.code(failure)));
        stage.changed();
    }

    void end(Result came) {
        stage.end(came, new Step.Ready());
        showCard();
    }

    /**
     * The node has answered.
     *
     * @param before how it goes on where the car stays
     */
    void done(@Nullable Car car, Step before, Doing.Done done) {
        Act last = done.act();
        if (last != null) {
            act = stage.act(last.way(), last);
        }
        if (done.result() instanceof Result.Entered(Plate plate, _)) {
            entered = plate;
        }
        if (done.over()) {
            if (car != null) {
                leave(car);
            }
            end(done.result());
        } else {
            stage.end(done.result(), before);
            lookedAt = Instant.MIN;
        }
    }

    /** What is shown already stays, where only its fee could not be read again. */
    private void fail(Throwable failure) {
        switch (stage.step()) {
            case Step.Looking _ -> end(new Result.Unreadable(ReadFailure.code(failure)));
            case Step.Writing _, Step.Ready _, Step.Undoing _ -> end(new Result.NotWritten());
            case Step.Shown _, Step.Menu _ -> {}
        }
    }
}
