package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

class ChangeApiTest {
    private static final String ROW = "/api/parking/history/1";
    private static final CentralId CENTRAL = new CentralId("central-1");

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private RunningApi.Answer put(String path, String body) {
        return api.send("PUT", path, BodyPublishers.ofString(body));
    }

    private RunningApi.Answer delete(String path) {
        return api.send("DELETE", path, BodyPublishers.noBody());
    }

    private static Visit visit(String plate, String view) {
        return new Visit(
                1,
                "central-1_1733140800000_29A12345",
                CENTRAL,
                null,
                new Plate(plate, view),
                new Visit.Passage(FakeNode.MORNING, 1, "Cong A", 0.92, "auto"),
                false,
                new Visit.Departure(
                        new Visit.Passage(FakeNode.MORNING, 2, "Cong B", 0.9, "auto"),
                        CENTRAL,
                        null,
                        0,
                        25_000),
                true,
                FakeNode.MORNING,
                FakeNode.MORNING);
    }

    @Test
    void aCorrectionAnswersAsTheOriginal() {
        var answer = put(ROW, "{\"plate_id\":\"29A12346\",\"plate_view\":\"29A-123.46\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("{\"success\":true}");
        assertThat(api.node.corrections)
                .containsExactly(new CorrectionRequest(1, "29A12346", "29A-123.46", null, null));
    }

    @Test
    void whoCorrectsMaySayWhoAndWhy() {
        put(ROW, "{\"plate_id\":\"29A12346\",\"reason\":\"bùn\",\"staff\":\"Lan\"}");

        assertThat(api.node.corrections)
                .containsExactly(new CorrectionRequest(1, "29A12346", null, "bùn", "Lan"));
    }

    @Test
    void aDeletionAnswersAsTheOriginal() {
        assertThat(delete(ROW).json().toString()).isEqualTo("{\"success\":true}");
    }

    @Test
    void anUnknownRowIsNotFound() {
        api.node.visitChange = ChangeOutcome.NotFound::new;

        assertThat(
                        put("/api/parking/history/77", "{\"plate_id\":\"29A1\"}")
                                .refusedWith(404, "NOT_FOUND"))
                .contains("77");
        delete("/api/parking/history/77").refusedWith(404, "NOT_FOUND");
        delete("/api/parking/history/x").refusedWith(404, "NOT_FOUND");
        put("/api/parking/history/x", "{}").refusedWith(404, "NOT_FOUND");
    }

    @Test
    void aBadCorrectionNamesTheFieldAndTheReason() {
        api.node.visitChange = _ -> new ChangeOutcome.Refused("plate_id", "'-' is no plate");

        assertThat(put(ROW, "{\"plate_id\":\"-\"}").refusedWith(400, "BAD_FIELD"))
                .startsWith("plate_id");
        assertThat(put(ROW, "{\"plate_id\":7}").refusedWith(400, "BAD_FIELD"))
                .startsWith("plate_id");
        put(ROW, "[]").refusedWith(400, "BAD_JSON");
    }

    @Test
    void whileNothingCanBeWrittenACorrectionIsUnavailable() {
        api.node.visitChange = _ -> new ChangeOutcome.Unavailable("disk full");

        assertThat(put(ROW, "{\"plate_id\":\"29A1\"}").refusedWith(503, "UNAVAILABLE"))
                .contains("disk full");
        delete(ROW).refusedWith(503, "UNAVAILABLE");
    }

    @Test
    void changesHaveTheShapeOfTheOriginal() {
        Visit before = visit("29A12345", "29A-123.45");
        Visit after = visit("29A12346", "29A-123.46");
        api.node.historyChanges =
                List.of(
                        new HistoryChange(2, after, null, FakeNode.MORNING, CENTRAL, "Lan", "thử"),
                        new HistoryChange(1, before, after, FakeNode.MORNING, CENTRAL, null, null));

        JsonNode json = api.get("/api/parking/history/changes?history_id=1").json();

        assertThat(json.get("success").asBoolean()).isTrue();
        assertThat(json.get("count").asInt()).isEqualTo(2);
        JsonNode gone = json.get("changes").get(0);
        JsonNode changed = json.get("changes").get(1);
        assertThat(gone.get("change_type").asString()).isEqualTo("DELETE");
        assertThat(gone.get("changed_by").asString()).isEqualTo("Lan");
        assertThat(gone.get("new_data").isNull()).isTrue();
        assertThat(gone.get("new_plate_id").isNull()).isTrue();
        assertThat(changed.propertyNames())
                .startsWith(
                        "id",
                        "history_id",
                        "change_type",
                        "old_plate_id",
                        "old_plate_view",
                        "new_plate_id",
                        "new_plate_view",
                        "old_data",
                        "new_data",
                        "changed_at",
                        "changed_by");
        assertThat(changed.get("change_type").asString()).isEqualTo("UPDATE");
        assertThat(changed.get("old_plate_id").asString()).isEqualTo("29A12345");
        assertThat(changed.get("new_plate_view").asString()).isEqualTo("29A-123.46");
        assertThat(changed.get("old_data").get("plate_id").asString()).isEqualTo("29A12345");
        assertThat(changed.get("new_data").get("plate_id").asString()).isEqualTo("29A12346");
        assertThat(changed.get("changed_at").asString()).isEqualTo("2026-11-22 09:51:48");
        assertThat(changed.get("changed_by").asString()).isEqualTo("system");
    }

    @Test
    void aSecondExitIsListedWithBothFees() {
        var passage =
                new GateEvent(
                        new StreamId(1, 1),
                        5,
                        GateEvent.Kind.EXIT,
                        FakeNode.MORNING,
                        CENTRAL,
                        "edge-2",
                        FakeNode.PLATE,
                        50_000,
                        Duration.ofHours(2),
                        true);
        Visit visit = visit("29A12345", "29A-123.45");
        api.node.irregular =
                List.of(
                        new Irregularity(
                                Irregularity.Kind.SECOND_EXIT, passage, visit.eventId(), visit));

        JsonNode found =
                api.get("/api/parking/history/irregular?kind=second_exit")
                        .json()
                        .get("irregular")
                        .get(0);

        assertThat(found.get("kind").asString()).isEqualTo("second_exit");
        assertThat(found.get("fee").asLong()).isEqualTo(50_000);
        assertThat(found.get("visit").get("fee").asLong()).isEqualTo(25_000);
        assertThat(
                        api.get("/api/parking/history/irregular?kind=waiting")
                                .json()
                                .get("count")
                                .asInt())
                .isZero();
        api.get("/api/parking/history/irregular").refusedWith(400, "BAD_FIELD");
        api.get("/api/parking/history/irregular?kind=odd").refusedWith(400, "BAD_FIELD");
    }
}
