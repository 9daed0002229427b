package dev.gatehouse.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

class PlateFoldTest {
    private static final Plate CAR = new Plate("29A12345", "29A-123.45");
    private static final long NOON = 1_795_323_600_000L;

    private int ids;

    private FoldFact fact(String central, long t, Fact.OfCar fact) {
        LedgerEvent event =
                new LedgerEvent(
                        new StreamId(1, 1),
                        1,
                        new EventId(0, ++ids),
                        fact.kind(),
                        LedgerEvent.Source.NODE,
                        new CentralId(central),
                        new Hlc(t),
                        Math.floorDiv(t, Hlc.PER_MS),
                        Blob.empty());
        return FoldFact.of(event, fact, Booth.ZONE, 0);
    }

    private static String name(String central, long ms) {
        return central + "_" + ms + "_" + CAR.canonical();
    }

    private FoldFact entry(String central, long ms) {
        return fact(
                central,
                ms * Hlc.PER_MS,
                new Fact.Entry(name(central, ms), CAR, "gate-1", Fact.Reading.NONE));
    }

    private FoldFact exit(String central, long ms, String eventId, long fee) {
        return fact(
                central,
                ms * Hlc.PER_MS,
                new Fact.Exit(eventId, CAR, "gate-2", Fact.Reading.NONE, fee, 60));
    }

    private FoldFact undone(long ms, FoldFact exit) {
        return fact("c9", ms * Hlc.PER_MS, new ExitUndone(nameOf(exit), exit.event().id(), "Lan"));
    }

    private FoldFact missed(long ms, String eventId) {
        return fact(
                "c1",
                ms * Hlc.PER_MS,
                new Fact.Exit(eventId, CAR, null, Fact.Reading.NONE, 0, 60, null, false, true));
    }

    private FoldFact confirmed(String central, long ms, String eventId) {
        return fact(central, ms * Hlc.PER_MS, new Fact.EntryConfirmed(eventId, CAR, "gate-1"));
    }

    private static PlateFold.Result fold(List<FoldFact> facts) {
        return PlateFold.fold(facts, Booth.ZONE);
    }

    private static String nameOf(FoldFact fact) {
        return fact.named();
    }

    @Test
    void anEntryOpensAVisitAndItsExitClosesIt() {
        FoldFact in = entry("c1", NOON);
        FoldFact out = exit("c2", NOON + 5, nameOf(in), 1_000);

        assertThat(fold(List.of(in)).stays())
                .containsExactly(new PlateFold.Stay(in, CAR, null, false, 0, List.of(), List.of()));
        assertThat(fold(List.of(out, in)).stays())
                .containsExactly(new PlateFold.Stay(in, CAR, out, false, 0, List.of(), List.of()));
    }

    @Test
    void ofTwoEntriesTheOlderStays() {
        FoldFact older = entry("c2", NOON);
        FoldFact newer = entry("c1", NOON + 1);

        assertThat(fold(List.of(newer, older)).stays())
                .containsExactly(
                        new PlateFold.Stay(older, CAR, null, false, 0, List.of(newer), List.of()));
    }

    @Test
    void twoEntriesOfOneMomentAreOrderedByTheirCentral() {
        FoldFact one = entry("c1", NOON);
        FoldFact other = entry("c2", NOON);

        assertThat(fold(List.of(other, one)).stays().getFirst().entry()).isEqualTo(one);
    }

    @Test
    void anExitThatNamesTheSupersededEntryEndsTheVisitThatSupersededIt() {
        FoldFact older = entry("c1", NOON);
        FoldFact newer = entry("c2", NOON + 1);
        FoldFact out = exit("c2", NOON + 9, nameOf(newer), 1_000);

        assertThat(fold(List.of(out, newer, older)).stays())
                .containsExactly(
                        new PlateFold.Stay(older, CAR, out, false, 0, List.of(newer), List.of()));
    }

    @Test
    void aConfirmationMovesWithTheEntryThatIsSuperseded() {
        FoldFact older = entry("c1", NOON);
        FoldFact newer = entry("c2", NOON + 1);
        FoldFact closed = confirmed("c2", NOON + 2, nameOf(newer));

        assertThat(fold(List.of(closed, newer, older)).stays().getFirst().confirmed()).isTrue();
        assertThat(fold(List.of(closed, older)).stays().getFirst().confirmed()).isFalse();
    }

    @Test
    void aSecondExitIsAConflictAndTheFirstStays() {
        FoldFact in = entry("c1", NOON);
        FoldFact first = exit("c2", NOON + 5, nameOf(in), 1_000);
        FoldFact second = exit("c3", NOON + 6, nameOf(in), 2_000);

        assertThat(fold(List.of(second, in, first)).stays())
                .containsExactly(
                        new PlateFold.Stay(in, CAR, first, false, 0, List.of(), List.of(second)));
    }

    @Test
    void aVisitWhoseExitIsTakenBackIsOpenUntilItsNextExit() {
        FoldFact in = entry("c1", NOON);
        FoldFact out = exit("c1", NOON + 5, nameOf(in), 1_000);
        FoldFact undo = undone(NOON + 6, out);
        FoldFact again = exit("c1", NOON + 9, nameOf(in), 2_000);

        assertThat(fold(List.of(undo, out, in)).stays())
                .containsExactly(new PlateFold.Stay(in, CAR, null, false, 0, List.of(), List.of()));
        assertThat(fold(List.of(again, undo, out, in)).stays())
                .containsExactly(
                        new PlateFold.Stay(in, CAR, again, false, 0, List.of(), List.of()));
        assertThat(fold(List.of(again, undo, out, in)).remarks()).isEmpty();
    }

    @Test
    void anExitAtAnotherBoothCountsWhenTheOneBeforeItIsTakenBack() {
        FoldFact in = entry("c1", NOON);
        FoldFact mine = exit("c1", NOON + 5, nameOf(in), 1_000);
        FoldFact theirs = exit("c2", NOON + 6, nameOf(in), 2_000);
        FoldFact undo = undone(NOON + 7, mine);

        assertThat(fold(List.of(undo, theirs, mine, in)).stays())
                .containsExactly(
                        new PlateFold.Stay(in, CAR, theirs, false, 0, List.of(), List.of()));
    }

    @Test
    void twoBoothsThatTakeOneExitBackTakeItBackOnce() {
        FoldFact in = entry("c1", NOON);
        FoldFact out = exit("c1", NOON + 5, nameOf(in), 1_000);

        assertThat(fold(List.of(undone(NOON + 6, out), undone(NOON + 7, out), out, in)).stays())
                .containsExactly(new PlateFold.Stay(in, CAR, null, false, 0, List.of(), List.of()));
    }

    @Test
    void whatDoesNotComeAfterAnExitDoesNotTakeItBack() {
        FoldFact in = entry("c1", NOON);
        FoldFact out = exit("c1", NOON + 5, nameOf(in), 1_000);

        assertThat(fold(List.of(in, undone(NOON + 5, out), out)).stays().getFirst().exit())
                .isEqualTo(out);
    }

    @Test
    void anEntryBehindAnExitThatIsTakenBackIsSuperseded() {
        FoldFact in = entry("c1", NOON);
        FoldFact out = exit("c1", NOON + 5, nameOf(in), 1_000);
        FoldFact later = entry("c2", NOON + 8);

        assertThat(fold(List.of(in, out, later, undone(NOON + 9, out))).stays())
                .containsExactly(
                        new PlateFold.Stay(in, CAR, null, false, 0, List.of(later), List.of()));
    }

    @Test
    void anExitWithoutAnEntryThatIsTakenBackIsVoidedAndLeavesWhatItEndedOpen() {
        FoldFact in = entry("c1", NOON);
        FoldFact alone =
                fact(
                        "c2",
                        (NOON + 5) * Hlc.PER_MS,
                        Fact.Exit.alone(name("c2", NOON + 5), CAR, null, Fact.Reading.NONE));

        PlateFold.Result folded = fold(List.of(in, alone, undone(NOON + 9, alone)));

        assertThat(folded.stays())
                .containsExactly(new PlateFold.Stay(in, CAR, null, false, 0, List.of(), List.of()));
        assertThat(folded.voids()).containsExactly(new PlateFold.Void(alone, List.of()));
    }

    @Test
    void anExitThatNobodySawEndsAVisitUntilOneThatSomebodySawIsKnown() {
        FoldFact in = entry("c1", NOON);
        FoldFact unseen = missed(NOON + 7, nameOf(in));
        FoldFact again = entry("c1", NOON + 8);
        FoldFact before = exit("c2", NOON + 5, nameOf(in), 1_000);
        FoldFact behind = exit("c2", NOON + 9, nameOf(in), 1_000);

        assertThat(fold(List.of(again, unseen, in)).stays())
                .containsExactly(
                        new PlateFold.Stay(in, CAR, unseen, false, 0, List.of(), List.of()),
                        new PlateFold.Stay(again, CAR, null, false, 0, List.of(), List.of()));
        for (FoldFact seen : List.of(before, behind)) {
            PlateFold.Result folded = fold(List.of(again, unseen, seen, in));
            assertThat(folded.stays().getFirst().exit()).isEqualTo(seen);
            assertThat(folded.stays().getLast().entry()).isEqualTo(again);
            assertThat(folded.remarks()).as("nobody need look at it").isEmpty();
        }
    }

    @Test
    void anExitWithoutItsEntryWaitsAndJoinsIt() {
        FoldFact in = entry("c1", NOON);
        FoldFact out = exit("c2", NOON + 5, nameOf(in), 1_000);

        PlateFold.Result alone = fold(List.of(out));
        PlateFold.Result both = fold(List.of(out, in));

        assertThat(alone.stays()).isEmpty();
        assertThat(alone.waiting()).containsExactly(out);
        assertThat(both.stays()).hasSize(1);
        assertThat(both.waiting()).isEmpty();
    }

    @Test
    void aVisitThatTwoCentralsWithOneNameBeganInOneMillisecondBeginsOnce() {
        FoldFact in = entry("c1", NOON);
        FoldFact echo = entry("c1", NOON);

        assertThat(fold(List.of(echo, in)).stays())
                .containsExactly(new PlateFold.Stay(in, CAR, null, false, 0, List.of(), List.of()));
    }

    @Property
    void anExitNeverSortsBeforeItsEntryWhateverTheClocks(
            @ForAll @LongRange(min = 0, max = 2 * NOON) long entryMs,
            @ForAll @LongRange(min = 0, max = 2 * NOON) long exitMs) {
        FoldFact in = entry("c2", entryMs);
        FoldFact out = exit("c1", exitMs, nameOf(in), 0);

        assertThat(out.key()).isGreaterThan(in.key());
        assertThat(fold(List.of(out, in)).stays().getFirst().exit()).isEqualTo(out);
    }

    @Property
    void anyOrderAndRepetitionOfTheFactsGivesTheSameVisits(
            @ForAll @IntRange(min = 1, max = 25) int size, @ForAll Random random) {
        List<FoldFact> facts = facts(size, random);
        PlateFold.Result result = fold(facts);
        var shuffled = new ArrayList<>(facts);
        for (int i = 0; i < size / 2; i++) {
            shuffled.add(facts.get(random.nextInt(size)));
        }
        Collections.shuffle(shuffled, random);

        assertThat(fold(shuffled)).isEqualTo(result);
        assertThat(result.stays().stream().filter(stay -> stay.exit() == null).count())
                .isLessThanOrEqualTo(1);
        assertThat(result.stays().reversed().stream().skip(1))
                .as("only the last can be open")
                .allMatch(stay -> stay.exit() != null);
    }

    @Property
    void goingOnFromAnyVisitGivesTheSameVisitsFromThereOn(
            @ForAll @IntRange(min = 1, max = 25) int size, @ForAll Random random) {
        List<FoldFact> facts = facts(size, random);
        List<PlateFold.Stay> stays = fold(facts).stays();
        for (int i = 0; i < stays.size(); i++) {
            FoldFact start = stays.get(i).entry();
            List<FoldFact> later =
                    facts.stream().filter(f -> f.key().t() >= Hlc.ofMs(ms(start)).value()).toList();
            assertThat(
                            PlateFold.foldFrom(start.named(), later, isEntered(facts), Booth.ZONE)
                                    .stays())
                    .isEqualTo(stays.subList(i, stays.size()));
        }
    }

    private static Predicate<String> isEntered(List<FoldFact> facts) {
        return name ->
                facts.stream()
                        .anyMatch(f -> f.fact() instanceof Fact.Entry && f.named().equals(name));
    }

    private static long ms(FoldFact fact) {
        return new Hlc(fact.key().t()).ms();
    }

    /** Entries, exits and confirmations of a few centrals within a few milliseconds. */
    private List<FoldFact> facts(int size, Random random) {
        var facts = new ArrayList<FoldFact>();
        var names = new ArrayList<String>(List.of(name("c9", NOON)));
        for (int i = 0; i < size; i++) {
            String central = "c" + random.nextInt(3);
            long ms = NOON + random.nextInt(12);
            String named = names.get(random.nextInt(names.size()));
            FoldFact any = facts.isEmpty() ? null : facts.get(random.nextInt(facts.size()));
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    facts.add(entry(central, ms));
                    names.add(name(central, ms));
                }
                case 2, 3 -> facts.add(exit(central, ms, named, random.nextInt(3) * 1_000));
                case 4 -> facts.add(missed(ms, named));
                case 5 -> facts.add(any == null ? missed(ms, named) : undone(ms, any));
                default -> facts.add(confirmed(central, ms, named));
            }
        }
        return facts;
    }
}
