package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Bodies that no camera should send, and one that it may. */
class HostileBodiesTest {
    private static final String OPEN = "/api/edge/barrier/open";
    private static final String GOOD = "\"edge_id\":\"e\",\"plate_id\":\"29A12345\"";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.node.opened.clear();
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                        "",
                        " ",
                        "\n\t",
                        "null",
                        "true",
                        "0",
                        "\"text\"",
                        "[]",
                        "[{" + GOOD + "}]",
                        "{",
                        "{]",
                        "{\"edge_id\"",
                        "{\"edge_id\":",
                        "{\"edge_id\":\"e\"",
                        "{\"edge_id\":\"e\",}",
                        "{" + GOOD + ",}",
                        "{" + GOOD + "}}",
                        "{" + GOOD + "} {}",
                        "{" + GOOD + "} x",
                        "{" + GOOD + "",
                        "{'edge_id':'e','plate_id':'29A12345'}",
                        "{edge_id:\"e\",plate_id:\"29A12345\"}",
                        "{" + GOOD + ",\"x\":01}",
                        "{" + GOOD + ",\"x\":+1}",
                        "{" + GOOD + ",\"x\":.5}",
                        "{" + GOOD + ",\"x\":0x1F}",
                        "{" + GOOD + ",\"x\":1e}",
                        "{" + GOOD + ",\"x\":tru}",
                        "{" + GOOD + ",\"x\":\"\\q\"}",
                        "{" + GOOD + ",\"x\":\"\\u12\"}",
                        "{" + GOOD + ",\"x\":\"line\nbreak\"}",
                        "{" + GOOD + ",\"x\":\"\u0000\"}",
                        "{" + GOOD + " /* note */}",
                        "{" + GOOD + ",\"plate_id\":\"51F99999\"}",
                        "{" + GOOD + ",\"x\":{\"a\":1,\"a\":2}}",
                        "{" + GOOD + ",\"x\":" + "9".repeat(1_000) + "}",
                        "{" + GOOD + ",\"confidence\":0." + "3".repeat(100_000) + "}",
                        "{" + GOOD + ",\"x\":1e" + "9".repeat(500) + "}",
                        "{" + GOOD + ",\"x\":" + "[".repeat(100) + "]".repeat(100) + "}",
                        "{" + GOOD + ",\"x\":" + "[".repeat(400_000),
                        "[".repeat(900_000),
                        "{\"a\":".repeat(100_000),
                        "{" + GOOD + ",\"x\":[" + "1,".repeat(400_000) + "1]}",
                        "{\"" + "k".repeat(500_000) + "\":1," + GOOD + "}")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatIsNoPlainJsonObjectIs400(String body) {
        var answer = api.post(OPEN, body);
        answer.refusedWith(400, "BAD_JSON");
        assertThat(answer.response().body()).hasSizeLessThan(500).doesNotContain("Exception");
        assertThat(api.node.opened).isEmpty();
    }

    static Stream<Arguments> badFields() {
        return Stream.of(
                        "plate_id|{\"edge_id\":\"e\"}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":null}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"\"}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"  \\t\\u2003 \"}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":29}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":true}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":[\"29A12345\"]}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":{\"text\":\"29A12345\"}}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"" + "9".repeat(101) + "\"}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"" + "9".repeat(900_000) + "\"}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"29A\\u000012345\"}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"29A\\ud80012345\"}",
                        "plate_id|{\"edge_id\":\"e\",\"PLATE_ID\":\"29A12345\"}",
                        "edge_id|{\"plate_id\":\"29A12345\"}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":null}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":\" \"}")
                .map(line -> line.split("\\|", 2))
                .map(parts -> Arguments.of(parts[0], parts[1]));
    }

    @ParameterizedTest
    @MethodSource("badFields")
    void aFieldThatCannotBeMeantIs400AndNamedWithWhatWasExpected(String field, String body) {
        String error = api.post(OPEN, body).refusedWith(400, "BAD_FIELD");
        assertThat(error).startsWith(field + ": ").contains("expected ").hasSizeLessThan(250);
        assertThat(api.node.opened).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8Are400() {
        for (byte[] bytes :
                List.of(
                        new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                        ("{\"edge_id\":\"e\",\"plate_id\":\"29\u00ff\"}")
                                .getBytes(StandardCharsets.ISO_8859_1),
                        new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'})) {
            api.send("POST", OPEN, BodyPublishers.ofByteArray(bytes)).refusedWith(400, "BAD_JSON");
        }
    }

    /** Seeded, so that a failure can be had again. */
    @Test
    void noiseAndGoodBodiesWithOneByteChangedAreNever500() {
        var random = new Random(20_261_122);
        byte[] good =
                ("{" + GOOD + ",\"camera_id\":3,\"x\":[1,{}]}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 300; i++) {
            byte[] body = good.clone();
            if (i % 3 == 0) {
                body = new byte[random.nextInt(64)];
                random.nextBytes(body);
            } else {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            int status = api.send("POST", OPEN, BodyPublishers.ofByteArray(body)).status();
            assertThat(status).as("body %d", i).isIn(200, 400, 415);
        }
    }

    @Test
    void aBodyOfADeviceOverEightMegabytesIs413() {
        String start = "{" + GOOD + ",\"x\":\"";
        api.post(OPEN, start + "a".repeat(8_000_000) + "\"}").refusedWith(413, "TOO_LARGE");
        String error = api.post(OPEN, "x".repeat(9_000_000)).refusedWith(413, "TOO_LARGE");
        assertThat(error).contains("8 MB (8,000,000 bytes)");
        assertThat(api.node.opened).isEmpty();
    }

    @Test
    void aBodyOfADeviceOverEightMegabytesThatDoesNotSaySoIs413() {
        byte[] big =
                ("{" + GOOD + ",\"x\":\"" + "a".repeat(9_000_000)).getBytes(StandardCharsets.UTF_8);
        var unannounced =
                BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(big)); // so it is chunked
        api.send("POST", OPEN, unannounced).refusedWith(413, "TOO_LARGE");
        assertThat(api.node.opened).isEmpty();
    }

    @Test
    void anyOtherBodyOverAMegabyteIs413() {
        var big = BodyPublishers.ofString("{\"staff\":[],\"x\":\"" + "a".repeat(1_000_000) + "\"}");
        for (String path : List.of("/api/staff", "/api/subscriptions", "/api/parking/fees")) {
            String error = api.send("PUT", path, big).refusedWith(413, "TOO_LARGE");
            assertThat(error).as(path).contains("1 MB (1,000,000 bytes)");
        }
    }

    @Test
    void aBodyJustUnderEightMegabytesWithAPictureIsTaken() {
        String start = "{\"picture\":\"";
        String end = "\"," + GOOD + "}";
        int picture = DeviceBodyReader.MAX_BYTES - start.length() - end.length();
        assertThat(api.post(OPEN, start + "a".repeat(picture) + end).status()).isEqualTo(200);
        assertThat(api.node.opened).hasSize(1);
    }

    @Test
    void fieldsThatAreKeptHaveABoundOfTheirOwn() {
        var fields = new StringBuilder("{\"type\":\"ENTRY\",\"data\":{\"plate_text\":\"29A12345\"");
        for (int i = 0; i < 100; i++) {
            fields.append(",\"f").append(i).append("\":\"").append("a".repeat(1_000)).append('"');
        }
        String error = api.post("/api/edge/event", fields + "}}").refusedWith(400, "BAD_JSON");
        assertThat(error).contains("64000 characters");
    }
}
