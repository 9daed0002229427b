package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.Config;
import dev.gatehouse.demo.CarPicture;
import dev.gatehouse.mesh.Transport;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;
import dev.gatehouse.node.Node;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * A whole node with lanes on a loopback address, whose cameras report by HTTP as those of the
 * original do.
 */
final class SceneNode implements AutoCloseable {
    private static final String HERE = "127.0.0.1";

    /** Pictures of the same car look the same. */
    private static final long CAR = 3;

    final Node node;
    private final Config config;
    private final SceneClock clock;
    private final Path file;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A node named {@code central-n} at the ports of {@code self}. */
    SceneNode(
            Path root,
            SceneClock clock,
            Config.ThisCentral self,
            List<Config.Peer> peers,
            List<Lane> lanes)
            throws Exception {
        this.clock = clock;
        this.config =
                new Config(
                        self,
                        peers,
                        new Config.Site("BÃI XE HỒ TÂY", SceneClock.ZONE, 300),
                        new FeeRules(30, 25_000),
                        new Config.Sync(7, 5_000, 1_024, true),
                        new Config.Mesh(1, 30),
                        new Config.Api(true),
                        Config.Pictures.USUAL,
                        lanes);
        Path folder = Files.createDirectories(root.resolve(self.id().value()));
        this.file = folder.resolve(Node.DATABASE);
        this.node =
                Node.open(
                        new Node.Means(
                                folder,
                                folder.resolve("logs"),
                                config,
                                "test",
                                clock,
                                clock::nanos,
                                new SecureRandom(),
                                Transport.webSockets(),
                                List.of(),
                                null));
        node.startStrictly();
    }

    /** Where a node of that name can listen. */
    static Config.ThisCentral place(String name) {
        return FreePorts.central(name, HERE);
    }

    /** Where nobody listens, so that the other one must dial. */
    static Config.Peer deaf(String name) {
        return at(name, new InetSocketAddress(HERE, FreePorts.at(HERE)));
    }

    static Config.Peer at(String name, InetSocketAddress address) {
        return new Config.Peer(
                new CentralId(name), address.getHostString(), address.getPort(), null, null);
    }

    static InetSocketAddress address(Config.ThisCentral of) {
        return new InetSocketAddress(of.ip(), of.p2pPort());
    }

    /** A lane with one edge computer, which is called {@code edge-} and the lane's number. */
    static Lane lane(int number, Lane.Direction direction) {
        return new Lane(
                "lane-" + number,
                "Làn " + number,
                direction,
                List.of("edge-" + number),
                Lane.USUAL_WINDOW,
                List.of());
    }

    /** One lane in, and one out. */
    static List<Lane> inAndOut() {
        return List.of(lane(1, Lane.Direction.IN), lane(2, Lane.Direction.OUT));
    }

    /** An edge computer asks about a car before the barrier; nothing is written. */
    JsonNode sees(int lane, String plate, double sure) throws Exception {
        return post(
                "/api/edge/detection",
                """
                {"edge_id": "edge-%d", "plate_id": "%s", "confidence": %s, "image": "%s"}
                """
                        .formatted(lane, plate, sure, picture(plate)));
    }

    /**
     * An edge computer reports a car that passes.
     *
     * @param type {@code ENTRY} or {@code EXIT}
     */
    JsonNode passes(String type, int lane, String plate, double sure) throws Exception {
        return post(
                "/api/edge/event",
                """
                {"type": "%s", "camera_id": %d, "camera_name": "Camera %d", "camera_type": "%s",
                 "data": {"plate_text": "%s", "confidence": %s, "source": "auto",
                          "edge_id": "edge-%d", "image": "%s"}}
                """
                        .formatted(type, lane, lane, type, plate, sure, lane, picture(plate)));
    }

    /** A camera says that it works. */
    void beats(int lane) throws Exception {
        post(
                "/api/edge/heartbeat",
                "{\"camera_id\": %d, \"camera_name\": \"Camera %d\", \"camera_type\": \"ENTRY\"}"
                        .formatted(lane, lane));
    }

    private String picture(String plate) {
        int hour = clock.instant().atZone(SceneClock.ZONE).getHour();
        byte[] png = CarPicture.of(new Plate(plate, plate), hour, CAR);
        return Base64.getEncoder().encodeToString(png);
    }

    /** The pass of a car until the end of that day. */
    void pass(String plate, String endDate) throws Exception {
        String passes =
                """
                {"subscriptions": [
                  {"id": 1, "plate_number": "%s", "owner_name": "Nguyễn Văn An",
                   "type": "monthly", "status": "active", "start_date": "2020-01-01",
                   "end_date": "%s"}]}
                """
                        .formatted(plate, endDate);
        assertThat(text("PUT", "/api/subscriptions", passes)).contains("\"success\":true");
    }

    private JsonNode post(String path, String body) throws Exception {
        return JsonMapper.shared().readTree(text("POST", path, body));
    }

    /** What a page of the API says. */
    String get(String path) throws Exception {
        return text("GET", path, "");
    }

    private String text(String method, String path, String body) throws Exception {
        var uri = URI.create("http://" + HERE + ":" + config.thisCentral().apiPort() + path);
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .method(method, HttpRequest.BodyPublishers.ofString(body, UTF_8))
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** The facts of that kind that stand in its database, as they were written. */
    String written(String kind) throws SQLException {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + file);
                var asked = database.prepareStatement("SELECT payload FROM event WHERE kind = ?")) {
            asked.setString(1, kind);
            ResultSet rows = asked.executeQuery();
            var all = new StringBuilder();
            while (rows.next()) {
                all.append(new String(rows.getBytes(1), UTF_8)).append('\n');
            }
            return all.toString();
        }
    }

    /** What the ledger holds, the newest entry first. */
    List<Visit> visits() {
        return node.history().find(HistoryQuery.FIRST).visits();
    }

    @Override
    public void close() {
        node.close();
        client.shutdownNow();
    }
}
