package dev.gatehouse.console.history;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.KeyGuard;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.GatePort;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Corrects the plate of a visit, or takes the visit out: filled in, asked once more, done. FX
 * thread only; the node is called on virtual threads.
 */
final class Changing {
    private static final Logger LOG = LoggerFactory.getLogger(Changing.class);

    /** Which of the two. */
    enum Kind {
        CORRECTION,
        VOID
    }

    /** How far it is. */
    sealed interface Stage {
        record Nothing() implements Stage {}

        /** A person fills it in. */
        record Filling(Kind kind, Visit visit) implements Stage {}

        /**
         * A person is asked whether that is meant.
         *
         * @param plate the right plate; empty for a void
         */
        record Asking(Kind kind, Visit visit, String plate, String reason) implements Stage {}

        record Writing(Kind kind, Visit visit) implements Stage {}

        /** What came of it. */
        record Done(Kind kind, Visit visit, ChangeOutcome outcome) implements Stage {}
    }

    private final FxBridge bridge;
    private final GatePort gate;
    private final Runnable changed;
    private final Runnable done;
    private final KeyGuard guard;
    private Stage stage = new Stage.Nothing();

    /**
     * @param clock by which a key is told from one that nobody can have meant
     * @param changed run after every change of the stage
     * @param done run when a change is in the history
     */
    Changing(FxBridge bridge, GatePort gate, InstantSource clock, Runnable changed, Runnable done) {
        this.guard = new KeyGuard(clock);
        this.bridge = bridge;
        this.gate = gate;
        this.changed = changed;
        this.done = done;
    }

    Stage stage() {
        return stage;
    }

    /** The question is seen again, after something that hid it. */
    void showAnew() {
        guard.forget();
        guard.shows(stage);
    }

    /** Whether a person fills in or is asked. */
    boolean isOpen() {
        return stage instanceof Stage.Filling || stage instanceof Stage.Asking;
    }

    void begin(Kind kind, Visit visit) {
        to(new Stage.Filling(kind, visit));
    }

    /** All is filled in. */
    void ask(String plate, String reason) {
        if (stage instanceof Stage.Filling(Kind kind, Visit visit)) {
            to(new Stage.Asking(kind, visit, plate, reason));
        }
    }

    /** One step back: from the question to the form, from the form to nothing. */
    void back() {
        switch (stage) {
            case Stage.Asking asking -> to(new Stage.Filling(asking.kind(), asking.visit()));
            case Stage.Filling _, Stage.Done _ -> to(new Stage.Nothing());
            case Stage.Nothing _, Stage.Writing _ -> {}
        }
    }

    void confirm() {
        if (stage instanceof Stage.Asking asking && !guard.isTooSoon()) {
            Visit visit = asking.visit();
            to(new Stage.Writing(asking.kind(), visit));
            call(
                    asking.kind(),
                    visit,
                    switch (asking.kind()) {
                        case CORRECTION ->
                                () ->
                                        gate.correct(
                                                new CorrectionRequest(
                                                        visit.id(),
                                                        asking.plate(),
                                                        null,
                                                        asking.reason(),
                                                        who()));
                        case VOID -> () -> gate.remove(visit.id(), asking.reason(), who());
                    });
        }
    }

    /** There are no operators yet: the account of the PC is all that is known. */
    private static String who() {
        return System.getProperty("user.name", "console");
    }

    private void call(Kind kind, Visit visit, Supplier<CompletableFuture<ChangeOutcome>> change) {
        Thread.ofVirtual()
                .name("console-change")
                .start(
                        () -> {
                            ChangeOutcome outcome;
                            try {
                                outcome = change.get().join();
                            } catch (Throwable e) { // an Error too: somebody waits for a word
                                LOG.error("A change of the history failed", e);
                                outcome = new ChangeOutcome.Unavailable("see the log");
                            }
                            ChangeOutcome came = outcome;
                            bridge.execute(
                                    () -> {
                                        to(new Stage.Done(kind, visit, came));
                                        if (came instanceof ChangeOutcome.Done) {
                                            done.run();
                                        }
                                    });
                        });
    }

    private void to(Stage next) {
        stage = next;
        guard.shows(next);
        changed.run();
    }
}
