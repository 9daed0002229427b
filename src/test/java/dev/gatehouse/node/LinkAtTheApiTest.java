package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.FreePorts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The second way into the mesh leads to the same code as the first. */
class LinkAtTheApiTest {
    @TempDir Path folder;

    private static final class Ears implements WebSocket.Listener {
        final LinkedBlockingQueue<String> came = new LinkedBlockingQueue<>();
        private final StringBuilder half = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            half.append(data);
            if (last) {
                came.add(half.toString());
                half.setLength(0);
            }
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }

        JsonNode next() throws InterruptedException {
            String text = came.poll(20, TimeUnit.SECONDS);
            assertThat(text).as("nothing came").isNotNull();
            return JsonMapper.shared().readTree(text);
        }
    }

    private static WebSocket dial(
            HttpClient client, RunningNode node, int port, String path, Ears ears) {
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + node.ip + ":" + port + path), ears)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void whoDialsTheApisPortHearsWhatThoseOnThePeersPortHear() throws Exception {
        try (var node = new RunningNode(folder, 41);
                HttpClient client = HttpClient.newHttpClient()) {
            for (boolean second : new boolean[] {true, false}) {
                var ears = new Ears();
                int port = second ? node.apiPort : node.p2pPort;
                WebSocket socket = dial(client, node, port, second ? "/ws/p2p" : "/", ears);
                JsonNode first = ears.next();
                assertThat(first.get("type").asString()).isEqualTo("HEARTBEAT");
                assertThat(first.get("peer_id").asString()).isEqualTo("central-41");
                assertThat(first.at("/data/g/node").asString()).isNotEmpty();
                socket.sendText("no frame", true).join();
                assertThat(ears.next().get("type").asString()).isEqualTo("ERROR");
                socket.abort();
            }
            client.shutdownNow();
        }
    }

    @Test
    void aNodeThatClosesLetsTheCallerGo() throws Exception {
        var ears = new Ears();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var node = new RunningNode(folder, 42);
            WebSocket socket = dial(client, node, node.apiPort, "/ws/p2p", ears);
            ears.next();
            node.close();
            await().until(socket::isInputClosed);
            client.shutdownNow();
        }
    }

    private static String answerOfRows(int rows) {
        var text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(
                            """
                            {"id":%d,"event_id":"central-9_%d_30A%05d","plate_id":"30A%05d",
                            "entry_time":"2026-03-01 08:00:00","entry_camera_name":"%s",
                            "status":"IN","created_at":"2026-03-01 01:00:00"}\
                            """
                                    .formatted(
                                            i + 1, 1_772_326_800_000L + i, i, i, "c".repeat(300)));
        }
        return """
        {"type":"SYNC_RESPONSE","source_central":"central-9","timestamp":1,
        "event_id":null,"data":{"events":[%s]}}\
        """
                .formatted(text);
    }

    @Test
    void anOriginalMayComeHereWithAnAnswerOf2Megabytes() throws Exception {
        try (var node = new RunningNode(folder, 43);
                HttpClient client = HttpClient.newHttpClient()) {
            int nobody = FreePorts.at("127.0.3.9");
            var changed =
                    node.change(
                            """
                            {"this_central": {"id": "central-43", "ip": "%s", "p2p_port": %d,
                             "api_port": %d}, "peer_centrals": [{"id": "central-9",
                             "ip": "127.0.3.9", "p2p_port": %d, "api_port": %d}]}\
                            """
                                    .formatted(
                                            node.ip, node.p2pPort, node.apiPort, nobody, nobody));
            assertThat(changed.status()).as(changed.json().toString()).isEqualTo(200);
            var ears = new Ears();
            WebSocket socket = dial(client, node, node.apiPort, "/ws/p2p", ears);
            assertThat(ears.next().get("peer_id").asString()).isEqualTo("central-43");
            socket.sendText("{\"peer_id\":\"central-9\"}", true).join();
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    node.get("/api/p2p/proof")
                                                            .json()
                                                            .at("/originals/0/connected")
                                                            .asBoolean())
                                            .isTrue());
            String answer = answerOfRows(5_000);
            assertThat(answer.length()).isGreaterThan(2_000_000);
            socket.sendText(answer, true).join();
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    node.get("/api/p2p/sync-state")
                                                            .json()
                                                            .at("/sync_state/0/merged")
                                                            .asInt())
                                            .isEqualTo(5_000));
            assertThat(ears.came.stream().filter(text -> text.contains("ERROR"))).isEmpty();
            socket.abort();
            client.shutdownNow();
        }
    }

    @Test
    void whoIsNotKnownToBeAnOriginalMayNotSendSoMuch() throws Exception {
        try (var node = new RunningNode(folder, 44);
                HttpClient client = HttpClient.newHttpClient()) {
            var ears = new Ears();
            WebSocket socket = dial(client, node, node.apiPort, "/ws/p2p", ears);
            ears.next();
            socket.sendText(answerOfRows(5_000), true);
            await().until(socket::isInputClosed);
            assertThat(node.get("/health").status()).isEqualTo(200);
            client.shutdownNow();
        }
    }
}
