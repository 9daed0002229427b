package dev.gatehouse.console.peers;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.port.MeshPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What this window did about resyncs, from the question to the outcome. The progress itself is the
 * node's and comes with its status, so that a resync started elsewhere is shown as well. FX thread
 * only; the node is called on virtual threads.
 */
final class Resyncs {
    private static final Logger LOG = LoggerFactory.getLogger(Resyncs.class);

    private final FxBridge bridge;
    private final MeshPort mesh;
    private final Map<CentralId, Stage> stages = new HashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private BiConsumer<CentralId, ResyncOutcome> ended = (_, _) -> {};
    private @Nullable CentralId asking;

    /** Where the resync with one peer stands. */
    sealed interface Stage {
        /** Nothing was asked for and nothing is known of an earlier one. */
        record Idle() implements Stage {}

        /** The plan is shown and waits for a yes. */
        record Asking() implements Stage {}

        /** The node was asked and has not answered yet. */
        record Starting() implements Stage {}

        record Running(ResyncProgress progress) implements Stage {}

        record Ended(ResyncOutcome outcome) implements Stage {}

        /** The node did not start it. */
        record NotStarted(ResyncStart why) implements Stage {}

        /** The node failed at the question; the log says more. */
        record Broken() implements Stage {}
    }

    Resyncs(FxBridge bridge, MeshPort mesh) {
        this.bridge = bridge;
        this.mesh = mesh;
    }

    /** Runs after every change but those of the progress. */
    void onChange(Runnable render) {
        listeners.add(render);
    }

    /** Gets each outcome of a resync that this window asked for. */
    void onEnd(BiConsumer<CentralId, ResyncOutcome> ended) {
        this.ended = ended;
    }

    /** The peer whose plan waits for a yes. */
    @Nullable CentralId asking() {
        return asking;
    }

    Stage stageOf(PeerState peer) {
        if (peer.id().equals(asking)) {
            return new Stage.Asking();
        }
        ResyncProgress progress = peer.resync();
        if (progress != null) {
            return new Stage.Running(progress);
        }
        Stage known = stages.get(peer.id());
        ResyncOutcome last = peer.lastResync();
        if (last != null && !(known instanceof Stage.Starting) && isNewer(last, known)) {
            return new Stage.Ended(last);
        }
        return known == null ? new Stage.Idle() : known;
    }

    private static boolean isNewer(ResyncOutcome last, @Nullable Stage known) {
        return known == null
                || known instanceof Stage.Ended(ResyncOutcome shown)
                        && last.at().isAfter(shown.at());
    }

    /** Shows the plan, or says at once why there can be none. */
    void ask(PeerState peer) {
        asking = null;
        if (peer.resync() != null) {
            stages.put(peer.id(), new Stage.NotStarted(new ResyncStart.AlreadyRunning()));
        } else if (!peer.connected()) {
            stages.put(peer.id(), new Stage.NotStarted(new ResyncStart.Offline()));
        } else {
            asking = peer.id();
        }
        changed();
    }

    /** No, or not now. */
    void dismiss() {
        asking = null;
        changed();
    }

    /** Yes: starts what was asked. */
    void confirm() {
        CentralId peer = asking;
        if (peer == null) {
            return;
        }
        asking = null;
        set(peer, new Stage.Starting());
        call(peer, () -> mesh.resync(peer).whenComplete((start, e) -> started(peer, start, e)));
    }

    private void started(CentralId peer, @Nullable ResyncStart start, @Nullable Throwable failure) {
        switch (start) {
            case null -> bridge.execute(() -> broke(peer, failure));
            case ResyncStart.Started run ->
                    run.outcome()
                            .whenComplete((end, e) -> bridge.execute(() -> ended(peer, end, e)));
            case ResyncStart.UnknownPeer _,
                    ResyncStart.Offline _,
                    ResyncStart.AlreadyRunning _,
                    ResyncStart.TooMany _ ->
                    bridge.execute(() -> set(peer, new Stage.NotStarted(start)));
        }
    }

    private void ended(
            CentralId peer, @Nullable ResyncOutcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            broke(peer, failure);
        } else {
            set(peer, new Stage.Ended(outcome));
            ended.accept(peer, outcome);
        }
    }

    /** Stops a running resync; what it merged stays. The outcome says that it was stopped. */
    void cancel(CentralId peer) {
        call(peer, () -> mesh.cancelResync(peer).whenComplete((_, e) -> logFailure(peer, e)));
    }

    private void call(CentralId peer, Runnable task) {
        Thread.ofVirtual()
                .name("console-resync")
                .start(
                        () -> {
                            try {
                                task.run();
                            } catch (Throwable e) { // an Error too: "starting" must not stay
                                bridge.execute(() -> broke(peer, e));
                            }
                        });
    }

    private void broke(CentralId peer, @Nullable Throwable failure) {
        LOG.error("Resync with {} broke", peer, failure);
        set(peer, new Stage.Broken());
    }

    private static void logFailure(CentralId peer, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("Cancelling the resync with {} failed", peer, failure);
        }
    }

    private void set(CentralId peer, Stage stage) {
        stages.put(peer, stage);
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
