package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
}
