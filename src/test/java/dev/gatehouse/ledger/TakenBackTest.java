package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.ledger.query.Act;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Exits that are taken back, and exits that nobody saw, in real databases of two booths. */
class TakenBackTest {
    @TempDir Path folder;
    private Booth one;
    private Booth two;

    @BeforeEach
    void open() {
        one = new Booth(folder, "central-1");
        two = new Booth(folder, "central-2");
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static Act exit(Booth booth, Visit visit) {
        return booth.ledger().decide(desk -> desk.acts(visit.eventId())).join().getLast();
    }

    private static void undo(Booth booth, Visit visit) {
        booth.ledger()
                .decide(
                        desk ->
                                desk.amend(
                                        List.of(visit.plate()),
                                        new ExitUndone(
                                                visit.eventId(),
                                                desk.acts(visit.eventId()).getLast().id(),
                                                "Lan")))
                .join();
    }

    private static Optional<Visit> miss(Booth booth, Visit visit) {
        return booth.ledger()
                .decide(
                        desk ->
                                desk.amend(
                                        List.of(visit.plate()),
                                        new Fact.Exit(
                                                visit.eventId(),
                                                visit.plate(),
                                                null,
                                                Fact.Reading.NONE,
                                                0,
                                                60,
                                                null,
                                                false,
                                                true)))
                .join();
    }

    private void bothAgreeAndAreWhole() {
        one.meet(two);
        two.meet(one);
        one.meet(two);
        assertThat(one.sharedVisits()).isEqualTo(two.sharedVisits());
        assertThat(one.ledger().fold()).isEqualTo(two.ledger().fold());
        for (Booth booth : List.of(one, two)) {
            assertThat(
                            Verification.run(
                                            booth.file,
                                            Booth.ZONE,
                                            (_, _, _) -> true,
                                            (_, _, _) -> {})
                                    .findings())
                    .isEmpty();
        }
    }

    @Test
    void aVisitIsOpenAgainEverywhereWhenItsExitIsTakenBack() {
        Visit in = one.enter("29A12345");
        one.leave(in, 25_000);
        two.meet(one);
        undo(one, in);

        bothAgreeAndAreWhole();

        assertThat(two.visits()).singleElement().matches(Visit::inside);
        assertThat(two.ledger().stats().vehiclesInside()).isOne();
    }

    @Test
    void anExitThatComesAfterItWasTakenBackIsTakenBack() {
        Visit in = one.enter("29A12345");
        two.meet(one);
        one.leave(in, 25_000);
        undo(one, in);
        var stream = one.ledger().currentStream().stream();
        long last = one.held(stream);
        two.ledger().merge(one.page(stream, last, 1)).join();
        assertThat(two.visits()).singleElement().matches(Visit::inside);

        two.meet(one);

        bothAgreeAndAreWhole();
        assertThat(two.visits()).singleElement().matches(Visit::inside);
    }

    @Test
    void ofTwoBoothsThatLetACarOutTheOneThatTakesItBackLeavesTheOthersExit() {
        Visit in = one.enter("29A12345");
        two.meet(one);
        one.leave(in, 25_000);
        two.clock.pass(Duration.ofSeconds(5));
        two.leave(in, 50_000);
        undo(one, in);

        bothAgreeAndAreWhole();

        assertThat(one.visits().getFirst().exit())
                .extracting("central", "feeDong")
                .containsExactly(new CentralId("central-2"), 50_000L);
    }

    @Test
    void aVisitGoesOnFromAnUndoneExitToTheNextOneAndARebuildSaysTheSame() {
        Visit in = one.enter("29A12345");
        one.leave(in, 25_000);
        undo(one, in);
        one.clock.pass(Duration.ofMinutes(5));
        one.leave(in, 50_000);
        one.enter("29A12345");
        List<String> before = one.sharedVisits();
        one.close();

        Rebuild.run(one.file, Booth.ZONE, one.central, (_, _, _) -> {});
        one = new Booth(folder, "central-1", 9);

        assertThat(one.sharedVisits()).isEqualTo(before);
        assertThat(before).hasSize(2);
        bothAgreeAndAreWhole();
    }

    @Test
    void aChangeSaysWhoTookTheExitBackAndWhatItWas() {
        Visit in = one.enter("29A12345");
        one.leave(in, 25_000);
        undo(one, in);
        one.leave(in, 50_000);

        List<HistoryChange> changes = one.ledger().changes(in.id(), 10, 0);

        assertThat(changes).hasSize(1);
        HistoryChange change = changes.getFirst();
        assertThat(change.staff()).isEqualTo("Lan");
        assertThat(change.before().exit()).extracting("feeDong").isEqualTo(25_000L);
        Visit after = Objects.requireNonNull(change.after());
        assertThat(after.inside()).isTrue();
        assertThat(after.id()).isEqualTo(in.id());
    }

    @Test
    void anExitThatNobodySawIsListedAsSuchAndIsNoPassage() {
        Visit in = one.enter("29A12345");
        one.clock.pass(Duration.ofHours(3));
        miss(one, in);
        one.enter("29A12345");

        bothAgreeAndAreWhole();

        Visit missed =
                two.visits().stream().filter(visit -> !visit.inside()).findFirst().orElseThrow();
        assertThat(missed.review()).isEqualTo(Review.EXIT_UNKNOWN);
        assertThat(one.ledger().recent(10))
                .extracting(GateEvent::kind)
                .containsExactly(GateEvent.Kind.ENTRY, GateEvent.Kind.ENTRY);
    }

    @Test
    void anExitThatWasSeenElsewhereReplacesTheOneThatNobodySaw() {
        Visit in = one.enter("29A12345");
        two.meet(one);
        two.clock.pass(Duration.ofMinutes(31));
        two.leave(in, 25_000);
        one.clock.pass(Duration.ofHours(3));
        miss(one, in);
        one.enter("29A12345");

        bothAgreeAndAreWhole();

        Visit left =
                one.visits().stream().filter(visit -> !visit.inside()).findFirst().orElseThrow();
        assertThat(left.exit()).extracting("feeDong", "missed").containsExactly(25_000L, false);
        assertThat(left.review()).isNull();
        assertThat(one.visits()).hasSize(2);
    }

    @Test
    void anActIsSeenSinceWhereTheCarWasLetInOrOutLater() {
        Visit in = one.enter("29A12345");
        one.leave(in, 25_000);
        assertThat(exit(one, in)).extracting("here", "seenSince").containsExactly(true, false);

        Visit again = one.enter("29A12345");
        assertThat(exit(one, in).seenSince()).isTrue();

        one.ledger()
                .decide(
                        desk ->
                                desk.amend(
                                        List.of(again.plate()),
                                        new Fact.Voided(again.eventId(), null, null)))
                .join();
        assertThat(exit(one, in).seenSince()).isFalse();
        assertThat(one.ledger().decide(desk -> desk.acts(again.eventId())).join()).isEmpty();
        two.meet(one);
        assertThat(exit(two, in).here()).isFalse();
    }

    /** What an original that was told of that exit tells back. */
    private static boolean toldBack(Booth booth, Visit left) {
        Visit.Departure exit = Objects.requireNonNull(left.exit());
        var echo =
                new Fact.Exit(
                        left.eventId(),
                        null,
                        null,
                        Fact.Reading.NONE,
                        exit.feeDong(),
                        exit.seconds(),
                        TimeText.of(exit.passage().at(), Booth.ZONE));
        return booth.ledger().decide(desk -> desk.takeIn(new CentralId("central-9"), echo)).join();
    }

    @Test
    void anOriginalThatTellsTheExitBackDoesNotEndTheVisit() {
        Visit in = one.enter("29A12345");
        two.meet(one);
        one.clock.pass(Duration.ofMinutes(31));
        Visit left = one.leave(in, 25_000);
        undo(one, in);

        assertThat(toldBack(one, left)).as("it is known here").isFalse();
        assertThat(toldBack(two, left)).as("it is not known there yet").isTrue();

        assertThat(two.visits()).singleElement().matches(visit -> !visit.inside());
        bothAgreeAndAreWhole();
        assertThat(two.visits()).singleElement().matches(Visit::inside);
    }
}
