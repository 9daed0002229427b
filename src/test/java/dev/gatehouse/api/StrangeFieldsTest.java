package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.OpenRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Strange figures and names beside a plate, none of which costs a car its record. */
class StrangeFieldsTest {
    private static final String OPEN = "/api/edge/barrier/open";
    private static final String EVENT = "/api/edge/event";

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    /** What reaches the gate of a car whose body has these fields beside the plate. */
    private OpenRequest opened(String fields) {
        String body = "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"," + fields + "}";
        assertThat(api.post(OPEN, body).status()).as(fields).isEqualTo(200);
        OpenRequest request = api.node.opened.remove();
        assertThat(request.plateText()).isEqualTo("29A12345");
        return request;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    0.92        | 0.92
                    0           | 0
                    1           | 1
                    1.0         | 1
                    93          | 0.93
                    93.7        | 0.937
                    100         | 1
                    2           | 0.02
                    9.3e1       | 0.93
                    1.0000001   | 1
                    100.0000001 | 1
                    -0.0000001  | 0
                    "0.93"      | 0.93
                    " 0.93 "    | 0.93
                    "93"        | 0.93
                    "93%"       | 0.93
                    "93 %"      | 0.93
                    "0.5%"      | 0.005
                    "100%"      | 1
                    "0,93"      | 0.93
                    "95,5%"     | 0.955
                    ".93"       | 0.93
                    "9.3E-1"    | 0.93
                    0.1000000000000000055511151231257827021181583404541015625 | 0.1
                    """)
    void aConfidenceIsTheShareThatTheDeviceMeans(String sent, double share) {
        assertThat(opened("\"confidence\":" + sent).confidence()).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-0.01",
                "160",
                "255",
                "1e400",
                "-1e400",
                "1e999999",
                "9999",
                "NaN",
                "Infinity",
                "-Infinity",
                "\"NaN\"",
                "\"1e400\"",
                "\"high\"",
                "\"\"",
                "\" \"",
                "\"%\"",
                "\"0x1F\"",
                "\"1,234.5\"",
                "\"-1\"",
                "\"101%\"",
                "\"0.93f\"",
                "\"٩٣\"",
                "true",
                "false",
                "null",
                "{}",
                "{\"value\":0.9}",
                "[]",
                "[0.9]"
            })
    void aConfidenceThatNobodyCanTellIsLeftOut(String sent) {
        assertThat(opened("\"confidence\":" + sent).confidence()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "null",
            textBlock =
                    """
                    3             | 3          | null
                    "1"           | 1          | null
                    " 7 "         | 7          | null
                    1.0           | 1          | null
                    3.00          | 3          | null
                    1e3           | 1000       | null
                    "2.0"         | 2          | null
                    -4            | -4         | null
                    2147483647    | 2147483647 | null
                    "cam-1"       | null       | cam-1
                    "AA:BB:CC"    | null       | AA:BB:CC
                    "007"         | null       | 007
                    "99999999999" | null       | 99999999999
                    1.5           | null       | null
                    2147483648    | null       | null
                    -99999999999999999999999999 | null | null
                    1e999999999   | null       | null
                    1e-999999999  | null       | null
                    NaN           | null       | null
                    true          | null       | null
                    {}            | null       | null
                    []            | null       | null
                    null          | null       | null
                    ""            | null       | null
                    """)
    void aCamerasNumberIsANumberElseANameElseLeftOut(
            String sent, @Nullable Integer id, @Nullable String name) {
        OpenRequest request = opened("\"camera_id\":" + (sent == null ? "null" : sent));
        assertThat(request.cameraId()).isEqualTo(id);
        assertThat(request.cameraName()).isEqualTo(name);
    }

    @Test
    void aNameThatIsGivenIsKeptBeforeTheOneInThePlaceOfANumber() {
        OpenRequest request = opened("\"camera_id\":\"cam-1\",\"camera_name\":\"Cong A\"");
        assertThat(request.cameraName()).isEqualTo("Cong A");
        assertThat(request.cameraId()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "none",
            textBlock =
                    """
                    7                     | 7
                    1.50                  | 1.50
                    true                  | true
                    false                 | false
                    "Cong\\u0007 A\\n"     | Cong A
                    "e\\u001b[2J"          | e[2J
                    "a\\ud800b"            | ab
                    "\\u0000"              | none
                    {}                    | none
                    {"name":"A"}          | none
                    []                    | none
                    null                  | none
                    " "                   | none
                    """)
    void aNameThatIsNoTextIsWrittenAsOneElseLeftOut(String sent, @Nullable String name) {
        for (String field : List.of("camera_name", "source", "plate_view")) {
            OpenRequest request = opened("\"" + field + "\":" + sent);
            assertThat(
                            switch (field) {
                                case "source" -> request.source();
                                case "plate_view" -> request.plateView();
                                default -> request.cameraName();
                            })
                    .as(field)
                    .isEqualTo(name);
        }
    }

    @Test
    void aNameThatIsTooLongIsCutBetweenCharacters() {
        assertThat(opened("\"camera_name\":\"" + "x".repeat(101) + "\"").cameraName())
                .isEqualTo("x".repeat(100));
        assertThat(opened("\"source\":\"" + "x".repeat(5_000) + "\"").source()).hasSize(100);
        assertThat(opened("\"camera_name\":\"" + "x".repeat(99) + "😀\"").cameraName())
                .isEqualTo("x".repeat(99));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "none",
            textBlock =
                    """
                    5             | 5
                    true          | true
                    "e\\u001b[2J"  | e[2J
                    []            | none
                    {}            | none
                    """)
    void anEdgeThatIsNoTextKeepsNoBarrierShut(String sent, @Nullable String edge) {
        String body = "{\"edge_id\":" + sent + ",\"plate_id\":\"29A12345\"}";
        assertThat(api.post(OPEN, body).status()).isEqualTo(200);
        assertThat(api.node.opened.remove().edgeId()).isEqualTo(edge);
        assertThat(api.post("/api/edge/barrier/close", body).status()).isEqualTo(200);
        assertThat(api.node.closed).containsExactly("29A12345@" + edge);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "29-B1\\n123.45",
                "29-B1\\t123.45",
                "29-B1\\r\\n123.45",
                "29-B1\\u2028123.45"
            })
    void thePlateOfTwoLinesIsJoined(String plate) {
        api.post(OPEN, "{\"edge_id\":\"e\",\"plate_id\":\"" + plate + "\"}");
        assertThat(api.node.opened.remove().plateText()).isEqualTo("29-B1123.45");
        api.post(EVENT, "{\"type\":\"EXIT\",\"data\":{\"plate_text\":\"" + plate + "\"}}");
        assertThat(api.node.passed.remove()).contains("plateText=29-B1123.45,");
    }

    @Test
    void anEventWithNothingButStrangeFiguresCounts() {
        String body =
                """
                {"type":"ENTRY","camera_id":"1","camera_name":true,"camera_type":[],"event_id":77,
                 "data":{"plate_text":"29A12345","confidence":"93%","source":1,"edge_id":[],
                         "plate_view":{}}}
                """;
        api.post(EVENT, body);
        assertThat(api.node.passed)
                .containsExactly(
                        "ENTRY OpenRequest[plateText=29A12345, plateView=null, edgeId=null,"
                                + " cameraId=1, cameraName=true, confidence=0.93, source=1,"
                                + " told=77, seenAt=null, shown=null, picture=null]");
    }

    @Test
    void anEventsKeyIsKeptWholeOrLeftOut() {
        String event =
                "{\"type\":\"ENTRY\",\"event_id\":%s,\"data\":{\"plate_text\":\"29A12345\"}}";
        api.node.pass = EdgeApiTest.entered();
        assertThat(key(event.formatted("77"))).isEqualTo("77");
        assertThat(key(event.formatted("\"" + "k".repeat(100) + "\""))).hasSize(100);
        String own = key(event.formatted("null"));
        assertThat(key(event.formatted("\"" + "k".repeat(101) + "\""))).isEqualTo(own);
        assertThat(key(event.formatted("{}"))).isEqualTo(own);
    }

    private String key(String event) {
        return api.post(EVENT, event).json().get("event_id").asString();
    }

    @Test
    void aDetectionWithStrangeFiguresIsAnswered() {
        String body =
                """
                {"edge_id":{},"plate_id":"29A12345","plate_view":7,"camera_type":5,
                 "direction":"ENTRY","confidence":"high"}
                """;
        var info = api.post("/api/edge/detection", body).json().get("vehicle_info");
        assertThat(info.get("camera_type").asString()).isEqualTo("5");
    }

    @Test
    void aHeartbeatWithStrangeFiguresIsHeard() {
        String path = "/api/edge/heartbeat";
        api.post(path, "{\"camera_id\":\"1\",\"events_sent\":\"3\",\"events_failed\":2.0}");
        api.post(path, "{\"camera_id\":1.0,\"events_sent\":-1,\"events_failed\":1e30}");
        api.post(
                path,
                "{\"camera_id\":2,\"camera_name\":7,\"camera_type\":true,\"events_sent\":[]}");
        assertThat(api.node.heard)
                .containsExactly(
                        new Camera.Word(1, "Camera 1", "", 3, 2),
                        new Camera.Word(1, "Camera 1", "", 0, 0),
                        new Camera.Word(2, "7", "TRUE", 0, 0));
        for (String id : List.of("\"cam-1\"", "1.5", "true", "{}", "99999999999", "null")) {
            api.post(path, "{\"camera_id\":" + id + "}").refusedWith(400, "BAD_FIELD");
        }
    }

    @Test
    void whatWasMadeOfAFieldIsLoggedOnceAMinuteAndNamesNoPlate() {
        var now = new AtomicLong();
        var notes = new FieldNotes(now::get);
        var log = (Logger) LoggerFactory.getLogger(FieldNotes.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            notes.taken("data.confidence", "a number '93'", 0.93);
            notes.taken("data.confidence", "a number '94'", 0.94);
            now.addAndGet(TimeUnit.SECONDS.toNanos(59));
            notes.taken("data.confidence", "a number '95'", 0.95);
            notes.taken("camera_id", "a truth value 'true'", null);
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            notes.taken("data.confidence", "a number '96'", 0.96);
            opened("\"plate_view\":2912345,\"camera_name\":\"a\\nb\"");
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "data.confidence came as a number '93' and was taken as 0.93; the car"
                                + " counts. Check the device",
                        "camera_id came as a truth value 'true' and was left out; the car counts."
                                + " Check the device",
                        "data.confidence came as a number '96' and was taken as 0.96; the car"
                                + " counts. Check the device",
                        "camera_name came as a text 'ab' and was taken as 'ab'; the car counts."
                                + " Check the device",
                        "plate_view came as a number and was taken as a text; the car counts."
                                + " Check the device");
    }
}
