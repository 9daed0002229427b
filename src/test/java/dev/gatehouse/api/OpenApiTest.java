package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ConfigChange;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Walks what /openapi.json says, and asks each path whether it is so. */
class OpenApiTest {
    private final RunningApi api = new RunningApi();

    @BeforeEach
    void aNodeWithSomethingInEveryList() {
        var visit =
                new Visit(
                        1,
                        "central-1_1_29A12345",
                        new CentralId("central-1"),
                        null,
                        FakeNode.PLATE,
                        new Visit.Passage(FakeNode.MORNING, 1, "Cong A", 0.92, "auto"),
                        false,
                        null,
                        true,
                        FakeNode.MORNING,
                        FakeNode.MORNING);
        FakeNode node = api.node;
        node.peers(FakeNode.peer("central-2", FakeNode.up()));
        node.find = query -> new HistoryPage(List.of(visit), DayStats.NONE);
        node.historyChanges =
                List.of(
                        new HistoryChange(
                                1,
                                visit,
                                null,
                                FakeNode.MORNING,
                                visit.sourceCentral(),
                                "Lan",
                                null));
        node.cameraList =
                List.of(
                        new Camera(
                                1, "A", "ENTRY", true, FakeNode.MORNING, 0, 0, FakeNode.MORNING));
        node.staff = List.of(new Fact.Member(1, "Lan", null, "0901", null, null));
        node.passes =
                List.of(new Fact.Pass(1, "30A12345", null, null, null, null, null, null, null));
        node.pass =
                request ->
                        Passed.first(
                                new OpenOutcome.Entered(
                                        visit.eventId(), 1, FakeNode.PLATE, FakeNode.MORNING));
        node.sighting =
                new Sighting.Seen(
                        FakeNode.PLATE,
                        true,
                        visit,
                        new Sighting.Due(60, 0, 0, 0, new FeeRules(30, 25_000), false),
                        null,
                        null);
        node.resync = peer -> new ResyncStart.Started(1L, null, new CompletableFuture<>());
        var alarm = AlarmApiTest.SKEW;
        node.alarmList =
                new AlarmList(
                        List.of(alarm),
                        List.of(
                                new AlarmList.Entry(
                                        FakeNode.MORNING, AlarmList.What.RAISED, alarm)));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode document() {
        return api.get("/openapi.json").json();
    }

    /** An operation as it is described. */
    private record Told(String method, String path, JsonNode operation) {
        String name() {
            return method + " " + path;
        }

        /** The path with its examples, but for one parameter. */
        String asked(String without) {
            var query = new ArrayList<String>();
            String filled = path;
            for (JsonNode parameter : operation.path("parameters")) {
                String name = parameter.get("name").asString();
                String example = parameter.path("example").asString("");
                if (parameter.get("in").asString().equals("path")) {
                    filled = filled.replace("{" + name + "}", example);
                } else if (parameter.get("required").asBoolean() && !name.equals(without)) {
                    query.add(name + "=" + URLEncoder.encode(example, StandardCharsets.UTF_8));
                }
            }
            return query.isEmpty() ? filled : filled + "?" + String.join("&", query);
        }

        JsonNode example() {
            return operation.at("/requestBody/content/application~1json/example");
        }

        JsonNode bodySchema() {
            return operation.at("/requestBody/content/application~1json/schema");
        }

        JsonNode answerSchema(int status) {
            JsonNode responses = operation.get("responses");
            JsonNode answer = responses.path(String.valueOf(status));
            return (answer.isMissingNode() ? responses.get("default") : answer)
                    .at("/content/application~1json/schema");
        }
    }

    private List<Told> all() {
        var all = new ArrayList<Told>();
        for (var path : document().get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                all.add(
                        new Told(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue()));
            }
        }
        return all;
    }

    private RunningApi.Answer ask(Told told, String path, JsonNode body) {
        String text = body.isMissingNode() ? "" : body.toString();
        return api.send(told.method(), path, BodyPublishers.ofString(text));
    }

    @Test
    void everyPathOfTheProductIsInIt() {
        assertThat(document().get("openapi").asString()).isEqualTo("3.1.0");
        assertThat(all().stream().map(Told::name))
                .contains(
                        "POST /api/edge/detection",
                        "POST /api/edge/barrier/open",
                        "POST /api/edge/barrier/close",
                        "POST /api/edge/event",
                        "POST /api/edge/heartbeat",
                        "GET /api/parking/history",
                        "PUT /api/parking/history/{id}",
                        "DELETE /api/parking/history/{id}",
                        "GET /api/parking/history/changes",
                        "GET /api/parking/state",
                        "GET /api/stats",
                        "GET /api/status",
                        "GET /api/cameras",
                        "GET /api/parking/fees",
                        "PUT /api/parking/fees",
                        "GET /api/staff",
                        "PUT /api/staff",
                        "GET /api/subscriptions",
                        "PUT /api/subscriptions",
                        "GET /api/p2p/config",
                        "PUT /api/p2p/config",
                        "GET /api/p2p/info",
                        "GET /api/p2p/status",
                        "POST /api/p2p/test-connection",
                        "GET /api/p2p/sync-state",
                        "POST /api/p2p/resync",
                        "DELETE /api/p2p/resync",
                        "GET /api/p2p/proof",
                        "GET /health",
                        "GET /metrics",
                        "GET /openapi.json");
    }

    @TestFactory
    Stream<DynamicTest> whatIsAskedAsDescribedIsAnsweredAsDescribed() {
        return all().stream()
                .filter(told -> !told.path().equals("/api/p2p/differences")) // see below
                .map(
                        told ->
                                DynamicTest.dynamicTest(
                                        told.name(),
                                        () -> {
                                            var answer = ask(told, told.asked(""), told.example());
                                            assertThat(answer.status())
                                                    .as(answer.response().body())
                                                    .isEqualTo(200);
                                            if (!told.path().equals("/metrics")) {
                                                fits("$", told.answerSchema(200), answer.json());
                                            }
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> withoutWhatIsRequiredItIsRefused() {
        return all().stream()
                .flatMap(
                        told -> {
                            var tests = new ArrayList<DynamicTest>();
                            for (JsonNode parameter : told.operation().path("parameters")) {
                                String name = parameter.get("name").asString();
                                if (parameter.get("in").asString().equals("query")
                                        && parameter.get("required").asBoolean()) {
                                    tests.add(
                                            refused(told, told.asked(name), told.example(), name));
                                }
                            }
                            for (JsonNode field : told.bodySchema().path("required")) {
                                ObjectNode body = (ObjectNode) told.example().deepCopy();
                                body.remove(field.asString());
                                tests.add(refused(told, told.asked(""), body, field.asString()));
                            }
                            return tests.stream();
                        });
    }

    private DynamicTest refused(Told told, String path, JsonNode body, String missing) {
        return DynamicTest.dynamicTest(
                told.name() + " without " + missing,
                () -> {
                    var answer = ask(told, path, body);
                    assertThat(answer.refusedWith(400, "BAD_FIELD")).startsWith(missing);
                    fits("$", told.answerSchema(400), answer.json());
                });
    }

    @Test
    void refusalsAreAsDescribedToo() {
        for (Told told : all()) {
            switch (told.name()) {
                case "GET /api/p2p/differences" -> describedAs(told, 504);
                case "POST /api/p2p/resync" -> {
                    api.node.resync = peer -> new ResyncStart.Offline();
                    describedAs(told, 409);
                }
                case "POST /api/edge/event" -> {
                    api.node.pass =
                            request ->
                                    Passed.first(
                                            new OpenOutcome.AlreadyInside(
                                                    FakeNode.PLATE,
                                                    FakeNode.MORNING,
                                                    "central-1_1_A"));
                    describedAs(told, 400);
                }
                case "PUT /api/p2p/config" -> {
                    api.node.change = new ConfigChange.Refused(List.of("a slip"));
                    describedAs(told, 400);
                }
                default -> {}
            }
        }
    }

    private void describedAs(Told told, int status) {
        var answer = ask(told, told.asked(""), told.example());
        assertThat(answer.status()).as(told.name()).isEqualTo(status);
        fits(told.name(), told.answerSchema(status), answer.json());
    }

    /** Asserts that a value is as the schema says, and has nothing that it does not say. */
    private static void fits(String where, JsonNode schema, JsonNode value) {
        assertThat(schema.isObject()).as(where + " is described").isTrue();
        if (schema.has("oneOf")) {
            assertThat(schema.get("oneOf"))
                    .as(where + ": " + value)
                    .anySatisfy(one -> fits(where, one, value));
            return;
        }
        String type = schema.get("type").asString();
        boolean is =
                switch (type) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isString();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    case "null" -> value.isNull();
                    default -> false;
                };
        assertThat(is).as(where + " is " + type + ": " + value).isTrue();
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(where).contains(value);
        }
        if (schema.has("items")) {
            for (JsonNode one : value) {
                fits(where + "[]", schema.get("items"), one);
            }
        }
        if (schema.has("properties")) {
            for (JsonNode required : schema.get("required")) {
                assertThat(value.has(required.asString())).as(where + "." + required).isTrue();
            }
            for (var field : value.properties()) {
                fits(
                        where + "." + field.getKey(),
                        schema.get("properties").path(field.getKey()),
                        field.getValue());
            }
        }
    }
}
