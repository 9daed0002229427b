package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fees, staff, passes and cameras' events over the real API of real nodes. */
class SharedListsTest {
    @TempDir Path folder;

    private static RunningNode.Answer put(RunningNode node, String path, String body)
            throws Exception {
        return node.send("PUT", node.apiPort, path, body);
    }

    private static JsonNode event(RunningNode node, String type) throws Exception {
        return event(node, type, 1, "30A-999.99");
    }

    private static JsonNode event(RunningNode node, String type, int camera, String plate)
            throws Exception {
        return node.send(
                        "POST",
                        node.apiPort,
                        "/api/edge/event",
                        "{\"type\":\""
                                + type
                                + "\",\"camera_id\":"
                                + camera
                                + ",\"camera_name\":\"Cong A\",\"data\":{\"plate_text\":\""
                                + plate
                                + "\",\"confidence\":0.9}}")
                .json();
    }

    @Test
    void whatIsPutAtOneCentralIsThereAtTheOtherAndAfterAStart() throws Exception {
        try (var one = new RunningNode(folder, 31);
                var two = new RunningNode(folder, 32)) {
            two.change("{\"peer_centrals\": [" + one.asPeer() + "]}");
            one.change("{\"peer_centrals\": [" + two.asPeer() + "]}");
            assertThat(
                            put(
                                            one,
                                            "/api/parking/fees",
                                            "{\"fees\":{\"fee_base\":1,\"fee_per_hour\":7000,"
                                                    + "\"fee_cap_per_day\":40000}}")
                                    .status())
                    .isEqualTo(200);
            String staff = "{\"staff\":[{\"id\":1,\"name\":\"Lan\"}]}";
            assertThat(put(one, "/api/staff", staff).status()).isEqualTo(200);
            String passes = "{\"subscriptions\":[{\"id\":1,\"plate_number\":\"30A99999\"}]}";
            assertThat(put(one, "/api/subscriptions", passes).status()).isEqualTo(200);

            await().until(() -> two.get("/api/parking/fees").json().toString().contains("7000"));
            await().until(() -> two.get("/api/subscriptions").json().toString().contains("30A9"));
            await().until(() -> two.get("/api/staff").json().toString().contains("Lan"));
            two.restart();

            JsonNode fees = two.get("/api/parking/fees").json();
            assertThat(fees.at("/fees/fee_base").asDouble()).isEqualTo(1);
            assertThat(fees.at("/fees/fee_per_hour").asInt()).isEqualTo(7_000);
            assertThat(fees.at("/fees/fee_cap_per_day").asInt()).isEqualTo(40_000);
            assertThat(fees.get("source").asString()).isEqualTo("ledger");
            assertThat(two.get("/api/staff").json().at("/staff/0/name").asString())
                    .isEqualTo("Lan");
            assertThat(two.get("/api/subscriptions").json().at("/subscriptions/0/id").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void aListIsTakenAsLongAsPromisedAndOneThatIsNotSaysHowLongItIsAndMayBe() throws Exception {
        try (var node = new RunningNode(folder, 35)) {
            String pass =
                    "{\"id\":%d,\"plate_number\":\"30A%05d\",\"owner_name\":\"Minh\",\"type\":\"m\","
                        + "\"status\":\"active\",\"start_date\":\"2026-01-01\","
                        + "\"end_date\":\"2026-12-31\",\"phone\":\"09\",\"note\":\"A\"}";
            String passes = many("subscriptions", 5_000, pass);
            assertThat(put(node, "/api/subscriptions", passes).status()).isEqualTo(200);
            assertThat(node.get("/api/subscriptions").json().get("subscriptions").size())
                    .isEqualTo(5_000);
            String member = "{\"id\":%d,\"name\":\"L%d\",\"position\":\"B\",\"shift\":\"C\"}";
            assertThat(put(node, "/api/staff", many("staff", 1_000, member)).status())
                    .isEqualTo(200);
            assertThat(put(node, "/api/staff", many("staff", 1_001, member)).json().toString())
                    .contains("a list of 1001, expected a list of 0 to 1000");
        }
    }

    private static String many(String name, int lines, String line) {
        return IntStream.range(0, lines)
                .mapToObj(i -> line.formatted(i, i))
                .collect(Collectors.joining(",", "{\"" + name + "\":[", "]}"));
    }

    @Test
    void aCarThatACameraReportsIsInTheHistoryAndInsideUntilItLeaves() throws Exception {
        try (var node = new RunningNode(folder, 33)) {
            JsonNode in = event(node, "ENTRY");
            assertThat(in.get("action").asString()).isEqualTo("ENTRY");
            JsonNode state = node.get("/api/parking/state").json();
            assertThat(state.at("/vehicles_in_parking/0/plate_view").asString())
                    .isEqualTo("30A-999.99");
            assertThat(state.at("/vehicles_in_parking/0/event_id"))
                    .isEqualTo(in.get("visit_event_id"));
            assertThat(state.at("/stats/vehicles_in_parking").asInt()).isEqualTo(1);
            assertThat(event(node, "ENTRY").get("repeated").asBoolean()).isTrue();
            JsonNode elsewhere = event(node, "ENTRY", 2, "30A-999.99");
            assertThat(elsewhere.get("already_inside").asBoolean()).isTrue();

            assertThat(event(node, "EXIT").get("action").asString()).isEqualTo("EXIT");

            assertThat(event(node, "EXIT").get("repeated").asBoolean()).isTrue();
            JsonNode again = event(node, "EXIT", 2, "30A-999.99"); // the outer of two barriers
            assertThat(again.get("history_id")).isEqualTo(in.get("history_id"));
            JsonNode stats = node.get("/api/stats").json();
            assertThat(stats.get("vehicles_in_parking").asInt()).isZero();
            assertThat(stats.get("exits_today").asInt()).isEqualTo(1);
            JsonNode alone = event(node, "EXIT", 2, "51F-123.45");
            assertThat(alone.get("code").asString()).isEqualTo("NOT_INSIDE");
            assertThat(alone.get("recorded").asBoolean()).isTrue();
            assertThat(node.get("/api/stats").json().get("exits_today").asInt()).isEqualTo(2);
        }
    }

    @Test
    void beforeTheExitACarIsLookedUpAsItsExitWillFindIt() throws Exception {
        try (var node = new RunningNode(folder, 36)) {
            node.send(
                    "POST",
                    node.apiPort,
                    "/api/edge/event",
                    "{\"type\":\"ENTRY\",\"data\":{\"plate_text\":\"29MĐ1-013.53\"}}");
            JsonNode seen =
                    node.send(
                                    "POST",
                                    node.apiPort,
                                    "/api/edge/detection",
                                    "{\"plate_id\":\"29MD101353\",\"direction\":\"EXIT\"}")
                            .json()
                            .get("vehicle_info");
            assertThat(seen.get("has_entry").asBoolean()).isTrue();
            assertThat(seen.get("plate_id").asString()).isEqualTo("29MĐ101353");
        }
    }

    @Test
    void aCameraThatSaysThatItIsThereIsListedOnline() throws Exception {
        try (var node = new RunningNode(folder, 34)) {
            node.send(
                    "POST",
                    node.apiPort,
                    "/api/edge/heartbeat",
                    "{\"camera_id\":1,\"camera_name\":\"Cong A\",\"camera_type\":\"ENTRY\"}");
            JsonNode cameras = node.get("/api/status").json().get("cameras");
            assertThat(cameras.get("online").asInt()).isEqualTo(1);
            assertThat(cameras.at("/cameras/0/name").asString()).isEqualTo("Cong A");
        }
    }
}
