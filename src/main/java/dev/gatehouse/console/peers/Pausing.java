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
import java.util.List;

/**
 * Pauses a peer for a reason and a time that are chosen, and resumes it after a question. What came
 * of it is shown by the peer's own state. FX thread only; the node is called on virtual threads.
 */
final class Pausing {
    /** What is offered: to change a switch, to move a PC, half a shift, and the most there is. */
    static final List<Duration> LENGTHS =
            List.of(
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(4),
                    Duration.ofHours(8));

    /** What waits for an answer. */
    sealed interface Question {
        CentralId peer();

        /** Why it is to be paused. */
        record Reason(CentralId peer) implements Question {}

        /** For how long. */
        record Length(CentralId peer, String reason) implements Question {}

        /** Whether it is to be resumed. */
        record Resume(CentralId peer) implements Question {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Pausing.class);

    private final FxBridge bridge;
    private final MeshPort mesh;
    private final Runnable changed;
    private @Nullable Question question;
    private @Nullable CentralId failed;

    /**
     * @param changed run after every change of what stands below
     */
    Pausing(FxBridge bridge, MeshPort mesh, Runnable changed) {
        this.bridge = bridge;
        this.mesh = mesh;
        this.changed = changed;
    }

    /** What waits for an answer, null for nothing. */
    @Nullable Question question() {
        return question;
    }

    /** The peer that the question is about. */
    @Nullable CentralId asking() {
        return question == null ? null : question.peer();
    }

    /** Whether the last pause of that peer could not be kept; the log says why. */
    boolean failed(CentralId peer) {
        return peer.equals(failed);
    }

    /** Asks why a peer is to be paused, or whether one that is paused is to be resumed. */
    void ask(PeerState peer) {
        failed = null;
        question =
                peer.link() instanceof LinkState.Paused
                        ? new Question.Resume(peer.id())
                        : new Question.Reason(peer.id());
        changed.run();
    }

    /** A pause that has ended meanwhile, or a peer that is gone, is asked about no longer. */
    void look(List<PeerState> peers) {
        Question open = question;
        if (open == null) {
            return;
        }
        boolean holds =
                peers.stream()
                        .filter(p -> p.id().equals(open.peer()))
                        .anyMatch(
                                p ->
                                        !(open instanceof Question.Resume)
                                                || p.link() instanceof LinkState.Paused);
        if (!holds) {
            question = null;
        }
    }

    void dismiss() {
        question = null;
        changed.run();
    }

    /** That is why; asks for how long. */
    void choose(String reason) {
        if (question instanceof Question.Reason(CentralId peer)) {
            question = new Question.Length(peer, reason);
        }
        changed.run();
    }

    /** For so long: pauses it. */
    void choose(Duration length) {
        if (question instanceof Question.Length(CentralId peer, String reason)) {
            question = null;
            call(
                    () -> {
                        if (!(mesh.pause(peer, length, reason, who())
                                instanceof PauseOutcome.Paused)) {
                            bridge.execute(() -> fail(peer));
                        }
                    });
        }
        changed.run();
    }

    /** Yes: resumes it. */
    void confirm() {
        if (question instanceof Question.Resume(CentralId peer)) {
            question = null;
            call(() -> mesh.resume(peer, who()));
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
