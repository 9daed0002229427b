package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Two booths on real sockets. central-2 dials central-1, so that one link is all there is. */
class TwoNodesTest {
    @TempDir private Path folder;
    private final LogLines log = new LogLines();
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void twoBooths() throws IOException {
        one = new TestNode(folder, 1).knowsWithoutReaching("central-2");
        two = new TestNode(folder, 2).knows(one);
    }

    @AfterEach
    void off() {
        two.close();
        one.close();
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    private void awaitEqual() {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> one.events() > 0 && one.holdsTheSameAs(two));
    }

    private void awaitIdentical(Instant since) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> one.isIdenticalTo(two, since) && two.isIdenticalTo(one, since));
    }

    private static void assertBalanced(PeerCounters c) {
        assertThat(c.received()).isEqualTo(c.merged() + c.had() + c.rejected());
        assertThat(c.waiting()).isZero();
    }

    @Test
    void anEventMadeWhileAPeerWasOffArrivesWhenItComesBackAndItsLogSaysSo() throws IOException {
        one.start();
        one.enter("TEST001");
        two.start();
        awaitEqual();
        awaitIdentical(Instant.EPOCH);
        assertThat(two.visits()).extracting(v -> v.plate().canonical()).containsExactly("TEST001");
        Instant at = two.peer(one).lastSyncAt();
        await().until(
                        () ->
                                log.all()
                                        .toString()
                                        .contains("Updated last sync timestamp for central-1"));
        assertThat(
                        log.all().stream()
                                .filter(l -> l.contains("central-1") || l.startsWith("Merged")))
                .containsSubsequence(
                        "Connected to P2P peer central-1",
                        "Requesting sync from central-1 (since the beginning)",
                        "Sent SYNC_REQUEST to central-1",
                        "Received SYNC_RESPONSE from central-1: 1 events",
                        "Merged 1 events, skipped 0");
        assertThat(log.all())
                .contains("No missed events from central-2")
                .anyMatch(l -> l.matches("Updated last sync timestamp for central-1: \\d{13}"));
        assertThat(at).isNotNull();
    }

    @Test
    void tenEventsAreMergedAndNoneSkippedAndTheCatchUpIsToldOnce() throws IOException {
        one.start();
        two.start();
        awaitIdentical(Instant.EPOCH);
        two.stop();
        await().until(() -> !one.peer(two).connected());
        for (int i = 1; i <= 10; i++) {
            one.enter("TEST00" + i);
        }
        await().until(() -> Long.valueOf(10).equals(one.peer(two).theyMiss()));
        log.forget();
        two.start();
        awaitEqual();
        awaitIdentical(Instant.EPOCH);
        await().until(() -> log.all().contains("Merged 10 events, skipped 0"));
        await().until(
                        () ->
                                log.all()
                                        .toString()
                                        .contains("Updated last sync timestamp for central-1"));
        assertThat(log.all())
                .containsOnlyOnce(
                        "Connected to P2P peer central-1",
                        "Sent SYNC_REQUEST to central-1",
                        "Received SYNC_RESPONSE from central-1: 10 events",
                        "Merged 10 events, skipped 0")
                .anyMatch(l -> l.matches("Requesting sync from central-1 \\(since 20\\d\\d-.*\\)"));
        PeerCounters counters = two.peer(one).counters();
        assertThat(counters).isEqualTo(new PeerCounters(10, 10, 0, 0, 0));
    }

    @Test
    void aVisitThatBeganAndEndedWhileThePeerWasAwayIsThereWithItsFee() throws IOException {
        one.start();
        two.start();
        awaitIdentical(Instant.EPOCH);
        two.stop();
        Visit stay = one.enter("29A12345");
        one.leave(stay, 25_000);
        two.start();
        awaitEqual();
        Visit there = two.visits().getFirst();
        assertThat(there.eventId()).isEqualTo(stay.eventId());
        assertThat(requireNonNull(there.exit()).feeDong()).isEqualTo(25_000);
        await().until(() -> log.all().contains("Merged 2 events, skipped 0"));
    }

    @Test
    void whatDoesNotCountSinceAnotherTellsOtherwiseIsCountedForItsCentral() throws IOException {
        one.start();
        one.enter("30E11111");
        Visit atOne = one.enter("29A12345");
        one.stop();
        two.open();
        two.enter("29A12345");
        two.stop();
        one.start();
        two.start();
        awaitEqual();
        awaitIdentical(Instant.EPOCH);
        await().untilAsserted(
                        () -> {
                            assertThat(one.peer(two).counters().conflicts()).isEqualTo(1);
                            assertThat(two.peer(one).counters().conflicts()).isZero();
                        });

        one.leave(atOne, 25_000);
        awaitIdentical(Instant.now());
        assertThat(two.visits())
                .filteredOn(visit -> visit.plate().canonical().equals("29A12345"))
                .singleElement()
                .matches(visit -> !visit.inside());
    }

    @Test
    void anEventMadeWhileBothAreUpComesLiveWithoutAPage() throws IOException {
        one.start();
        two.start();
        awaitIdentical(Instant.EPOCH);
        log.forget();
        for (int i = 0; i < 20; i++) {
            one.enter("LIVE" + i);
            two.enter("BACK" + i);
        }
        await().until(() -> one.holdsTheSameAs(two));
        awaitIdentical(Instant.now());
        for (PeerCounters came : List.of(two.peer(one).counters(), one.peer(two).counters())) {
            assertThat(came.merged()).isEqualTo(20);
            assertThat(came.rejected()).isZero();
            assertBalanced(came);
        }
        assertThat(log.all()).as("no catch-up").noneMatch(l -> l.contains("sync"));
    }

    @Test
    void fiveThousandMissedEventsComeInPagesWhileNewOnesFlow() throws IOException {
        one.start();
        one.enterMany("OLD", 5_000);
        two.start();
        for (int i = 0; i < 50; i++) {
            one.enter("NEW" + i);
            two.enter("OWN" + i);
        }
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> two.events() == 5_100 && one.holdsTheSameAs(two));
        awaitIdentical(Instant.EPOCH);
        await().until(() -> two.peer(one).counters().merged() == 5_050);
        await().untilAsserted(() -> assertBalanced(two.peer(one).counters()));
        PeerCounters counters = two.peer(one).counters();
        assertThat(counters.rejected()).isZero();
        assertThat(counters.had()).as("asked twice").isLessThanOrEqualTo(50);
        await().until(() -> log.all().stream().anyMatch(l -> l.matches("Merged 50.. events, .*")));
        System.out.println(
                "5,000 missed events with live ones between: "
                        + log.millisBetween("Requesting sync from central-1", "Merged 50")
                        + " ms from the first ask to the last commit");
    }

    @Test
    void aRowOfHistoryTakesAtMostFiftyBytesOfTheLine() throws IOException {
        one.start();
        one.traffic(4_000, new Random(1));
        try (var cable = new Cable(one.address)) {
            two.peers.clear();
            two.knows(one, cable.end());
            two.start();
            awaitEqual();
            awaitIdentical(Instant.EPOCH);
            double perRow = cable.bytes() / 4_000.0;
            System.out.printf(
                    "a row of history: %.1f bytes of the line, %d events%n", perRow, two.events());
            assertThat(perRow).isLessThan(50);
        }
    }

    @Test
    void theSyncStateMovesOnAProvenExchangeAndNotWhenADialFails() throws IOException {
        one.start();
        one.enter("TEST001");
        two.start();
        awaitIdentical(Instant.EPOCH);
        one.stop();
        await().until(() -> !two.peer(one).connected());
        Instant stood = requireNonNull(two.peer(one).lastSyncAt());
        await().atMost(Duration.ofSeconds(10)).until(() -> attempts(two.peer(one)) >= 3);
        assertThat(two.peer(one).lastSyncAt()).isEqualTo(stood);
        two.stop();
        two.start();
        assertThat(two.peer(one).lastSyncAt())
                .as("kept over a restart")
                .isBetween(stood.minusSeconds(31), stood);
        one.start();
        await().until(() -> requireNonNull(two.peer(one).lastSyncAt()).isAfter(stood));
    }

    private static int attempts(PeerState peer) {
        return peer.link() instanceof dev.gatehouse.model.LinkState.Disconnected d
                ? d.attempt()
                : 0;
    }

    @Test
    void identicalStaysFreshUnderSteadyTraffic() throws Exception {
        one.start();
        two.start();
        awaitIdentical(Instant.EPOCH);
        var on = new AtomicBoolean(true);
        Thread traffic =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 0; on.get(); i++) {
                                        one.enter("A" + i);
                                        two.enter("B" + i);
                                    }
                                });
        try {
            long before = one.events();
            Instant begun = Instant.now();
            await().until(
                            () -> {
                                Instant proven = one.peer(two).identicalAsOf();
                                assertThat(Instant.now().minusSeconds(15))
                                        .isBefore(proven)
                                        .isBefore(two.peer(one).identicalAsOf());
                                return one.events() > before + 100
                                        && requireNonNull(proven).isAfter(begun.plusSeconds(2));
                            });
        } finally {
            on.set(false);
            traffic.join();
        }
        await().untilAsserted(
                        () -> {
                            assertThat(one.holdsTheSameAs(two)).isTrue();
                            assertBalanced(one.peer(two).counters());
                            assertBalanced(two.peer(one).counters());
                        });
        assertThat(two.peer(one).counters().rejected()).isZero();
    }

    @Test
    void aTransferThatIsCutGoesOnWhereItStopped() throws Exception {
        one.pageSize = 20;
        one.start();
        one.enterMany("CAR", 4_000);
        try (var cable = new Cable(one.address)) {
            two.peers.clear();
            two.knows(one, cable.end());
            two.pageSize = 20;
            cable.pullOutAfter(100_000); // of some 400,000 bytes
            two.start();
            await().until(cable::isOut);
            await().until(() -> !two.peer(one).connected());
            await().untilAsserted(() -> assertThat(two.events()).isBetween(20L, 3_900L));
            cable.putBack();
            awaitEqual();
            await().until(() -> two.peer(one).counters().merged() == 4_000);
            await().untilAsserted(() -> assertBalanced(two.peer(one).counters()));
            assertThat(two.peer(one).counters().had()).as("pages twice").isLessThanOrEqualTo(200);
        }
    }

    @Test
    void aWallClockThatIsSetBackStopsNeitherHeartbeatsNorDialling() throws IOException {
        var behind = new java.util.concurrent.atomic.AtomicReference<>(Duration.ZERO);
        two.wall = () -> Instant.now().minus(behind.get());
        one.start();
        two.start();
        awaitIdentical(Instant.EPOCH);
        behind.set(Duration.ofMinutes(10));
        await().until(() -> log.warnings().toString().contains("The wall clock was set by -"));
        await().until(
                        () -> {
                            Instant asOf = two.peer(one).identicalAsOf();
                            return asOf != null && asOf.isBefore(Instant.now().minusSeconds(500));
                        });
        two.enter("AFTER");
        awaitEqual();
        awaitIdentical(Instant.now().minus(Duration.ofMinutes(10)));
        one.stop();
        await().until(() -> !two.peer(one).connected());
        one.start();
        await().atMost(Duration.ofSeconds(8)).until(() -> two.peer(one).connected());
    }

    @Test
    void aNodeStopsAtOnceInTheMiddleOfATransfer() throws IOException {
        one.start();
        one.enterMany("CAR", 1_500);
        two.start();
        await().pollInterval(Duration.ofMillis(1)).until(() -> two.events() > 0);
        long begun = System.nanoTime();
        two.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("what hangs is waited for ten seconds")
                .isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void nothingIsFetchedUnaskedWhereThatIsTurnedOff() throws IOException {
        one.start();
        one.enter("CAR1");
        two.auto = false;
        two.start();
        await().until(() -> Long.valueOf(1).equals(two.peer(one).weMiss()));
        assertThat(two.events()).isZero();
        assertThat(two.sync().resync(one.id).join()).isNotNull();
        awaitEqual();
    }

    @Test
    void roundTripAndClockOffsetAreMeasured() throws IOException {
        two.wall = () -> Instant.now().plusMillis(3_000);
        one.start();
        two.start();
        await().until(() -> one.peer(two).clockOffsetMs() != null);
        await().untilAsserted( // by the quickest of the last ones
                        () -> {
                            PeerState known = one.peer(two);
                            assertThat(known.clockOffsetMs()).isBetween(2_900.0, 3_100.0);
                            assertThat(known.rttP50Ms()).isBetween(0.0, 500.0);
                            assertThat(known.rttP95Ms()).isNotNull();
                        });
    }

    @Test
    void aPartOfTheTimerThatAlwaysFailsDoesNotKeepTheStatusFromGoingOn() throws IOException {
        List<TestNode> nodes = TestNode.mesh(folder, 2);
        try (TestNode one = nodes.get(0).start();
                TestNode two = nodes.get(1).start()) {
            await().until(() -> one.peer(two).connected());
            one.sync().shared.linkedOriginals =
                    () -> {
                        throw new OutOfMemoryError("on purpose");
                    };
            one.enter("29A12345"); // which is told with a heartbeat
            await().until(() -> !log.errors().isEmpty());
            two.stop();

            await().until(() -> !one.peer(two).connected());
        }
        assertThat(log.errors()).allMatch(l -> l.contains("A part of the sync's timer failed"));
        log.forget();
    }
}
