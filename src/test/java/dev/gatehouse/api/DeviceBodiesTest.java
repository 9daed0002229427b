package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies as cameras and their software send them. */
class DeviceBodiesTest {
    private static final String EVENT = "/api/edge/event";
    private static final String OPEN = "/api/edge/barrier/open";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=b";

    private static final String JSON =
            """
            {"type":"ENTRY","camera_id":1,"data":{"plate_text":"29A-123.45","confidence":0.92}}\
            """;

    private static final String PASSED =
            "ENTRY OpenRequest[plateText=29A-123.45, plateView=null, edgeId=null, cameraId=1,"
                    + " cameraName=null, confidence=0.92, source=null, told=null,"
                    + " seenAt=null, shown=null, picture=null]";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.node.pass = EdgeApiTest.entered();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.node.opened.clear();
        api.node.passed.clear();
    }

    private static RunningApi.Answer send(byte[] body, String... headers) {
        return api.send("POST", EVENT, BodyPublishers.ofByteArray(body), headers);
    }

    private static void counts(byte[] body, String... headers) {
        api.node.passed.clear();
        var answer = send(body, headers);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(api.node.passed).containsExactly(PASSED);
    }

    private static void counts(String body, String... headers) {
        counts(body.getBytes(UTF_8), headers);
    }

    private static String multipart(String... parts) {
        return "--b\r\n" + String.join("\r\n--b\r\n", parts) + "\r\n--b--\r\n";
    }

    private static String part(String name, String more, String content) {
        return "Content-Disposition: form-data; name=\""
                + name
                + "\""
                + more
                + "\r\n\r\n"
                + content;
    }

    private static String picture(int bytes) {
        byte[] picture = new byte[bytes];
        new Random(7).nextBytes(picture);
        return new String(picture, ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                FORM,
                "application/xml",
                "image/jpeg",
                "multipart/form-data; boundary=b",
                "application/octet-stream",
                "nonsense"
            })
    void jsonIsTakenWhateverItIsCalled(String type) {
        counts(JSON, "Content-Type", type);
        counts("\r\n " + JSON, "Content-Type", type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\0\0\0", "\r\n\0", " \n", "\n\n\0 \0", "\uFEFF"})
    void fillingBeforeAndBehindTheJsonDoesNotCount(String filling) {
        counts(JSON + filling);
        counts(filling + JSON);
        counts(JSON + filling.repeat(5_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "}", "\0{}", "\0\0--b", ","})
    void moreThanFillingBehindTheJsonIs400(String more) {
        send((JSON + more).getBytes(UTF_8)).refusedWith(400, "BAD_JSON");
        assertThat(api.node.passed).isEmpty();
    }

    @Test
    void everyEncodingOfUnicodeIsRead() {
        List<Charset> charsets =
                List.of(
                        UTF_8,
                        UTF_16BE,
                        UTF_16LE,
                        Charset.forName("UTF-32BE"),
                        Charset.forName("UTF-32LE"));
        for (Charset charset : charsets) {
            counts(JSON.getBytes(charset));
            counts(("\uFEFF" + JSON).getBytes(charset));
            counts(("\uFEFF" + JSON + " \r\n\0").getBytes(charset));
        }
    }

    @Test
    void aMultipartBodyIsReadByItsPartOfJson() {
        for (String name : List.of("json", "event", "payload", "anything", "")) {
            counts(multipart(part(name, "", JSON)), "Content-Type", MULTIPART);
        }
        counts(
                multipart(
                        part(
                                "upload",
                                "; filename=\"1.jpg\"\r\nContent-Type: image/jpeg",
                                "{no json"),
                        part(
                                "json",
                                "; filename=\"e.json\"\r\nContent-Type: application/json",
                                JSON),
                        part("p", "; filename=2.jpg", picture(200_000))),
                "Content-Type",
                MULTIPART);
        counts(
                multipart(
                        part(
                                "json",
                                "\r\nContent-Transfer-Encoding: base64",
                                Base64.getMimeEncoder().encodeToString(JSON.getBytes(UTF_8)))),
                "Content-Type",
                MULTIPART);
        counts(multipart(part("json", "", "\uFEFF" + JSON + "\r\n\0")), "Content-Type", MULTIPART);
    }

    @Test
    void aPartMayHoldTheObjectInsideOrFieldsMayStandAlone() {
        counts(
                multipart(
                        part("type", "", "ENTRY"),
                        part("camera_id", "", "1"),
                        part("data", "", "{\"plate_text\":\"29A-123.45\",\"confidence\":0.92}")),
                "Content-Type",
                MULTIPART);
        counts(
                multipart(
                        part("type", "\r\nContent-Type: text/plain; charset=utf-8", "ENTRY"),
                        part("camera_id", "", "1"),
                        part("plate_text", "", "29A-123.45"),
                        part("confidence", "", "92%"),
                        part("image", "; filename=\"a\"", picture(9_000))),
                "Content-Type",
                MULTIPART);
    }

    @Test
    void aSloppyMultipartBodyIsReadAllTheSame() {
        String good = multipart(part("json", "", JSON));
        String type = "Content-Type";
        counts(good.replace("\r\n", "\n"), type, MULTIPART);
        counts(good.replace("--b--\r\n", ""), type, MULTIPART);
        counts(good.replace("\r\n--b--\r\n", ""), type, MULTIPART);
        counts(good.replace("--b--", "--b"), type, MULTIPART);
        counts("a preamble\r\n\r\n" + good + "an epilogue", type, MULTIPART);
        counts("\r\n" + good, type, MULTIPART);
        counts(good.replace("--b", "--other"), type, MULTIPART);
        counts(good.replace("--b", "----b"), type, "multipart/form-data; boundary=--b");
        counts(good, type, "multipart/form-data");
        counts(good, type, "application/json");
        counts(good);
        counts(good, type, "multipart/mixed; boundary=\"b\"");
        counts(good.replace("--b\r\n", "--b  \r\n"), type, MULTIPART);
        counts(multipart("\r\n" + JSON), type, MULTIPART);
    }

    @Test
    void whatLooksLikeABoundaryInsideAPictureIsNone() {
        String tricky = "\r\n--bb\r\n--\r\n-\r\n--B--\r\r\n--c\n--\n\r";
        counts(
                multipart(
                        part("a", "; filename=a", tricky + picture(20_000) + tricky),
                        part("json", "", JSON)),
                "Content-Type",
                MULTIPART);
    }

    @Test
    void aMultipartBodyWithoutJsonIs415AndSaysWhatCame() {
        String xml =
                part("anpr.xml", "; filename=\"anpr.xml\"\r\nContent-Type: text/xml", "<Event/>");
        String error =
                send(multipart(xml).getBytes(UTF_8), "Content-Type", MULTIPART)
                        .refusedWith(415, "UNSUPPORTED_BODY");
        assertThat(error).contains("anpr.xml", "text/xml", "JSON", "gzip", "form");
        send("--b--\r\n".getBytes(UTF_8), "Content-Type", MULTIPART)
                .refusedWith(415, "UNSUPPORTED_BODY");
        send("no boundary".getBytes(UTF_8), "Content-Type", MULTIPART)
                .refusedWith(400, "BAD_MULTIPART");
        assertThat(api.node.passed).isEmpty();
    }

    @Test
    void aPartOfBrokenJsonAndAFieldGivenTwiceAre400() {
        String broken = multipart(part("json", "", "{\"type\":\"ENTRY\","));
        send(broken.getBytes(UTF_8), "Content-Type", MULTIPART).refusedWith(400, "BAD_JSON");
        String twice =
                multipart(
                        part("json", "", JSON),
                        part("json", "", JSON.replace("29A-123.45", "30A-123.45")));
        assertThat(
                        send(twice.getBytes(UTF_8), "Content-Type", MULTIPART)
                                .refusedWith(400, "BAD_FIELD"))
                .startsWith("data.plate_text: given twice");
        assertThat(api.node.passed).isEmpty();
        counts(multipart(part("a", "", JSON), part("b", "", JSON)), "Content-Type", MULTIPART);
    }

    @Test
    void aMultipartHeadWithoutAnEndIs400() {
        String endless = "--b\r\n" + "X: y\r\n".repeat(60) + "\r\n" + JSON;
        send(endless.getBytes(UTF_8), "Content-Type", MULTIPART).refusedWith(400, "BAD_MULTIPART");
        String wide = "--b\r\nX: " + "y".repeat(5_000) + "\r\n\r\n" + JSON;
        send(wide.getBytes(UTF_8), "Content-Type", MULTIPART).refusedWith(400, "BAD_MULTIPART");
    }

    @Test
    void aFormIsReadByItsFieldOfJson() {
        String encoded = URLEncoder.encode(JSON, UTF_8);
        for (String name : List.of("json", "payload", "event", "anything")) {
            counts(name + "=" + encoded, "Content-Type", FORM);
            counts(name + "=" + JSON, "Content-Type", FORM + "; charset=UTF-8");
        }
        counts("a=1&json=" + encoded + "&b=2", "Content-Type", FORM);
        counts(encoded, "Content-Type", FORM);
        counts("json=" + encoded);
        counts("json=" + encoded, "Content-Type", "text/plain");
        counts(encoded);
        counts("image=" + "A".repeat(1_200_000) + "&json=" + encoded, "Content-Type", FORM);
    }

    @Test
    void theFieldsOfAFormMakeAnObject() {
        counts(
                "type=ENTRY&camera_id=1&plate_text=29A-123.45&confidence=0%2C92",
                "Content-Type", FORM);
        counts(
                "type=ENTRY&camera_id=1&data[plate_text]=29A-123.45&data%5Bconfidence%5D=92",
                "Content-Type", FORM);
        counts(
                "type=ENTRY&camera_id=1&data.plate_text=29A-123.45&data.confidence=0.92&x&=&&",
                "Content-Type",
                FORM);
        api.send(
                "POST",
                OPEN,
                BodyPublishers.ofString("edge_id=edge+1&plate_id=29%C4%90-123.45&x=1"),
                "Content-Type",
                FORM);
        assertThat(api.node.opened)
                .singleElement()
                .satisfies(
                        open -> {
                            assertThat(open.plateText()).isEqualTo("29Đ-123.45");
                            assertThat(open.edgeId()).isEqualTo("edge 1");
                        });
    }

    @Test
    void aFormThatIsBrokenOrKnowsNoFieldIsRefused() {
        send("type=ENTRY&plate_text=%ZZ".getBytes(UTF_8), "Content-Type", FORM)
                .refusedWith(400, "BAD_FORM");
        send(("x".repeat(2_000) + "=1").getBytes(UTF_8), "Content-Type", FORM)
                .refusedWith(400, "BAD_FORM");
        send("a=1&b=2".getBytes(UTF_8), "Content-Type", FORM).refusedWith(415, "UNSUPPORTED_BODY");
        send("type=ENTRY".getBytes(UTF_8), "Content-Type", FORM).refusedWith(400, "BAD_FIELD");
        assertThat(api.node.passed).isEmpty();
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static byte[] deflated(byte[] bytes, boolean bare) throws IOException {
        var deflated = new ByteArrayOutputStream();
        try (OutputStream out =
                new DeflaterOutputStream(deflated, new Deflater(Deflater.BEST_SPEED, bare))) {
            out.write(bytes);
        }
        return deflated.toByteArray();
    }

    @Test
    void aCompressedBodyIsReadAsWhatItWas() throws IOException {
        byte[] json = JSON.getBytes(UTF_8);
        counts(zipped(json), "Content-Encoding", "gzip");
        counts(zipped(json), "Content-Encoding", "x-gzip");
        counts(zipped(json));
        counts(deflated(json, false), "Content-Encoding", "deflate");
        counts(deflated(json, true), "Content-Encoding", "Deflate");
        counts(json, "Content-Encoding", "gzip");
        counts(json, "Content-Encoding", "identity");
        counts(
                zipped(multipart(part("json", "", JSON)).getBytes(UTF_8)),
                "Content-Encoding",
                "gzip",
                "Content-Type",
                MULTIPART);
    }

    @Test
    void aCompressedBodyThatIsBrokenUnknownOrTooLargeIsRefused() throws IOException {
        byte[] zipped = zipped(JSON.getBytes(UTF_8));
        byte[] cut = java.util.Arrays.copyOf(zipped, zipped.length / 2);
        send(cut, "Content-Encoding", "gzip").refusedWith(400, "BAD_ENCODING");
        send(java.util.Arrays.copyOf(zipped, 5)).refusedWith(400, "BAD_ENCODING");
        send("abcdef".getBytes(UTF_8), "Content-Encoding", "deflate")
                .refusedWith(400, "BAD_ENCODING");
        assertThat(send(zipped, "Content-Encoding", "br").status()).isEqualTo(200);
        String error =
                send("abc".getBytes(UTF_8), "Content-Encoding", "br")
                        .refusedWith(415, "UNSUPPORTED_BODY");
        assertThat(error).contains("'br'", "gzip", "JSON");
        byte[] bomb = zipped(("{\"x\":\"" + "a".repeat(50_000_000)).getBytes(UTF_8));
        send(bomb, "Content-Encoding", "gzip").refusedWith(413, "TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({
        "<Event><plate>1</plate></Event>, application/xml, XML",
        "<?xml version='1.0'?><E/>, text/plain, XML",
        "\uFEFF<EventNotificationAlert/>, application/json, XML",
        "edge_id=e&plate_id=29A12345, text/plain, no JSON",
        "29A-123.45, text/plain, no JSON",
        "-1-2, application/json, no JSON",
        "nonsense, application/json, no JSON",
        "'}', application/json, no JSON",
    })
    void whatIsNotUnderstoodIs415AndSaysWhatIsTaken(String body, String type, String what) {
        String error =
                send(body.getBytes(UTF_8), "Content-Type", type)
                        .refusedWith(415, "UNSUPPORTED_BODY");
        assertThat(error)
                .startsWith("the body is " + what)
                .contains("JSON object", "multipart/form-data", FORM, "gzip");
        assertThat(api.node.passed).isEmpty();
    }

    @Test
    void xmlInSixteenBitsIs415() {
        send("\uFEFF<Event/>".getBytes(UTF_16LE)).refusedWith(415, "UNSUPPORTED_BODY");
    }

    @Test
    void otherPathsTakeJsonOnly() {
        String fees = "{\"fees\":{\"fee_base\":0.5,\"fee_per_hour\":25000}}";
        var form = BodyPublishers.ofString("json=" + fees);
        api.send("PUT", "/api/parking/fees", form, "Content-Type", FORM)
                .refusedWith(400, "BAD_JSON");
        var parts = BodyPublishers.ofString(multipart(part("json", "", fees)));
        api.send("PUT", "/api/parking/fees", parts, "Content-Type", MULTIPART)
                .refusedWith(400, "BAD_JSON");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_200_000, 2_500_000, 5_900_000})
    void aPictureInTheJsonCostsNoCarItsRecord(int bytes) {
        String base64 = Base64.getEncoder().encodeToString(picture(bytes).getBytes(ISO_8859_1));
        String image = "\"image\":\"data:image/jpeg;base64,\\u002b\\/" + base64 + "\"";
        counts("{" + image + "," + JSON.substring(1));
        counts(JSON.substring(0, JSON.length() - 1) + "," + image + "}");
        counts(JSON.replace("\"data\":{", "\"data\":{" + image + ","));
        counts(JSON.replace("\"data\":{", "\"data\":{\"a\":[{" + image + "}],"));
    }

    @Test
    void aPictureInAFormOrAPartCostsNoCarItsRecord() {
        String image = picture(3_000_000);
        counts(
                multipart(part("i", "; filename=i", image), part("json", "", JSON))
                        .getBytes(ISO_8859_1),
                "Content-Type",
                MULTIPART);
        counts(
                multipart(part("json", "", JSON), part("i", "; filename=i", image))
                        .getBytes(ISO_8859_1),
                "Content-Type",
                MULTIPART);
    }

    @Test
    void manyCamerasThatSendPicturesAtOnceAllCount() throws Exception {
        String body = "{\"image\":\"" + "A".repeat(4_000_000) + "\"," + JSON.substring(1);
        var calls = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 6; i++) {
            calls.add(() -> send(body.getBytes(UTF_8)).status());
        }
        try (var cameras = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : cameras.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(api.node.passed).hasSize(6);
    }

    @Test
    void aBodyInChunksCounts() throws IOException {
        String answer =
                api.raw(
                        "POST "
                                + EVENT
                                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(JSON.length())
                                + "\r\n"
                                + JSON
                                + "\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(api.node.passed).containsExactly(PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1"})
    void aBodyOfWhichNothingSaysHowLongItIsIs411(String version) throws IOException {
        String request = "POST " + EVENT + " HTTP/" + version + "\r\nHost: a\r\n\r\n" + JSON;
        assertThat(api.raw(request))
                .startsWith("HTTP/1.1 411")
                .contains("LENGTH_REQUIRED", "Content-Length", "chunked")
                .containsOnlyOnce("HTTP/1.1 ");
        assertThat(api.node.passed).isEmpty();
    }

    @Test
    void theOldProtocolWithALengthCounts() throws IOException {
        String head = "POST " + EVENT + " HTTP/1.0\r\nContent-Length: " + JSON.length();
        assertThat(api.raw(head + "\r\n\r\n" + JSON)).startsWith("HTTP/1.1 200");
        assertThat(api.node.passed).containsExactly(PASSED);
    }

    @Test
    void theConnectionIsUsableBehindEveryRefusal() throws IOException {
        String refused =
                "POST "
                        + EVENT
                        + " HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n"
                        + "{no"
                        + "x".repeat(199_997);
        String answer =
                api.raw(refused + "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("HTTP/1.1 200");
    }
}
