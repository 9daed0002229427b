package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.SiteOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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
        book = new SiteBook(booth.ledger(), SEED);
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
            new SiteBook(other.ledger(), SEED).setFees(DEARER).join();
            booth.pull(other, 10);
        }
        Gate gate = new Gate(booth.ledger(), book);
        var car = new OpenRequest("29A12345", null, null, null, null, null, null);
        gate.open(car).join();
        booth.clock.pass(Duration.ofMinutes(16));

        var out = (OpenOutcome.Left) gate.open(car).join();

        assertThat(out.feeDong()).isEqualTo(30_000);
    }

    @Test
    void listsOfOneCentralAreTheListsOfTheOther() {
        var lan = new Fact.Member(1, "Lan", "Bảo vệ", "0901", "Ca ngày", "active");
        var pass = pass("30A12345", "active", "2024-01-01", "2030-12-31");
        try (Booth other = new Booth(folder, "central-2")) {
            var theirs = new SiteBook(other.ledger(), SEED);
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
        assertThat(book.passOf(CAR, LocalDate.parse("2026-10-31"))).isNull();
        assertThat(book.passOf(CAR, LocalDate.parse("2026-11-01"))).isNotNull();
        assertThat(book.passOf(CAR, LocalDate.parse("2026-11-30"))).isNotNull();
        assertThat(book.passOf(CAR, LocalDate.parse("2026-12-01"))).isNull();
        assertThat(book.passOf(new Plate("30A12345", "30A12345"), LocalDate.parse("2026-11-15")))
                .isNull();
    }

    @Test
    void aPassThatWasEndedIsNone() {
        book.setPasses(List.of(pass("29A12345", "inactive", "2026-11-01", "2026-11-30"))).join();
        assertThat(book.passOf(CAR, LocalDate.parse("2026-11-15"))).isNull();
    }

    @Test
    void aLookTellsWhatACarWouldPayAndWritesNothing() {
        Gate gate = new Gate(booth.ledger(), book);
        assertThat(gate.look("29A12345", null, Booth.NOON, ZoneOffset.UTC))
                .isEqualTo(new Sighting.Seen(CAR, true, null, null, null));
        gate.open(new OpenRequest("29A12345", null, null, null, null, null, null)).join();
        long before = events();

        var later = Booth.NOON.plus(Duration.ofMinutes(91));
        var seen = (Sighting.Seen) gate.look("29a 12345", null, later, ZoneOffset.UTC);

        assertThat(seen.seconds()).isEqualTo(91 * 60);
        assertThat(seen.feeDong()).isEqualTo(50_000);
        assertThat(seen.inside()).isNotNull();
        assertThat(seen.due())
                .isEqualTo(new Sighting.Due(91 * 60, 50_000, 2, new FeeRules(30, 25_000), false));
        assertThat(((Sighting.Seen) gate.look("ABC", null, later, ZoneOffset.UTC)).usual())
                .isFalse();
        assertThat(events()).isEqualTo(before);
        assertThat(gate.look("-", null, later, ZoneOffset.UTC))
                .isInstanceOf(Sighting.Refused.class);
    }
}
