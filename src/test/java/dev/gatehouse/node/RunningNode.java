package dev.gatehouse.node;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.config.Loaded;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** A whole node on a loopback address of its own, with its file and its API. */
final class RunningNode implements AutoCloseable {
    final Path folder;
    final String ip;
    final int p2pPort;
    final int apiPort;
    Node node;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer. */
    record Answer(int status, JsonNode json) {}

    /** Named {@code central-n}, at {@code 127.0.3.n}, without peers. */
    RunningNode(Path root, int number) throws Exception {
        this.ip = "127.0.3." + number;
        this.p2pPort = FreePorts.at(ip);
        this.apiPort = FreePorts.at(ip);
        this.folder = Files.createDirectories(root.resolve("central-" + number));
        Files.writeString(
                file(),
                """
                {"comment": "kept",
                 "this_central": {"id": "central-%d", "ip": "%s", "p2p_port": %d, "api_port": %d},
                 "mesh": {"heartbeat_seconds": 1},
                 "peer_centrals": []}
                """
                        .formatted(number, ip, p2pPort, apiPort));
        this.node = start();
    }

    private Node start() throws Exception {
        var store = new ConfigStore(folder, null, Map.of(), "booth");
        Loaded loaded = store.load();
        Node opened =
                Node.open(
                        Node.Means.real(folder, loaded.config(), "test", loaded.problems(), store));
        opened.startStrictly();
        return opened;
    }

    void restart() throws Exception {
        node.close();
        node = start();
    }

    Path file() {
        return folder.resolve(ConfigStore.FILE);
    }

    /** As it stands in another's {@code peer_centrals}. */
    String asPeer() {
        return "{\"id\": \"central-%s\", \"ip\": \"%s\", \"p2p_port\": %d}"
                .formatted(ip.substring(ip.lastIndexOf('.') + 1), ip, p2pPort);
    }

    Answer get(String path) throws Exception {
        return send("GET", apiPort, path, "");
    }

    Answer send(String method, int port, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + ip + ":" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
    }

    Answer change(String json) throws Exception {
        return send("PUT", apiPort, "/api/p2p/config", json);
    }

    /** A camera tells of a car, with a picture. */
    JsonNode tells(String way, String plate, byte[] picture) throws Exception {
        String data =
                "{\"plate_text\": \"%s\", \"edge_id\": \"%s\", \"image\": \"%s\"}"
                        .formatted(plate, way, Base64.getEncoder().encodeToString(picture));
        return send(
                        "POST",
                        apiPort,
                        "/api/edge/event",
                        "{\"type\": \"%s\", \"data\": %s}".formatted(way, data))
                .json();
    }

    /** Lets a car in, or out; told again within the lane's window it is the same. */
    JsonNode open(String plate) throws Exception {
        return open(plate, "e");
    }

    /** Lets a car out, or in, at another gate. */
    JsonNode openElsewhere(String plate) throws Exception {
        return open(plate, "elsewhere");
    }

    private JsonNode open(String plate, String edge) throws Exception {
        return send(
                        "POST",
                        apiPort,
                        "/api/edge/barrier/open",
                        "{\"edge_id\": \"%s\", \"plate_id\": \"%s\"}".formatted(edge, plate))
                .json();
    }

    /** Whether the API answers at that port. */
    boolean answersAt(int port) {
        try {
            return send("GET", port, "/health", "").status() == 200;
        } catch (Exception notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        node.close();
        client.shutdownNow();
    }
}
