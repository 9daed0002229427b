package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.SamplePictures;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Pictures in what devices send. */
class PictureApiTest {
    private static final String EVENT = "/api/edge/event";
    private static final String DETECTION = "/api/edge/detection";
    private static final String OPEN = "/api/edge/barrier/open";

    private final RunningApi api = new RunningApi();
    private final List<OpenRequest> passed = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FieldNotes.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        api.node.pass =
                request -> {
                    passed.add(request);
                    return EdgeApiTest.entered().apply(request);
                };
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        api.close();
    }

    private static String base64(byte[] picture) {
        return Base64.getEncoder().encodeToString(picture);
    }

    /** What reaches the gate of an event with these fields beside the plate, and beside data. */
    private OpenRequest told(String inData, String beside) {
        String body =
                "{\"type\":\"ENTRY\",%s\"data\":{%s\"plate_text\":\"29A12345\"}}"
                        .formatted(beside, inData);
        assertThat(api.post(EVENT, body).status()).isEqualTo(200);
        OpenRequest request = passed.getLast();
        assertThat(request.plateText()).isEqualTo("29A12345");
        return request;
    }

    private OpenRequest pictured(String text) {
        return told("\"image\":\"" + text + "\",", "");
    }

    private void assertNoted(String... words) {
        assertThat(log.list)
                .anySatisfy(
                        line ->
                                assertThat(line.getFormattedMessage())
                                        .contains("left out; the car counts")
                                        .contains(words)
                                        .hasSizeLessThan(300));
    }

    @Test
    void thePictureOfAnEventIsKeptAndItsHashIsToldToTheGate() {
        byte[] picture = SamplePictures.jpeg(1, 300_000);
        assertThat(pictured(base64(picture)).picture()).isEqualTo(Hash.over(picture));
        assertThat(api.node.pictures).singleElement().isEqualTo(picture);
        assertThat(log.list).isEmpty();
    }

    @Test
    void theLargestPictureIsTaken() {
        byte[] picture = SamplePictures.jpeg(1, PictureKind.MAX_BYTES);
        assertThat(pictured(base64(picture)).picture()).isEqualTo(Hash.over(picture));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "picture", "photo", "snapshot"})
    void itHasAnyOfItsNamesWithinTheDataOrBesideIt(String name) {
        byte[] picture = SamplePictures.jpeg(1, 5_000);
        String field = "\"" + name + "\" : \"" + base64(picture) + "\",";
        assertThat(told(field, "").picture()).isEqualTo(Hash.over(picture));
        assertThat(told("", field).picture()).isEqualTo(Hash.over(picture));
    }

    @Test
    void aDataUrlAndLineEndsAndEscapedStrokesAreTaken() {
        byte[] picture = SamplePictures.png(1, 50_000, 640, 480);
        Hash hash = Hash.over(picture);
        String text = base64(picture);
        assertThat(pictured("data:image/png;base64," + text).picture()).isEqualTo(hash);
        assertThat(pictured(text.replace("/", "\\/")).picture()).isEqualTo(hash);
        String lines = Base64.getMimeEncoder().encodeToString(picture).replace("\r\n", "\\r\\n");
        assertThat(pictured(lines).picture()).isEqualTo(hash);
    }

    @Test
    void aShortPictureIsTakenFromAShortBodyToo() {
        byte[] picture = SamplePictures.png(1, 120, 8, 8);
        assertThat(pictured(base64(picture)).picture()).isEqualTo(Hash.over(picture));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.168.1.20/snap.jpg",
                "data:image/jpeg;base64",
                "====",
                "\\u0000\\uffff",
                "aGVsbG8gd29ybGQ="
            })
    void whatIsNoPictureIsLeftOutAndTheCarCounts(String text) {
        assertThat(pictured(text).picture()).isNull();
        assertNoted("image");
    }

    @Test
    void longTextsThatAreNoPictureAreLeftOutAndTheCarCounts() {
        assertThat(pictured("*".repeat(400_000)).picture()).isNull();
        assertNoted("data.image", "400000 letters, no base64");
        log.list.clear();
        assertThat(told("\"photo\":[\"" + "a".repeat(9_000) + "\"],", "").picture()).isNull();
        assertNoted("data.photo", "a list");
        log.list.clear();
        assertThat(told("", "\"picture\":{\"of\":\"a car\"},").picture()).isNull();
        assertNoted("picture", "an object");
    }

    @Test
    void onesThatAreTooLargeAreLeftOutAndTheCarCounts() {
        byte[] bytes = SamplePictures.jpeg(1, PictureKind.MAX_BYTES + 1);
        assertThat(pictured(base64(bytes)).picture()).isNull();
        assertNoted("716801 bytes");
        log.list.clear();
        byte[] sides = SamplePictures.jpeg(1, 5_000, 5_000, 100);
        assertThat(told("", "\"image\":\"" + base64(sides) + "\",").picture()).isNull();
    }

    @Test
    void aPictureFarBeyondTheLimitIsNotEvenHeld() {
        byte[] bytes = SamplePictures.jpeg(1, 2_000_000);
        assertThat(pictured(base64(bytes)).picture()).isNull();
        assertNoted("too long, or came with too many others");
        assertThat(api.node.pictures).isEmpty();
    }

    @Test
    void ofSeveralPicturesInOneBodyOneIsHeld() {
        String long1 = base64(SamplePictures.jpeg(1, 400_000));
        String long2 = base64(SamplePictures.jpeg(2, 400_000));
        String fields = "\"photo\":\"" + long1 + "\",\"plate_photo\":\"" + long2 + "\",";
        assertThat(told(fields, "\"snapshot\":\"" + long2 + "\",").picture()).isNotNull();
        assertThat(api.node.pictures).hasSize(1);
    }

    @Test
    void aLongTextOfAnotherNameIsStillPassedOver() {
        String plate = base64(SamplePictures.jpeg(1, 400_000));
        assertThat(told("\"image_of_plate\":\"" + plate + "\",\"x\":\"image\",", "").picture())
                .isNull();
        assertThat(api.node.pictures).isEmpty();
    }

    @Test
    void oneAfterTheOtherAnyNumberOfPicturesIsTaken() {
        for (int i = 0; i < 20; i++) {
            byte[] picture = SamplePictures.jpeg(i, 20_000);
            assertThat(pictured(base64(picture)).picture()).isEqualTo(Hash.over(picture));
        }
    }

    @Test
    void thePictureOfADetectionIsThatOfTheOpeningWhichFollows() {
        byte[] picture = SamplePictures.jpeg(1, 30_000);
        String detected =
                "{\"edge_id\":\"e\",\"plate_id\":\"29a-123.45\",\"image\":\"%s\"}"
                        .formatted(base64(picture));
        assertThat(api.post(DETECTION, detected).status()).isEqualTo(200);
        String open = "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}";
        api.post(OPEN, open.replace("29A12345", "30A99999"));
        assertThat(api.node.opened.remove().picture()).isNull();
        api.post(OPEN, open);
        assertThat(api.node.opened.remove().picture()).isEqualTo(Hash.over(picture));
        api.post(OPEN, open);
        assertThat(api.node.opened.remove().picture()).as("given once").isNull();
    }

    @Test
    void theOpeningsOwnPictureGoesBeforeThatOfTheDetection() {
        byte[] first = SamplePictures.jpeg(1, 3_000);
        byte[] second = SamplePictures.jpeg(2, 3_000);
        String body = "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\",\"snapshot\":\"%s\"}";
        api.post(DETECTION, body.formatted(base64(first)));
        api.post(OPEN, body.formatted(base64(second)));
        assertThat(api.node.opened.remove().picture()).isEqualTo(Hash.over(second));
    }

    @Test
    void aDetectionIsForgottenAfterTwoMinutesAndWhenManyCameSince() {
        long[] now = {5};
        var detected = new DetectedPictures(() -> now[0]);
        detected.detected("29A12345", Hash.OF_NOTHING);
        now[0] += 121_000_000_000L;
        assertThat(detected.of("29A12345")).isNull();
        for (int i = 0; i < 60; i++) {
            detected.detected("CAR" + i, Hash.OF_NOTHING);
        }
        assertThat(detected.of("CAR9")).isNull();
        assertThat(detected.of("car-59")).isEqualTo(Hash.OF_NOTHING);
    }
}
