package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent.Kind;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What devices read becomes visits: one for each car, whatever they say. */
class GateReadsTest {
    private static final FeeRules FEES = new FeeRules(30, 25_000);

    @TempDir Path folder;
    private Booth booth;
    private Gate gate;
    private boolean clockDoubtful;
    private @Nullable Duration deviceOffset;

    @BeforeEach
    void open() {
        booth = new Booth(folder, "central-1");
        gate = gate(booth, List.of());
    }

    @AfterEach
    void close() {
        booth.close();
    }

    private Gate gate(Booth of, List<Lane> lanes) {
        var map = new LaneMap(lanes);
        return new Gate(
                of.ledger(),
                new SiteBook(of.ledger(), FEES, ZoneOffset.UTC),
                new GateClocks(
                        of.clock,
                        of.clock::nanos,
                        _ -> clockDoubtful,
                        _ -> Optional.ofNullable(deviceOffset)),
                () -> map);
    }

    private static OpenRequest report(String plate, @Nullable Double confidence, String edge) {
        return new OpenRequest(plate, null, edge, null, null, confidence, "auto");
    }

    private static OpenRequest told(String plate, String name, @Nullable Instant seen) {
        return new OpenRequest(plate, null, "edge-1", 1, null, 0.9, "auto", name, seen, null);
    }

    private Passed read(Kind way, String plate, @Nullable Double confidence, String edge) {
        return gate.pass(way, report(plate, confidence, edge)).join();
    }

    private Visit only() {
        assertThat(booth.visits()).hasSize(1);
        return booth.visits().getFirst();
    }

    private static Review reviewOf(Visit visit) {
        return Objects.requireNonNull(visit.review());
    }

    @Test
    void fourReadingsOfOnePassingCarAreOneVisitThatKeepsThemAll() {
        Passed first = read(Kind.ENTRY, "51F-678.90", 0.91, "edge-1");
        assertThat(read(Kind.ENTRY, "51F-678.9O", 0.62, "edge-1"))
                .isEqualTo(new Passed(first.outcome(), true, false));
        read(Kind.ENTRY, "51F-67890", 0.95, "edge-1");
        read(Kind.ENTRY, "51F-6789", 0.44, "edge-1");

        assertThat(only().plate().canonical()).isEqualTo("51F67890");
        assertThat(only().readings()).isEqualTo(4);

        booth.clock.pass(Duration.ofHours(2));
        var out = (OpenOutcome.Left) read(Kind.EXIT, "51F67890", 0.9, "edge-2").outcome();
        assertThat(out.feeDong()).isEqualTo(50_000);
        assertThat(only().inside()).isFalse();
    }

    @Test
    void aBetterReadingCorrectsTheVisitAndTheFirstStaysInTheLedger() {
        var first = (OpenOutcome.Entered) read(Kind.ENTRY, "51F6789O", 0.5, "edge-1").outcome();

        Passed better = read(Kind.ENTRY, "51F67890", 0.9, "edge-1");

        assertThat(better.repeated()).isTrue();
        assertThat(((OpenOutcome.Entered) better.outcome()).plate().canonical())
                .isEqualTo("51F67890");
        assertThat(only().plate().canonical()).isEqualTo("51F67890");
        assertThat(only().eventId()).isEqualTo(first.eventId());
        assertThat(booth.ledger().changes(null, 9, 0))
                .singleElement()
                .satisfies(
                        change ->
                                assertThat(change.before().plate().canonical())
                                        .isEqualTo("51F6789O"));
    }

    @Test
    void aMisreadExitBecomesTheExitOfTheCarOnceItIsReadWell() {
        read(Kind.ENTRY, "51F67890", 0.9, "edge-1");
        booth.clock.pass(Duration.ofHours(1));

        var odd = (OpenOutcome.Left) read(Kind.EXIT, "51F6789O", 0.4, "edge-2").outcome();
        assertThat(odd.review()).isEqualTo(Review.NO_ENTRY);
        var out = (OpenOutcome.Left) read(Kind.EXIT, "51F67890", 0.9, "edge-2").outcome();

        assertThat(out.feeDong()).isEqualTo(25_000);
        assertThat(out.review()).isNull();
        assertThat(only().inside()).isFalse();
    }

    @Test
    void aSenderThatRepeatsItsDecisionLetsTheCarInOnce() {
        OpenRequest car = report("30A-222.33", null, "edge-1");
        Passed first = gate.open(null, car).join();

        for (int i = 0; i < 2; i++) {
            assertThat(gate.open(null, car).join())
                    .isEqualTo(new Passed(first.outcome(), true, false));
        }
        assertThat(only().inside()).isTrue();
        assertThat(gate.repeats()).isEqualTo(2);
        assertThat(gate.open(Kind.EXIT, car).join().outcome()).isInstanceOf(OpenOutcome.Left.class);
        assertThat(reviewOf(only())).isEqualTo(Review.SAME_SECOND);
    }

    @Test
    void theSameReportGetsTheSameAnswerAlsoOfAnExitAndAfterARestart() {
        Passed in = gate.pass(Kind.ENTRY, told("29A12345", "e-1", null)).join();
        booth.clock.pass(Duration.ofHours(3));
        Passed out = gate.pass(Kind.EXIT, told("29A12345", "e-2", null)).join();
        booth.clock.pass(Duration.ofMinutes(30));
        booth.restart();
        gate = gate(booth, List.of());

        assertThat(gate.pass(Kind.EXIT, told("29A12345", "e-2", null)).join())
                .isEqualTo(new Passed(out.outcome(), true, false));
        assertThat(gate.pass(Kind.ENTRY, told("29A12345", "e-1", null)).join())
                .isEqualTo(new Passed(in.outcome(), true, false));
        assertThat(only().inside()).isFalse();
    }

    @Test
    void aReportOfAPlateThatWasCorrectedSinceIsStillTheSameReportAfterARestart() {
        Passed in = gate.pass(Kind.ENTRY, told("29A12345", "e-1", null)).join();
        gate.pass(Kind.ENTRY, told("29A1234S", "e-2", null)).join();
        long row = ((OpenOutcome.Entered) in.outcome()).historyId();
        gate.correct(new CorrectionRequest(row, "51F99999", null, "misread", "Lan")).join();
        booth.clock.pass(Duration.ofMinutes(30));
        booth.restart();
        gate = gate(booth, List.of());

        assertThat(gate.pass(Kind.ENTRY, told("29A12345", "e-1", null)).join().repeated()).isTrue();
        assertThat(gate.pass(Kind.ENTRY, told("29A1234S", "e-2", null)).join().repeated()).isTrue();
        assertThat(only().plate().canonical()).isEqualTo("51F99999");
    }

    @Test
    void aCarThatStandsAtTheExitIsLetOutOnce() {
        read(Kind.ENTRY, "29A12345", 0.9, "edge-1");
        booth.clock.pass(Duration.ofHours(1));
        Passed out = read(Kind.EXIT, "29A12345", 0.9, "edge-2");
        for (int minute = 0; minute < 3; minute++) {
            booth.clock.pass(Duration.ofMinutes(1));
            assertThat(read(Kind.EXIT, "29A12345", 0.9, "edge-2").outcome())
                    .isEqualTo(out.outcome());
        }
        assertThat(only().inside()).isFalse();
    }

    @Test
    void unreadCarsAreVisitsOfTheirOwnAndNoneEndsAnothers() {
        var one = (OpenOutcome.Entered) read(Kind.ENTRY, "unknown", null, "edge-1").outcome();
        booth.clock.pass(Duration.ofMinutes(1));
        var other = (OpenOutcome.Entered) read(Kind.ENTRY, "29A1234*", null, "edge-1").outcome();
        booth.clock.pass(Duration.ofMinutes(1));
        var left = (OpenOutcome.Left) read(Kind.EXIT, "", null, "edge-2").outcome();

        assertThat(one.eventId()).isNotEqualTo(other.eventId());
        assertThat(one.review()).isEqualTo(Review.UNREAD);
        assertThat(left.entered()).isNull();
        assertThat(booth.visits()).hasSize(3).allMatch(visit -> visit.plate().isUnread());
        assertThat(booth.visits().stream().filter(Visit::inside)).hasSize(2);
    }

    @Test
    void anUnreadCarGetsItsPlateFromAPersonAndIsThatCarFromThenOn() {
        read(Kind.ENTRY, "29A12345", 0.9, "edge-1");
        booth.clock.pass(Duration.ofHours(1));
        var left = (OpenOutcome.Left) read(Kind.EXIT, "unknown", null, "edge-2").outcome();

        gate.correct(new CorrectionRequest(left.historyId(), "29A12345", null, "seen", "Lan"))
                .join();

        assertThat(only().exit()).isNotNull();
        assertThat(reviewOf(only())).isEqualTo(Review.NO_ENTRY);
        assertThat(Objects.requireNonNull(only().exit()).seconds()).isEqualTo(3_600);
    }

    @Test
    void aCarThatCameAndLeftDuringACutIsOneEndedVisitAtBoth() {
        try (Booth other = new Booth(folder, "central-2")) {
            var in = (OpenOutcome.Entered) read(Kind.ENTRY, "29A12345", 0.9, "edge-1").outcome();
            other.clock.pass(Duration.ofHours(2));
            Gate there = gate(other, List.of());
            Passed out = there.pass(Kind.EXIT, report("29A12345", 0.9, "edge-9")).join();
            assertThat(((OpenOutcome.Left) out.outcome()).review()).isEqualTo(Review.NO_ENTRY);
            assertThat(other.visits())
                    .singleElement()
                    .matches(visit -> !visit.entryKnown() && !visit.inside());

            booth.pull(other, 10);
            other.pull(booth, 10);

            for (Booth each : List.of(booth, other)) {
                assertThat(each.visits())
                        .singleElement()
                        .satisfies(
                                visit -> {
                                    assertThat(visit.eventId()).isEqualTo(in.eventId());
                                    assertThat(visit.inside()).isFalse();
                                    assertThat(visit.review()).isEqualTo(Review.NO_ENTRY);
                                    assertThat(
                                                    new SiteBook(
                                                                    each.ledger(),
                                                                    FEES,
                                                                    ZoneOffset.UTC)
                                                            .due(visit, exitOf(visit))
                                                            .feeDong())
                                            .isEqualTo(50_000);
                                });
            }
            assertThat(booth.ledger().fold()).isEqualTo(other.ledger().fold());
            assertThat(there.pass(Kind.EXIT, report("29A12345", 0.9, "edge-9")).join().repeated())
                    .isTrue();
        }
    }

    private static Instant exitOf(Visit visit) {
        return Objects.requireNonNull(visit.exit()).passage().at();
    }

    @Test
    void anExitJoinsAnEntryWhoseClockIsSomeSecondsAhead() {
        try (Booth other = new Booth(folder, "central-2")) {
            booth.clock.pass(Duration.ofSeconds(45)); // ahead of the other by so much
            read(Kind.ENTRY, "29A12345", 0.9, "edge-1");
            other.clock.pass(Duration.ofSeconds(20));
            gate(other, List.of()).pass(Kind.EXIT, report("29A12345", 0.9, "edge-9")).join();

            booth.pull(other, 10);
            other.pull(booth, 10);

            assertThat(only().inside()).isFalse();
            assertThat(other.visits()).singleElement().matches(visit -> !visit.inside());
        }
    }

    @Test
    void aLaneThatOnlyLetsOutNeverLetsIn() {
        var out =
                new Lane(
                        "out",
                        "Làn ra",
                        Lane.Direction.OUT,
                        List.of("edge-2"),
                        Duration.ofSeconds(20),
                        List.of());
        gate = gate(booth, List.of(out));

        Passed alone = read(Kind.ENTRY, "29A12345", 0.9, "edge-2");
        assertThat(alone.laneConfigured()).isTrue();
        assertThat(alone.outcome()).isInstanceOf(OpenOutcome.Left.class);
        assertThat(gate.open(Kind.ENTRY, report("30A12345", 0.9, "edge-2")).join().outcome())
                .isEqualTo(new OpenOutcome.AgainstLane("lane out", Lane.Direction.OUT));
        assertThat(gate.open(null, report("30A12345", 0.9, "edge-2")).join().outcome())
                .isInstanceOf(OpenOutcome.Left.class);
        assertThat(booth.visits()).hasSize(2).noneMatch(Visit::entryKnown);
    }

    @Test
    void aDeviceThatWasCutOffIsBelievedWhereItsClockIsKnownToBeRight() {
        Instant seen = booth.clock.instant().minus(Duration.ofHours(4));
        deviceOffset = Duration.ofSeconds(2);
        var in =
                (OpenOutcome.Entered)
                        gate.pass(Kind.ENTRY, told("29A12345", "e", seen)).join().outcome();

        assertThat(in.at()).isEqualTo(seen);
        assertThat(in.review()).isNull();
        assertThat(only().entry().seenAt()).isEqualTo(seen);
        var out = (OpenOutcome.Left) read(Kind.EXIT, "29A12345", 0.9, "edge-2").outcome();
        assertThat(out.feeDong()).isEqualTo(100_000);
    }

    @Test
    void anEntryThatIsToldSecondsAfterItsExitIsWrittenToo() {
        deviceOffset = Duration.ZERO;
        Instant came = booth.clock.instant();
        booth.clock.pass(Duration.ofSeconds(15));
        gate.pass(Kind.EXIT, told("51F67890", "out-1", booth.clock.instant())).join();
        booth.clock.pass(Duration.ofSeconds(5));

        var in =
                gate.pass(
                                Kind.ENTRY,
                                new OpenRequest(
                                        "51F67890",
                                        null,
                                        "edge-2",
                                        2,
                                        null,
                                        0.9,
                                        "auto",
                                        "in-1",
                                        came,
                                        null))
                        .join();

        assertThat(in.repeated()).isFalse();
        assertThat(in.outcome()).isInstanceOf(OpenOutcome.Entered.class);
        assertThat(only().entryKnown()).isTrue();
        assertThat(only().entry().at()).isEqualTo(came);
        assertThat(only().inside()).isFalse();
    }

    @Test
    void whatACarThatIsInsideAlreadyIsReadAsIsNoOtherCar() {
        read(Kind.ENTRY, "51F67890", 0.9, "edge-1");
        booth.clock.pass(Duration.ofHours(1)); // it left, and no camera saw it

        assertThat(read(Kind.ENTRY, "51F67890", 0.9, "edge-1").outcome())
                .isInstanceOf(OpenOutcome.AlreadyInside.class);
        assertThat(read(Kind.ENTRY, "51F6789O", 0.5, "edge-1").outcome())
                .isInstanceOf(OpenOutcome.AlreadyInside.class);
        only();

        read(Kind.EXIT, "51F67890", 0.9, "edge-2"); // which another booth tells meanwhile
        assertThat(read(Kind.ENTRY, "51F67890", 0.9, "edge-1").outcome())
                .isInstanceOf(OpenOutcome.Entered.class);
    }

    @Test
    void aDeviceWhoseClockNobodyKnowsIsAskedAboutAndNotBelieved() {
        Instant seen = booth.clock.instant().minus(Duration.ofHours(4));
        var in =
                (OpenOutcome.Entered)
                        gate.pass(Kind.ENTRY, told("29A12345", "e", seen)).join().outcome();

        assertThat(in.at()).isEqualTo(booth.clock.instant());
        assertThat(in.review()).isEqualTo(Review.CLOCK);
        assertThat(only().entry().seenAt()).isEqualTo(seen);
        assertThat(gate.pass(Kind.ENTRY, told("30A12345", "f", booth.clock.instant())).join())
                .extracting(passed -> ((OpenOutcome.Entered) passed.outcome()).review())
                .isNull();
    }

    @Test
    void feesThatRestOnADoubtfulClockAreSummedApart() {
        clockDoubtful = true;
        read(Kind.ENTRY, "29A12345", 0.9, "edge-1");
        clockDoubtful = false;
        read(Kind.ENTRY, "30A12345", 0.9, "edge-1");
        booth.clock.pass(Duration.ofHours(2));
        read(Kind.EXIT, "29A12345", 0.9, "edge-2");
        read(Kind.EXIT, "30A12345", 0.9, "edge-2");

        assertThat(booth.ledger().stats().revenueTodayDong()).isEqualTo(50_000);
        assertThat(booth.ledger().stats().toReviewTodayDong()).isEqualTo(50_000);
    }

    @Test
    void aClockThatWasSetBackMarksTheStay() {
        read(Kind.ENTRY, "29A12345", 0.9, "edge-1");
        booth.clock.set(Duration.ofHours(-2));

        var out = (OpenOutcome.Left) read(Kind.EXIT, "29A12345", 0.9, "edge-2").outcome();

        assertThat(out.feeDong()).isZero();
        assertThat(out.review()).isEqualTo(Review.EXIT_BEFORE_ENTRY);
    }
}
