package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.ledger.query.EntryFate;
import dev.gatehouse.ledger.query.EntryFates;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The fold's rules by example, each on real ledgers that exchange what they hold. */
class FoldExamplesTest {
    private static final String CAR = "29A12345";
    private static final CentralId ORIGINAL = new CentralId("central-9");
    private static final String OLD_NAME = "central-9_1795323600000_29A12345";
    private static final String OLD_IN = "2026-11-22 12:00:00";
    private static final String OLD_OUT = "2026-11-22 13:00:00";

    private final Booth one;
    private final Booth two;

    FoldExamplesTest(@TempDir Path folder) {
        one = new Booth(folder, "central-1");
        two = new Booth(folder, "central-2");
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    /** Both hold the same, and it is the same; what is stored is what a fresh fold gives. */
    private void exchange() {
        one.pull(two, 100);
        two.pull(one, 100);
        assertThat(one.ledger().holdings().top()).isEqualTo(two.ledger().holdings().top());
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

    private static Visit corrected(Booth booth, Visit visit, String plate) {
        return booth.ledger()
                .decide(
                        desk ->
                                desk.amend(
                                        List.of(visit.plate(), Booth.plate(plate)),
                                        new Fact.Correction(
                                                visit.eventId(), plate, plate, null, null, null)))
                .join()
                .orElseThrow();
    }

    private static void voided(Booth booth, Visit visit) {
        booth.ledger()
                .decide(
                        desk ->
                                desk.amend(
                                        List.of(visit.plate()),
                                        new Fact.Voided(visit.eventId(), "thử", "Lan")))
                .join();
    }

    private static boolean takenIn(Booth booth, Fact.OfCar fact) {
        return booth.ledger().decide(desk -> desk.takeIn(ORIGINAL, fact)).join();
    }

    private static Fact.Entry oldEntry() {
        return new Fact.Entry(OLD_NAME, Booth.plate(CAR), "1", Fact.Reading.NONE, OLD_IN);
    }

    private static Fact.Exit oldExit(String name, @Nullable Plate plate, long fee) {
        return new Fact.Exit(name, plate, "2", Fact.Reading.NONE, fee, 3_600, OLD_OUT);
    }

    private static Visit.Departure exitOf(@Nullable Visit visit) {
        return Objects.requireNonNull(Objects.requireNonNull(visit).exit());
    }

    private static List<Irregularity> irregular(Booth booth, Irregularity.Kind kind) {
        return booth.ledger().irregular(kind, 100, 0);
    }

    @Test
    void twoCallsForOnePlateInOneCommitAreAnEntryAndItsExit() {
        var first = one.ledger().decide(desk -> pass(desk));
        var second = one.ledger().decide(desk -> pass(desk));

        assertThat(second.join().eventId()).isEqualTo(first.join().eventId());
        assertThat(one.visits()).singleElement().matches(visit -> !visit.inside());
        assertThat(one.ledger().holdings().events()).isEqualTo(2);
    }

    private static Visit pass(DecisionContext desk) {
        return desk.openVisit(Booth.plate(CAR))
                .map(inside -> Booth.left(desk, inside, 1_000))
                .orElseGet(() -> Booth.entered(desk, CAR));
    }

    @Test
    void aFarAheadEntryItsExitAndAReEntryElsewhereAreTwoVisitsInTheirOrder() {
        two.clock.set(Duration.ofHours(3));
        Visit ahead = two.enter(CAR);
        one.pull(two, 100);
        one.leave(ahead, 25_000);
        Visit again = one.enter(CAR);

        assertThat(again.eventId())
                .isGreaterThan(ahead.eventId().replace("central-2", "central-1"));
        assertThat(one.visits()).hasSize(2);
        exchange();
        assertThat(one.visits())
                .filteredOn(Visit::inside)
                .extracting(Visit::eventId)
                .containsExactly(again.eventId());
    }

    @Test
    void anEntryBehindAFarClockThatBecameAnotherCarsLeavesItsNameToNobody() {
        two.clock.set(Duration.ofHours(3));
        two.leave(two.enter(CAR), 0);
        one.pull(two, 100);
        Visit misread = one.enter(CAR);
        corrected(one, misread, "29A99999");
        Visit again = one.enter(CAR);
        corrected(one, again, "30F99999");
        Visit third = one.enter(CAR);

        assertThat(List.of(misread.eventId(), again.eventId(), third.eventId()))
                .doesNotHaveDuplicates();
        exchange();
        assertThat(one.visits())
                .filteredOn(Visit::inside)
                .extracting(visit -> visit.plate().canonical())
                .containsExactlyInAnyOrder(CAR, "29A99999", "30F99999");
    }

    @Test
    void theVoidOfAVisitThatSupersededAnotherBringsThatOneBack() {
        Visit first = one.enter(CAR);
        one.clock.pass(Duration.ofMinutes(1));
        two.clock.pass(Duration.ofMinutes(2));
        Visit superseded = two.enter(CAR);
        exchange();
        assertThat(one.visits()).extracting(Visit::eventId).containsExactly(first.eventId());
        assertThat(irregular(one, Irregularity.Kind.SUPERSEDED))
                .singleElement()
                .satisfies(one -> assertThat(one.eventId()).isEqualTo(first.eventId()));
        long id = one.visits().getFirst().id();

        voided(one, first);
        exchange();

        assertThat(one.visits())
                .singleElement()
                .matches(visit -> visit.eventId().equals(superseded.eventId()))
                .matches(Visit::inside)
                .matches(visit -> visit.id() != id, "a row number of its own");
        assertThat(irregular(two, Irregularity.Kind.SUPERSEDED)).isEmpty();
        assertThat(irregular(two, Irregularity.Kind.VOIDED)).hasSize(1);
    }

    @Test
    void theVoidOfAnEndedVisitListsItsExitUnderIt() {
        Visit in = one.enter(CAR);
        one.leave(in, 25_000);

        voided(one, in);
        exchange();

        assertThat(one.visits()).isEmpty();
        assertThat(one.ledger().stats().vehiclesInside()).isZero();
        assertThat(irregular(two, Irregularity.Kind.VOIDED_EXIT))
                .singleElement()
                .satisfies(
                        exit -> {
                            assertThat(exit.eventId()).isEqualTo(in.eventId());
                            assertThat(exit.passage().feeDong()).isEqualTo(25_000);
                            assertThat(exit.visit()).isNull();
                        });
    }

    @Test
    void aCorrectionMovesTheVisitWithItsExitToTheRightCarAndKeepsItsRow() {
        Visit in = one.enter(CAR);
        Visit out = one.leave(in, 25_000);

        corrected(one, in, "29A12346");
        exchange();

        assertThat(one.visits())
                .singleElement()
                .matches(visit -> visit.id() == out.id())
                .matches(visit -> visit.plate().canonical().equals("29A12346"))
                .matches(visit -> !visit.inside());
        assertThat(one.visits().getFirst().createdAt()).isEqualTo(out.createdAt());
    }

    @Test
    void aCorrectionToACarThatIsInsideElsewhereLeavesOneVisitAndAConflict() {
        Visit inside = two.enter("29A12346");
        exchange();
        one.clock.pass(Duration.ofMinutes(5));
        Visit wrong = one.enter(CAR);

        Visit of = corrected(one, wrong, "29A12346");
        exchange();

        assertThat(of.eventId()).isEqualTo(inside.eventId());
        assertThat(one.visits()).extracting(Visit::eventId).containsExactly(inside.eventId());
        assertThat(irregular(two, Irregularity.Kind.SUPERSEDED))
                .singleElement()
                .satisfies(one -> assertThat(one.eventId()).isEqualTo(inside.eventId()));
    }

    @Test
    void theEchoOfACorrectionAfterANewerOneChangesNothing() {
        takenIn(two, oldEntry());
        one.pull(two, 10);
        Visit visit = one.visits().getFirst();
        corrected(one, visit, "29A12340");
        Visit right = corrected(one, visit, "29A12341");
        exchange();

        takenIn(
                two,
                new Fact.Correction(
                        OLD_NAME, "29A12340", "29A12340", null, null, "2026-11-23 10:00:00"));
        exchange();

        assertThat(two.visits())
                .singleElement()
                .satisfies(now -> assertThat(now.plate()).isEqualTo(right.plate()));
    }

    @Test
    void ofTwoExitsTheEarlierStaysAndTheOtherIsListedWithItsFee() {
        Visit in = one.enter(CAR);
        two.pull(one, 10);
        one.clock.pass(Duration.ofMinutes(60));
        two.clock.pass(Duration.ofMinutes(61));
        one.leave(in, 25_000);
        two.leave(in, 50_000);

        exchange();

        for (Booth booth : List.of(one, two)) {
            assertThat(irregular(booth, Irregularity.Kind.SECOND_EXIT))
                    .singleElement()
                    .satisfies(
                            second -> {
                                assertThat(second.passage().feeDong()).isEqualTo(50_000);
                                assertThat(exitOf(second.visit()).feeDong()).isEqualTo(25_000);
                            });
        }
    }

    @Test
    void anExitBeforeItsEntryWaitsAndJoinsItWhenThatComes() {
        takenIn(one, oldExit(OLD_NAME, null, 25_000));
        assertThat(irregular(one, Irregularity.Kind.WAITING)).hasSize(1);
        assertThat(one.visits()).isEmpty();

        takenIn(two, oldEntry());
        exchange();

        assertThat(irregular(one, Irregularity.Kind.WAITING)).isEmpty();
        assertThat(one.visits()).singleElement().matches(visit -> !visit.inside());
    }

    @Test
    void oneOriginalsEventsTakenInLiveByOneAndAsRowsByAnotherAreOne() {
        assertThat(takenIn(one, oldEntry())).isTrue();
        assertThat(takenIn(one, oldExit(OLD_NAME, Booth.plate(CAR), 25_000))).isTrue();
        two.clock.pass(Duration.ofHours(5));
        assertThat(takenIn(two, oldExit(OLD_NAME, null, 25_000))).isTrue();
        assertThat(takenIn(two, oldEntry())).isTrue();
        assertThat(takenIn(two, oldEntry())).as("a second copy counts as had").isFalse();

        exchange();

        assertThat(one.ledger().holdings().events()).isEqualTo(4);
        assertThat(one.visits())
                .singleElement()
                .satisfies(
                        visit -> {
                            assertThat(visit.sourceCentral()).isEqualTo(ORIGINAL);
                            assertThat(visit.entry().at()).isEqualTo(Booth.NOON);
                            assertThat(exitOf(visit).passage().at())
                                    .isEqualTo(Booth.NOON.plusSeconds(3_600));
                        });
        for (Irregularity.Kind kind : Irregularity.Kind.values()) {
            assertThat(irregular(one, kind)).isEmpty();
        }
        assertThat(one.ledger().recent(10)).as("each passage once").hasSize(2);
    }

    @Test
    void whatWasMadeHereAndComesBackFromAnOriginalIsNotWrittenAgain() {
        Visit in = one.enter(CAR);
        one.clock.pass(Duration.ofHours(1));
        one.leave(in, 25_000);
        Visit never = one.enter("29A99999");
        voided(one, never);
        String out = TimeText.of(exitOf(one.visits().getFirst()).passage().at(), Booth.ZONE);
        long before = one.ledger().holdings().events();

        assertThat(
                        takenIn(
                                one,
                                new Fact.Entry(
                                        in.eventId(),
                                        in.plate(),
                                        null,
                                        Fact.Reading.NONE,
                                        TimeText.of(in.entry().at(), Booth.ZONE))))
                .isFalse();
        assertThat(takenIn(one, backAgain(in.eventId(), 25_000, out))).isFalse();
        assertThat(takenIn(one, backAgain(never.eventId(), 0, out)))
                .as("the original was told of the void as of an exit")
                .isFalse();
        assertThat(one.ledger().holdings().events()).isEqualTo(before);
        assertThat(takenIn(one, backAgain(in.eventId(), 20_000, out)))
                .as("with another fee it is another exit")
                .isTrue();
    }

    private static Fact.Exit backAgain(String name, long fee, String time) {
        return new Fact.Exit(name, null, null, Fact.Reading.NONE, fee, 3_600, time);
    }

    @Test
    void anOutlookTellsWhatBecameOfAnEntry() {
        Visit first = one.enter(CAR);
        two.clock.pass(Duration.ofMinutes(1));
        Visit second = two.enter(CAR);
        exchange();
        one.leave(first, 5_000);
        Visit never = one.enter("29A99999");
        voided(one, never);
        exchange();

        EntryFates outlooks = two.ledger().outlooks();
        Visit visit = two.visits().getFirst();
        assertThat(
                        outlooks.of(
                                List.of(
                                        first.eventId(),
                                        second.eventId(),
                                        never.eventId(),
                                        "central-1_1_X")))
                .satisfiesExactly(
                        one ->
                                assertThat(one)
                                        .isEqualTo(
                                                new EntryFate.OfVisit(
                                                        visit, List.of(second.eventId()))),
                        two -> assertThat(two).isEqualTo(new EntryFate.Superseded(visit)),
                        three ->
                                assertThat(three)
                                        .isInstanceOfSatisfying(
                                                EntryFate.Voided.class,
                                                gone -> assertThat(gone.open()).isTrue()),
                        four -> assertThat(four).isEqualTo(new EntryFate.Unknown()));
        assertThat(outlooks.since(Instant.EPOCH, 0, 10))
                .containsExactly(new EntryFate.OfVisit(visit, List.of(second.eventId())));
    }

    @Test
    void aVoidOfAnOriginalTakesItsVisitOut() {
        takenIn(one, oldEntry());
        assertThat(one.visits()).hasSize(1);
        takenIn(two, new Fact.Voided(OLD_NAME, null, null));
        exchange();
        assertThat(one.visits()).isEmpty();
        assertThat(takenIn(one, new Fact.Voided(OLD_NAME, null, null))).isFalse();
    }

    @Test
    void anExitThatTheSecondGenerationNamesItselfClosesTheVisitOfItsPlate() {
        Visit in = one.enter(CAR);
        takenIn(two, oldExit("central-2_1795327200000_29A12345", Booth.plate(CAR), 25_000));

        exchange();

        assertThat(one.visits())
                .singleElement()
                .matches(visit -> visit.eventId().equals(in.eventId()))
                .matches(visit -> !visit.inside());
    }

    @Test
    void theEchoOfAnExitIsNoConflictAndTheOneMadeHereIsKept() {
        Visit in = one.enter(CAR);
        one.clock.pass(Duration.ofHours(1));
        one.leave(in, 25_000);
        takenIn(two, oldExit(in.eventId(), null, 25_000));

        exchange();

        assertThat(two.visits())
                .singleElement()
                .satisfies(
                        visit ->
                                assertThat(exitOf(visit).central())
                                        .isEqualTo(new CentralId("central-1")));
        assertThat(irregular(two, Irregularity.Kind.SECOND_EXIT)).isEmpty();
    }

    @Test
    void changesTellWhatWasAndWhatBecame() {
        Visit in = one.enter(CAR);
        Visit out = one.leave(in, 25_000);
        corrected(one, in, "29A12346");
        one.clock.pass(Duration.ofMinutes(1));
        voided(one, one.visits().getFirst());

        List<HistoryChange> changes = one.ledger().changes(out.id(), 10, 0);

        assertThat(changes).hasSize(2);
        assertThat(changes.getFirst().after()).isNull();
        assertThat(changes.getFirst().staff()).isEqualTo("Lan");
        assertThat(changes.getFirst().before().plate().canonical()).isEqualTo("29A12346");
        assertThat(changes.getLast().before().plate().canonical()).isEqualTo(CAR);
        assertThat(Objects.requireNonNull(changes.getLast().after()).plate().canonical())
                .isEqualTo("29A12346");
        assertThat(changes).allMatch(change -> change.before().id() == out.id());
        assertThat(changes).allMatch(change -> exitOf(change.before()).feeDong() == 25_000);
        assertThat(changes).extracting(HistoryChange::id).containsExactly(2L, 1L);
        assertThat(one.ledger().changes(null, 10, 0)).isEqualTo(changes);
        assertThat(one.ledger().changes(99L, 10, 0)).isEmpty();
    }

    @Test
    void ofListsAndSettingsTheLastCountsWhereverItCameFrom() {
        one.ledger().decide(desk -> put(desk, 10_000)).join();
        two.clock.pass(Duration.ofSeconds(1));
        two.ledger().decide(desk -> put(desk, 20_000)).join();

        exchange();

        for (Booth booth : List.of(one, two)) {
            assertThat(booth.ledger().shared().newest(Fact.Fees.KIND))
                    .contains(new Fact.Fees(new FeeRules(30, 20_000)));
            assertThat(booth.ledger().shared().newest(Fact.Staff.KIND)).isEmpty();
        }
    }

    private static boolean put(DecisionContext desk, long perHour) {
        desk.append(new Fact.Fees(new FeeRules(30, perHour)));
        return true;
    }
}
