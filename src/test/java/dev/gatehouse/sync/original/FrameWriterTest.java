package dev.gatehouse.sync.original;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

class FrameWriterTest {
    private static final CentralId ONE = new CentralId("central-1");
    private static final CentralId TWO = new CentralId("central-2");
    private static final Instant T = Instant.parse("2026-03-01T20:30:00Z");

    private final FrameWriter writer =
            new FrameWriter(new FrameCodec(ONE), ONE, ZoneId.of("Asia/Ho_Chi_Minh"));

    static Visit visit(long id, String plate, Visit.@Nullable Departure exit, String camera) {
        return new Visit(
                id,
                "central-2_" + (T.toEpochMilli() + id) + "_" + plate,
                TWO,
                "edge-1",
                new Plate(plate, plate),
                new Visit.Passage(T, 4, camera, 0.92, "auto"),
                true,
                exit,
                false,
                T,
                T);
    }

    static Visit.Departure departure(long fee) {
        return new Visit.Departure(
                new Visit.Passage(T.plusSeconds(3_900), null, null, null, null),
                new CentralId("central-5"),
                "edge-2",
                3_900,
                fee);
    }

    private static JsonNode read(String frame) {
        return JsonMapper.shared().readTree(frame);
    }

    @Test
    void aVisitIsARowOfACarInsideWithTimesOfTheSiteAndWithoutNulls() {
        Visit visit = visit(7, "29A12345", departure(25_000), "Cổng A");
        List<FrameWriter.Packed> packed = writer.rows(List.of(visit), 5);
        assertThat(packed).hasSize(1);
        JsonNode frame = read(packed.getFirst().frame());
        assertThat(frame.path("type").stringValue()).isEqualTo("SYNC_RESPONSE");
        assertThat(frame.path("source_central").stringValue()).isEqualTo("central-1");
        JsonNode row = frame.path("data").path("events").get(0);
        assertThat(row.path("source_central").stringValue()).isEqualTo("central-2");
        assertThat(row.path("status").stringValue()).isEqualTo("IN");
        assertThat(row.path("entry_time").stringValue()).isEqualTo("2026-03-02 03:30:00");
        assertThat(row.path("created_at").stringValue()).isEqualTo("2026-03-01 20:30:00");
        assertThat(row.has("exit_time")).isFalse();
        assertThat(row.toString()).doesNotContain("null");
    }

    @Test
    void anExitNamesTheVisitAndWhereItEndedAndNeverAPlate() {
        JsonNode frame = read(writer.exit("central-2_1_29A12345", departure(25_000), 5));
        assertThat(frame.path("type").stringValue()).isEqualTo("VEHICLE_EXIT");
        assertThat(frame.path("event_id").stringValue()).isEqualTo("central-2_1_29A12345");
        assertThat(frame.path("source_central").stringValue()).isEqualTo("central-5");
        JsonNode data = frame.path("data");
        assertThat(data.path("exit_time").stringValue()).isEqualTo("2026-03-02 04:35:00");
        assertThat(data.path("fee").longValue()).isEqualTo(25_000);
        assertThat(data.path("duration").stringValue()).isEqualTo("1 giờ 5 phút");
        assertThat(data.has("plate_id")).isFalse();
    }

    @Test
    void aVoidIsAnExitWithoutAFee() {
        JsonNode frame = read(writer.voided("central-2_1_29A12345", ONE, T, 5));
        assertThat(frame.path("type").stringValue()).isEqualTo("VEHICLE_EXIT");
        assertThat(frame.path("data").path("fee").longValue()).isZero();
    }

    @Test
    void aFrameHasAHundredRowsAndAllFramesAllVisits() {
        var visits = new ArrayList<Visit>();
        for (int i = 1; i <= 250; i++) {
            visits.add(visit(i, "29A" + (10_000 + i), null, "A"));
        }
        List<FrameWriter.Packed> packed = writer.rows(visits, 5);
        assertThat(packed.stream().map(one -> one.visits().size())).containsExactly(100, 100, 50);
        assertThat(packed.stream().flatMap(one -> one.visits().stream()))
                .containsExactlyElementsOf(visits);
    }

    @Test
    void aFrameHasLessThan900KilobytesWhateverCamerasAreCalled() {
        var visits = new ArrayList<Visit>();
        for (int i = 1; i <= 100; i++) {
            visits.add(visit(i, "29A" + (10_000 + i), null, "Ấ".repeat(20_000)));
        }
        List<FrameWriter.Packed> packed = writer.rows(visits, 5);
        assertThat(packed.size()).isGreaterThan(1);
        assertThat(packed)
                .allSatisfy(
                        one ->
                                assertThat(one.frame().getBytes(StandardCharsets.UTF_8).length)
                                        .isLessThan(900_000));
        assertThat(packed.stream().mapToInt(one -> one.visits().size()).sum()).isEqualTo(100);
    }

    @Test
    void whoAsksAndLacksNothingIsAnswered() {
        JsonNode frame = read(writer.rows(List.of(), 5).getFirst().frame());
        assertThat(frame.path("data").path("events").isArray()).isTrue();
        assertThat(frame.path("data").path("events").isEmpty()).isTrue();
    }
}
