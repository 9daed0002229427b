package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two ledgers are compared without a network: what is asked of the other is read from it. */
class ComparisonTest {
    @TempDir private Path folder;
    private Twins twins;
    private TestNode here;
    private TestNode there;
    private Comparison found;
    private int asks;

    @BeforeEach
    void twoLedgers() throws IOException {
        twins = new Twins(folder);
        here = new TestNode(folder, 1).open();
        there = new TestNode(folder, 2).open();
        found = new Comparison(here.ledger());
    }

    @AfterEach
    void off() {
        twins.close();
        here.close();
        there.close();
    }

    private static List<StreamHead> heads(TestNode node) {
        return node.ledger().holdings().all().stream().map(StreamHead::claim).toList();
    }

    private void compare() {
        found.heads(heads(here), heads(there), true);
        Inspector theirs = there.ledger().inspector();
        Comparison.Span span = found.next();
        while (span != null) {
            asks++;
            found.compare(
                    span, theirs.hashes(span.stream(), span.level(), span.first(), span.last()));
            span = found.next();
        }
    }

    private List<Long> conflicts() {
        return found.conflicts().stream().map(Comparison.Conflict::seq).toList();
    }

    @Test
    void whatIsEqualNeedsNoAsk() {
        twins.enterBoth("SAME", 1_500);
        Twins.take(twins.one, here, 1, 1_500);
        Twins.take(twins.other, there, 1, 1_500);
        compare();
        assertThat(asks).isZero();
        assertThat(found.hereOnly() + found.thereOnly() + found.twoFacts()).isZero();
        assertThat(found.complete()).isTrue();
    }

    @Test
    void oneBehindTheOtherOnAnEqualStreamNeedsNoAskEither() {
        twins.enterBoth("SAME", 60);
        Twins.take(twins.one, here, 1, 60);
        Twins.take(twins.other, there, 1, 40);
        compare();
        assertThat(asks).isZero();
        assertThat(found.hereOnly()).isEqualTo(20);
        assertThat(found.listedHere()).containsValue(Ranges.of(41, 60));
    }

    @Test
    void oneFactAmongThousandsIsFoundWithThreeAsks() {
        twins.enterBoth("SAME", 1_699);
        twins.enterUnlike("HERE", "THERE");
        twins.enterBoth("MORE", 1_800);
        Twins.take(twins.one, here, 1, 3_000);
        Twins.take(twins.other, there, 1, 3_500); // further, so its roots are not known here
        compare();
        assertThat(conflicts()).containsExactly(1_700L);
        assertThat(found.twoFacts()).isEqualTo(1);
        assertThat(found.thereOnly()).isEqualTo(500);
        assertThat(found.complete()).isTrue();
        // two nodes above 1,024 leaves, the leaves of one of them, and those behind the nodes
        assertThat(asks).isEqualTo(3);
    }

    @Test
    void everyNumberFromWhereTwoPartIsCountedAndTheFirstHundredAreListed() {
        twins.enterBoth("SAME", 1_000);
        twins.one.enterMany("LEFT", 1_100);
        twins.other.enterMany("RIGHT", 1_100);
        Twins.take(twins.one, here, 1, 2_100);
        Twins.take(twins.other, there, 1, 2_100);
        compare();
        assertThat(found.twoFacts()).isEqualTo(1_100);
        assertThat(conflicts()).hasSize(Differences.LISTED).contains(1_001L);
    }

    @Test
    void whatIsHeldBeyondAGapIsComparedToo() {
        twins.enterBoth("SAME", 20);
        twins.enterUnlike("HERE", "THERE");
        twins.enterBoth("MORE", 20);
        Twins.takeLoose(twins.one, here, Ranges.of(10, 25).plus(Ranges.of(30, 32)));
        Twins.takeLoose(twins.other, there, Ranges.of(15, 31));
        compare();
        assertThat(conflicts()).containsExactly(21L);
        assertThat(found.listedHere()).containsValue(Ranges.of(10, 14).plus(32));
        assertThat(found.listedThere()).containsValue(Ranges.of(26, 29));
    }

    @Test
    void ofAPeerThatTellsNoHashesOnlyTheNumbersAreKnown() {
        twins.enterUnlike("HERE", "THERE");
        Twins.take(twins.one, here, 1, 1);
        Twins.take(twins.other, there, 1, 1);
        here.enter("OWN");
        found.heads(heads(here), heads(there), false);
        assertThat(found.next()).isNull();
        assertThat(found.complete()).isFalse();
        assertThat(found.hereOnly()).isEqualTo(1);
        assertThat(found.twoFacts()).isZero();
    }

    @Test
    void hashesThatDoNotLeadToTheOneAboveThemAreRefused() {
        twins.enterBoth("SAME", 100);
        twins.enterUnlike("HERE", "THERE");
        twins.enterBoth("MORE", 1_900);
        Twins.take(twins.one, here, 1, 2_001);
        Twins.take(twins.other, there, 1, 2_001);
        found.heads(heads(here), heads(there), true);
        Inspector theirs = there.ledger().inspector();
        Comparison.Span top = requireNonNull(found.next());
        found.compare(top, theirs.hashes(top.stream(), top.level(), top.first(), top.last()));
        Comparison.Span leaves = requireNonNull(found.next());
        var hashes = new ArrayList<>(theirs.hashes(leaves.stream(), 0, 0, 1_023));
        hashes.set(700, new Hash(1, 2, 3, 4));
        assertThatThrownBy(() -> found.compare(leaves, hashes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not lead to the one above");
        assertThatThrownBy(() -> found.compare(leaves, hashes.subList(1, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 hashes for 1024");
        found.giveUp(leaves.stream());
        assertThat(found.next()).as("nothing more is asked about that stream").isNull();
        assertThat(found.complete()).isFalse();
        assertThat(found.twoFacts()).isZero();
    }

    @Test
    void aPeerWhoseTreesAllDifferIsAskedABoundedNumberOfTimes() {
        here.enterMany("CAR", 70);
        var claims = new ArrayList<StreamHead>();
        var mine = new ArrayList<StreamHead>();
        for (int i = 0; i < 2_000; i++) {
            var stream = new StreamId(i, i);
            mine.add(new StreamHead(stream, 5, new Hash(1, 1, 1, i)));
            claims.add(new StreamHead(stream, 7, new Hash(2, 2, 2, i)));
        }
        found.heads(mine, claims, true);
        Comparison.Span span = found.next();
        while (span != null) {
            asks++;
            span = found.next();
        }
        assertThat(asks).isEqualTo(Comparison.ASKS);
        assertThat(found.complete()).isFalse();
        assertThat(found.thereOnly()).isEqualTo(4_000);
    }

    @Test
    void theLevelOfAnAskFitsItsAnswer() {
        var stream = new StreamId(1, 2);
        assertThat(new Comparison.Span(stream, 0, 1_024, null).level()).isZero();
        assertThat(new Comparison.Span(stream, 0, 1_025, null).level()).isEqualTo(10);
        assertThat(new Comparison.Span(stream, 0, 1L << 20, null).level()).isEqualTo(10);
        var large = new Comparison.Span(stream, 0, (1L << 40) - 1, null);
        assertThat(large.level()).isEqualTo(30);
        assertThat(large.last() - large.first() + 1).isLessThanOrEqualTo(Inspector.FAN);
    }
}
