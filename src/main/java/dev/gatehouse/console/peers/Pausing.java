package dev.gatehouse.console.peers;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PauseOutcome;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.port.MeshPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Pauses a peer for half an hour, for a reason that is chosen, and resumes it. What came of it is
 * shown by the peer's own state. FX thread only; the node is called on virtual threads.
 */
final class Pausing {
    /** Long enough to change a switch; who needs longer does it again. */
    static final Duration LENGTH = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(Pausing.class);

    private final FxBridge bridge;
    private final MeshPort mesh;
    private final Runnable changed;
    private @Nullable CentralId asking;
    private @Nullable CentralId failed;

    /**
     * @param changed run after every change of what stands below
     */
    Pausing(FxBridge bridge, MeshPort mesh, Runnable changed) {
        this.bridge = bridge;
        this.mesh = mesh;
        this.changed = changed;
    }

    /** The peer that waits for a reason. */
    @Nullable CentralId asking() {
        return asking;
    }

    /** Whether the last pause of that peer could not be kept; the log says why. */
    boolean failed(CentralId peer) {
        return peer.equals(failed);
    }

    /** Asks for a reason, or resumes at once what is paused. */
    void toggle(PeerState peer) {
        failed = null;
        if (peer.link() instanceof LinkState.Paused) {
            call(() -> mesh.resume(peer.id(), who()));
        } else {
            asking = peer.id();
        }
        changed.run();
    }

    void dismiss() {
        asking = null;
        changed.run();
    }

    void choose(String reason) {
        CentralId peer = asking;
        asking = null;
        if (peer != null) {
            call(
                    () -> {
                        if (!(mesh.pause(peer, LENGTH, reason, who())
                                instanceof PauseOutcome.Paused)) {
                            bridge.execute(() -> fail(peer));
                        }
                    });
        }
        changed.run();
    }

    private void fail(CentralId peer) {
        failed = peer;
        changed.run();
    }

    /** There are no operators yet: the account of the PC is all that is known. */
    private static String who() {
        return System.getProperty("user.name", "console");
    }

    private static void call(Runnable task) {
        Thread.ofVirtual()
                .name("console-pause")
                .start(
                        () -> {
                            try {
                                task.run();
                            } catch (Throwable e) { // an Error too: it must not go unsaid
                                LOG.error("Pausing or resuming a peer failed", e);
                            }
                        });
    }
}
