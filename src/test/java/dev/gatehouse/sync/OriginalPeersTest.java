package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Visit;
import dev.gatehouse.original.Generation;
import dev.gatehouse.original.OriginalCentral;
import dev.gatehouse.original.OriginalPace;
import dev.gatehouse.original.RunningOriginal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node and an original, over real sockets. */
class OriginalPeersTest {
    static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final CentralId ORIGINAL = new CentralId("central-9");

    @TempDir Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNode node;
    private InetSocketAddress there;
    private @Nullable RunningOriginal original;

    @BeforeEach
    void addresses() throws IOException {
        node = new TestNode(folder, 1);
        node.zone = HANOI;
        there = TestNode.freeAddress("127.0.0.99");
        open.add(node);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private RunningOriginal startOriginal(Generation generation) throws Exception {
        var pace = OriginalPace.REAL.every(Duration.ofSeconds(2), Duration.ofMillis(500));
        Map<String, URI> peers = new LinkedHashMap<>();
        peers.put(node.id.value(), RunningOriginal.first(node.address));
        RunningOriginal started =
                RunningOriginal.start(
                        new OriginalCentral.Setup(
                                ORIGINAL.value(),
                                generation,
                                HANOI,
                                List.copyOf(peers.keySet()),
                                pace),
                        there,
                        peers,
                        InstantSource.system());
        open.add(started);
        original = started;
        return started;
    }

    private void knowsOriginal(PeerAddress.@Nullable Dialect dialect) {
        boolean second = dialect == PeerAddress.Dialect.ORIGINAL_2;
        node.peers.add(
                new PeerAddress(
                        ORIGINAL,
                        there.getHostString(),
                        second ? 9 : there.getPort(),
                        second ? there.getPort() : null,
                        dialect));
    }

    private PeerState peer() {
        return node.peer(ORIGINAL);
    }

    private RunningOriginal original() {
        if (original == null) {
            throw new IllegalStateException("not started");
        }
        return original;
    }

    private List<String> out() throws InterruptedException {
        return original().rows().stream()
                .filter(row -> row.path("status").asString("").equals("OUT"))
                .map(row -> row.path("event_id").asString(""))
                .toList();
    }

    private @Nullable Visit visit(String plate) {
        return node.visits().stream()
                .filter(visit -> visit.plate().canonical().equals(plate))
                .findFirst()
                .orElse(null);
    }

    private void linked() {
        await().atMost(LONG).untilAsserted(() -> assertThat(peer().connected()).isTrue());
    }

    private static PeerAddress.Dialect dialect(Generation generation) {
        return switch (generation) {
            case FIRST -> PeerAddress.Dialect.ORIGINAL;
            case SECOND -> PeerAddress.Dialect.ORIGINAL_2;
        };
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void whatHappensHereIsThereAtOnceAndTheOtherWayRound(Generation generation) throws Exception {
        startOriginal(generation);
        knowsOriginal(dialect(generation));
        node.start();
        linked();
        Visit ours = node.enter("29A12345");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(original().inside()).contains("29A12345"));
        node.leave(ours, 25_000);
        await().atMost(LONG).untilAsserted(() -> assertThat(out()).containsExactly(ours.eventId()));
        ObjectNode theirs = original().open("30A99999");
        await().atMost(LONG).untilAsserted(() -> assertThat(visit("30A99999")).isNotNull());
        original().open("30A99999");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(visit("30A99999")).matches(v -> v != null && !v.inside()));
        assertThat(theirs.path("event_id").asString("")).startsWith("central-9_");
        assertThat(original().complaints()).isEmpty();
    }
}
