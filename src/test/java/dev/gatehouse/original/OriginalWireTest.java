package dev.gatehouse.original;

import static dev.gatehouse.original.OriginalTable.object;
import static dev.gatehouse.original.OriginalTable.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;

/** What each generation says and understands, frame by frame. */
class OriginalWireTest {
    private static final String HELLO =
            """
            {"peer_id":"central-9","type":"HEARTBEAT","source_central":"central-9",\
            "timestamp":1,"event_id":null,"data":{"g":{"v":2}}}\
            """;

    private final WallClock clock = new WallClock();
    private final OriginalCentral first =
            TwoOriginals.central("central-1", Generation.FIRST, clock, "central-9");
    private final OriginalCentral second =
            TwoOriginals.central("central-2", Generation.SECOND, clock, "central-9");
    private final Ear ear = new Ear();

    private static String frame(String type, ObjectNode data) {
        ObjectNode frame =
                object().put("type", type)
                        .put("source_central", "central-9")
                        .put("timestamp", 1)
                        .putNull("event_id");
        frame.set("data", data);
        return frame.toString();
    }

    @Test
    void theFirstSaysNothingToACallerUntilSomethingHappens() {
        first.accepted(ear);
        first.received(ear, HELLO);
        assertThat(ear.texts).isEmpty();

        first.open("edge-1", "29A12345");

        JsonNode entry = ear.last("VEHICLE_ENTRY_PENDING");
        assertThat(text(entry, "event_id")).isEqualTo("central-1_" + clock.millis() + "_29A12345");
        assertThat(text(entry.path("data"), "entry_time")).isEqualTo("2026-11-22 10:00:00");
        assertThat(text(first.rows().getFirst(), "created_at")).isEqualTo("2026-11-22 03:00:00");
    }

    @Test
    void theFirstAnswersACallerWhatItDoesNotUnderstandAndStaysOnTheLine() {
        first.accepted(ear);
        first.received(ear, "nonsense");
        first.received(ear, "{\"type\":\"HEARTBEAT\"}");
        first.received(ear, frame("G_ASK", object()));
        first.received(ear, frame("HISTORY_DELETE", object().put("history_id", 1)));

        assertThat(ear.came("ERROR")).hasSize(4);
        assertThat(ear.last("ERROR").path("error").stringValue())
                .isEqualTo("Invalid message type: HISTORY_DELETE");
        assertThat(ear.closeCode).isNull();
        assertThat(first.complaints()).hasSize(4);
    }

    @Test
    void nothingIsAnsweredWhereItDialled() {
        first.dialled("central-9", ear);
        first.received(ear, frame("G_ASK", object()));
        first.received(ear, "{\"type\":\"ERROR\",\"error\":\"x\",\"timestamp\":1}");

        assertThat(ear.came("ERROR")).isEmpty();
        assertThat(first.complaints()).hasSize(1);
    }

    @Test
    void whatHappensIsSaidOnEachOfTwoLinks() {
        var other = new Ear();
        first.accepted(ear);
        first.dialled("central-9", other);

        first.open("edge-1", "29A12345");
        first.beat();

        assertThat(ear.came("VEHICLE_ENTRY_PENDING")).hasSize(1);
        assertThat(other.came("VEHICLE_ENTRY_PENDING")).hasSize(1);
        assertThat(ear.last("HEARTBEAT").path("data")).isEmpty();
        assertThat(other.came("HEARTBEAT")).hasSize(1);
    }

    @Test
    void itAsksAsSoonAsItsDialWorks() {
        first.dialled("central-9", ear);
        assertThat(ear.last("SYNC_REQUEST").path("data").path("since_timestamp").longValue())
                .isEqualTo(clock.millis() - Duration.ofDays(7).toMillis());
    }

    @Test
    void anAnswerIsTakenFromWhateverLinkAskedForOrNotAndMovesTheCursor() {
        first.accepted(ear);
        ObjectNode row =
                object().put("event_id", "central-9_5_29A12345")
                        .put("plate_id", "29A12345")
                        .put("status", "IN")
                        .put("entry_time", "2026-11-22 09:00:00");

        first.received(
                ear, frame("SYNC_RESPONSE", object().set("events", object().arrayNode().add(row))));

        assertThat(first.inside()).containsExactly("29A12345");
        assertThat(first.cursor("central-9")).isEqualTo(clock.millis());
    }

    @Test
    void aFrameOverOneMebibyteEndsTheLink() {
        first.accepted(ear);
        first.received(ear, frame("HEARTBEAT", object().put("x", "y".repeat(1024 * 1024))));
        assertThat(ear.closeCode).isEqualTo(1009);
    }

    @Test
    void theSecondWantsToKnowFirstWhoCalls() {
        second.accepted(ear);
        second.received(ear, frame("HEARTBEAT", object()));
        assertThat(ear.closeCode).isEqualTo(1008);

        var other = new Ear();
        second.accepted(other);
        second.received(other, HELLO);
        assertThat(other.closeCode).isNull();
        assertThat(other.came("SYNC_REQUEST")).hasSize(1);
        second.beat();
        assertThat(other.came("HEARTBEAT")).hasSize(1);
    }

    @Test
    void theSecondSaysWhoItIsWhereItDials() {
        second.dialled("central-9", ear);
        assertThat(ear.texts.getFirst()).isEqualTo("{\"peer_id\":\"central-2\"}");
        assertThat(ear.came("SYNC_REQUEST")).hasSize(1);
        second.beat(); // nobody called, so it says nothing to whom it dialled
        assertThat(ear.came("HEARTBEAT")).isEmpty();
    }

    @Test
    void theSecondAnswersOnOurLinkRatherThanOnItsOwn() {
        var its = new Ear();
        second.accepted(ear);
        second.received(ear, HELLO);
        second.dialled("central-9", its);

        second.received(its, frame("SYNC_REQUEST", object().put("since_timestamp", 0)));

        assertThat(ear.came("SYNC_RESPONSE")).hasSize(1);
        assertThat(its.came("SYNC_RESPONSE")).isEmpty();
    }

    @Test
    void theEndOfAnOldLinkMakesTheSecondForgetTheNewOne() {
        var newer = new Ear();
        second.accepted(ear);
        second.received(ear, HELLO);
        second.accepted(newer);
        second.received(newer, HELLO);

        second.closed(ear);
        second.open("edge-1", "29A12345");

        assertThat(newer.came("VEHICLE_ENTRY_PENDING")).isEmpty();
    }

    @Test
    void theSecondsExitBySightOfACameraHasANameOfItsOwnAndThePlate() {
        second.accepted(ear);
        second.received(ear, HELLO);
        second.cameraIn(3, "29A12345");
        JsonNode entry = ear.last("VEHICLE_ENTRY_PENDING");
        assertThat(entry.path("data").path("edge_id").intValue()).isEqualTo(3);
        assertThat(second.rows().getFirst().has("edge_id")).isFalse();
        clock.goOn(Duration.ofMinutes(1));

        second.cameraOut(4, "29A12345");

        JsonNode exit = ear.last("VEHICLE_EXIT");
        assertThat(text(exit, "event_id")).isEqualTo("central-4_" + clock.millis() + "_29A12345");
        assertThat(text(exit.path("data"), "plate_id")).isEqualTo("29A12345");
    }

    @Test
    void anOldExitWithAPlateEndsTodaysStayAtTheSecond() {
        second.accepted(ear);
        second.received(ear, HELLO);
        second.open("edge-1", "29A12345");
        ObjectNode old =
                object().put("plate_id", "29A12345")
                        .put("exit_time", "2026-11-01 09:00:00")
                        .put("fee", 75_000);

        second.received(ear, frame("VEHICLE_EXIT", old).replace("null", "\"central-9_1_X\""));

        assertThat(second.inside()).isEmpty();
    }

    @Test
    void theSecondCorrectsAndDeletesByNumbersThatMeanOtherCarsElsewhere() {
        second.accepted(ear);
        second.received(ear, HELLO);
        long number = second.open("edge-1", "29A12345").path("history_id").longValue();
        second.open("edge-1", "30G56789");

        second.correct(number, "29A12346", "29A-123.46");
        second.delete(number + 1);

        assertThat(ear.last("HISTORY_UPDATE").path("data").path("plate_text").stringValue())
                .isEqualTo("29A12346");
        assertThat(ear.last("HISTORY_DELETE").path("data").path("history_id").longValue())
                .isEqualTo(number + 1);
        second.received(ear, frame("HISTORY_DELETE", object().put("history_id", number)));
        assertThat(second.rows()).as("it takes a foreign number for its own").isEmpty();
    }

    @Test
    void theSecondTellsWhereCarsStandAndMakesAnEntryOfOneThatItDoesNotKnow() {
        second.accepted(ear);
        second.received(ear, HELLO);
        second.saw("29A12345", "B2");
        second.lot("B2", 120);

        assertThat(ear.last("LOCATION_UPDATE").path("data").path("is_anomaly").booleanValue())
                .isTrue();
        assertThat(second.inside()).containsExactly("29A12345");
        assertThat(ear.last("PARKING_LOT_CONFIG").path("data").path("capacity").intValue())
                .isEqualTo(120);
        assertThat(second.lots()).hasSize(1);
    }

    @Test
    void theRowsOfAnAnswerLackWhatIsNull() {
        second.accepted(ear);
        second.received(ear, HELLO);
        second.open("edge-1", "29A12345");

        second.received(ear, frame("SYNC_REQUEST", object().put("since_timestamp", 0)));

        JsonNode row = ear.last("SYNC_RESPONSE").path("data").path("events").path(0);
        assertThat(row.propertyNames())
                .contains("id", "event_id", "plate_id", "status", "created_at", "updated_at")
                .doesNotContain("exit_time", "entry_camera_id", "duration");
        assertThat(List.of(text(row, "status"), text(row, "sync_status")))
                .containsExactly("IN", "SYNCED");
    }
}
