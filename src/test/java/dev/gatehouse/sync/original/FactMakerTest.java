package dev.gatehouse.sync.original;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.Plate;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class FactMakerTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final CentralId NINE = new CentralId("central-9");
    private static final long MS = Instant.parse("2026-03-01T01:00:00Z").toEpochMilli();

    private final FactMaker make = new FactMaker(HANOI);
    private final FrameReader reader = new FrameReader(make);

    private static String local(long ms) {
        return TimeText.of(Instant.ofEpochMilli(ms), HANOI);
    }

    private static ObjectNode row(String name, String plate, long enteredMs) {
        return JSON.createObjectNode()
                .put("id", 7)
                .put("event_id", name)
                .put("plate_id", plate)
                .put("plate_view", plate)
                .put("entry_time", local(enteredMs))
                .put("status", "IN")
                .put("updated_at", "2026-03-01 03:00:00");
    }

    private static ObjectNode left(ObjectNode row, long ms, long fee) {
        return row.put("exit_time", local(ms))
                .put("fee", fee)
                .put("duration", "1 giờ 5 phút")
                .put("status", "OUT");
    }

    private List<Happened> facts(ObjectNode row) {
        return make.of(Row.read(row), NINE) instanceof FactMaker.OfRow.Facts(var facts)
                ? facts
                : List.of();
    }

    private String refusal(ObjectNode row) {
        return make.of(Row.read(row), NINE) instanceof FactMaker.OfRow.Unusable(String why)
                ? why
                : "";
    }

    private Said read(String type, @Nullable String name, ObjectNode data) {
        return reader.read(new Frame(type, "central-9", MS, name, data), NINE);
    }

    private Happened live(String type, @Nullable String name, ObjectNode data) {
        return ((Said.Live) read(type, name, data)).happened();
    }

    @Test
    void anEntrysPlateIsTheOneInItsName() {
        ObjectNode row = row("central-9_" + MS + "_29A12345", "30B99999", MS);
        row.put("source_central", "central-3");
        assertThat(facts(row))
                .containsExactly(
                        new Happened(
                                new CentralId("central-3"),
                                new Fact.Entry(
                                        "central-9_" + MS + "_29A12345",
                                        new Plate("29A12345", "29A-123.45"),
                                        null,
                                        Fact.Reading.NONE,
                                        local(MS))));
    }

    @Test
    void anotherPlateInItsOwnRowIsACorrectionAndInAnothersIsNone() {
        ObjectNode own = row("central-9_" + MS + "_29A12345", "30B99999", MS);
        assertThat(facts(own).getLast().fact())
                .isEqualTo(
                        new Fact.Correction(
                                "central-9_" + MS + "_29A12345",
                                "30B99999",
                                "30B99999",
                                null,
                                null,
                                "2026-03-01 03:00:00"));
        assertThat(facts(own.put("source_central", "central-3"))).hasSize(1);
    }

    @Test
    void aPlateWithoutItsStrokeIsNoOtherPlate() {
        ObjectNode row = row("central-9_" + MS + "_29Đ12345", "29D12345", MS);
        assertThat(facts(row)).hasSize(1);
    }

    @Test
    void aRowOfACarThatHasLeftIsItsEntryAndItsExit() {
        ObjectNode row = left(row("central-9_" + MS + "_29A12345", "29A12345", MS), MS + 1, 5_000);
        assertThat(facts(row).stream().map(one -> one.fact().kind()))
                .containsExactly(Fact.Entry.KIND, Fact.Exit.KIND);
        assertThat(((Fact.Exit) facts(row).getLast().fact()).seconds()).isEqualTo(3_900);
    }

    @Test
    void aRowThatGoesByTheNameOfItsExitIsAnExitByPlate() {
        long out = MS + 3_600_000;
        ObjectNode row = left(row("central-2_" + out + "_29A12345", "29A12345", MS), out, 25_000);
        assertThat(facts(row)).hasSize(1);
        assertThat(facts(row).getFirst().fact())
                .isInstanceOfSatisfying(
                        Fact.Exit.class,
                        exit ->
                                assertThat(exit.plate())
                                        .isEqualTo(new Plate("29A12345", "29A-123.45")));
    }

    @Test
    void aCarThatWasOnlySeenInsideBeginsNoVisitLiveOrAsARow() {
        String name = "central-9_" + MS + "_29A12345";
        ObjectNode row =
                row(name, "29A12345", MS)
                        .put("is_anomaly", 1)
                        .put("last_location", "B2")
                        .put("last_location_time", local(MS));
        ObjectNode data =
                JSON.createObjectNode()
                        .put("plate_id", "29A12345")
                        .put("location", "B2")
                        .put("location_time", local(MS))
                        .put("is_anomaly", true);
        assertThat(facts(row)).containsExactly(live("LOCATION_UPDATE", name, data));
        assertThat(facts(row).getFirst().fact()).isInstanceOf(Located.class);
        assertThat(refusal(row.deepCopy().putNull("last_location"))).contains("is_anomaly");
    }

    @Test
    void anExitThatNamesAnEntryNamesNoPlate() {
        ObjectNode data =
                JSON.createObjectNode()
                        .put("plate_id", "29A12345")
                        .put("exit_time", local(MS + 3_600_000))
                        .put("fee", 25_000);
        Happened exit = live("VEHICLE_EXIT", "central-1_" + MS + "_29A12345", data);
        assertThat(((Fact.Exit) exit.fact()).plate()).isNull();
        assertThat(exit.central()).isEqualTo(NINE);
    }

    @Test
    void anExitWithoutANameNeedsAPlate() {
        ObjectNode data = JSON.createObjectNode().put("exit_time", local(MS)).put("fee", 0);
        assertThat(read("VEHICLE_EXIT", null, data)).isInstanceOf(Said.Unusable.class);
        data.put("plate_id", "29A-123.45");
        Fact.Exit exit = (Fact.Exit) live("VEHICLE_EXIT", null, data).fact();
        assertThat(exit.plate()).isEqualTo(new Plate("29A12345", "29A-123.45"));
        assertThat(exit.eventId()).isNull();
    }

    @Test
    void whatCannotBeUsedIsRefusedWithoutNamingACar() {
        ObjectNode row = row("central-9_" + MS + "_29A12345", "29A12345", MS);
        assertThat(refusal(row.deepCopy().putNull("event_id"))).contains("event_id");
        assertThat(refusal(row.deepCopy().put("entry_time", "yesterday"))).contains("entry_time");
        assertThat(refusal(row.deepCopy().put("source_central", "a_b"))).contains("source_central");
        assertThat(refusal(row.deepCopy().put("status", "OUT"))).contains("exit_time");
        assertThat(refusal(row.deepCopy().put("entry_time", "29A12345"))).doesNotContain("29A");
    }

    @Test
    void aGateMayBeANumberOrATextAndSaysNothing() {
        ObjectNode data =
                JSON.createObjectNode()
                        .put("plate_id", "29A12345")
                        .put("entry_time", local(MS))
                        .put("edge_id", 3);
        String name = "central-9_" + MS + "_29A12345";
        Happened one = live("VEHICLE_ENTRY_PENDING", name, data);
        assertThat(live("VEHICLE_ENTRY_PENDING", name, data.put("edge_id", "3"))).isEqualTo(one);
        assertThat(facts(row(name, "29A12345", MS).put("edge_id", "gate"))).containsExactly(one);
    }

    /** One original's day, told live to one booth and as rows, late and corrected, to another. */
    @Property(tries = 300)
    void whatIsTakenInLiveAndInRowsIsOneSetOfFacts(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int cars) {
        var random = new Random(seed);
        Set<Happened> live = new HashSet<>();
        Set<Happened> rows = new HashSet<>();
        for (int i = 0; i < cars; i++) {
            long in = MS + random.nextInt(86_400_000);
            String plate = "29A" + (10_000 + random.nextInt(90_000));
            String name = "central-9_" + in + "_" + plate;
            ObjectNode entry =
                    JSON.createObjectNode()
                            .put("plate_id", plate)
                            .put("plate_view", random.nextBoolean() ? plate : "29A-" + i)
                            .put("edge_id", random.nextInt(4))
                            .put("camera_type", "ENTRY")
                            .put("entry_time", local(in));
            live.add(live("VEHICLE_ENTRY_PENDING", name, entry));
            ObjectNode row =
                    row(name, plate, in)
                            .put("edge_id", "edge-" + random.nextInt(4))
                            .put("entry_camera_id", random.nextInt(9))
                            .put("entry_confidence", random.nextDouble());
            var told = new ArrayList<ObjectNode>();
            told.add(row.deepCopy());
            if (random.nextBoolean()) {
                long out = in + random.nextInt(7_200_000);
                ObjectNode exit =
                        JSON.createObjectNode()
                                .put("exit_central", "central-9")
                                .put("exit_edge", "edge-2")
                                .put("exit_time", local(out))
                                .put("fee", 25_000)
                                .put("duration", "1 giờ 5 phút");
                if (random.nextBoolean()) {
                    exit.put("plate_id", plate);
                }
                live.add(live("VEHICLE_EXIT", name, exit));
                ObjectNode gone = left(row.deepCopy(), out, 25_000);
                if (random.nextBoolean()) { // an ended visit may come as one row
                    told.clear();
                }
                told.add(gone);
            }
            told.forEach(one -> rows.addAll(facts(one)));
        }
        assertThat(rows).isEqualTo(live);
    }

    @Test
    void aTimeWithASignOrTooManyDigitsIsNone() {
        for (String time : List.of("+999999999-01-01 00:00:00", "-2026-03-01 01:00:00")) {
            String name = "central-9_" + MS + "_29A12345";
            ObjectNode row = row(name, "29A12345", MS).put("created_at", time);
            assertThat(Row.read(row).created()).isNull();
            assertThat(facts(row)).as("it is not used").hasSize(1);
            assertThat(refusal(row.put("entry_time", time))).startsWith("entry_time: ");
            ObjectNode gone = left(row(name, "29A12345", MS), MS, 0);
            assertThat(refusal(gone.put("exit_time", time))).startsWith("exit_time: ");
        }
    }
}
