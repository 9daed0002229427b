package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

class PushApiTest {
    private static final CentralId CENTRAL = new CentralId("central-1");
    private static final Instant LEFT = FakeNode.MORNING.plusSeconds(3_659);

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private Page page(String path) {
        return new Page(api.uri(path));
    }

    private static Visit visit(boolean inside) {
        return new Visit(
                7,
                "central-1_1795341108000_29A12345",
                CENTRAL,
                null,
                FakeNode.PLATE,
                new Visit.Passage(FakeNode.MORNING, 1, "Cong A", 0.92, "auto"),
                false,
                inside
                        ? null
                        : new Visit.Departure(
                                new Visit.Passage(LEFT, 2, "Cong B", 0.9, "auto"),
                                CENTRAL,
                                null,
                                3_659,
                                25_000),
                true,
                FakeNode.MORNING,
                FakeNode.MORNING);
    }

    private void passes(GateEvent.Kind kind, Instant at) {
        api.node.feed.publish(
                List.of(
                        new Notice.Passed(
                                new GateEvent(
                                        new StreamId(1, 2),
                                        1,
                                        kind,
                                        at,
                                        CENTRAL,
                                        "",
                                        FakeNode.PLATE,
                                        0,
                                        null,
                                        true))));
    }

    private void historyHas(Visit... visits) {
        api.node.find = query -> new HistoryPage(List.of(visits), DayStats.NONE);
    }

    private static Camera camera(boolean online) {
        return new Camera(1, "Cong A", "ENTRY", online, FakeNode.MORNING, 3, 0, FakeNode.MORNING);
    }

    @Test
    void anEntryIsPushedInTheOriginalsShape() {
        historyHas(visit(true));
        try (Page page = page("/ws/history")) {
            page.say("ping");
            assertThat(page.next()).isEqualTo("pong");
            passes(GateEvent.Kind.ENTRY, FakeNode.MORNING);
            JsonNode push = page.nextJson();
            Shape.assertSame(
                    """
                    {"type":"history_update","data":{"event_type":"ENTRY","camera_id":1,
                     "camera_name":"…","camera_type":"ENTRY","success":true,"action":"ENTRY",
                     "message":"Xe 29A-123.45 VÀO bãi","plate_id":"29A12345",
                     "plate_view":"29A-123.45","history_id":1,"entry_time":"…","event_id":"…"}}
                    """,
                    push);
            assertThat(push.at("/data/history_id").asInt()).isEqualTo(7);
            assertThat(push.at("/data").propertyNames()).doesNotContain("answer", "fee");
        }
    }

    @Test
    void anExitIsPushedWithItsFeeAndTheCameraOfTheExit() {
        historyHas(visit(false));
        try (Page page = page("/ws/history")) {
            page.say("ping");
            page.next();
            passes(GateEvent.Kind.EXIT, LEFT);
            JsonNode data = page.nextJson().get("data");
            assertThat(data.get("event_type").asString()).isEqualTo("EXIT");
            assertThat(data.get("camera_id").asInt()).isEqualTo(2);
            assertThat(data.get("fee").asInt()).isEqualTo(25_000);
            assertThat(data.get("duration").asString()).isEqualTo("1 giờ 0 phút");
            assertThat(data.get("exit_time").asString()).isEqualTo("2026-11-22 10:52:47");
        }
    }

    @Test
    void aPassageThatIsNoVisitsAnyMoreMakesThePageReadAnew() {
        try (Page page = page("/ws/history")) {
            page.say("ping");
            page.next();
            passes(GateEvent.Kind.ENTRY, FakeNode.MORNING);
            assertThat(page.next())
                    .isEqualTo(
                            "{\"type\":\"history_update\",\"data\":{\"type\":\"updated\","
                                    + "\"history_id\":null}}");
        }
    }

    private static HistoryChange change(long id, @Nullable Visit after) {
        return new HistoryChange(id, visit(true), after, FakeNode.MORNING, CENTRAL, null, null);
    }

    @Test
    void aCorrectionAndAVoidArePushedWithTheRow() {
        api.node.historyChanges = List.of(change(1, visit(true)));
        try (Page page = page("/ws/history")) {
            page.say("ping");
            page.next();
            api.node.historyChanges = List.of(change(2, visit(true)), change(1, visit(true)));
            api.node.feed.publish(List.of(new Notice.VisitsChanged()));
            assertThat(page.next())
                    .isEqualTo(
                            "{\"type\":\"history_update\",\"data\":{\"type\":\"updated\","
                                    + "\"history_id\":7}}");
            api.node.historyChanges = List.of(change(3, null), change(2, visit(true)));
            api.node.feed.publish(List.of(new Notice.VisitsChanged()));
            assertThat(page.next())
                    .isEqualTo(
                            "{\"type\":\"history_update\",\"data\":{\"type\":\"deleted\","
                                    + "\"history_id\":7}}");
        }
    }

    @Test
    void thePageOfTheCamerasGetsThemAtOnceAndWithEveryHeartbeat() {
        api.node.cameraList = List.of(camera(true));
        try (Page page = page("/ws/cameras")) {
            Shape.assertSame(
                    """
                    {"type":"cameras_update","data":{"cameras":[{"id":1,"name":"Cong A",
                     "type":"ENTRY","status":"online","last_heartbeat":"…","events_sent":3,
                     "events_failed":0,"created_at":"…","updated_at":"…"}],
                     "total":1,"online":1,"offline":0}}
                    """,
                    page.nextJson());
            page.say("ping");
            String next = page.next();
            while (next.contains("cameras_update")) { // it may look for silent ones meanwhile
                next = page.next();
            }
            assertThat(next).isEqualTo("pong");
            api.post("/api/edge/heartbeat", "{\"camera_id\":1}");
            assertThat(page.nextJson().at("/data/online").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aCameraThatFallsSilentIsPushedToo() {
        api.node.cameraList = List.of(camera(true));
        try (Page page = page("/ws/cameras")) {
            page.next();
            api.node.cameraList = List.of(camera(false));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> page.nextJson().at("/data/offline").asInt() == 1);
        }
    }

    @Test
    void thereIsALimitToPagesAndAPlaceIsFreeWhenOneLeaves() {
        var pages = new ArrayList<Page>();
        try {
            for (int i = 0; i < Pushes.MOST_PAGES; i++) {
                pages.add(page("/ws/cameras"));
                pages.getLast().next();
            }
            try (Page oneTooMany = page("/ws/history")) {
                assertThat(oneTooMany.closed.orTimeout(20, TimeUnit.SECONDS).join())
                        .isEqualTo(1013);
            }
            pages.removeLast().close();
            await().atMost(Duration.ofSeconds(20)).until(this::aPageIsWelcome);
        } finally {
            pages.forEach(Page::close);
        }
    }

    private boolean aPageIsWelcome() {
        try (Page page = page("/ws/history")) {
            page.say("ping");
            return page.next().equals("pong");
        } catch (AssertionError | CompletionException notYet) {
            return false;
        }
    }

    @Test
    void aPageThatDoesNotReadIsCutOffAndHoldsUpNobody() throws IOException {
        api.node.cameraList = List.of(camera(true));
        try (Socket deaf = api.socket();
                Page page = page("/ws/cameras")) {
            deaf.getOutputStream()
                    .write(
                            """
                            GET /ws/cameras HTTP/1.1\r
                            Host: 127.0.0.1\r
                            Connection: Upgrade\r
                            Upgrade: websocket\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                            \r
                            """
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(deaf.getInputStream().read()).as("it is let in").isPositive();
            page.next();
            api.node.cameraList = Collections.nCopies(2_000, camera(true));
            for (int i = 0; i < 200; i++) { // some 70 MB, more than any socket buffers
                api.post("/api/edge/heartbeat", "{\"camera_id\":1}");
                assertThat(page.next()).contains("cameras_update");
            }
            assertThat(endsWithin(deaf, 60_000_000)).isTrue();
        }
    }

    /** Whether there is an end, cleanly or not, before so many bytes. */
    private static boolean endsWithin(Socket socket, long most) throws IOException {
        byte[] chunk = new byte[65_536];
        long bytes = 0;
        try {
            for (int n = 0; n >= 0 && bytes < most; n = socket.getInputStream().read(chunk)) {
                bytes += n;
            }
        } catch (SocketTimeoutException silent) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
        return bytes < most;
    }

    @Test
    void aPageOfAnotherSiteMayNotListen() {
        assertThatThrownBy(() -> connect("/ws/history", "Origin", "http://evil.example"))
                .hasMessageContaining("403");
        assertThatThrownBy(() -> connect("/ws/p2p", "Origin", api.uri("").toString()))
                .hasMessageContaining("403");
        connect("/ws/history", "Origin", api.uri("").toString()).abort();
    }

    private WebSocket connect(String path, String header, String value) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .header(header, value)
                            .buildAsync(
                                    java.net.URI.create(
                                            "ws" + api.uri(path).toString().substring(4)),
                                    new WebSocket.Listener() {})
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join();
            socket.abort();
            return socket;
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    e.getCause() instanceof java.net.http.WebSocketHandshakeException refused
                            ? "" + refused.getResponse().statusCode()
                            : "" + e.getCause(),
                    e);
        }
    }

    @Test
    void aPeerThatComesToThisPortIsTakenToTheMesh() {
        try (Page peer = page("/ws/p2p")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !api.node.wires.isEmpty());
            api.node.wires.element().send("{\"type\":\"HEARTBEAT\"}");
            assertThat(peer.next()).isEqualTo("{\"type\":\"HEARTBEAT\"}");
            peer.say("hello");
            peer.socket.sendBinary(java.nio.ByteBuffer.wrap(new byte[300_000]), true).join();
            await().atMost(Duration.ofSeconds(20)).until(() -> api.node.linked.size() == 2);
            assertThat(api.node.linked).containsExactly("hello", "300000 bytes");
            api.node.wires.element().close(4003, "no");
            assertThat(peer.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(4003);
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.node.linked.stream().anyMatch(l -> l.startsWith("closed")));
    }

    @Test
    void closingTheApiEndsThePages() {
        try (Page page = page("/ws/cameras")) {
            page.next();
            api.close();
            assertThat(page.closed.orTimeout(20, TimeUnit.SECONDS).join()).isNotNull();
        }
    }
}
