package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Events beyond a gap: held, folded and relayed, and proven when the gap fills. */
class LooseTest {
    @TempDir Path folder;
    private Booth here;
    private Booth there;
    private StreamDescriptor stream;

    /** Every event of there as it came live. */
    private final List<Arrival> live = new ArrayList<>();

    @BeforeEach
    void thereHasTwentyEvents() {
        here = new Booth(folder, "central-1");
        there = new Booth(folder, "central-2");
        for (int i = 0; i < 20; i++) {
            there.enter("29A000" + (10 + i));
        }
        there.ledger().decide(DecisionContext::now).join(); // by now it has told of those before
        stream = there.ledger().currentStream();
        for (Notice notice : there.notices) {
            if (notice instanceof Notice.Appended(LedgerEvent event, StreamHead head)) {
                live.add(Arrival.live(stream, event, head.root()));
            }
        }
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private StreamId id() {
        return stream.stream();
    }

    private StreamHead held(Booth booth) {
        return Objects.requireNonNull(booth.ledger().holdings().head(id()));
    }

    private MergeResult live(int number) {
        return here.ledger().merge(live.get(number - 1)).join();
    }

    private MergeResult page(int from, int to) {
        return here.ledger().merge(there.page(id(), from, to - from + 1)).join();
    }

    /** The page as who holds it without a proof gives it. */
    private Arrival unproven(int from, int to) {
        return Arrival.unproven(
                stream,
                there.page(id(), from, to - from + 1).events().stream()
                        .map(HashedEvent::event)
                        .toList());
    }

    private void assertClean() {
        assertThat(
                        Verification.run(here.file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {})
                                .findings())
                .isEmpty();
    }

    @Test
    void aLiveEventBeyondAGapIsHeldAndShownAtOnce() {
        page(1, 5);
        assertThat(live(9).merged()).isEqualTo(1);
        assertThat(live(9).had()).isEqualTo(1);
        assertThat(live(11).merged()).isEqualTo(1);

        assertThat(held(here).n()).isEqualTo(5);
        assertThat(held(here).loose()).hasToString("9,11");
        assertThat(here.visits()).hasSize(7);
        assertThat(here.ledger().holdings().events()).isEqualTo(7);
        StreamHead before = held(here);
        here.restart();
        assertThat(held(here)).as("on the disk as in memory").isEqualTo(before);
        assertClean();
    }

    @Test
    void whenTheGapFillsTheyJoinByTheRootsThatTheyCameWith() {
        page(1, 5);
        live(9);
        live(10);
        page(6, 8);

        assertThat(held(here).n()).isEqualTo(10);
        assertThat(held(here).loose().isEmpty()).isTrue();
        assertThat(held(here).root()).isEqualTo(there.ledger().root(id(), 10));
        page(11, 20);
        assertThat(here.ledger().holdings().top()).isEqualTo(there.ledger().holdings().top());
        assertClean();
    }

    @Test
    void whenOneOfThemFillsTheGapOfOthersAllJoin() {
        page(1, 5);
        live(7);
        live(8);
        assertThat(live(6).merged()).isEqualTo(1);
        assertThat(held(here).n()).isEqualTo(8);
    }

    @Test
    void withoutARootTheyWaitForAClaimThatCoversThem() {
        page(1, 5);
        assertThat(here.ledger().merge(unproven(8, 12)).join().merged()).isEqualTo(5);
        page(6, 7);
        assertThat(held(here).n()).isEqualTo(7);
        assertThat(held(here).loose()).hasToString("8-12");

        StreamHead wrong = new StreamHead(id(), 12, Hash.parse("ab".repeat(32)));
        assertThat(here.ledger().cover(wrong).join()).isFalse();
        assertThat(held(here).n()).isEqualTo(7);
        StreamHead right = new StreamHead(id(), 12, there.ledger().root(id(), 12));
        assertThat(here.ledger().cover(right).join()).isTrue();
        assertThat(held(here).n()).isEqualTo(12);
        assertThat(held(here).root()).isEqualTo(right.root());
    }

    @Test
    void aPageBeyondAGapIsKeptWithItsRootAndJoinsByIt() {
        page(1, 3);
        assertThat(page(11, 20).merged()).isEqualTo(10);
        assertThat(held(here).loose()).hasToString("11-20");
        page(4, 10);
        assertThat(held(here).n()).isEqualTo(20);
        assertThat(here.sharedVisits()).isEqualTo(there.sharedVisits());
        assertClean();
    }

    /** The event with another time of day, as nobody wrote it. */
    private LedgerEvent altered(int number) {
        LedgerEvent e = live.get(number - 1).events().getFirst().event();
        return new LedgerEvent(
                e.stream(),
                e.seq(),
                e.id(),
                e.kind(),
                e.src(),
                e.central(),
                e.hlc(),
                e.wallMs() + 1,
                e.payload());
    }

    @Test
    void oneThatDoesNotFitWhenItsGapFillsGoesToQuarantineAndTheRightOneIsTaken() {
        page(1, 5);
        here.ledger().merge(Arrival.unproven(stream, List.of(altered(7)))).join();
        live(9);
        assertThat(page(6, 8).merged()).isEqualTo(3);

        assertThat(held(here).n()).isEqualTo(9);
        assertThat(here.ledger().quarantined()).hasSize(1);
        assertThat(here.ledger().quarantined().getFirst().event()).isEqualTo(altered(7));
        assertThat(here.sharedVisits())
                .isEqualTo(
                        there.sharedVisits().stream()
                                .filter(here.sharedVisits()::contains)
                                .toList());
        assertThat(here.visits()).hasSize(9);
        page(10, 20);
        assertThat(here.ledger().holdings().top()).isEqualTo(there.ledger().holdings().top());
        assertClean();
    }

    @Test
    void twoLooseVersionsOfOneNumberAreKeptAsideUntilOneIsProven() {
        live(7);
        MergeResult second =
                here.ledger().merge(Arrival.unproven(stream, List.of(altered(7)))).join();
        assertThat(second.rejected()).isEqualTo(1);
        assertThat(second.fit()).isEqualTo(MergeResult.Fit.FITS);
        assertThat(here.ledger().quarantined()).hasSize(1);
        page(1, 6);
        assertThat(held(here).n()).isEqualTo(7);
    }

    @Test
    void aRootThatIsWrongKeepsThemLooseAndThePageProvesThem() {
        page(1, 5);
        LedgerEvent seventh = live.get(6).events().getFirst().event();
        here.ledger().merge(Arrival.live(stream, seventh, Hash.parse("cd".repeat(32)))).join();
        page(6, 6);
        assertThat(held(here).n()).isEqualTo(6);
        assertThat(held(here).loose()).hasToString("7");
        assertThat(page(7, 20).had()).isEqualTo(1);
        assertThat(held(here).n()).isEqualTo(20);
        assertClean();
    }

    @Test
    void theyAreRelayedWithoutAProof() {
        page(1, 5);
        live(9);
        live(10);
        try (Booth third = new Booth(folder, "central-3")) {
            assertThat(here.ledger().page(id(), 6, 99, 99, 99_999).events()).isEmpty();
            Page beyond = here.ledger().page(id(), 9, 99, 99, 99_999);
            assertThat(beyond.n()).isZero();
            assertThat(beyond.events()).hasSize(2);
            third.pull(here, 100);
            assertThat(held(third).loose()).isEqualTo(Ranges.of(9, 10));
            assertThat(third.ledger().holdings().top()).isEqualTo(here.ledger().holdings().top());
            assertThat(third.sharedVisits()).isEqualTo(here.sharedVisits());
            assertThat(third.ledger().holdsLoose(held(here))).isTrue();
        }
    }

    @Test
    void theDigestOfAllTellsWhichAreHeldAndWithWhichLeaf() {
        page(1, 5);
        Hash without = here.ledger().holdings().top();
        here.ledger().merge(Arrival.unproven(stream, List.of(altered(9)))).join();
        Hash with = here.ledger().holdings().top();
        try (Booth third = new Booth(folder, "central-3")) {
            third.ledger().merge(there.page(id(), 1, 5)).join();
            assertThat(third.ledger().holdings().top()).isEqualTo(without);
            third.ledger().merge(live.get(8)).join();
            assertThat(third.ledger().holdings().top()).isNotEqualTo(with).isNotEqualTo(without);
            assertThat(third.ledger().holdsLoose(held(here))).isFalse();
        }
    }
}
