package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.Config;
import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Health;
import dev.gatehouse.trust.NodeKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two whole nodes in this process, of which one has a disk that gets full, or a database that
 * somebody locks, while it merges what the other has.
 */
@Timeout(300)
class DiskTroubleTest {
    private static final String HERE = "127.0.0.1";
    private static final int OFFERED = 40_000;
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Config.ThisCentral one = FreePorts.central("central-1", HERE);
    private final Config.ThisCentral two = FreePorts.central("central-2", HERE);
    private final List<String> answered = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    private static Node start(Path data, Config.ThisCentral self, Config.ThisCentral other)
            throws Exception {
        var config =
                new Config(
                        self,
                        List.of(new Config.Peer(other.id(), HERE, other.p2pPort(), null, null)),
                        new Config.Site(null, Booth.ZONE, 300),
                        new FeeRules(30, 25_000),
                        new Config.Sync(7, 5_000, 256, true),
                        new Config.Mesh(1, 30),
                        new Config.Api(true));
        Node opened = Node.open(Node.Means.real(data, config, "test", List.of()));
        opened.startStrictly();
        return opened;
    }

    private Node peerWithMuch(Path data) throws Exception {
        Files.createDirectories(data);
        Booth.fill(
                data.resolve(Node.DATABASE),
                two.id(),
                NodeKey.open(data.resolve("node.key")),
                OFFERED);
        return start(data, two, one);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + HERE + ":" + one.apiPort() + path));
    }

    private int enter(String plate) throws Exception {
        HttpResponse<String> answer =
                send(
                        to("/api/edge/barrier/open")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"edge_id\":\"gate-1\",\"plate_id\":\""
                                                        + plate
                                                        + "\"}")));
        if (answer.statusCode() == 200) {
            answered.add(plate);
        }
        return answer.statusCode();
    }

    private static long rows(Path database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            return statement.executeQuery(query).getLong(1);
        }
    }

    private static boolean mergeIsUnderWay(Path database) throws SQLException {
        long events = rows(database, "SELECT count(*) FROM event");
        assertThat(events).as("the trouble came too late").isLessThan(OFFERED);
        return events > 0;
    }

    /** Cars until one is refused: the last pages of a full disk may have room for a few. */
    private void isRefusedAndSaysSo(Node node) throws Exception {
        int car = 0;
        int status = enter("29A%05d".formatted(car++));
        while (status == 200 && car < 2_000) {
            status = enter("29A%05d".formatted(car++));
        }
        assertThat(status).as("a car that cannot be written").isEqualTo(503);
        await("a health that says so").atMost(LONG).until(() -> saysSo(node));
        assertThat(send(to("/api/parking/history").GET()).statusCode())
                .as("reading goes on")
                .isEqualTo(200);
    }

    /** A full disk may let a small write pass between two large ones. */
    private boolean saysSo(Node node) throws Exception {
        return send(to("/health").GET()).statusCode() == 503
                && node.health().checks().stream()
                        .anyMatch(check -> check.code() == Health.Code.STORE_CANNOT_WRITE);
    }

    private void goesOnByItselfWithNothingLost(Node node, Node peer, Path database)
            throws Exception {
        await().atMost(LONG).until(() -> node.mesh().status().proof().complete());
        await().atMost(LONG).until(() -> node.health().ready());
        assertThat(enter("29A99999")).isEqualTo(200);
        await().atMost(LONG)
                .until(() -> peer.history().today().vehiclesInside() == OFFERED + answered.size());
        assertThat(send(to("/health").GET()).statusCode()).isEqualTo(200);
        assertThat(node.history().today().vehiclesInside()).isEqualTo(OFFERED + answered.size());
        assertThat(rows(database, "SELECT count(*) FROM history WHERE sync_status = 'LOCAL'"))
                .isEqualTo(answered.size());
    }

    @Test
    void aDatabaseThatIsLockedInTheMiddleOfAMerge(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("one"));
        Path database = data.resolve(Node.DATABASE);
        try (Node peer = peerWithMuch(folder.resolve("two"));
                Node node = start(data, one, two)) {
            try (Connection locker = DriverManager.getConnection("jdbc:sqlite:" + database);
                    var statement = locker.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 10000");
                await().atMost(LONG).until(() -> mergeIsUnderWay(database));
                statement.execute("BEGIN IMMEDIATE");
                isRefusedAndSaysSo(node);
                statement.execute("ROLLBACK");
            }
            goesOnByItselfWithNothingLost(node, peer, database);
        }
    }

    @Test
    void aDiskThatGetsFullInTheMiddleOfAMerge(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("one");
        Path database = data.resolve(Node.DATABASE);
        try (SmallDisk disk = SmallDisk.tryMount(data)) {
            assumeTrue(disk.isMounted(), "only root can make a small disk; see FullDiskTest");
            try (Node peer = peerWithMuch(folder.resolve("two"));
                    Node node = start(data, one, two)) {
                await().atMost(LONG).until(() -> mergeIsUnderWay(database));
                disk.fill();
                isRefusedAndSaysSo(node);
                disk.free();
                goesOnByItselfWithNothingLost(node, peer, database);
            }
        }
    }
}
