package dev.gatehouse.console.peers;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Reach;
import dev.gatehouse.port.MeshPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;

/**
 * Tries to reach a peer beside any link, and keeps what came of it until it is dismissed. FX thread
 * only; the node is called on virtual threads.
 */
final class Testing {
    private static final Logger LOG = LoggerFactory.getLogger(Testing.class);

    private final FxBridge bridge;
    private final MeshPort mesh;
    private final Runnable changed;

    /** By peer; as many as are configured at most. */
    private final Map<CentralId, Stage> stages = new HashMap<>();

    /** How it stands with one peer. */
    sealed interface Stage {
        /** Some seconds at most. */
        record Running() implements Stage {}

        record Done(Reach reach) implements Stage {}

        /** The node failed at the question; the log says more. */
        record Broken() implements Stage {}
    }

    /**
     * @param changed run after every change
     */
    Testing(FxBridge bridge, MeshPort mesh, Runnable changed) {
        this.bridge = bridge;
        this.mesh = mesh;
        this.changed = changed;
    }

    /** Null where that peer was not tried. */
    @Nullable Stage stageOf(CentralId peer) {
        return stages.get(peer);
    }

    /** Nobody looks any more; what still comes is not shown. */
    void dismissAll() {
        stages.clear();
    }

    /** Tries that peer, unless that is under way. */
    void start(CentralId peer) {
        if (stageOf(peer) instanceof Stage.Running) {
            return;
        }
        Stage running = new Stage.Running();
        stages.put(peer, running);
        changed.run();
        Thread.ofVirtual()
                .name("console-test")
                .start(
                        () -> {
                            Stage end;
                            try {
                                end = new Stage.Done(mesh.reach(peer));
                            } catch (Throwable e) { // an Error too: "trying" must not stay
                                LOG.error("Trying to reach {} broke", peer, e);
                                end = new Stage.Broken();
                            }
                            Stage came = end;
                            bridge.execute(() -> came(peer, running, came));
                        });
    }

    private void came(CentralId peer, Stage running, Stage end) {
        if (stages.get(peer) == running) { // else nobody waits for it
            stages.put(peer, end);
            changed.run();
        }
    }
}
