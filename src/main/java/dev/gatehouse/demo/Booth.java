package dev.gatehouse.demo;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.port.DemoPort;
import dev.gatehouse.port.DemoPort.Outcome;
import dev.gatehouse.port.DemoPort.State;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One central of the demonstration, with its levers; one at a time is pulled. Any thread. */
final class Booth {
    private static final Logger LOG = LoggerFactory.getLogger(Booth.class);

    private final CentralId id;
    private final Site site;
    private final boolean shown;
    private final SettableClock clock;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile State state = State.STOPPED;
    private volatile boolean cut;
    private volatile Site.@Nullable Running running;
    private volatile DemoPort.@Nullable Altered altered;

    /** What a lever does; blocks. */
    private interface Lever {
        Outcome pull() throws IOException;
    }

    /**
     * @param shown whether the window is on it
     */
    Booth(CentralId id, Site site, boolean shown, InstantSource right) {
        this.id = id;
        this.site = site;
        this.shown = shown;
        this.clock = new SettableClock(right);
    }

    CentralId id() {
        return id;
    }

    InstantSource clock() {
        return clock;
    }

    /** The node while it runs; null while it does not. */
    Site.@Nullable Running running() {
        return state == State.RUNNING ? running : null;
    }

    DemoPort.Central now() {
        Site.Running open = running();
        List<Alarm> alarms =
                open == null
                        ? List.of()
                        : open.node().alarms().list().open().stream()
                                .filter(Alarm::active)
                                .toList();
        return new DemoPort.Central(id, state, cut, clock.ahead(), shown, alarms, altered);
    }

    CompletableFuture<Outcome> cut(boolean out) {
        return pulled(
                "cut",
                () -> {
                    Site.Running open = running;
                    if (open != null) {
                        open.cut(out);
                    }
                    cut = out;
                    return Outcome.DONE;
                });
    }

    CompletableFuture<Outcome> setClock(Duration ahead) {
        clock.set(ahead);
        return CompletableFuture.completedFuture(Outcome.DONE);
    }

    CompletableFuture<Outcome> alter() {
        return pulled(
                "alter",
                () -> {
                    var found = site.alter(id);
                    if (found.isEmpty()) {
                        return Outcome.NOTHING_THERE;
                    }
                    altered = found.get();
                    return Outcome.DONE;
                });
    }

    CompletableFuture<Outcome> run(boolean wanted) {
        if (shown && !wanted) {
            return CompletableFuture.completedFuture(Outcome.SHOWN);
        }
        return pulled(
                "run",
                () -> {
                    if (wanted) {
                        open();
                    } else {
                        stop();
                    }
                    return Outcome.DONE;
                });
    }

    /**
     * Opens and starts it, where it does not run; blocks.
     *
     * @throws IOException when its database cannot be opened
     */
    void open() throws IOException {
        if (running != null) {
            return;
        }
        state = State.STARTING;
        try {
            running = site.open(id, clock, cut);
            state = State.RUNNING;
        } finally {
            if (state == State.STARTING) {
                state = State.STOPPED;
            }
        }
    }

    /** Stops it, where it runs; blocks. */
    void stop() {
        Site.Running open = running;
        if (open != null) {
            state = State.STOPPING;
            running = null;
            try {
                open.close();
            } finally {
                state = State.STOPPED;
            }
        }
    }

    /** Looks whether what was altered is right again; blocks for a read. */
    void lookAgain() {
        DemoPort.Altered last = altered;
        if (last == null || last.mended() || busy.get()) {
            return;
        }
        try {
            if (site.isMended(id)) {
                altered = new DemoPort.Altered(last.writer(), last.seq(), true);
            }
        } catch (IOException e) {
            LOG.debug("The altered row of {} cannot be read at present", id, e);
        }
    }

    private CompletableFuture<Outcome> pulled(String what, Lever lever) {
        if (!busy.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(Outcome.BUSY);
        }
        var done = new CompletableFuture<Outcome>();
        Thread.ofVirtual()
                .name("demo-" + id)
                .start(
                        () -> {
                            Outcome outcome = Outcome.FAILED;
                            try {
                                outcome = lever.pull();
                            } catch (IOException | RuntimeException e) {
                                LOG.error("{} of {} failed", what, id, e);
                            } finally {
                                busy.set(false);
                                done.complete(outcome);
                            }
                        });
        return done;
    }
}
