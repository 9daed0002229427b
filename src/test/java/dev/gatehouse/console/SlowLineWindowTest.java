package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.Config;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.node.Node;
import dev.gatehouse.sync.Cable;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** The window over a whole node and a whole peer, with a line between them that can be slow. */
class SlowLineWindowTest {
    private static final String HERE = "127.0.0.1";
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private Path folder;
    private Cable cable;
    private Node peer;
    private Node node;
    private Booth booth;

    @BeforeEach
    void openBoth(@TempDir Path folder) throws Exception {
        this.folder = folder;
        int port = FreePorts.at(HERE);
        cable = new Cable(new InetSocketAddress(HERE, port));
        peer =
                start(
                        "central-2",
                        port,
                        new Config.Peer(id(1), HERE, FreePorts.at(HERE), null, null));
        InetSocketAddress end = cable.end();
        node =
                start(
                        "central-1",
                        FreePorts.at(HERE),
                        new Config.Peer(id(2), end.getHostString(), end.getPort(), null, null));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> node.mesh().status().peers().getFirst().connected());
        booth = new Booth(new Backend(node, node.feed()), folder);
        booth.press(KeyCode.ALT, KeyCode.DIGIT3);
    }

    @AfterEach
    void closeAll() throws IOException {
        booth.close();
        node.close();
        peer.close();
        cable.close();
    }

    private static CentralId id(int number) {
        return new CentralId("central-" + number);
    }

    private Node start(String name, int port, Config.Peer other) throws Exception {
        var config =
                new Config(
                        new Config.ThisCentral(new CentralId(name), HERE, port, FreePorts.at(HERE)),
                        List.of(other),
                        new Config.Site("CỔNG 1", ZoneId.of("Asia/Ho_Chi_Minh"), 300),
                        new FeeRules(30, 25_000),
                        new Config.Sync(7, 5_000, 1_024, true),
                        new Config.Mesh((int) HEARTBEAT.toSeconds(), 30),
                        new Config.Api(true));
        Path data = Files.createDirectories(folder.resolve(name));
        Node opened = Node.open(Node.Means.real(data, config, "test", List.of()));
        opened.startStrictly();
        return opened;
    }

    @Test
    void aPeerOfWhichNothingComesTurnsWithinThreeHeartbeats() {
        booth.untilRead("#peer-central-2", t -> assertThat(t).contains("Đã kết nối"));
        cable.slow(1); // as good as nothing, and no end of the connection is told

        booth.untilRead("#peer-central-2", t -> assertThat(t).doesNotContain("Đã kết nối"));

        PeerState peer = booth.live().node().mesh().status().peers().getFirst();
        assertThat(peer.link())
                .isInstanceOfSatisfying(
                        LinkState.Disconnected.class,
                        lost ->
                                assertThat(
                                                Duration.between(
                                                        requireNonNull(peer.lastHeard()),
                                                        lost.since()))
                                        .as("from the last that came until it counts as lost")
                                        .isBetween(
                                                HEARTBEAT.multipliedBy(2),
                                                HEARTBEAT.multipliedBy(5)));
    }
}
