package dev.gatehouse.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.FreePorts;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Originals with real sockets: among themselves, and as a process. */
@Timeout(120)
class RunningOriginalTest {
    private static final OriginalPace FAST =
            OriginalPace.REAL.every(Duration.ofMillis(200), Duration.ofMillis(300));

    private final List<RunningOriginal> running = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (RunningOriginal original : running) {
            original.close();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)); // on a machine that does much else
    }

    private static InetSocketAddress free() throws IOException {
        return new InetSocketAddress("127.0.0.1", FreePorts.at("127.0.0.1"));
    }

    private RunningOriginal start(
            String id, Generation generation, InetSocketAddress at, String peer, URI where)
            throws Exception {
        RunningOriginal started =
                RunningOriginal.start(
                        new OriginalCentral.Setup(
                                id, generation, ZoneId.of("Asia/Ho_Chi_Minh"), List.of(peer), FAST),
                        at,
                        Map.of(peer, where),
                        InstantSource.system());
        running.add(started);
        return started;
    }

    private List<RunningOriginal> pair(Generation generation) throws Exception {
        InetSocketAddress one = free();
        InetSocketAddress two = free();
        boolean first = generation == Generation.FIRST;
        return List.of(
                start(
                        "central-1",
                        generation,
                        one,
                        "central-2",
                        first ? RunningOriginal.first(two) : RunningOriginal.second(two)),
                start(
                        "central-2",
                        generation,
                        two,
                        "central-1",
                        first ? RunningOriginal.first(one) : RunningOriginal.second(one)));
    }

    private static void tellEachOther(List<RunningOriginal> pair) throws Exception {
        for (RunningOriginal one : pair) {
            soon().until(() -> one.ask(OriginalCentral::isLinked));
        }
        int[] car = {10_000};
        soon().pollInterval(Duration.ofMillis(100)) // until both links are up
                .until(
                        () -> {
                            pair.get(0).open("29A" + car[0]++);
                            return !pair.get(1).inside().isEmpty();
                        });
        assertThat(pair.get(1).complaints()).isEmpty();
    }

    @Test
    void twoOfTheFirstTellEachOther() throws Exception {
        tellEachOther(pair(Generation.FIRST));
    }

    @Test
    void twoOfTheSecondTellEachOther() throws Exception {
        tellEachOther(pair(Generation.SECOND));
    }

    @Test
    void theSecondIsFoundOnItsPathOnly() throws Exception {
        InetSocketAddress second = free();
        start("central-2", Generation.SECOND, second, "x", RunningOriginal.second(free()));
        RunningOriginal first =
                start(
                        "central-1",
                        Generation.FIRST,
                        free(),
                        "central-2",
                        RunningOriginal.first(second));

        soon().until(() -> first.ask(it -> it.cursor("central-2")) != null);

        assertThat(first.ask(OriginalCentral::isLinked)).isFalse();
    }

    @Test
    void whileItsCableIsOutItsCursorGoesOnAndAfterwardsItIsLinkedAgain() throws Exception {
        List<RunningOriginal> pair = pair(Generation.FIRST);
        tellEachOther(pair);

        pair.get(0).reachable(false);
        pair.get(0).open("30G56789");
        Long before = Objects.requireNonNull(pair.get(0).ask(it -> it.cursor("central-2")));
        soon().until(
                        () ->
                                Objects.requireNonNull(
                                                pair.get(0).ask(it -> it.cursor("central-2")))
                                        > before);
        assertThat(pair.get(0).ask(OriginalCentral::isLinked)).isFalse();
        pair.get(0).reachable(true);

        soon().until(() -> pair.get(0).ask(OriginalCentral::isLinked));
        assertThat(pair.get(1).inside()).doesNotContain("30G56789");
    }

    @Test
    void itRunsAsAProcessOfItsOwn() throws Exception {
        InetSocketAddress at = free();
        InetSocketAddress api = free();
        InetSocketAddress here = free();
        Process process =
                new ProcessBuilder(
                                OriginalMain.command(
                                        "central-2",
                                        "first",
                                        "Asia/Ho_Chi_Minh",
                                        "127.0.0.1:" + at.getPort(),
                                        "127.0.0.1:" + api.getPort(),
                                        "200",
                                        "300",
                                        "central-1=" + RunningOriginal.first(here)))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            RunningOriginal near =
                    start(
                            "central-1",
                            Generation.FIRST,
                            here,
                            "central-2",
                            RunningOriginal.first(at));
            soon().until(() -> near.ask(OriginalCentral::isLinked));
            soon().pollInterval(Duration.ofMillis(100))
                    .until(
                            () -> {
                                String plate = "29A" + (10_000 + near.rows().size());
                                post(
                                        api,
                                        "/api/edge/barrier/open",
                                        "{\"edge_id\":\"edge-1\",\"plate_id\":\"%s\"}"
                                                .formatted(plate));
                                return near.inside().contains(plate);
                            });
            assertThat(post(api, "/api/parking/history", "").path("count").intValue()).isPositive();
            assertThat(post(api, "/complaints", "").path("complaints")).isEmpty();
        } finally {
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static JsonNode post(InetSocketAddress api, String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer =
                    http.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + api.getPort()
                                                                    + path))
                                            .POST(HttpRequest.BodyPublishers.ofString(body))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return Objects.requireNonNull(OriginalFrames.read(answer), answer);
        }
    }
}
