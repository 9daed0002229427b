package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.KeyGuard;
import dev.gatehouse.model.GateEvent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How far it is with one lane, what came of the car before, and what a person has typed and chosen
 * so far. Asks the node on virtual threads; an answer that nobody waits for any more is dropped. FX
 * thread only.
 */
final class LaneStage {
    /** By then the car has gone, and the next one must not be taken for it. */
    private static final Duration RESULT_SHOWN = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(LaneStage.class);

    private final FxBridge bridge;
    private final InstantSource clock;
    private final KeyGuard guard;
    private final Runnable changed;
    private final Consumer<Throwable> failed;
    private Step step = new Step.Ready();
    private Result result = new Result.None();
    private Cash cash = Cash.NONE;
    private Need need = Need.NOTHING;
    private int nearChosen = -1;
    private Instant endedAt = Instant.MIN;

    /** Counts what was begun, so that an answer is known to be of the last. */
    private long round;

    /** What a person must do before Enter does anything. */
    enum Need {
        NOTHING,
        MONEY,
        MORE_MONEY,
        CHOICE,
        CAR,
        PLATE
    }

    /**
     * @param changed run after every change of what stands below
     * @param failed given what a question to the node threw
     */
    LaneStage(FxBridge bridge, InstantSource clock, Runnable changed, Consumer<Throwable> failed) {
        this.bridge = bridge;
        this.clock = clock;
        this.guard = new KeyGuard(clock);
        this.changed = changed;
        this.failed = failed;
    }

    Step step() {
        return step;
    }

    @Nullable Car car() {
        return step.car();
    }

    Result result() {
        return result;
    }

    Cash cash() {
        return cash;
    }

    Need need() {
        return need;
    }

    int nearChosen() {
        return nearChosen;
    }

    Instant now() {
        return clock.instant();
    }

    void changed() {
        changed.run();
    }

    /** It goes on with that; what was typed stays where it is the same car. */
    void put(Step next) {
        Car before = step.car();
        Car now = next.car();
        boolean same =
                before != null
                        && now != null
                        && Objects.equals(before.visit(), now.visit())
                        && before.plate().equals(now.plate());
        if (!same) {
            cash = Cash.NONE;
            nearChosen = -1;
        }
        need = Need.NOTHING;
        step = next;
        guard.shows(deed());
    }

    /** A car is before the barrier from now on, and a person sees what Enter does with it. */
    void begin(Car car) {
        put(
                switch (car.task()) {
                    case ALREADY_INSIDE -> new Step.Menu(car, Choice.INSIDE, null);
                    case BLOCKED -> new Step.Menu(car, Choice.STOPPED, null);
                    default -> new Step.Shown(car);
                });
    }

    /** What Enter would do; null where it would do nothing. */
    private @Nullable Object deed() {
        return switch (step) {
            case Step.Shown(Car car) -> car.deed() + (isPaid(car) ? ", paid" : "");
            case Step.Menu(Car car, _, Choice chosen) ->
                    chosen == null ? null : chosen + " " + car.deed();
            case Step.Undoing undoing -> undoing;
            case Step.Ready _, Step.Looking _, Step.Writing _ -> null;
        };
    }

    private boolean isPaid(Car car) {
        return car.isToPay() && cash.change(car.feeDong()) != null;
    }

    /** What was on the screen was hidden, and counts as new. */
    void showAnew() {
        guard.forget();
        guard.shows(deed());
    }

    /** Whether a key came too soon to be meant. */
    boolean isTooSoon() {
        return guard.isTooSoon();
    }

    void needs(Need what) {
        need = what;
        changed.run();
    }

    void say(Result came) {
        result = came;
    }

    /** That came of it, and so it goes on. */
    void end(Result came, Step next) {
        result = came;
        endedAt = clock.instant();
        put(next);
    }

    /** Takes away what came of a car that has gone. */
    void tick() {
        boolean old =
                !endedAt.equals(Instant.MIN)
                        && !clock.instant().isBefore(endedAt.plus(RESULT_SHOWN));
        if (!result.stays() && old) {
            result = new Result.None();
            changed.run();
        }
    }

    void typeCash(String character) {
        if (step instanceof Step.Shown(Car car) && car.isToPay()) {
            give(cash.with(character, car.feeDong()));
        }
    }

    /** Takes the last digit of the money away. */
    void eraseCash() {
        give(cash.shorter());
    }

    private void give(Cash next) {
        cash = next;
        need = Need.NOTHING;
        guard.shows(deed()); // what is given is to be seen before it counts
        changed.run();
    }

    void clearCash() {
        cash = Cash.NONE;
        guard.shows(deed());
    }

    /** Chooses by number in an open menu. */
    void choose(int number) {
        if (step instanceof Step.Menu(Car car, List<Choice> choices, _)) {
            choices.stream()
                    .filter(choice -> choice.number() == number)
                    .findFirst()
                    .ifPresent(
                            choice -> {
                                put(new Step.Menu(car, choices, choice));
                                changed.run();
                            });
        }
    }

    /** Chooses the next one in an open menu, or among the cars that are near. */
    void move(int rows) {
        switch (step) {
            case Step.Menu(Car car, List<Choice> choices, Choice chosen) -> {
                int at = chosen == null ? -1 : choices.indexOf(chosen);
                int next = Math.clamp(at + (long) rows, 0, choices.size() - 1);
                put(new Step.Menu(car, choices, choices.get(next)));
            }
            case Step.Shown(Car car) when !car.near().isEmpty() -> {
                nearChosen = Math.clamp(nearChosen + (long) rows, -1, car.near().size() - 1);
                need = Need.NOTHING;
            }
            default -> {}
        }
        changed.run();
    }

    /** Whether a car comes with that menu, so that there is no step before it. */
    static boolean isFirst(List<Choice> choices) {
        return choices.equals(Choice.INSIDE) || choices.equals(Choice.STOPPED);
    }

    /** Nobody waits any more for what was asked. */
    void drop() {
        round++;
    }

    /**
     * Asks the node.
     *
     * @param call blocks
     */
    <T> void ask(Supplier<T> call, Consumer<T> answer) {
        long mine = ++round;
        changed.run();
        Thread.ofVirtual()
                .name("console-gate")
                .start(
                        () -> {
                            try {
                                T answered = call.get();
                                bridge.execute(() -> finish(mine, () -> answer.accept(answered)));
                            } catch (Throwable e) { // an Error too: the booth waits for a word
                                LOG.error("The node failed at the gate", e);
                                bridge.execute(() -> finish(mine, () -> failed.accept(e)));
                            }
                        });
    }

    private void finish(long of, Runnable then) {
        if (of == round) {
            then.run();
            changed.run();
        }
    }

    /** What was done at the window now. */
    Act act(GateEvent.Kind way, Act last) {
        return new Act(way, last.eventId(), last.plate(), clock.instant(), last.dong());
    }
}
