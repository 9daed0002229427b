package dev.gatehouse.original;

import static dev.gatehouse.original.OriginalTable.object;
import static dev.gatehouse.original.OriginalTable.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Where the original loses what it was told, shown with two of its own kind. */
class OriginalFaultsTest {
    private static final OriginalPace LARGE_FRAMES =
            new OriginalPace(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofDays(7),
                    5_000,
                    16 * 1024 * 1024);

    private final WallClock clock = new WallClock();
    private final TwoOriginals mesh =
            new TwoOriginals(TwoOriginals.HANOI, OriginalPace.REAL, clock);

    /** Where one of its faults does no harm. */
    private final TwoOriginals inUtc = new TwoOriginals(ZoneOffset.UTC, OriginalPace.REAL, clock);

    private static ObjectNode row(OriginalCentral at, String plate) {
        return at.rows().stream()
                .filter(row -> plate.equals(text(row, "plate_id")))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError("no row of " + plate));
    }

    @Test
    void whatHappensWhileBothAreLinkedIsAtBoth() {
        mesh.connect();
        mesh.one.open("edge-1", "29A12345");
        mesh.settle();
        assertThat(mesh.two.inside()).containsExactly("29A12345");

        clock.goOn(Duration.ofHours(2));
        mesh.two.open("edge-2", "29A12345");
        mesh.settle();

        assertThat(mesh.one.inside()).isEmpty();
        assertThat(row(mesh.one, "29A12345").path("fee").longValue()).isEqualTo(50_000);
        assertThat(text(row(mesh.one, "29A12345"), "duration")).isEqualTo("2 giờ 0 phút");
        assertThat(mesh.one.complaints()).isEmpty();
        assertThat(mesh.two.complaints()).isEmpty();
    }

    @Test
    void whatWasMissedIsAskedForOnlyWhereNoDialWasInVain() {
        inUtc.connect();
        inUtc.cut();
        inUtc.one.open("edge-1", "29A12345");
        clock.goOn(Duration.ofMinutes(1));

        inUtc.connect();

        assertThat(inUtc.two.inside()).containsExactly("29A12345");
    }

    @Test
    void aDialInVainMovesTheCursorToNowSoThatWhatWasMissedIsNeverAskedFor() {
        inUtc.connect();
        inUtc.cut();
        inUtc.one.open("edge-1", "29A12345");
        clock.goOn(Duration.ofMinutes(1));
        inUtc.dialInVain();
        assertThat(inUtc.two.cursor("central-1")).isEqualTo(clock.millis());

        inUtc.connect();

        assertThat(inUtc.two.rows()).isEmpty();
    }

    @Test
    void localTimeIsComparedWithUtcSoThatHoursOfRowsAreMissedEastOfGreenwich() {
        mesh.connect();
        mesh.cut();
        mesh.one.open("edge-1", "29A12345"); // after the cursor, which no dial in vain moved
        clock.goOn(Duration.ofMinutes(1));

        mesh.connect();

        assertThat(mesh.two.rows()).isEmpty();
    }

    @Test
    void theAnswerIsDroppedWhereItsOwnDialIsNotUp() {
        mesh.two.open("edge-2", "29A12345");

        mesh.connectOneWay(); // one asks two, and two has no link of its own to one
        assertThat(mesh.one.rows()).isEmpty();

        mesh.cut();
        var again = new TwoOriginals(TwoOriginals.HANOI, OriginalPace.REAL, clock);
        again.two.open("edge-2", "29A12345");
        again.connect();
        assertThat(again.one.inside()).as("with both links it comes").containsExactly("29A12345");
    }

    @Test
    void aVisitThatHasEndedAlreadyIsNotTakenFromAnAnswer() {
        mesh.one.open("edge-1", "29A12345");
        mesh.one.open("edge-1", "29A12345");
        mesh.one.open("edge-1", "30G56789");

        mesh.connect();

        assertThat(mesh.two.rows())
                .extracting(row -> text(row, "plate_id"))
                .containsExactly("30G56789");
    }

    @Test
    void theExitOfAnEntryThatIsKnownIsSkippedAsADuplicate() {
        mesh.connect();
        mesh.one.open("edge-1", "29A12345");
        mesh.settle();
        mesh.cut();
        mesh.one.open("edge-1", "29A12345");
        var ear = new Ear();
        mesh.two.accepted(ear);

        mesh.two.received(ear, answer(mesh.one.rows()));

        assertThat(mesh.one.inside()).isEmpty();
        assertThat(mesh.two.inside()).containsExactly("29A12345");
    }

    @Test
    void moreThanTheLimitIsCutOffAndThenBelievedToBeThere() {
        var large = new TwoOriginals(ZoneOffset.UTC, LARGE_FRAMES, clock);
        enter(large.one, 6_000);

        large.connect();
        large.cut();
        clock.goOn(Duration.ofMinutes(1));
        large.connect();

        assertThat(large.two.rows()).hasSize(5_000);
    }

    @Test
    void anAnswerOfTwoMegabytesIsNoFrameToItsOwnKind() {
        enter(mesh.one, 5_000);
        var wire = new Ear();
        mesh.one.dialled("central-2", wire);
        mesh.one.received(wire, request(clock.millis() - Duration.ofDays(2).toMillis()));
        assertThat(wire.last("SYNC_RESPONSE").path("data").path("events")).hasSize(5_000);
        assertThat(wire.bytesOfLast()).isBetween(1_900_000, 2_600_000);
        mesh.one.stopped();

        mesh.connect();

        assertThat(mesh.two.rows()).isEmpty();
        assertThat(mesh.two.complaints()).isNotEmpty().allMatch(one -> one.contains("bytes"));
    }

    private static void enter(OriginalCentral at, int cars) {
        for (int car = 0; car < cars; car++) {
            at.open("edge-1", "29A%05d".formatted(car));
        }
    }

    private static String request(long since) {
        ObjectNode frame =
                object().put("type", "SYNC_REQUEST")
                        .put("source_central", "central-2")
                        .put("timestamp", 1)
                        .putNull("event_id");
        frame.putObject("data").put("since_timestamp", since);
        return frame.toString();
    }

    @Test
    void firstContactReachesBackSevenDays() {
        inUtc.one.open("edge-1", "29A12345");
        clock.goOn(Duration.ofDays(7).plusSeconds(1));
        inUtc.one.open("edge-1", "30G56789");

        inUtc.connect();

        assertThat(inUtc.two.inside()).containsExactly("30G56789");
    }

    @Test
    void ofTwoEntriesOfOnePlateTheOlderStays() {
        mesh.one.open("edge-1", "29A12345");
        clock.goOn(Duration.ofSeconds(1));
        mesh.two.open("edge-2", "29A12345");
        String older = text(row(mesh.one, "29A12345"), "event_id");
        var ear = new Ear();
        mesh.two.accepted(ear);

        mesh.two.received(ear, entry(String.valueOf(older), "29A12345"));

        assertThat(mesh.two.rows()).extracting(row -> text(row, "event_id")).containsExactly(older);
        mesh.two.received(ear, entry("central-9_9999999999999_29A12345", "29A12345"));
        assertThat(mesh.two.rows()).extracting(row -> text(row, "event_id")).containsExactly(older);
    }

    static String entry(String event, String plate) {
        ObjectNode frame =
                object().put("type", "VEHICLE_ENTRY_PENDING")
                        .put("source_central", event.substring(0, event.indexOf('_')))
                        .put("timestamp", 1)
                        .put("event_id", event);
        frame.putObject("data")
                .put("plate_id", plate)
                .put("plate_view", plate)
                .put("edge_id", "edge-1")
                .put("camera_type", "car")
                .put("direction", "ENTRY")
                .put("entry_time", "2026-11-22 09:00:00");
        return frame.toString();
    }

    @Test
    void twoRowsOfOnePlateInAnAnswerStayInsideForEver() {
        mesh.one.open("edge-1", "29A12345");
        ObjectNode again = row(mesh.one, "29A12345").put("event_id", "central-3_5_29A12345");
        var ear = new Ear();
        mesh.two.accepted(ear);

        mesh.two.received(ear, answer(List.of(row(mesh.one, "29A12345"), again)));

        assertThat(mesh.two.inside()).containsExactly("29A12345", "29A12345");
    }

    static String answer(List<? extends JsonNode> rows) {
        ObjectNode frame =
                object().put("type", "SYNC_RESPONSE")
                        .put("source_central", "central-1")
                        .put("timestamp", 1)
                        .putNull("event_id");
        frame.putObject("data").putArray("events").addAll(List.copyOf(rows));
        return frame.toString();
    }

    @Test
    void rowsWithoutANameAreSkipped() {
        mesh.one.cameraIn(1, "29A12345");

        mesh.connect();

        assertThat(mesh.one.rows()).hasSize(1);
        assertThat(mesh.two.rows()).isEmpty();
    }

    @Test
    void anExitWithoutANameEndsNoVisitAtThePeers() {
        mesh.connect();
        var ear = new Ear();
        mesh.one.accepted(ear);
        mesh.one.cameraIn(1, "29A12345");

        assertThat(mesh.one.cameraOut(2, "29A12345")).isTrue();

        JsonNode exit = ear.last("VEHICLE_EXIT");
        assertThat(exit.path("event_id").isNull()).isTrue();
        assertThat(exit.path("data").has("plate_id")).isFalse();
        assertThat(mesh.one.inside()).isEmpty();
    }

    @Test
    void theBarrierTellsAnExitOfACarWithoutANameAndLeavesItInside() {
        var ear = new Ear();
        mesh.one.accepted(ear);
        mesh.one.cameraIn(1, "29A12345");

        mesh.one.open("edge-1", "29A12345");

        assertThat(ear.last("VEHICLE_EXIT").path("event_id").isNull()).isTrue();
        assertThat(mesh.one.inside()).containsExactly("29A12345");
    }
}
