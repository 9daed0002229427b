package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The real API on a free port of the loopback, with a client for it. */
final class RunningApi implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    static final JsonMapper JSON = JsonMapper.shared();

    final FakeNode node = new FakeNode();
    final Api api;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningApi() {
        this(Limits.DEFAULT);
    }

    RunningApi(Limits limits) {
        try {
            api = Api.start(node, node.feed, List.of(LOOPBACK), 0, limits);
        } catch (ApiNotBoundException e) {
            throw new AssertionError(e);
        }
    }

    /** The usual limits with shorter times. */
    static Limits limits(Duration answer, Duration body, Duration idle) {
        return new Limits(answer, body, idle, Duration.ofSeconds(1), 256);
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + api.boundPort() + pathAndQuery);
    }

    Answer get(String pathAndQuery) {
        return send("GET", pathAndQuery, BodyPublishers.noBody());
    }

    Answer post(String pathAndQuery, String body) {
        return send("POST", pathAndQuery, BodyPublishers.ofString(body));
    }

    Answer send(String method, String pathAndQuery, BodyPublisher body, String... headers) {
        var request =
                HttpRequest.newBuilder(uri(pathAndQuery))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response =
                    client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + pathAndQuery + " got no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Socket socket() throws IOException {
        var socket = new Socket(LOOPBACK, api.boundPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends these characters as they are and reads until the server closes. */
    String raw(String text) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        api.close();
        client.shutdownNow();
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(t -> assertThat(t).startsWith("application/json"));
            return JSON.readTree(response.body());
        }

        /** Asserts an error of the one shape, and gives its text. */
        String refusedWith(int status, String code) {
            assertThat(status()).as(response.body()).isEqualTo(status);
            assertThat(json().propertyNames()).contains("success", "error", "code");
            assertThat(json().get("success").asBoolean()).isFalse();
            assertThat(json().get("code").asString()).isEqualTo(code);
            return json().get("error").asString();
        }
    }
}
