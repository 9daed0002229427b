package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.node.DemoSite;
import dev.gatehouse.port.DemoPort;
import dev.gatehouse.port.DemoPort.Outcome;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Three whole centrals in this process, their cars, and what befalls them. */
@Timeout(180)
class CarParkTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the demonstration's mesh: three heartbeats of two seconds. */
    private static final Duration THREE_HEARTBEATS = Duration.ofSeconds(6);

    private final CentralId second = new CentralId("central-2");
    private final CentralId third = new CentralId("central-3");
    private CarPark park;
    private NodePort first;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        park =
                new CarPark(
                        new DemoSite(folder, 3, "test"),
                        120,
                        InstantSource.system(),
                        System::nanoTime,
                        new Random(3));
        first = park.openFirst().node();
        park.openOthers();
        awaitIdentical(Instant.now());
    }

    @AfterEach
    void close() {
        park.close();
    }

    private void awaitIdentical(Instant since) {
        await().atMost(SOON)
                .until(
                        () -> {
                            MeshStatus.Proof proof = first.mesh().status().proof();
                            return proof.complete()
                                    && proof.asOf() != null
                                    && proof.asOf().isAfter(since);
                        });
    }

    private PeerState peer(CentralId id) {
        return first.mesh().status().peers().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private DemoPort.Central central(CentralId id) {
        return park.centrals().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void carsComeAtEveryGateAndLeaveByAnother() {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> {
                            List<GateEvent> events = first.history().recent(5_000);
                            assertThat(events)
                                    .extracting(e -> e.central().value())
                                    .contains("central-1", "central-2", "central-3");
                            assertThat(events)
                                    .anyMatch(
                                            out ->
                                                    out.kind() == GateEvent.Kind.EXIT
                                                            && out.feeDong() == 25_000
                                                            && events.stream()
                                                                    .anyMatch(
                                                                            in -> cameBy(in, out)));
                        });
        assertThat(first.cameras().cameras()).hasSize(2).allMatch(camera -> camera.online());
    }

    private static boolean cameBy(GateEvent in, GateEvent out) {
        return in.kind() == GateEvent.Kind.ENTRY
                && in.plate().equals(out.plate())
                && !in.central().equals(out.central());
    }

    @Test
    void aCentralWithoutItsNetworkIsSeenAsLostWithinThreeHeartbeatsAndIdenticalOnceItHasIt() {
        assertThat(park.cut(second, true).join()).isEqualTo(Outcome.DONE);

        await().atMost(THREE_HEARTBEATS)
                .until(() -> peer(second).link() instanceof LinkState.Disconnected);
        await().atMost(SOON).until(() -> !first.mesh().status().proof().complete());
        assertThat(central(second).cut()).isTrue();
        assertThat(central(second).state()).isEqualTo(DemoPort.State.RUNNING);
        await().atMost(SOON).until(() -> orZero(peer(second).theyMiss()) > 0);

        assertThat(park.cut(second, false).join()).isEqualTo(Outcome.DONE);
        awaitIdentical(Instant.now());
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    @Test
    void aCentralThatIsStoppedAndStartedIsIdenticalAgainAndTheWindowsOwnRunsOn() {
        assertThat(park.run(third, false).join()).isEqualTo(Outcome.DONE);
        await().atMost(SOON).until(() -> peer(third).link() instanceof LinkState.Disconnected);
        assertThat(central(third).state()).isEqualTo(DemoPort.State.STOPPED);

        assertThat(park.run(third, true).join()).isEqualTo(Outcome.DONE);
        awaitIdentical(Instant.now());

        CentralId own = first.info().central();
        assertThat(park.run(own, false).join()).isEqualTo(Outcome.SHOWN);
        assertThat(central(own).state()).isEqualTo(DemoPort.State.RUNNING);
    }

    @Test
    void aClockThatIsAheadRaisesItsAlarmAndARowThatIsAlteredIsFoundAndMended() {
        aCarComesThatAllKnow();

        assertThat(park.setClock(second, Duration.ofSeconds(20)).join()).isEqualTo(Outcome.DONE);
        park.cut(third, true).join();
        assertThat(park.alter(third).join()).isEqualTo(Outcome.DONE);

        await().atMost(SOON.multipliedBy(2)) // alarms have a start-up grace and a delay
                .untilAsserted(
                        () -> {
                            assertThat(first.alarms().list().open())
                                    .anyMatch(
                                            a ->
                                                    a.code() == Alarm.Code.CLOCK_SKEW
                                                            && a.about().equals(second.value())
                                                            && a.severity() == 2);
                            assertThat(central(third).alarms())
                                    .anyMatch(a -> a.code() == Alarm.Code.EVENT_DAMAGED);
                        });
        assertThat(central(third).altered()).isNotNull();
        assertThat(isMended(third)).isFalse();

        park.cut(third, false).join();
        await().atMost(SOON).until(() -> isMended(third));
    }

    private void aCarComesThatAllKnow() {
        first.gate().open(new OpenRequest("30A12345", null, null, null, null, null, null)).join();
        awaitIdentical(Instant.now());
    }

    private boolean isMended(CentralId id) {
        DemoPort.Altered altered = central(id).altered();
        return altered != null && altered.mended();
    }
}
