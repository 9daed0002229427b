package dev.gatehouse.it;

import static dev.gatehouse.it.Booths.START;
import static dev.gatehouse.it.Booths.SYNC;
import static dev.gatehouse.it.Booths.identical;
import static dev.gatehouse.it.Booths.sized;
import static dev.gatehouse.it.Booths.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.sync.Cable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What travels between booths, and how often; separate processes from the built image. */
@Timeout(600)
class MeshTransfersIT {
    private static final int PAGE = 1_024;

    @TempDir Path folder;

    private final List<BoothProcess> booths = new ArrayList<>();

    @AfterEach
    void off() {
        booths.forEach(BoothProcess::close);
    }

    @Test
    void cutAfterPageThreeOfSevenOnlyWhatWasNotCommittedIsAskedForAgain() throws Exception {
        booths.addAll(BoothProcess.mesh(2, folder));
        BoothProcess full = booths.get(0);
        BoothProcess empty = booths.get(1);
        full.letInWhileOff("30A", 7 * PAGE);
        try (Cable cable = new Cable(full.p2p())) {
            cable.slow(40_000); // some 25 KB a page: it must not be over before it is cut
            full.configure(List.of(BoothProcess.nobody("central-2")));
            empty.configure(List.of(BoothProcess.Peer.at("central-1", cable.end())));
            start(booths);
            try (var disk = new DiskWatch(empty.database())) {
                await().atMost(SYNC)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> disk.events() >= 3 * PAGE);
                cable.pullOut();
                await().atMost(SYNC)
                        .until(
                                () ->
                                        !empty.syncState("central-1")
                                                .path("connected")
                                                .booleanValue());
                await().atMost(SYNC)
                        .until(() -> empty.syncState("central-1").path("waiting").intValue() == 0);
                assertThat(disk.events()).isBetween(3L * PAGE, 7L * PAGE - 1);
            }
            long before = empty.syncState("central-1").path("received").longValue();

            cable.putBack();

            identical(booths, 7 * PAGE);
            JsonNode state = empty.syncState("central-1");
            assertThat(before).isGreaterThanOrEqualTo(3 * PAGE);
            assertThat(state.path("received").longValue()).isEqualTo(7 * PAGE);
            assertThat(state.path("merged").longValue()).isEqualTo(7 * PAGE);
        }
    }

    @Test
    void tenNodesStartedAtOnceConvergeAndAreQuietThen() throws Exception {
        int count = sized(10, 3);
        int each = 100;
        booths.addAll(BoothProcess.mesh(count, folder));
        for (BoothProcess booth : booths) {
            booth.letInWhileOff("3%sA".formatted(booth.id().substring(8)), each);
        }
        BoothProcess one = booths.get(0);
        BoothProcess two = booths.get(1);
        try (Cable cable = new Cable(one.p2p())) {
            one.configure(peers(count, 1, 2, BoothProcess.nobody("central-2")));
            two.configure(peers(count, 2, 1, BoothProcess.Peer.at("central-1", cable.end())));
            long begin = System.nanoTime();
            start(booths);
            identical(booths, (long) count * each);
            System.out.printf(
                    "%d nodes identical %.1f s after their start%n",
                    count, (System.nanoTime() - begin) / 1e9);
            long bytes = cable.bytesBothWays();
            Duration quiet = Duration.ofSeconds(sized(60, 11));
            await().pollDelay(quiet).atMost(quiet.multipliedBy(2)).until(() -> true);
            double rate = (cable.bytesBothWays() - bytes) / (double) quiet.toSeconds();
            System.out.printf("%d nodes: %.0f bytes/s on a quiet link%n", count, rate);

            assertThat(rate).isLessThan(1_000);
        }
    }

    /** All but itself, one of them elsewhere. */
    private List<BoothProcess.Peer> peers(
            int count, int self, int moved, BoothProcess.Peer elsewhere) {
        var peers = new ArrayList<BoothProcess.Peer>();
        for (int i = 1; i <= count; i++) {
            if (i != self) {
                peers.add(i == moved ? elsewhere : booths.get(i - 1).asPeer());
            }
        }
        return peers;
    }

    @Test
    void anEmptyBoothThatJoinsNineFullOnesFetchesEachEventOnce() throws Exception {
        int count = sized(10, 3);
        int events = sized(100_000, 6_000);
        booths.addAll(BoothProcess.mesh(count, folder));
        booths.get(0).letInWhileOff("30A", events / 2);
        booths.get(1).letInWhileOff("30B", events - events / 2);
        List<BoothProcess> full = booths.subList(0, count - 1);
        BoothProcess empty = booths.get(count - 1);
        start(full);
        for (BoothProcess booth : full) {
            await().atMost(SYNC.multipliedBy(2)).until(() -> booth.events() == events);
        }

        empty.start();
        await().atMost(START).until(empty::up);
        identical(booths, events);

        assertThat(sum(empty, full, "received")).isEqualTo(events);
        assertThat(sum(empty, full, "merged")).isEqualTo(events);
        assertThat(sum(empty, full, "had")).isZero();
        assertThat(sum(empty, full, "rejected")).isZero();
    }

    private static long sum(BoothProcess at, List<BoothProcess> from, String counter)
            throws IOException, InterruptedException {
        long sum = 0;
        for (BoothProcess peer : from) {
            sum += at.syncState(peer.id()).path(counter).longValue();
        }
        return sum;
    }
}
