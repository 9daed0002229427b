package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page that listens to a WebSocket, and keeps what came. */
final class Page implements WebSocket.Listener, AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<String> came = new LinkedBlockingQueue<>();
    private final StringBuilder half = new StringBuilder();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final WebSocket socket;

    Page(URI at) {
        socket =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws" + at.toString().substring(4)), this)
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
    }

    /** The next text, which must come. */
    String next() {
        try {
            String text = came.poll(20, TimeUnit.SECONDS);
            assertThat(text).as("nothing was pushed").isNotNull();
            return text;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode nextJson() {
        return RunningApi.JSON.readTree(next());
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        half.append(data);
        if (last) {
            came.add(half.toString());
            half.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }
}
