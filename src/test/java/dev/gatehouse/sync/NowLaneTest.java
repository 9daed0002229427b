package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The cars inside come before all else that a booth has missed. */
class NowLaneTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {3_000, 10_000})
    void allCarsInsideAreKnownLongBeforeAllThatWasMissedHasCome(int cars) throws IOException {
        try (var one = new TestNode(folder, 1).knowsWithoutReaching("central-2");
                var two = new TestNode(folder, 2).knows(one)) {
            one.start();
            List<Visit> inside = aLongDay(one, cars, 50);
            two.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> one.holdsTheSameAs(two));
            await().untilAsserted(
                            () -> {
                                PeerCounters c = two.peer(one).counters();
                                assertThat(c.waiting()).isZero();
                                assertThat(c.received())
                                        .isEqualTo(c.merged() + c.had() + c.rejected());
                            });
            List<Visit> insideAtTwo = insideAt(two);
            assertThat(names(insideAtTwo)).isEqualTo(names(inside));
            long last = insideAtTwo.stream().mapToLong(Visit::id).max().orElseThrow();
            assertThat(last).as("rows are numbered as they are written").isLessThan(cars / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"16384, false", "16385, true"})
    void aParkThatIsHalfFullIsToldFirstOnlyWhereTheRestTakesMoreThanASecond(
            long missing, boolean first) throws Exception {
        try (var one = new TestNode(folder, 1).knowsWithoutReaching("central-2")) {
            one.start();
            aLongDay(one, 6_000, 2);
            RawPeer asker = RawPeer.connect(one.address, "central-2", folder);
            asker.sayHello();
            await().until(() -> !asker.came("HEARTBEAT").isEmpty());
            asker.say(
                    "G_ASK",
                    new ObjectMapper()
                            .createObjectNode()
                            .put("ask", 7)
                            .put("lane", "now")
                            .put("rows", 1_024)
                            .put("bytes", 262_144)
                            .put("credit", 2)
                            .put("missing", missing));

            await().until(() -> !asker.came("G_PAGE").isEmpty());

            long events = asker.came("G_PAGE").getFirst().path("data").path("n").asLong(0);
            assertThat(events > 0).isEqualTo(first);
            asker.close();
        }
    }

    @Test
    void theStreamsWaitAsLongAsItsPagesComeAndNotForOneThatIsSilentOrEndless() {
        Instant asked = Instant.parse("2026-11-27T07:00:00Z");
        var silent = new NowLane.Ask(1, asked);
        assertThat(silent.goesFirst(asked.plusMillis(1_999))).isTrue();
        assertThat(silent.goesFirst(asked.plusMillis(2_000))).isFalse();

        var endless = new NowLane.Ask(2, asked);
        for (int second = 1; second < 5; second++) {
            assertThat(endless.goesFirst(asked.plusSeconds(second))).isTrue();
            endless.progressed(asked.plusSeconds(second));
        }
        assertThat(endless.goesFirst(asked.plusMillis(4_999))).isTrue();
        assertThat(endless.goesFirst(asked.plusSeconds(5))).isFalse();

        var large = new NowLane.Ask(3, asked);
        large.came(1_999, asked.plusSeconds(9));
        assertThat(large.goesFirst(asked.plusMillis(9_999))).isTrue();
        assertThat(large.goesFirst(asked.plusSeconds(10))).isFalse();
    }

    private static Set<String> names(List<Visit> visits) {
        return visits.stream().map(Visit::eventId).collect(Collectors.toSet());
    }

    private static List<Visit> insideAt(TestNode node) {
        return node.ledger()
                .history(new HistoryQuery(HistoryQuery.MAX_LIMIT, 0, false, "IN", null))
                .visits();
    }

    /** So many cars come and go; each so-manieth stays. */
    static List<Visit> aLongDay(TestNode node, int cars, int each) {
        var inside = new ArrayList<Visit>();
        for (int done = 0; done < cars; ) {
            var entering = new ArrayList<CompletableFuture<Visit>>();
            while (entering.size() < 500) {
                entering.add(node.entering("30E" + (10_000 + done)));
                done++;
            }
            var leaving = new ArrayList<CompletableFuture<Visit>>();
            for (int i = 0; i < entering.size(); i++) {
                Visit visit = entering.get(i).join();
                if (i % each == 0) {
                    inside.add(visit);
                } else {
                    leaving.add(node.leaving(visit, 25_000));
                }
            }
            leaving.forEach(CompletableFuture::join);
        }
        return inside;
    }
}
