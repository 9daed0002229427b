package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

class SiteBookTest {
    private static final FeeRules SEED = new FeeRules(30, 25_000);
    private static final FeeRules DEARER = new FeeRules(15, 30_000);
    private static final Plate CAR = new Plate("29A12345", "29A-123.45");

    @TempDir Path folder;
    private Booth booth;
    private SiteBook book;

    @BeforeEach
    void open() {
        booth = new Booth(folder, "central-1");
        book = new SiteBook(booth.ledger(), SEED, ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        booth.close();
    }

    private long events() {
        return booth.ledger().figures().events();
    }

    private static Fact.Pass pass(String plate, String status, String from, String to) {
        return new Fact.Pass(1, plate, "Minh", "monthly", status, from, to, null, null);
    }

    @Test
    void theConfigurationsFeesCountUntilSomebodySetsOthers() {
        assertThat(book.fees()).isEqualTo(SEED);
        assertThat(book.feesAreShared()).isFalse();
        book.seed(new FeeRules(60, 1));
        assertThat(book.fees()).isEqualTo(new FeeRules(60, 1));

        assertThat(book.setFees(DEARER).join()).isEqualTo(new SiteOutcome.Done());

        book.seed(SEED);
        assertThat(book.fees()).isEqualTo(DEARER);
        assertThat(book.feesAreShared()).isTrue();
    }

    @Test
    void feesThatOneCentralSetsAreChargedAtAnother() {
        try (Booth other = new Booth(folder, "central-2")) {
            new SiteBook(other.ledger(), SEED, ZoneOffset.UTC).setFees(DEARER).join();
            booth.pull(other, 10);
        }
        Gate gate = new Gate(booth.ledger(), book, booth.clock);
        var car = new OpenRequest("29A12345", null, null, null, null, null, null);
        gate.open(null, car).join();
        booth.clock.pass(Duration.ofMinutes(16));

        var out = (OpenOutcome.Left) gate.open(null, car).join().outcome();

        assertThat(out.feeDong()).isEqualTo(30_000);
    }

    @Test
    void listsOfOneCentralAreTheListsOfTheOther() {
        var lan = new Fact.Member(1, "Lan", "Bảo vệ", "0901", "Ca ngày", "active");
        var pass = pass("30A12345", "active", "2024-01-01", "2030-12-31");
        try (Booth other = new Booth(folder, "central-2")) {
            var theirs = new SiteBook(other.ledger(), SEED, ZoneOffset.UTC);
            theirs.setStaff(List.of(lan)).join();
            theirs.setPasses(List.of(pass)).join();
            booth.pull(other, 10);
        }
        assertThat(book.staff()).containsExactly(lan);
        assertThat(book.passes()).containsExactly(pass);
    }

    @Test
    void aListThatIsTheSameIsNotWrittenAgain() {
        var lan = new Fact.Member(1, "Lan", null, null, null, null);
        book.setStaff(List.of(lan)).join();
        long before = events();
        assertThat(book.setStaff(List.of(lan)).join()).isEqualTo(new SiteOutcome.Done());
        assertThat(events()).isEqualTo(before);
        book.setStaff(List.of()).join();
        assertThat(book.staff()).isEmpty();
    }

    @Test
    void aListThatNoEventCanHoldIsRefusedAndNothingIsWritten() {
        var crowd =
                IntStream.range(0, 900)
                        .mapToObj(i -> new Fact.Member(i, "x".repeat(90), null, null, null, null))
                        .toList();
        assertThat(book.setStaff(crowd).join())
                .isInstanceOfSatisfying(
                        SiteOutcome.Refused.class,
                        refused -> {
                            assertThat(refused.field()).isEqualTo("staff");
                            assertThat(refused.why()).contains("bytes, at most 65536");
                        });
        assertThat(book.staff()).isEmpty();
        assertThat(book.setFees(DEARER).join()).isEqualTo(new SiteOutcome.Done());
    }

    @Test
    void aPassNeedsAPlate() {
        var passes = List.of(pass("30A12345", "active", "", ""), pass("-", "active", "", ""));
        assertThat(book.setPasses(passes).join())
                .isInstanceOfSatisfying(
                        SiteOutcome.Refused.class,
                        refused ->
                                assertThat(refused.field())
                                        .isEqualTo("subscriptions[1].plate_number"));
        assertThat(book.passes()).isEmpty();
    }

    @Test
    void aPassIsInForceFromItsFirstDayToItsLast() {
        book.setPasses(List.of(pass("29a-123.45", "active", "2026-11-01", "2026-11-30"))).join();
        assertThat(book.passOf(CAR, Instant.parse("2026-10-31T12:00:00Z"))).isNull();
        assertThat(book.passOf(CAR, Instant.parse("2026-11-01T12:00:00Z"))).isNotNull();
        assertThat(book.passOf(CAR, Instant.parse("2026-11-30T12:00:00Z"))).isNotNull();
        assertThat(book.passOf(CAR, Instant.parse("2026-12-01T12:00:00Z"))).isNull();
        assertThat(
                        book.passOf(
                                new Plate("30A12345", "30A12345"),
                                Instant.parse("2026-11-15T12:00:00Z")))
                .isNull();
    }

    @Test
    void aPassThatWasEndedIsNone() {
        book.setPasses(List.of(pass("29A12345", "inactive", "2026-11-01", "2026-11-30"))).join();
        assertThat(book.passOf(CAR, Instant.parse("2026-11-15T12:00:00Z"))).isNull();
    }

    @Test
    void aLookTellsWhatACarWouldPayAndWritesNothing() {
        Gate gate = new Gate(booth.ledger(), book, booth.clock);
        assertThat(gate.look("29A12345", null, null, Booth.NOON))
                .isEqualTo(new Sighting.Seen(CAR, true, null, null, null, null));
        gate.open(null, new OpenRequest("29A12345", null, null, null, null, null, null)).join();
        long before = events();

        var later = Booth.NOON.plus(Duration.ofMinutes(91));
        var seen = (Sighting.Seen) gate.look("29a 12345", null, null, later);

        assertThat(seen.seconds()).isEqualTo(91 * 60);
        assertThat(seen.feeDong()).isEqualTo(50_000);
        assertThat(seen.inside()).isNotNull();
        assertThat(seen.due())
                .isEqualTo(
                        new Sighting.Due(91 * 60, 50_000, 2, 0, new FeeRules(30, 25_000), false));
        assertThat(((Sighting.Seen) gate.look("ABC", null, null, later)).usual()).isFalse();
        assertThat(events()).isEqualTo(before);
        assertThat(gate.look("-", null, null, later)).isInstanceOf(Sighting.Refused.class);
    }

    private static Sighting.Seen look(Gate gate, String plate, GateEvent.@Nullable Kind way) {
        return (Sighting.Seen) gate.look(plate, null, way, Booth.NOON.plus(Duration.ofMinutes(91)));
    }

    @Test
    void aLookAtACarThatLeavesTakesDForItsBarAsItsExitDoes() {
        Gate gate = new Gate(booth.ledger(), book, booth.clock);
        enter(gate, "29MĐ101353");

        Sighting.Seen leaving = look(gate, "29MD101353", GateEvent.Kind.EXIT);

        assertThat(leaving.plate().canonical()).isEqualTo("29MĐ101353");
        assertThat(leaving.feeDong()).isEqualTo(50_000);
        assertThat(leaving.alike()).isNull();
    }

    @Test
    void aLookThatMayBeOfAnotherCarNamesTheOneThatIsAlike() {
        Gate gate = new Gate(booth.ledger(), book, booth.clock);
        enter(gate, "29MĐ101353");
        for (GateEvent.Kind way : new GateEvent.Kind[] {GateEvent.Kind.ENTRY, null}) {
            Sighting.Seen seen = look(gate, "29MD101353", way);
            assertThat(seen.plate().canonical()).isEqualTo("29MD101353");
            assertThat(seen.inside()).isNull();
            assertThat(Objects.requireNonNull(seen.alike()).plate().canonical())
                    .isEqualTo("29MĐ101353");
        }
        enter(gate, "29MD101353");
        assertThat(look(gate, "29MD101353", null).alike()).as("it is inside itself").isNull();
    }

    @Test
    void aCarWithAPassLeavesFreeAndPaysFromTheEndOfItsLastDay() {
        Gate gate = new Gate(booth.ledger(), book, booth.clock);
        LocalDate today = LocalDate.ofInstant(Booth.NOON, ZoneOffset.UTC);
        var passes =
                List.of(
                        pass("29A12345", "active", "2026-01-01", today.toString()),
                        pass("30F99999", "active", "2026-01-01", "no day"));
        book.setPasses(passes).join();
        enter(gate, "29A12345");
        enter(gate, "30F99999");
        Instant midnight = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();

        Sighting.Due late = due(gate, "29A12345", midnight.minusSeconds(1));
        assertThat(late.feeDong()).isZero();
        assertThat(late.coveredSeconds()).isEqualTo(late.seconds());
        Sighting.Due next = due(gate, "29A12345", midnight.plus(Duration.ofMinutes(130)));
        assertThat(next.feeDong()).isEqualTo(50_000);
        assertThat(next.seconds() - next.coveredSeconds()).isEqualTo(130 * 60);
        Sighting.Due unreadable = due(gate, "30F99999", Booth.NOON.plus(Duration.ofMinutes(91)));
        assertThat(unreadable.feeDong()).isEqualTo(50_000);

        booth.clock.pass(Duration.ofMinutes(91));
        assertThat(leave(gate, "29A12345").feeDong()).isZero();
        assertThat(leave(gate, "30F99999").feeDong()).isEqualTo(50_000);
    }

    private static void enter(Gate gate, String plate) {
        gate.open(GateEvent.Kind.ENTRY, new OpenRequest(plate, null, null, null, null, null, null))
                .join();
    }

    private static OpenOutcome.Left leave(Gate gate, String plate) {
        return (OpenOutcome.Left)
                gate.open(
                                GateEvent.Kind.EXIT,
                                new OpenRequest(plate, null, null, null, null, null, null))
                        .join()
                        .outcome();
    }

    private static Sighting.Due due(Gate gate, String plate, Instant at) {
        return Objects.requireNonNull(((Sighting.Seen) gate.look(plate, null, null, at)).due());
    }

    @Test
    void whoCameBeforeTheFeesRosePaysWhatWasSaidThen() {
        Gate gate = new Gate(booth.ledger(), book, booth.clock);
        enter(gate, "29A12345");
        booth.clock.pass(Duration.ofMinutes(10));
        book.setFees(new FeeRules(0, 100_000)).join();
        booth.clock.pass(Duration.ofMinutes(10));
        enter(gate, "30F99999");
        booth.clock.pass(Duration.ofMinutes(60));

        assertThat(leave(gate, "29A12345").feeDong()).as("by the fees before").isEqualTo(25_000);
        assertThat(leave(gate, "30F99999").feeDong()).isEqualTo(100_000);
    }

    @Test
    void aListThatIsTooLongForOneEventTakesSeveralAndCountsAtPeersOnceAllAreThere() {
        book.setPasses(List.of(pass("30F99999", "active", "2026-01-01", "2026-12-31"))).join();
        var many = new ArrayList<Fact.Pass>();
        for (int i = 0; i < 2_000; i++) {
            many.add(pass("29A" + (10_000 + i), "active", "2026-01-01", "2026-12-31"));
        }
        long before = events();

        assertThat(book.setPasses(many).join()).isInstanceOf(SiteOutcome.Done.class);

        assertThat(events() - before).isBetween(3L, 10L);
        assertThat(book.passes()).isEqualTo(many);
        assertThat(book.setPasses(many).join()).isInstanceOf(SiteOutcome.Done.class);
        long parts = events() - before;
        assertThat(parts).as("the same list is not written again").isLessThan(10);
        try (Booth other = new Booth(folder, "central-2")) {
            var theirs = new SiteBook(other.ledger(), SEED, ZoneOffset.UTC);
            StreamId stream = booth.ledger().currentStream().stream();
            for (int seq = 1; seq <= before + parts; seq++) {
                assertThat(theirs.passes().size())
                        .as("with %s events", seq - 1)
                        .isEqualTo(seq == 1 ? 0 : 1);
                other.ledger().merge(booth.page(stream, seq, 1)).join();
            }
            assertThat(theirs.passes()).isEqualTo(many);
            book.setPasses(List.of()).join();
            other.pull(booth, 10);
            assertThat(theirs.passes()).isEmpty();
        }
    }

    @Test
    void aListWithMoreShortPassesThanAnEventMayListTakesSeveralToo() {
        var many = new ArrayList<Fact.Pass>();
        for (int i = 0; i < 1_100; i++) {
            String plate = "29A" + (10_000 + i);
            many.add(new Fact.Pass(i, plate, null, null, null, null, null, null, null));
        }
        assertThat(book.setPasses(many).join()).isInstanceOf(SiteOutcome.Done.class);
        assertThat(book.passes()).isEqualTo(many);
        assertThat(events()).isEqualTo(2);
    }

    @Test
    void aListThatIsTooLongAltogetherIsRefused() {
        var many = new ArrayList<Fact.Pass>();
        for (int i = 0; i < 20_000; i++) {
            many.add(pass("29A" + (10_000 + i), "active", "2026-01-01", "2026-12-31"));
        }
        assertThat(book.setPasses(many).join())
                .isInstanceOfSatisfying(
                        SiteOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("20000 passes"));
        assertThat(events()).isZero();
    }
}
