package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;

class GateTest {
    private static final FeeRules FEES = new FeeRules(30, 25_000);

    @TempDir Path folder;
    private Booth booth;
    private Gate gate;

    @BeforeEach
    void open() {
        booth = new Booth(folder, "central-1");
        gate =
                new Gate(
                        booth.ledger(),
                        new SiteBook(booth.ledger(), FEES, ZoneOffset.UTC),
                        booth.clock);
    }

    @AfterEach
    void close() {
        booth.close();
    }

    private static OpenOutcome open(Gate gate, String plate, @Nullable String edge) {
        return gate.open(null, new OpenRequest(plate, null, edge, 3, "Cổng Bắc", 0.9, "auto"))
                .join()
                .outcome();
    }

    private OpenOutcome.Entered enter(String plate, String edge) {
        return (OpenOutcome.Entered) open(gate, plate, edge);
    }

    @Test
    void aCarGoesInAndOutWithTheFeeOfTheTariff() {
        OpenOutcome.Entered in = enter("29a-123.45", "edge-1");
        assertThat(in.eventId()).isEqualTo("central-1_" + Booth.NOON.toEpochMilli() + "_29A12345");
        assertThat(in.plate().view()).isEqualTo("29A-123.45");
        assertThat(in.at()).isEqualTo(Booth.NOON);

        booth.clock.pass(Duration.ofMinutes(31));
        var out = (OpenOutcome.Left) open(gate, "29A12345", "edge-2");

        assertThat(out.eventId()).isEqualTo(in.eventId());
        assertThat(out.historyId()).isEqualTo(in.historyId());
        assertThat(out.entered()).isEqualTo(in.at());
        assertThat(out.stay()).isEqualTo(Duration.ofMinutes(31));
        assertThat(out.feeDong()).isEqualTo(25_000);
        assertThat(open(gate, "29A12345", "edge-1")).isInstanceOf(OpenOutcome.Entered.class);
        assertThat(booth.visits()).hasSize(2);
        Visit.Departure exit = booth.visits().getLast().exit();
        assertThat(exit).extracting("feeDong", "edgeId").containsExactly(25_000L, "edge-2");
    }

    private OpenOutcome leave(String plate) {
        var camera = new OpenRequest(plate, null, "edge-2", 4, "Cổng Nam", 0.9, "auto");
        return gate.pass(GateEvent.Kind.EXIT, camera).join().outcome();
    }

    @Test
    void aCarThatCameInWithItsBarLeavesByACameraThatCannotReadIt() {
        OpenOutcome.Entered in = enter("29MĐ1-013.53", "edge-1");

        var out = (OpenOutcome.Left) leave("29MD101353");

        assertThat(out.eventId()).isEqualTo(in.eventId());
        assertThat(out.plate().canonical()).isEqualTo("29MĐ101353");
        assertThat(booth.visits()).noneMatch(Visit::inside);
    }

    @Test
    void ofTwoCarsThatDifferInTheBarAloneBothComeInAndTheOneThatIsReadLeaves() {
        enter("29MĐ101353", "edge-1");
        OpenOutcome.Entered in = enter("29MD101353", "edge-1");

        var out = (OpenOutcome.Left) leave("29MD101353");

        assertThat(out.eventId()).isEqualTo(in.eventId());
        assertThat(booth.visits().stream().filter(Visit::inside))
                .extracting(visit -> visit.plate().canonical())
                .containsExactly("29MĐ101353");
    }

    @Test
    void aCarThatCameInAtAnotherCentralLeavesHere() {
        try (Booth other = new Booth(folder, "central-2")) {
            var in =
                    (OpenOutcome.Entered)
                            open(
                                    new Gate(
                                            other.ledger(),
                                            new SiteBook(other.ledger(), FEES, ZoneOffset.UTC),
                                            other.clock),
                                    "29A12345",
                                    "e");
            booth.pull(other, 10);
            booth.clock.pass(Duration.ofHours(2));

            var out = (OpenOutcome.Left) open(gate, "29A12345", "edge-1");

            assertThat(out.eventId()).isEqualTo(in.eventId()).startsWith("central-2_");
            assertThat(out.feeDong()).isEqualTo(50_000);
            other.pull(booth, 10);
            assertThat(other.visits()).noneMatch(Visit::inside);
        }
    }

    @Test
    void aClockThatIsBehindTheEntrysStillLetsTheCarOut() {
        enter("29A12345", "edge-1");
        booth.clock.set(Duration.ofMinutes(-10));

        var out = (OpenOutcome.Left) open(gate, "29A12345", "edge-2");

        assertThat(out.feeDong()).isZero();
        assertThat(out.stay()).isEqualTo(Duration.ofMinutes(-10));
    }

    @Test
    void theBarrierConfirmsTheNewestUnconfirmedEntryOfItsGate() {
        OpenOutcome.Entered first = enter("29A12345", "edge-1");
        open(gate, "29A12345", "edge-2");
        booth.clock.pass(Duration.ofMinutes(1));
        OpenOutcome.Entered second = enter("29A12345", "edge-1");

        assertThat(gate.close("29A-123.45", "edge-2").join())
                .isEqualTo(new CloseOutcome.NothingToConfirm());
        assertThat(gate.close("29A12345", "edge-1").join())
                .isEqualTo(new CloseOutcome.Confirmed(second.eventId()));
        assertThat(booth.visits().getFirst().confirmed()).isTrue();
        assertThat(gate.close("29A12345", null).join())
                .isEqualTo(new CloseOutcome.Confirmed(first.eventId()));
        assertThat(gate.close("29A12345", null).join())
                .isEqualTo(new CloseOutcome.NothingToConfirm());
        assertThat(gate.close("30F99999", null).join())
                .isEqualTo(new CloseOutcome.NothingToConfirm());
    }

    @Test
    void whatIsNoPlateIsRefusedAndNothingIsWritten() {
        assertThat(open(gate, "29", "edge-1"))
                .isEqualTo(new OpenOutcome.Refused("plate_id", refusal("29")));
        assertThat(open(gate, "9".repeat(21), "edge-1")).isInstanceOf(OpenOutcome.Refused.class);
        assertThat(gate.close("29", null).join()).isInstanceOf(CloseOutcome.Refused.class);
        assertThat(booth.ledger().holdings().events()).isZero();
    }

    @Test
    void aCarWithoutAPlateHasThePlateThatAPersonTypesAndNoneByADevice() {
        var typed = new OpenRequest("KHÔNG BIỂN", null, null, null, null, null, "manual");
        var read = new OpenRequest("KHÔNG BIỂN", null, "edge-1", 1, null, 0.4, "auto");

        assertThat(gate.open(null, read).join().outcome()).isInstanceOf(OpenOutcome.Entered.class);
        assertThat(gate.open(null, typed).join().outcome()).isInstanceOf(OpenOutcome.Entered.class);
        assertThat(booth.visits())
                .extracting(visit -> visit.plate().isUnread() ? "" : visit.plate().canonical())
                .containsExactlyInAnyOrder("", "KHONGBIEN");
    }

    private static String refusal(String plate) {
        return ((dev.gatehouse.plate.Reading.Refused) dev.gatehouse.plate.Plates.read(plate)).why();
    }

    @Test
    void aReadingWithAnImpossibleConfidenceDoesNotHoldTheCarUp() {
        var request = new OpenRequest("29A12345", null, null, null, null, Double.NaN, null);

        assertThat(gate.open(null, request).join().outcome())
                .isInstanceOf(OpenOutcome.Entered.class);
        assertThat(booth.visits().getFirst().entry().confidence()).isNull();
    }

    @Test
    void whileTheDatabaseIsLockedTheBoothIsToldSo() throws SQLException {
        try (Connection locker = DriverManager.getConnection("jdbc:sqlite:" + booth.file);
                Statement statement = locker.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertThat(open(gate, "29A12345", "edge-1"))
                    .isInstanceOfSatisfying(
                            OpenOutcome.Unavailable.class,
                            outcome -> assertThat(outcome.why()).contains("cannot write"));
            assertThat(gate.close("29A12345", null).join())
                    .isInstanceOf(CloseOutcome.Unavailable.class);
        }
        assertThat(open(gate, "29A12345", "edge-1")).isInstanceOf(OpenOutcome.Entered.class);
    }

    @Test
    void aCameraThatSaysWhichWayIsTakenAtItsWord() {
        var car = new OpenRequest("29A12345", null, "edge-1", 3, "Cổng Bắc", 0.9, "auto");
        var in = (OpenOutcome.Entered) gate.pass(GateEvent.Kind.ENTRY, car).join().outcome();
        booth.clock.pass(Duration.ofMinutes(1));
        assertThat(gate.pass(GateEvent.Kind.ENTRY, car).join())
                .isEqualTo(
                        Passed.first(
                                new OpenOutcome.AlreadyInside(
                                        new Plate("29A12345", "29A-123.45"),
                                        Booth.NOON,
                                        in.eventId())));
        assertThat(booth.visits()).singleElement().matches(Visit::inside);

        var out = (OpenOutcome.Left) gate.pass(GateEvent.Kind.EXIT, car).join().outcome();
        assertThat(out.eventId()).isEqualTo(in.eventId());
        assertThat(booth.visits()).singleElement().matches(visit -> !visit.inside());
    }

    private OpenOutcome seen(GateEvent.Kind way, String edge) {
        var camera =
                new OpenRequest(
                        "29A12345",
                        null,
                        edge,
                        4,
                        "Cổng Nam",
                        0.97,
                        "auto",
                        null,
                        booth.clock.instant(),
                        null);
        return gate.pass(way, camera).join().outcome();
    }

    @Test
    void aCarThatTurnsWithinSecondsIsInAgainAlsoWhereCamerasTellTheirInstants() {
        seen(GateEvent.Kind.ENTRY, "edge-1");
        booth.clock.pass(Duration.ofSeconds(6));
        seen(GateEvent.Kind.EXIT, "edge-2");
        booth.clock.pass(Duration.ofSeconds(6));

        assertThat(seen(GateEvent.Kind.ENTRY, "edge-1")).isInstanceOf(OpenOutcome.Entered.class);
        assertThat(booth.visits()).hasSize(2);
    }

    private void correct(OpenOutcome.Entered entered, String plate) {
        var request = new CorrectionRequest(entered.historyId(), plate, null, "misread", "Lan");
        assertThat(gate.correct(request).join())
                .isEqualTo(new ChangeOutcome.Done(entered.historyId()));
    }

    @Test
    void aCarThatEntersInTheMillisecondOfOneThatWasMisreadAsItIsInsideToo() {
        OpenOutcome.Entered misread = enter("29A12345", "edge-1");
        correct(misread, "30F99999");

        OpenOutcome.Entered entered = enter("29A12345", "edge-1");

        assertThat(entered.eventId()).isNotEqualTo(misread.eventId());
        assertThat(booth.visits())
                .allMatch(Visit::inside)
                .extracting(visit -> visit.plate().canonical())
                .containsExactlyInAnyOrder("29A12345", "30F99999");
        try (Booth other = new Booth(folder, "central-2")) {
            other.pull(booth, 10);
            assertThat(other.ledger().fold()).isEqualTo(booth.ledger().fold());
        }
    }

    @Test
    void aCarWhoseTimeStandsInTheFutureEntersAfterOneThatWasMisreadAsItAndVoided() {
        try (Booth fast = new Booth(folder, "central-2")) {
            fast.clock.set(Duration.ofHours(4));
            Gate there =
                    new Gate(
                            fast.ledger(),
                            new SiteBook(fast.ledger(), FEES, ZoneOffset.UTC),
                            fast.clock);
            open(there, "29A12345", "edge-1");
            open(there, "29A12345", "edge-2");
            booth.pull(fast, 10);
        }
        OpenOutcome.Entered misread = enter("29A12345", "edge-1");
        correct(misread, "30F99999");
        gate.remove(misread.historyId(), "test", null).join();

        assertThat(open(gate, "29A12345", "edge-1")).isInstanceOf(OpenOutcome.Entered.class);
        assertThat(booth.visits()).filteredOn(Visit::inside).hasSize(1);
    }
}
