package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** What streams can be besides a row of events without a gap, between real nodes. */
class StreamsOnTheWireTest {
    @TempDir Path folder;
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void twoBooths() throws IOException {
        one = new TestNode(folder, 1).knowsWithoutReaching("central-2");
        two = new TestNode(folder, 2).knows(one);
    }

    @AfterEach
    void off() {
        two.close();
        one.close();
    }

    private void awaitIdentical() {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                one.holdsTheSameAs(two)
                                        && one.isIdenticalTo(two, Instant.EPOCH)
                                        && two.isIdenticalTo(one, Instant.EPOCH));
    }

    private static List<LedgerEvent> events(TestNode node, StreamId stream) {
        return node.ledger().page(stream, 1, 9_999, 9_999, 9_999_999).events();
    }

    /** Some events of a stream of a booth that is gone, as if they had come live. */
    private static void giveLoose(TestNode to, TestNode gone, long from, int count) {
        StreamDescriptor stream = gone.ledger().currentStream();
        Page page = gone.ledger().page(stream.stream(), from, 9_999, count, 9_999_999);
        to.ledger().merge(Arrival.unproven(stream, page.events())).join();
    }

    @Test
    void whatALostBoothLeftBeyondAGapIsExchangedAndBothAreIdentical() throws IOException {
        try (TestNode lost = new TestNode(folder, 3).open()) {
            lost.enterMany("LOST", 30);
            one.start();
            giveLoose(one, lost, 5, 3);
            one.ledger().decide(desk -> desk.now()).join();
            two.start();
            giveLoose(two, lost, 20, 2);
            StreamId stream = lost.ledger().currentStream().stream();

            awaitIdentical();
            assertThat(one.ledger().holdings().held(stream)).hasToString("5-7,20-21");
            assertThat(two.ledger().holdings().held(stream)).hasToString("5-7,20-21");
            assertThat(two.visits()).hasSize(5);
            assertThat(two.peer(one).weMiss()).isZero();
        }
    }

    @Test
    void looseEventsJoinWhenAPeerBringsWhatIsBeforeThem() throws IOException {
        try (TestNode lost = new TestNode(folder, 3).open()) {
            lost.enterMany("LOST", 30);
            StreamDescriptor stream = lost.ledger().currentStream();
            Page page = lost.ledger().page(stream.stream(), 1, 20, 20, 9_999_999);
            one.start();
            one.ledger()
                    .merge(
                            Arrival.check(
                                    stream, page.events(), page.n(), page.root(), page.proof()))
                    .join();
            two.start();
            giveLoose(two, lost, 15, 12);

            awaitIdentical();
            assertThat(two.ledger().holdings().n(stream.stream())).isGreaterThanOrEqualTo(20);
            assertThat(one.ledger().holdings().held(stream.stream())).hasToString("1-26");
            assertThat(one.visits()).hasSize(26);
        }
    }

    @Test
    void anErasingReachesWhoHasTheEventAndWhoGetsItLater() throws IOException {
        one.start();
        Visit visit = one.enter("29A12345");
        one.enter("30F00001");
        StreamId stream = one.ledger().currentStream().stream();
        two.start();
        awaitIdentical();
        two.ledger()
                .decide(
                        desk -> {
                            desk.append(
                                    new Fact.Erase(List.of(new Fact.Place(stream, 1)), null, null));
                            return true;
                        })
                .join();

        await().until(() -> events(one, stream).getFirst().erased());
        awaitIdentical();
        assertThat(one.visits()).extracting(Visit::eventId).doesNotContain(visit.eventId());
        assertThat(one.visits()).hasSize(1);
        try (TestNode three = new TestNode(folder, 3).knows(two)) {
            two.stop();
            two.knowsWithoutReaching("central-3");
            two.start();
            three.start();
            await().until(() -> three.holdsTheSameAs(two));
            assertThat(events(three, stream).getFirst().erased()).isTrue();
            assertThat(three.visits()).hasSize(1);
        }
    }

    @Test
    void theSignedHeadOfAStreamReachesThePeer() throws IOException {
        one.start();
        one.enterMany("CAR", 5);
        two.start();
        awaitIdentical();
        StreamId stream = one.ledger().currentStream().stream();

        await().until(() -> signedAtTwo(stream) == 5);
        SignedHead signed = Objects.requireNonNull(two.ledger().holdings().signed(stream));
        assertThat(signed.root()).isEqualTo(one.ledger().root(stream, 5));
        one.enter("LATER");
        await().until(() -> signedAtTwo(stream) == 6);
    }

    @Test
    void aForkEndsAlsoWhereTheCloneIsOnlyKnownThroughAnother() throws IOException {
        resumedFromOneSnapshot(one);
        one.start();
        one.enterMany("MINE", 3);
        StreamDescriptor forked = one.ledger().currentStream();
        try (TestNode copy = one.copy(folder.resolve("copy"))) { // and never comes into the mesh
            resumedFromOneSnapshot(copy);
            copy.open();
            copy.enterMany("COPY", 2);
            StreamDescriptor same = copy.ledger().currentStream();
            assertThat(same.stream()).isEqualTo(forked.stream());
            Page page = copy.ledger().page(same.stream(), 1, 2, 2, 999_999);
            two.open();
            two.ledger()
                    .merge(Arrival.check(same, page.events(), page.n(), page.root(), page.proof()))
                    .join();
            two.stop();
        }
        two.start();

        awaitIdentical();
        assertThat(one.visits()).hasSize(5);
        assertThat(two.visits()).hasSize(5);
        await().untilAsserted(
                        () -> {
                            assertThat(one.ledger().forks()).isEmpty();
                            assertThat(two.ledger().forks()).isEmpty();
                        });
        assertThat(one.ledger().currentStream().stream()).isNotEqualTo(forked.stream());
        assertThat(events(one, forked.stream())).as("the copy's version stays").hasSize(2);
        assertThat(events(two, forked.stream())).isEqualTo(events(one, forked.stream()));
    }

    /** All such nodes mint streams of one name: their clocks and random numbers are the same. */
    private static void resumedFromOneSnapshot(TestNode node) {
        node.names = new Random(7);
        node.wall = InstantSource.fixed(Instant.parse("2026-03-01T08:00:00Z"));
        node.nanos = () -> 42;
    }

    private long signedAtTwo(StreamId stream) {
        SignedHead signed = two.ledger().holdings().signed(stream);
        return signed == null ? 0 : signed.n();
    }
}
