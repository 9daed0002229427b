package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.config.PauseFile;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PauseOutcome;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

class PausesTest {
    private static final CentralId PEER = new CentralId("central-2");
    private static final Instant MORNING = Instant.parse("2026-11-22T02:51:48Z");

    @TempDir private Path folder;
    private final AtomicReference<Instant> wall = new AtomicReference<>(MORNING);
    private final AtomicLong nanos = new AtomicLong();
    private final Mesh mesh = IdleMesh.with(new PeerAddress(PEER, "127.0.0.9", 9));
    private @Nullable Pauses pauses;

    @AfterEach
    void close() {
        if (pauses != null) {
            pauses.close();
        }
        mesh.close();
    }

    private Pauses open() {
        close0();
        var opened = new Pauses(new PauseFile(folder), mesh, wall::get, nanos::get);
        pauses = opened;
        return opened;
    }

    private void close0() {
        if (pauses != null) {
            pauses.close();
        }
        mesh.resume(PEER);
    }

    private boolean isPaused() {
        return mesh.state(PEER) instanceof LinkState.Paused;
    }

    private void pass(Duration time) {
        wall.updateAndGet(t -> t.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aPauseEndsByItselfWhenItsTimeIsOver() {
        var outcome = open().pause(PEER, Duration.ofMinutes(30), "switch", "NV 12");
        assertThat(outcome).isEqualTo(new PauseOutcome.Paused(MORNING.plusSeconds(1_800)));
        pass(Duration.ofMinutes(30).minusSeconds(1));
        await().during(Duration.ofMillis(1_500)).until(this::isPaused);
        pass(Duration.ofSeconds(1));
        await().until(() -> !isPaused());
        await().untilAsserted(() -> assertThat(new PauseFile(folder).read()).isEmpty());
    }

    @Test
    void aPauseEndsThoughOneLookAtItFailedForWantOfMemory() {
        var failing = new AtomicBoolean();
        pauses =
                new Pauses(
                        new PauseFile(folder),
                        mesh,
                        wall::get,
                        () -> {
                            if (failing.getAndSet(false)) {
                                throw new OutOfMemoryError("on purpose");
                            }
                            return nanos.get();
                        });
        assertThat(pauses.pause(PEER, Duration.ofMinutes(30), "switch", "NV 12"))
                .isInstanceOf(PauseOutcome.Paused.class);
        failing.set(true);
        await().untilFalse(failing);
        pass(Duration.ofMinutes(30));
        await().until(() -> !isPaused());
    }

    @Test
    void aWallClockThatIsSetBackMakesNoPauseLonger() {
        open().pause(PEER, Duration.ofMinutes(30), "switch", "NV 12");
        wall.set(MORNING.minus(Duration.ofDays(365)));
        nanos.addAndGet(Duration.ofMinutes(30).toNanos());
        await().until(() -> !isPaused());
    }

    @Test
    void aPauseOutlivesARestartForWhatIsLeftOfIt() {
        open().pause(PEER, Duration.ofMinutes(30), "switch", "NV 12");
        pass(Duration.ofMinutes(20));
        open();
        assertThat(isPaused()).isTrue();
        pass(Duration.ofMinutes(10));
        await().until(() -> !isPaused());
    }

    @Test
    void whatWasOverWhileTheNodeWasOffIsOver() {
        open().pause(PEER, Duration.ofMinutes(30), "switch", "NV 12");
        wall.updateAndGet(t -> t.plus(Duration.ofMinutes(31)));
        open();
        assertThat(isPaused()).isFalse();
    }

    @Test
    void aClockThatWentBackBetweenTwoRunsMakesNoPauseLongerThanTheLongest() {
        open().pause(PEER, Duration.ofMinutes(30), "switch", "NV 12");
        wall.set(MORNING.minus(Duration.ofDays(365)));
        open();
        assertThat(isPaused()).isTrue();
        nanos.addAndGet(Pauses.LONGEST.toNanos());
        await().until(() -> !isPaused());
    }

    @Test
    void aFileThatIsBrokenKeepsNobodyAway() throws Exception {
        Files.writeString(folder.resolve("paused.json"), "{\"central-2\": {\"until\": \"soon\"}}");
        Pauses opened = open();
        assertThat(isPaused()).isFalse();
        assertThat(opened.pause(PEER, Duration.ofMinutes(1), "switch", "NV 12"))
                .isInstanceOf(PauseOutcome.Paused.class);
    }

    @Test
    void aPeerThatIsNotConfiguredCannotBePaused() {
        var stranger = new CentralId("central-7");
        Pauses opened = open();
        assertThat(opened.pause(stranger, Duration.ofMinutes(1), "switch", "NV 12"))
                .isEqualTo(new PauseOutcome.UnknownPeer());
        assertThat(opened.resume(PEER, "NV 12")).isFalse();
    }
}
