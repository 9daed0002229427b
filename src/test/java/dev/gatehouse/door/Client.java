package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whoever calls a node's API: cameras, attendants' scripts and pages. Any thread. */
record Client(InetSocketAddress api, HttpClient http) implements AutoCloseable {
    static final String EVENT = "/api/edge/event";
    static final String DETECTION = "/api/edge/detection";
    static final String OPEN = "/api/edge/barrier/open";
    static final String HEARTBEAT = "/api/edge/heartbeat";
    static final String HISTORY = "/api/parking/history";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Client of(InetSocketAddress api) {
        return new Client(
                api,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build());
    }

    /** A JSON object of names and values in turn; a value may be null, a map or a list. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    static String json(Map<String, @Nullable Object> object) {
        return JsonMapper.shared().writeValueAsString(object);
    }

    Answer post(String path, Map<String, @Nullable Object> body) throws Exception {
        return post(path, json(body));
    }

    Answer post(String path, String body) throws Exception {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    Answer put(String path, Map<String, @Nullable Object> body) throws Exception {
        return send("PUT", path, BodyPublishers.ofString(json(body)));
    }

    Answer get(String path) throws Exception {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer send(String method, String path, BodyPublisher body, String... headers)
            throws Exception {
        String host = api.getHostString() + ":" + api.getPort();
        var request =
                HttpRequest.newBuilder(URI.create("http://" + host + path))
                        .timeout(PATIENCE)
                        .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString(UTF_8));
        return new Answer(answer.statusCode(), answer.body());
    }

    /** What a camera sends that read a plate; null for a plate that it does not name. */
    static Map<String, @Nullable Object> reading(
            String type, String edge, @Nullable String plate, double confidence) {
        return object(
                "type",
                type,
                "data",
                object("plate_text", plate, "confidence", confidence, "edge_id", edge));
    }

    Answer read(String type, String edge, @Nullable String plate) throws Exception {
        return read(type, edge, plate, 0.9);
    }

    Answer read(String type, String edge, @Nullable String plate, double confidence)
            throws Exception {
        return post(EVENT, reading(type, edge, plate, confidence));
    }

    Answer open(String edge, String plate, @Nullable Object... more) throws Exception {
        var body = object(more);
        body.put("edge_id", edge);
        body.put("plate_id", plate);
        return post(OPEN, body);
    }

    /** The rows that a search finds, at most a thousand, newest first. */
    List<JsonNode> rows(String search) throws Exception {
        return list(HISTORY + "?limit=1000&search=" + URLEncoder.encode(search, UTF_8));
    }

    /** All rows, at most a thousand, newest first. */
    List<JsonNode> rows() throws Exception {
        return list(HISTORY + "?limit=1000");
    }

    /** The rows of a page. */
    List<JsonNode> list(String path) throws Exception {
        Answer answer = get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var rows = new ArrayList<JsonNode>();
        answer.json().path("history").forEach(rows::add);
        return rows;
    }

    /** The only row that a search finds. */
    JsonNode row(String search) throws Exception {
        List<JsonNode> rows = rows(search);
        assertThat(rows).as("rows of " + search).hasSize(1);
        return rows.getFirst();
    }

    /** The row that an answer speaks of. */
    JsonNode row(Answer of) throws Exception {
        assertThat(of.historyId()).as("history_id in " + of.body()).isPositive();
        return rows().stream()
                .filter(row -> row.path("id").longValue(-1) == of.historyId())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + of.historyId()));
    }

    /** A figure of the day's. */
    long stat(String name) throws Exception {
        Answer stats = get("/api/stats");
        assertThat(stats.json().has(name)).as(name + " in " + stats.body()).isTrue();
        return stats.number(name);
    }

    Socket socket() throws IOException {
        var socket = new Socket(api.getHostString(), api.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Sends that text as it is and reads until the node closes. */
    String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** The status and the head of an answer to a request for that target, as it stands. */
    String raw(String method, String target) throws IOException {
        return raw(method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
