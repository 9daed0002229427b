package dev.gatehouse.console.peers;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.port.MeshPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;

/**
 * The differences with each peer that somebody asked for, or that a resync left. FX thread only;
 * the node is called on virtual threads.
 */
final class Comparing {
    private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);

    private final FxBridge bridge;
    private final MeshPort mesh;
    private final Runnable changed;
    private final Map<CentralId, Stage> stages = new HashMap<>();

    /** How it stands with one peer. */
    sealed interface Stage {
        record Nothing() implements Stage {}

        /** The two are being compared. */
        record Running() implements Stage {}

        /**
         * @param byResync whether a resync ended with them, so that they were not asked for alone
         */
        record Found(Differences differences, boolean byResync) implements Stage {}

        /** There is nothing to show. */
        record NotCompared(DifferencesAnswer why) implements Stage {}

        /** The node failed at the question; the log says more. */
        record Broken() implements Stage {}
    }

    /**
     * @param changed run after every change
     */
    Comparing(FxBridge bridge, MeshPort mesh, Runnable changed) {
        this.bridge = bridge;
        this.mesh = mesh;
        this.changed = changed;
    }

    Stage stageOf(CentralId peer) {
        return stages.getOrDefault(peer, new Stage.Nothing());
    }

    /** Shows nothing of it any more. */
    void dismiss(CentralId peer) {
        stages.remove(peer);
        changed.run();
    }

    /** A resync has ended; what it lists is shown. */
    void ended(CentralId peer, ResyncOutcome outcome) {
        Differences left =
                outcome instanceof ResyncOutcome.StillDifferent still ? still.differences() : null;
        if (left == null) {
            stages.remove(peer);
        } else {
            stages.put(peer, new Stage.Found(left, true));
        }
        changed.run();
    }

    /** Compares with that peer, unless that is under way. */
    void start(CentralId peer) {
        if (stageOf(peer) instanceof Stage.Running) {
            return;
        }
        stages.put(peer, new Stage.Running());
        changed.run();
        Thread.ofVirtual()
                .name("console-compare")
                .start(
                        () -> {
                            try {
                                mesh.differences(peer)
                                        .whenComplete((answer, e) -> came(peer, answer, e));
                            } catch (Throwable e) { // an Error too: "comparing" must not stay
                                came(peer, null, e);
                            }
                        });
    }

    private void came(
            CentralId peer, @Nullable DifferencesAnswer answer, @Nullable Throwable failure) {
        Stage next =
                switch (answer) {
                    case null -> {
                        LOG.error("Comparing with {} broke", peer, failure);
                        yield new Stage.Broken();
                    }
                    case DifferencesAnswer.Compared(Differences all) -> new Stage.Found(all, false);
                    case DifferencesAnswer.UnknownPeer _,
                            DifferencesAnswer.Offline _,
                            DifferencesAnswer.NoAnswer _ ->
                            new Stage.NotCompared(answer);
                };
        bridge.execute(
                () -> {
                    if (stageOf(peer) instanceof Stage.Running) { // else nobody waits for it
                        stages.put(peer, next);
                        changed.run();
                    }
                });
    }
}
