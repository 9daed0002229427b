package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.live.ReadFailure;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.GatePort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One car after the other, from its plate to the barrier. What is done is what was shown: a car
 * that another gate let in or out meanwhile is told and not written. FX thread only; the node is
 * called on virtual threads, and an answer that nobody waits for any more is dropped.
 */
final class Deciding {
    /** A finger that bounces on a key, or a key that is struck twice, counts once. */
    static final Duration BOUNCE = Duration.ofMillis(300);

    /** How old a shown fee may grow; each hour begun costs, so it must not grow old. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** By then the car has gone, and the next one must not be taken for it. */
    private static final Duration RESULT_SHOWN = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);

    private final FxBridge bridge;
    private final GatePort gate;
    private final InstantSource clock;
    private final Runnable changed;
    private Step step = new Step.Ready();
    private Result result = new Result.None();
    private @Nullable Plate entered;
    private Instant lookedAt = Instant.MIN;
    private Instant confirmedAt = Instant.MIN;
    private Instant endedAt = Instant.MIN;

    /** Counts what was begun, so that an answer is known to be of the last. */
    private long round;

    /**
     * @param changed run after every change of what stands below
     */
    Deciding(FxBridge bridge, GatePort gate, InstantSource clock, Runnable changed) {
        this.bridge = bridge;
        this.gate = gate;
        this.clock = clock;
        this.changed = changed;
    }

    Step step() {
        return step;
    }

    Result result() {
        return result;
    }

    /** The car that came in last from here and whose barrier is not closed yet. */
    @Nullable Plate entered() {
        return entered;
    }

    /** Whether a car is shown, so that what is typed is not the next plate. */
    boolean isAboutCar() {
        return switch (step) {
            case Step.Offered _, Step.Unusual _, Step.Writing _ -> true;
            case Step.Ready _, Step.Looking _ -> false;
        };
    }

    /** Whether the key was pressed again too soon to be meant; takes note of it where not. */
    boolean bounces() {
        Instant now = clock.instant();
        boolean soon = !now.isBefore(confirmedAt) && now.isBefore(plus(confirmedAt, BOUNCE));
        if (!soon) {
            confirmedAt = now;
        }
        return soon;
    }

    private static Instant plus(Instant instant, Duration time) {
        return instant.equals(Instant.MIN) ? instant : instant.plus(time);
    }

    /** Asks about a car. */
    void look(String plateText) {
        step = new Step.Looking();
        result = new Result.None();
        begin(
                () -> gate.look(plateText, null, null),
                sighting -> {
                    lookedAt = clock.instant();
                    switch (sighting) {
                        case Sighting.Refused _, Sighting.Unread _ -> end(new Result.NoPlate());
                        case Sighting.Seen seen -> found(seen);
                    }
                });
    }

    /**
     * A car was found, or none. Where the one car inside differs in the bar of Đ only it is meant:
     * who types leaves the bar out, and no camera sees it.
     */
    private void found(Sighting.Seen seen) {
        Visit alike = seen.alike();
        if (seen.inside() == null && alike != null) {
            look(alike.plate().canonical());
        } else {
            step =
                    seen.inside() == null && !seen.usual()
                            ? new Step.Unusual(seen)
                            : new Step.Offered(seen);
        }
    }

    /**
     * Takes what came of the last car away when it is old, and asks again where what is shown of a
     * car inside has grown old. Where it left elsewhere meanwhile nothing is offered any more: the
     * Enter that was meant for its fee would let it in.
     */
    void tick() {
        boolean stays = result instanceof Result.None || result instanceof Result.MarkedLetter;
        if (!stays && !clock.instant().isBefore(plus(endedAt, RESULT_SHOWN))) {
            forget();
        }
        if (step instanceof Step.Offered(Sighting.Seen seen)
                && seen.inside() instanceof Visit shown
                && !clock.instant().isBefore(plus(lookedAt, LOOK_AGAIN))) {
            lookedAt = clock.instant();
            begin(
                    () -> gate.look(seen.plate().canonical(), seen.plate().view(), null),
                    sighting -> {
                        if (sighting instanceof Sighting.Seen now
                                && now.inside() instanceof Visit visit
                                && visit.eventId().equals(shown.eventId())) {
                            step = new Step.Offered(now);
                        } else {
                            end(new Result.NotInside(seen.plate()));
                        }
                    });
        }
    }

    /** Goes on with the car that is shown. */
    void confirm() {
        switch (step) {
            case Step.Unusual(Sighting.Seen seen) -> {
                step = new Step.Offered(seen);
                changed.run();
            }
            case Step.Offered(Sighting.Seen seen) -> write(seen);
            case Step.Ready _, Step.Looking _, Step.Writing _ -> {}
        }
    }

    private void write(Sighting.Seen seen) {
        step = new Step.Writing(seen);
        Visit inside = seen.inside();
        GateEvent.Kind way = inside == null ? GateEvent.Kind.ENTRY : GateEvent.Kind.EXIT;
        Plate plate = seen.plate();
        var request =
                new OpenRequest(
                        plate.canonical(),
                        plate.view(),
                        null,
                        null,
                        null,
                        null,
                        "manual",
                        null,
                        null,
                        inside == null ? null : inside.eventId());
        begin(
                () -> gate.open(way, request).join(),
                passed -> end(of(passed.outcome(), seen.feeDong())));
    }

    private Result of(OpenOutcome outcome, long shownDong) {
        return switch (outcome) {
            case OpenOutcome.AlreadyInside(Plate plate, Instant since, _) ->
                    new Result.AlreadyInside(plate, since);
            case OpenOutcome.NotInside(Plate plate) -> new Result.NotInside(plate);
            case OpenOutcome.Entered in -> {
                entered = in.plate();
                yield new Result.Entered(in.plate(), in.at());
            }
            case OpenOutcome.Left out -> {
                entered = null;
                yield new Result.Left(out.plate(), out.at(), out.feeDong(), shownDong);
            }
            case OpenOutcome.Refused _ -> new Result.NoPlate();
            case OpenOutcome.AgainstLane(String lane, _) ->
                    throw new IllegalStateException("the window names no lane, not " + lane);
            case OpenOutcome.Unavailable(String why) -> {
                LOG.warn("Nothing was written at the window: {}", why);
                yield new Result.NotWritten();
            }
        };
    }

    /** The barrier closed behind the car that came in last. */
    void close() {
        Plate plate = entered;
        if (plate == null) {
            return;
        }
        begin(
                () -> gate.close(plate.canonical(), null).join(),
                outcome -> {
                    switch (outcome) {
                        case CloseOutcome.Confirmed _ -> {
                            entered = null;
                            end(new Result.Closed(plate));
                        }
                        case CloseOutcome.NothingToConfirm _ -> {
                            entered = null;
                            end(new Result.NothingToClose(plate));
                        }
                        case CloseOutcome.Refused _ -> end(new Result.NoPlate());
                        case CloseOutcome.Unavailable(String why) -> {
                            LOG.warn("The closed barrier could not be noted: {}", why);
                            end(new Result.NotWritten());
                        }
                    }
                });
    }

    /** Leaves the car alone; what is being written cannot be called back any more. */
    void cancel() {
        if (!(step instanceof Step.Writing)) {
            round++;
            step = new Step.Ready();
            changed.run();
        }
    }

    /** An input method put a marked letter in. */
    void refuseMarkedLetter() {
        result = new Result.MarkedLetter();
        changed.run();
    }

    /** Somebody types the next plate: what was is over. */
    void forget() {
        result = new Result.None();
        changed.run();
    }

    /** The cars inside cannot be read. */
    void unreadable(Throwable failure) {
        end(new Result.Unreadable(ReadFailure.code(failure)));
        changed.run();
    }

    private void end(Result came) {
        step = new Step.Ready();
        result = came;
        endedAt = clock.instant();
    }

    private <T> void begin(Supplier<T> call, Consumer<T> answer) {
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
                                bridge.execute(() -> finish(mine, () -> fail(e)));
                            }
                        });
    }

    private void finish(long of, Runnable then) {
        if (of == round) {
            then.run();
            changed.run();
        }
    }

    /** What is shown already stays, where only its fee could not be read again. */
    private void fail(Throwable failure) {
        switch (step) {
            case Step.Looking _ -> end(new Result.Unreadable(ReadFailure.code(failure)));
            case Step.Writing _, Step.Ready _ -> end(new Result.NotWritten());
            case Step.Unusual _, Step.Offered _ -> {}
        }
    }
}
