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
                        "}",
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
                        "edge_id=e&plate_id=29A12345",
                        "<open plate=\"29A12345\"/>",
                        "{" + GOOD + ",\"x\":NaN}",
                        "{" + GOOD + ",\"x\":Infinity}",
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
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"29A\\n12345\"}",
                        "plate_id|{\"edge_id\":\"e\",\"plate_id\":\"29A\\ud80012345\"}",
                        "plate_id|{\"edge_id\":\"e\",\"PLATE_ID\":\"29A12345\"}",
                        "edge_id|{\"plate_id\":\"29A12345\"}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":null}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":\" \"}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":[]}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":{}}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":false}",
                        "edge_id|{\"plate_id\":\"29A12345\",\"edge_id\":\"e\\u001b[2J\"}",
                        "plate_view|{" + GOOD + ",\"plate_view\":5}",
                        "plate_view|{" + GOOD + ",\"plate_view\":[]}",
                        "camera_id|{" + GOOD + ",\"camera_id\":\"one\"}",
                        "camera_id|{" + GOOD + ",\"camera_id\":1.5}",
                        "camera_id|{" + GOOD + ",\"camera_id\":1e3}",
                        "camera_id|{" + GOOD + ",\"camera_id\":2147483648}",
                        "camera_id|{" + GOOD + ",\"camera_id\":-99999999999999999999999999}",
                        "camera_id|{" + GOOD + ",\"camera_id\":{}}",
                        "camera_name|{" + GOOD + ",\"camera_name\":7}",
                        "confidence|{" + GOOD + ",\"confidence\":\"high\"}",
                        "confidence|{" + GOOD + ",\"confidence\":1.01}",
                        "confidence|{" + GOOD + ",\"confidence\":-0.01}",
                        "confidence|{" + GOOD + ",\"confidence\":1e999999}",
                        "confidence|{" + GOOD + ",\"confidence\":[]}",
                        "source|{" + GOOD + ",\"source\":{}}")
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
            assertThat(status).as("body %d", i).isIn(200, 400);
        }
    }

    @Test
    void aBodyOverAMegabyteIs413() {
        String big = "{" + GOOD + ",\"x\":\"" + "a".repeat(1_000_000) + "\"}";
        api.post(OPEN, big).refusedWith(413, "TOO_LARGE");
        api.post(OPEN, "x".repeat(5_000_000)).refusedWith(413, "TOO_LARGE");
        assertThat(api.node.opened).isEmpty();
    }

    @Test
    void aBodyOverAMegabyteThatDoesNotSaySoIs413() {
        byte[] big = new byte[3_000_000];
        var unannounced =
                BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(big)); // so it is chunked
        api.send("POST", OPEN, unannounced).refusedWith(413, "TOO_LARGE");
    }

    @Test
    void aBodyJustUnderAMegabyteWithAPictureIsTaken() {
        String start = "{" + GOOD + ",\"picture\":\"";
        String body = start + "a".repeat(BodyReader.MAX_BYTES - start.length() - 2) + "\"}";
        assertThat(api.post(OPEN, body).status()).isEqualTo(200);
        assertThat(api.node.opened).hasSize(1);
    }
}
