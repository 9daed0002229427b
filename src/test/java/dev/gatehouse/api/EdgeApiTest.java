package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

class EdgeApiTest {
    private static final String EVENT = "/api/edge/event";
    private static final String DETECTION = "/api/edge/detection";
    private static final String HEARTBEAT = "/api/edge/heartbeat";

    /** As the original's camera sends it. */
    private static final String ENTRY =
            """
            {"type":"ENTRY","camera_id":1,"camera_name":"Cong A","camera_type":"ENTRY",
             "event_id":"edge-1_1733140800000_29A12345",
             "data":{"plate_text":"29A-123.45","confidence":0.92,"source":"auto","edge_id":"edge-1"}}
            """;

    private static final OpenOutcome.Entered ENTERED =
            new OpenOutcome.Entered(
                    "central-1_1795341108000_29A12345", 1, FakeNode.PLATE, FakeNode.MORNING);

    private static final Visit VISIT =
            new Visit(
                    1,
                    "central-2_1795341108000_29A12345",
                    new CentralId("central-2"),
                    null,
                    FakeNode.PLATE,
                    new Visit.Passage(FakeNode.MORNING, 1, "Cong A", 0.92, "auto"),
                    false,
                    null,
                    false,
                    FakeNode.MORNING,
                    FakeNode.MORNING);

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    /** A gate that lets every car in. */
    static Function<OpenRequest, Passed> entered() {
        return request -> Passed.first(ENTERED);
    }

    private void gateSays(Passed outcome) {
        api.node.pass = request -> outcome;
    }

    @Test
    void anEntryIsAnsweredAsTheOriginalDoes() {
        gateSays(Passed.first(ENTERED));
        var answer = api.post(EVENT, ENTRY);
        assertThat(answer.status()).isEqualTo(200);
        Shape.assertSame(
                """
                {"success":true,"action":"ENTRY","message":"Xe 29A-123.45 VÀO bãi",
                 "plate_id":"29A12345","plate_view":"29A-123.45","history_id":1,
                 "entry_time":"2026-11-22 09:51:48","event_id":"edge-1_1733140800000_29A12345"}
                """,
                answer.json());
        assertThat(answer.json().get("message").asString()).isEqualTo("Xe 29A-123.45 VÀO bãi");
        assertThat(answer.json().get("entry_time").asString()).isEqualTo("2026-11-22 09:51:48");
        assertThat(answer.json().propertyNames()).doesNotContain("exit_time", "fee", "duration");
    }

    @Test
    void theCameraGetsItsOwnEventIdBackAndTheOneOfTheHistoryToo() {
        gateSays(Passed.first(ENTERED));
        var with = api.post(EVENT, ENTRY).json();
        assertThat(with.get("event_id").asString()).isEqualTo("edge-1_1733140800000_29A12345");
        assertThat(with.get("visit_event_id").asString()).isEqualTo(ENTERED.eventId());
        var without =
                api.post(EVENT, "{\"type\":\"ENTRY\",\"data\":{\"plate_text\":\"29A12345\"}}");
        assertThat(without.json().get("event_id").asString()).isEqualTo(ENTERED.eventId());
    }

    @Test
    void anExitIsAnsweredAsTheOriginalDoes() {
        gateSays(
                Passed.first(
                        new OpenOutcome.Left(
                                ENTERED.eventId(),
                                1,
                                FakeNode.PLATE,
                                FakeNode.MORNING,
                                FakeNode.MORNING.plusSeconds(3_659),
                                Duration.ofSeconds(3_659),
                                25_000)));
        var answer = api.post(EVENT, ENTRY.replace("\"type\":\"ENTRY\"", "\"type\":\"EXIT\""));
        Shape.assertSame(
                """
                {"success":true,"action":"EXIT","message":"Xe 29A-123.45 RA bãi",
                 "plate_id":"29A12345","plate_view":"29A-123.45","history_id":1,
                 "entry_time":"2026-11-22 09:51:48","exit_time":"2026-11-22 09:51:48",
                 "duration":"0 giờ 0 phút","fee":0,"event_id":"edge-1_1733140800000_29A12345"}
                """,
                answer.json());
        assertThat(answer.json().get("message").asString()).isEqualTo("Xe 29A-123.45 RA bãi");
        assertThat(answer.json().get("fee").asInt()).isEqualTo(25_000);
        assertThat(answer.json().get("duration").asString()).isEqualTo("1 giờ 0 phút");
        assertThat(api.node.passed).singleElement().asString().startsWith("EXIT ");
    }

    @Test
    void everythingThatTheCameraSaysReachesTheGate() {
        api.post(EVENT, ENTRY);
        assertThat(api.node.passed)
                .containsExactly(
                        "ENTRY OpenRequest[plateText=29A-123.45, plateView=null, edgeId=edge-1,"
                                + " cameraId=1, cameraName=Cong A, confidence=0.92, source=auto,"
                                + " told=edge-1_1733140800000_29A12345, seenAt=null,"
                                + " shown=null, picture=null]");
    }

    @Test
    void aDetectionIsTreatedAsAnEntry() {
        api.post(EVENT, ENTRY.replace("\"type\":\"ENTRY\"", "\"type\":\"DETECTION\""));
        assertThat(api.node.passed).singleElement().asString().startsWith("ENTRY ");
    }

    @Test
    void anEntryOfACarInsideIsRefusedAsByTheOriginal() {
        gateSays(
                Passed.first(
                        new OpenOutcome.AlreadyInside(
                                FakeNode.PLATE, FakeNode.MORNING, ENTERED.eventId())));
        var answer = api.post(EVENT, ENTRY);
        assertThat(answer.refusedWith(400, "ALREADY_INSIDE"))
                .isEqualTo("Xe 29A-123.45 đã ở trong bãi (vào lúc 2026-11-22 09:51:48)");
        Shape.assertSame(
                "{\"success\":false,\"error\":\"Xe …\",\"already_inside\":true,"
                        + "\"entry_time\":\"…\",\"event_id\":\"…\"}",
                answer.json());
        assertThat(answer.json().get("already_inside").asBoolean()).isTrue();
    }

    private static OpenOutcome.Left alone(Plate plate, Review review) {
        return new OpenOutcome.Left(
                "central-1_7_" + plate.canonical(),
                9,
                plate,
                null,
                FakeNode.MORNING,
                Duration.ZERO,
                0,
                review);
    }

    @Test
    void anExitThatIsKeptWithoutItsEntryIsRefusedInTheOriginalsWordsAndSaysSo() {
        gateSays(Passed.first(alone(FakeNode.PLATE, Review.NO_ENTRY)));
        var answer = api.post(EVENT, ENTRY);
        assertThat(answer.refusedWith(400, "NOT_INSIDE"))
                .startsWith("Xe 29A-123.45 không có record VÀO!");
        assertThat(answer.json().get("recorded").asBoolean()).isTrue();
        assertThat(answer.json().get("history_id").asInt()).isEqualTo(9);
        assertThat(answer.json().get("needs_review").asString()).isEqualTo("NO_ENTRY");
    }

    @Test
    void onALaneOfTheConfigurationAnExitWithoutItsEntryIsAnExit() {
        gateSays(new Passed(alone(FakeNode.PLATE, Review.NO_ENTRY), true, true));
        var answer = api.post(EVENT, ENTRY);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("action").asString()).isEqualTo("EXIT");
        assertThat(answer.json().has("entry_time")).isFalse();
        assertThat(answer.json().get("repeated").asBoolean()).isTrue();
    }

    @Test
    void aCarThatWasNotReadHasNoPlateInTheAnswer() {
        gateSays(new Passed(alone(Plate.UNREAD, Review.UNREAD), false, true));
        var json = api.post(EVENT, "{\"type\":\"EXIT\",\"data\":{\"plate_text\":null}}").json();
        assertThat(json.get("plate_id").asString()).isEmpty();
        assertThat(json.get("plate_view").asString()).isEqualTo("Không đọc được");
        assertThat(json.get("needs_review").asString()).isEqualTo("UNREAD");

        api.node.sighting = new Sighting.Unread("unknown");
        var seen = api.post(DETECTION, "{\"plate_id\":\"unknown\",\"direction\":\"EXIT\"}").json();
        assertThat(seen.at("/vehicle_info/unread").asBoolean()).isTrue();
        assertThat(seen.at("/vehicle_info/has_entry").asBoolean()).isFalse();
    }

    @Test
    void theInstantOfADeviceReachesTheGateFromEitherPlace() {
        for (String body :
                List.of(
                        "{\"type\":\"ENTRY\",\"timestamp\":1795341108,\"data\":{\"plate_text\":\"A1\"}}",
                        "{\"type\":\"ENTRY\",\"data\":{\"plate_text\":\"A1\","
                                + "\"timestamp\":\"2026-11-22 16:51:48\"}}")) {
            api.node.passed.clear();
            api.post(EVENT, body);
            assertThat(api.node.passed)
                    .as(body)
                    .singleElement()
                    .asString()
                    .contains("seenAt=2026-11-22T09:51:48Z");
        }
    }

    @Test
    void anExitWithoutAnEntryIsRefusedAsByTheOriginal() {
        gateSays(Passed.first(new OpenOutcome.NotInside(FakeNode.PLATE)));
        assertThat(api.post(EVENT, ENTRY).refusedWith(400, "NOT_INSIDE"))
                .startsWith("Xe 29A-123.45 không có record VÀO!");
    }

    @Test
    void aPlateThatIsNoneIsRefusedWithItsPlaceInTheBody() {
        gateSays(Passed.first(new OpenOutcome.Refused("plate_text", "'-' is no plate")));
        assertThat(api.post(EVENT, ENTRY).refusedWith(400, "BAD_FIELD"))
                .isEqualTo("data.plate_text: '-' is no plate");
    }

    @Test
    void aStoreThatCannotWriteIs503() {
        gateSays(Passed.first(new OpenOutcome.Unavailable("the disk is full")));
        assertThat(api.post(EVENT, ENTRY).refusedWith(503, "UNAVAILABLE"))
                .isEqualTo("the disk is full");
    }

    @Test
    void aBodyThatCannotBeMeantIsRefusedWithTheField() {
        assertThat(refused("{\"data\":{\"plate_text\":\"29A12345\"}}")).startsWith("type: missing");
        assertThat(refused("{\"type\":\"PARK\",\"data\":{\"plate_text\":\"29A12345\"}}"))
                .isEqualTo("type: got 'PARK', expected ENTRY, EXIT or DETECTION");
        assertThat(refused("{\"type\":\"ENTRY\"}")).startsWith("data: missing");
        assertThat(refused("{\"type\":\"ENTRY\",\"data\":[]}")).startsWith("data: got a list");
        assertThat(api.node.passed).isEmpty();
    }

    private String refused(String body) {
        return api.post(EVENT, body).refusedWith(400, "BAD_FIELD");
    }

    @Test
    void aPlainCurlNeedsNoContentType() {
        gateSays(Passed.first(ENTERED));
        for (String path : new String[] {EVENT, DETECTION, HEARTBEAT}) {
            var answer =
                    api.send(
                            "POST",
                            path,
                            BodyPublishers.ofString(
                                    "{\"type\":\"ENTRY\",\"camera_id\":1,\"plate_id\":\"29A12345\","
                                            + "\"data\":{\"plate_text\":\"29A12345\"}}"),
                            "Content-Type",
                            "application/x-www-form-urlencoded");
            assertThat(answer.status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aCarBeforeTheEntranceIsAnsweredAsTheOriginalDoes() {
        var answer = api.post(DETECTION, detection("ENTRY"));
        Shape.assertSame(
                """
                {"success":true,"allowed":true,"vehicle_info":{"plate_id":"30A99999",
                 "plate_view":"30A-999.99","direction":"ENTRY","camera_type":"car",
                 "already_inside":false}}
                """,
                answer.json());
        assertThat(answer.json().at("/vehicle_info/already_inside").asBoolean()).isFalse();
        assertThat(answer.json().at("/vehicle_info").propertyNames())
                .doesNotContain("has_entry", "fee", "error", "pass");
    }

    @Test
    void aCarInsideBeforeTheEntranceSaysSinceWhenAndFromWhere() {
        api.node.sighting = inside(60, 0);
        var info = api.post(DETECTION, detection("ENTRY")).json().get("vehicle_info");
        assertThat(info.get("already_inside").asBoolean()).isTrue();
        assertThat(info.get("entry_time").asString()).isEqualTo("2026-11-22 09:51:48");
        assertThat(info.get("entry_from").asString()).isEqualTo("central-2");
    }

    @Test
    void aCarBeforeTheExitIsAnsweredWithWhatItWouldPay() {
        api.node.sighting = inside(3_700, 25_000);
        var answer = api.post(DETECTION, detection("EXIT"));
        Shape.assertSame(
                """
                {"success":true,"allowed":true,"vehicle_info":{"plate_id":"29A12345",
                 "plate_view":"29A-123.45","direction":"EXIT","camera_type":"car",
                 "has_entry":true,"entry_time":"2026-11-22 09:51:48","duration":"0 giờ 0 phút",
                 "fee":0}}
                """,
                answer.json());
        assertThat(answer.json().at("/vehicle_info/fee").asInt()).isEqualTo(25_000);
        assertThat(answer.json().at("/vehicle_info/duration").asString()).isEqualTo("1 giờ 1 phút");
        assertThat(answer.json().at("/vehicle_info").propertyNames())
                .doesNotContain("already_inside");
    }

    @Test
    void aCarBeforeTheExitThatNobodySawComeIn() {
        var info = api.post(DETECTION, detection("EXIT")).json().get("vehicle_info");
        assertThat(info.get("has_entry").asBoolean()).isFalse();
        assertThat(info.get("error").asString()).isEqualTo("No entry record found");
        assertThat(info.propertyNames()).doesNotContain("fee", "entry_time", "duration");
    }

    @Test
    void withoutADirectionTheHistorySaysWhichWay() {
        String body = "{\"edge_id\":1,\"plate_id\":\"29A12345\"}";
        assertThat(api.post(DETECTION, body).json().at("/vehicle_info/direction").asString())
                .isEqualTo("ENTRY");
        api.node.sighting = inside(60, 0);
        assertThat(api.post(DETECTION, body).json().at("/vehicle_info/direction").asString())
                .isEqualTo("EXIT");
    }

    private static Sighting inside(long seconds, long feeDong) {
        var due =
                new Sighting.Due(
                        seconds, feeDong, feeDong / 25_000, 0, new FeeRules(30, 25_000), false);
        return new Sighting.Seen(FakeNode.PLATE, true, VISIT, due, null, null);
    }

    @Test
    void aPassInForceIsToldWithTheCar() {
        api.node.sighting =
                new Sighting.Seen(
                        FakeNode.PLATE,
                        true,
                        null,
                        null,
                        new Fact.Pass(
                                4,
                                "29A12345",
                                "Lan",
                                "monthly",
                                "active",
                                null,
                                "2026-12-31",
                                null,
                                null),
                        null);
        var pass = api.post(DETECTION, detection("ENTRY")).json().at("/vehicle_info/pass");
        assertThat(pass.toString())
                .isEqualTo(
                        "{\"id\":4,\"type\":\"monthly\",\"owner_name\":\"Lan\","
                                + "\"end_date\":\"2026-12-31\"}");
    }

    @Test
    void aDetectionThatCannotBeMeantIsRefused() {
        api.post(DETECTION, "{\"edge_id\":\"edge-1\"}").refusedWith(400, "BAD_FIELD");
        api.post(DETECTION, detection("UP")).refusedWith(400, "BAD_FIELD");
        api.node.sighting = new Sighting.Refused("plate_id", "'-' is no plate");
        assertThat(api.post(DETECTION, detection("ENTRY")).refusedWith(400, "BAD_FIELD"))
                .isEqualTo("plate_id: '-' is no plate");
    }

    private static String detection(String direction) {
        return """
        {"edge_id":"edge-1","plate_id":"29A12345","plate_view":"29A-123.45","camera_type":"car",
         "direction":"%s","confidence":0.9}
        """
                .formatted(direction);
    }

    @Test
    void aHeartbeatIsHeard() {
        var answer =
                api.post(
                        HEARTBEAT,
                        """
                        {"camera_id":1,"camera_name":"Cong A","camera_type":"ENTRY",
                         "events_sent":3,"events_failed":1}
                        """);
        assertThat(answer.response().body()).isEqualTo("{\"success\":true}");
        assertThat(api.node.heard).containsExactly(new Camera.Word(1, "Cong A", "ENTRY", 3, 1));
    }

    @Test
    void aHeartbeatNeedsANumberAndNothingElse() {
        api.post(HEARTBEAT, "{\"camera_id\":2}");
        assertThat(api.node.heard).containsExactly(new Camera.Word(2, "Camera 2", "", 0, 0));
        api.post(HEARTBEAT, "{\"camera_name\":\"Cong A\"}").refusedWith(400, "BAD_FIELD");
        api.post(HEARTBEAT, "{\"camera_id\":\"cam-1\"}").refusedWith(400, "BAD_FIELD");
        api.post(HEARTBEAT, "{\"camera_id\":99999999999}").refusedWith(400, "BAD_FIELD");
    }

    @Test
    void aHeartbeatsTimeIsTakenInTheFormsThatDevicesWriteAndAStrangeOneIsLeftOut() {
        Instant told = Instant.parse("2026-11-22T02:51:48Z");
        var forms =
                List.of(
                        "" + told.getEpochSecond(),
                        "" + told.toEpochMilli(),
                        "\"2026-11-22T09:51:48+07:00\"",
                        "\"2026-11-22 09:51:48\"");
        for (String form : forms) {
            api.node.heard.clear();
            api.post(HEARTBEAT, "{\"camera_id\":2,\"timestamp\":" + form + "}");
            assertThat(api.node.heard).as(form).extracting(Camera.Word::time).containsExactly(told);
        }
        for (String form : List.of("null", "true", "{}", "[]", "\"\"", "\"soon\"", "-1", "0")) {
            api.node.heard.clear();
            api.post(HEARTBEAT, "{\"camera_id\":2,\"timestamp\":" + form + "}");
            assertThat(api.node.heard)
                    .as(form)
                    .containsExactly(new Camera.Word(2, "Camera 2", "", 0, 0));
        }
    }
}
