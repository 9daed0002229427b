package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class BarrierApiTest {
    private static final String OPEN = "/api/edge/barrier/open";
    private static final String CLOSE = "/api/edge/barrier/close";

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void anEntryIsAnsweredInTheOriginalsShape() {
        var answer = api.post(OPEN, "{\"edge_id\": \"edge-1\", \"plate_id\": \"29A-123.45\"}");
        assertThat(answer.status()).isEqualTo(200);
        Shape.assertSame(
                """
                {"success":true,"action":"ENTRY","event_id":"e","history_id":1,
                 "plate_id":"29A12345","plate_view":"29A-123.45","entry_time":"2026-11-22 09:51:48"}
                """,
                answer.json());
        assertThat(answer.json().get("action").asString()).isEqualTo("ENTRY");
        assertThat(answer.json().get("event_id").asString())
                .isEqualTo("central-1_1733140800000_29A12345");
        assertThat(answer.json().get("history_id").asInt()).isEqualTo(123);
        assertThat(answer.json().get("entry_time").asString()).isEqualTo("2026-11-22 09:51:48");
    }

    @Test
    void anExitIsAnsweredWithFeeAndDuration() {
        api.node.open(
                new OpenOutcome.Left(
                        "central-1_1_29A12345",
                        123,
                        FakeNode.PLATE,
                        FakeNode.MORNING,
                        FakeNode.MORNING.plusSeconds(3_659),
                        Duration.ofSeconds(3_659),
                        25_000));
        var answer = api.post(OPEN, "{\"edge_id\":\"edge-1\",\"plate_id\":\"29A12345\"}");
        Shape.assertSame(
                """
                {"success":true,"action":"EXIT","event_id":"e","history_id":123,"fee":25000,
                 "duration":"1 giờ 0 phút","plate_id":"29A12345","plate_view":"29A-123.45",
                 "entry_time":"2026-11-22 09:51:48","exit_time":"2026-11-22 10:52:47"}
                """,
                answer.json());
        assertThat(answer.json().get("action").asString()).isEqualTo("EXIT");
        assertThat(answer.json().get("duration").asString()).isEqualTo("1 giờ 0 phút");
        assertThat(answer.json().get("fee").asLong()).isEqualTo(25_000);
        assertThat(answer.json().get("exit_time").asString()).isEqualTo("2026-11-22 10:52:47");
    }

    @Test
    void theActionAndTheNameOfARequestReachTheGate() {
        for (String action : new String[] {"", "entry", "EXIT"}) {
            api.post(
                    OPEN,
                    "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\",\"event_id\":\"q-1\",\"action\":\""
                            + action
                            + "\"}");
        }
        assertThat(api.node.openedWays).containsExactly("null", "ENTRY", "EXIT");
        assertThat(api.node.opened).extracting(OpenRequest::told).containsOnly("q-1");
        assertThat(
                        api.post(
                                        OPEN,
                                        "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\","
                                                + "\"action\":\"UP\"}")
                                .refusedWith(400, "BAD_FIELD"))
                .isEqualTo("action: got 'UP', expected ENTRY or EXIT");
    }

    @Test
    void aDecisionThatTheGateDoesNotTakeSaysWhy() {
        api.node.open(new OpenOutcome.AgainstLane("lane out", Lane.Direction.OUT));
        String car = "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\",\"action\":\"ENTRY\"}";
        assertThat(api.post(OPEN, car).refusedWith(400, "LANE_DIRECTION"))
                .contains("lane out only lets cars out", "send action EXIT");

        api.node.open(
                new OpenOutcome.AlreadyInside(FakeNode.PLATE, FakeNode.MORNING, "central-1_1_A"));
        var inside = api.post(OPEN, car);
        inside.refusedWith(400, "ALREADY_INSIDE");
        assertThat(inside.json().get("entry_time").asString()).isEqualTo("2026-11-22 09:51:48");
    }

    @Test
    void everythingThatACameraSaysReachesTheGate() {
        api.post(
                OPEN,
                """
                {"edge_id":"làn 2","plate_id":" 29a-123.45 ","plate_view":"29A-123.45",
                 "action":"EXIT","camera_id":3,"camera_name":"Cổng A","confidence":0.92,
                 "source":"auto","picture":"…","boxes":[[1,2],{"x":null}],"firmware":{"v":"2.1"}}
                """);
        assertThat(api.node.opened)
                .containsExactly(
                        new OpenRequest(
                                "29a-123.45", "29A-123.45", "làn 2", 3, "Cổng A", 0.92, "auto"));
    }

    @Test
    void whatACameraLeavesOutOrSendsEmptyIsUnknown() {
        api.post(
                OPEN,
                "{\"edge_id\":7,\"plate_id\":\"29A12345\",\"plate_view\":\"\",\"camera_id\":null,"
                        + "\"source\":null}");
        assertThat(api.node.opened)
                .containsExactly(new OpenRequest("29A12345", null, "7", null, null, null, null));
    }

    @Test
    void aPlainCurlNeedsNoContentType() {
        var answer =
                api.send(
                        "POST",
                        OPEN,
                        BodyPublishers.ofString("{\"edge_id\":\"e\",\"plate_id\":\"TEST001\"}"),
                        "Content-Type",
                        "application/x-www-form-urlencoded");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(api.node.opened).hasSize(1);
    }

    @Test
    void aRefusalOfTheGateIs400WithItsField() {
        api.node.open(new OpenOutcome.Refused("plate_id", "'A' has 1 letter, expected 3 to 20"));
        assertThat(
                        api.post(OPEN, "{\"edge_id\":\"e\",\"plate_id\":\"A\"}")
                                .refusedWith(400, "BAD_FIELD"))
                .isEqualTo("plate_id: 'A' has 1 letter, expected 3 to 20");
    }

    @Test
    void aStoreThatCannotWriteIs503() {
        api.node.open(new OpenOutcome.Unavailable("the disk is full: free some space"));
        assertThat(
                        api.post(OPEN, "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}")
                                .refusedWith(503, "UNAVAILABLE"))
                .isEqualTo("the disk is full: free some space");
    }

    @Test
    void aNodeThatDoesNotAnswerInTimeIs503() {
        var second = Duration.ofMillis(200);
        try (var hasty = new RunningApi(RunningApi.limits(second, second, second))) {
            hasty.node.open = request -> new CompletableFuture<>();
            hasty.post(OPEN, "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}")
                    .refusedWith(503, "NO_ANSWER");
        }
    }

    @Test
    void aFailureNobodyForesawIs500WithACodeAndNoInternals() {
        api.node.open =
                request -> CompletableFuture.failedFuture(new IllegalStateException("secret"));
        var answer = api.post(OPEN, "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("code").asString()).matches("E-[0-9A-Z]{1,4}");
        assertThat(answer.response().body()).doesNotContain("secret", "Exception", "java");
    }

    @Test
    void evenAnErrorOfTheVirtualMachineIsAnsweredInJson() {
        api.node.open =
                request -> {
                    throw new StackOverflowError("secret");
                };
        var answer = api.post(OPEN, "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("success").asBoolean()).isFalse();
        assertThat(answer.response().body()).doesNotContain("secret");
    }

    @Test
    void closingConfirmsTheEntry() {
        api.node.close =
                CompletableFuture.completedFuture(new CloseOutcome.Confirmed("central-1_1_A"));
        var answer = api.post(CLOSE, "{\"edge_id\":\"edge-1\",\"plate_id\":\"29A12345\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .isEqualTo("{\"success\":true,\"message\":\"Barrier closed\",\"confirmed\":true}");
        assertThat(api.node.closed).containsExactly("29A12345@edge-1");
    }

    @Test
    void closingWithoutAnEntryIsNoError() {
        var answer = api.post(CLOSE, "{\"edge_id\":\"edge-1\",\"plate_id\":\"29A12345\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("confirmed").asBoolean()).isFalse();
    }

    @Test
    void aCloseThatCannotBeMeantOrWrittenIsRefused() {
        String body = "{\"edge_id\":\"edge-1\",\"plate_id\":\"A\"}";
        api.node.close =
                CompletableFuture.completedFuture(
                        new CloseOutcome.Refused("plate_id", "too short"));
        api.post(CLOSE, body).refusedWith(400, "BAD_FIELD");
        api.node.close =
                CompletableFuture.completedFuture(new CloseOutcome.Unavailable("disk full"));
        api.post(CLOSE, body).refusedWith(503, "UNAVAILABLE");
    }
}
