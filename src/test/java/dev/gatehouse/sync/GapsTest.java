package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamHead;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Streams with holes in them: of a booth that is gone, and was heard only in part. */
class GapsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private TestNode one;
    private TestNode two;
    private Twins gone;

    @BeforeEach
    void twoBoothsAndOneThatIsGone() throws IOException {
        gone = new Twins(folder);
        List<TestNode> nodes = TestNode.mesh(folder, 2);
        one = nodes.get(0).open();
        two = nodes.get(1).open();
    }

    @AfterEach
    void off() {
        one.close();
        two.close();
        gone.close();
    }

    private static void start(TestNode node) throws IOException {
        node.sync().mesh().listen(node.address);
        node.sync().start();
    }

    private void awaitIdentical() {
        Instant now = Instant.now();
        await().atMost(SOON)
                .until(() -> one.isIdenticalTo(two, now) && two.isIdenticalTo(one, now));
        assertThat(one.holdsTheSameAs(two)).isTrue();
    }

    /** Every second event of so many. */
    private static Ranges everySecond(int first, int count) {
        var numbers = new ArrayList<Ranges.Interval>();
        for (int i = 0; i < count; i++) {
            numbers.add(new Ranges.Interval(first + 2L * i, first + 2L * i));
        }
        return Ranges.of(numbers);
    }

    @Test
    void eventsBeyondMoreGapsThanOneClaimTellsAllComeAcrossAndAreProven() throws Exception {
        gone.enterBoth("CAR", 700);
        Ranges held = everySecond(3, 300);
        assertThat(held.size()).isGreaterThan(4 * StreamHead.CLAIMED);
        Twins.takeLoose(gone.one, one, held);
        start(one);
        start(two);
        await().atMost(SOON)
                .until(() -> two.ledger().holdings().held(gone.stream().stream()).equals(held));
        awaitIdentical();
        await().untilAsserted(
                        () -> {
                            PeerCounters came = two.peer(one).counters();
                            assertThat(came.waiting()).isZero();
                            assertThat(came.received())
                                    .isEqualTo(came.merged() + came.had() + came.rejected());
                        });
        assertThat(two.peer(one).differing()).isZero();
    }

    @Test
    void twoWhoEachHoldOtherPartsOfManyEndWithAllOfThem() throws Exception {
        gone.enterBoth("CAR", 700);
        Twins.takeLoose(gone.one, one, everySecond(3, 200));
        Twins.takeLoose(gone.other, two, everySecond(201, 200));
        start(one);
        start(two);
        Ranges all = everySecond(3, 200).plus(everySecond(201, 200));
        await().atMost(SOON)
                .until(
                        () ->
                                two.ledger().holdings().held(gone.stream().stream()).equals(all)
                                        && one.ledger()
                                                .holdings()
                                                .held(gone.stream().stream())
                                                .equals(all));
        awaitIdentical();
    }

    @Test
    void numbersThatNobodyInReachHoldsAreListedAsLostAndNotAskedForAgainAndAgain()
            throws Exception {
        gone.enterBoth("CAR", 20);
        Twins.take(gone.one, one, 1, 4);
        Twins.takeLoose(gone.one, one, Ranges.of(8, 9).plus(12));
        Twins.takeLoose(gone.other, two, Ranges.of(10, 10));
        start(one);
        assertThat(one.sync().status().lost())
                .as("alone, nobody can say")
                .isEqualTo(LostNumbers.NONE);
        start(two);
        awaitIdentical();
        await().atMost(SOON).until(() -> one.sync().status().lost().events() == 4);
        LostNumbers.OfStream lost = one.sync().status().lost().listed().getFirst();
        assertThat(lost.stream()).isEqualTo(gone.stream().stream());
        assertThat(lost.central()).isEqualTo(gone.one.id);
        assertThat(lost.count()).isEqualTo(4);
        assertThat(lost.numbers()).isEqualTo(Ranges.of(5, 7).plus(11));
        await().atMost(SOON).until(() -> two.sync().status().lost().events() == 4);

        long sent = one.sync().status().messagesSent();
        Instant since = Instant.now();
        await().atMost(SOON).until(() -> one.isIdenticalTo(two, since.plusSeconds(4)));
        // some heartbeats and no more: an ask that is answered with nothing would come at once
        // again
        assertThat(one.sync().status().messagesSent() - sent).isLessThan(30);

        Twins.take(gone.one, two, 1, 20); // its disk was found
        await().atMost(SOON).until(() -> one.ledger().holdings().n(gone.stream().stream()) == 20);
        await().atMost(SOON).until(() -> one.sync().status().lost().equals(LostNumbers.NONE));
        awaitIdentical();
    }

    @Test
    void whatThePeerLacksIsKnownSinceWhen() throws Exception {
        one.enter("BEFORE");
        start(one);
        start(two);
        awaitIdentical();
        two.stop();
        await().atMost(SOON).until(() -> !one.peer(two).connected());
        assertThat(one.peer(two).theyMissSince()).isNull();
        Instant before = Instant.now();
        one.enter("AWAY");
        Instant after = Instant.now();
        await().atMost(SOON).until(() -> one.peer(two).theyMissSince() != null);
        assertThat(one.peer(two).theyMissSince())
                .isBetween(before.minusSeconds(1), after.plusSeconds(5));
        assertThat(one.peer(two).oldest()).isEqualTo(one.peer(two).theyMissSince());
        two.start();
        awaitIdentical();
        await().atMost(SOON).until(() -> one.peer(two).theyMissSince() == null);
    }
}
