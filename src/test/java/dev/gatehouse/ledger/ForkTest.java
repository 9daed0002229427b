package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.QuarantinedEvent;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One machine was cloned, and both copies wrote on in one stream. Whatever order they and others
 * meet in: nothing that was acknowledged is lost, and all come to hold the same.
 */
class ForkTest {
    private static final String OWN = "central-1";

    /** Two copies of one machine that have written the same so far. */
    private static List<Booth> clones(Path folder, int common) throws IOException {
        var clones = new ArrayList<Booth>();
        for (String copy : List.of("a", "b")) {
            Booth clone = new Booth(Files.createDirectories(folder.resolve(copy)), OWN, 5);
            for (int i = 0; i < common; i++) {
                clone.enter("29A0000" + i);
            }
            clones.add(clone);
        }
        return clones;
    }

    private static void enter(Booth booth, String prefix, int cars) {
        for (int i = 0; i < cars; i++) {
            booth.enter(prefix + i);
        }
    }

    private static List<String> plates(Booth booth) {
        return booth.visits().stream().map(visit -> visit.plate().canonical()).sorted().toList();
    }

    /** Everybody meets everybody until nothing changes any more. */
    private static void meetAll(List<Booth> all) {
        for (int round = 0; round < 12; round++) {
            String before = state(all);
            for (Booth one : all) {
                all.stream().filter(other -> other != one).forEach(one::meet);
            }
            if (state(all).equals(before)) {
                return;
            }
        }
        throw new AssertionError("it never ends");
    }

    private static String state(List<Booth> all) {
        return all.stream().map(booth -> booth.ledger().holdings().top()).toList().toString();
    }

    private static void assertAllHold(List<Booth> all, TreeSet<String> plates) {
        for (Booth booth : all) {
            assertThat(booth.ledger().holdings().top())
                    .isEqualTo(all.getFirst().ledger().holdings().top());
            assertThat(plates(booth)).isEqualTo(List.copyOf(plates));
            assertThat(booth.sharedVisits()).isEqualTo(all.getFirst().sharedVisits());
            assertThat(booth.ledger().forks()).isEmpty();
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

    private static TreeSet<String> plates(int common, int a, int b) {
        var plates = new TreeSet<String>();
        for (int i = 0; i < common; i++) {
            plates.add("29A0000" + i);
        }
        for (int i = 0; i < a; i++) {
            plates.add("30A1000" + i);
        }
        for (int i = 0; i < b; i++) {
            plates.add("30B1000" + i);
        }
        return plates;
    }

    @Test
    void theFirstVersionStaysAndTheSecondGoesToQuarantineWithItsSender(@TempDir Path folder)
            throws IOException {
        List<Booth> clones = clones(folder, 2);
        try (Booth a = clones.get(0);
                Booth b = clones.get(1);
                Booth c = new Booth(folder, "central-2");
                Booth d = new Booth(folder, "central-3")) {
            StreamId stream = a.ledger().currentStream().stream();
            enter(a, "30A1000", 2);
            enter(b, "30B1000", 1);
            c.meet(a);
            d.meet(b);

            MergeResult result = c.ledger().merge(d.page(stream, 1, 9).from(d.central)).join();

            assertThat(result.fit()).isEqualTo(MergeResult.Fit.FORK);
            assertThat(result.had()).isEqualTo(2);
            assertThat(result.rejected()).isEqualTo(1);
            assertThat(c.held(stream)).isEqualTo(4);
            Fork fork = c.ledger().forks().getFirst();
            assertThat(fork.stream()).isEqualTo(stream);
            assertThat(fork.seq()).isEqualTo(3);
            QuarantinedEvent other = c.ledger().quarantined().getFirst();
            assertThat(other.sender()).isEqualTo(d.central);
            assertThat(other.event().payload().text()).contains("30B10000");
            assertThat(Merkle.leaf(other.event())).isEqualTo(fork.other());
            c.restart();
            assertThat(c.ledger().forks()).containsExactly(fork);
        }
    }

    @Test
    void aForkWithOneCloneAliveEndsAndKeepsBothVersions(@TempDir Path folder) throws IOException {
        List<Booth> clones = clones(folder, 2);
        try (Booth a = clones.get(0);
                Booth c = new Booth(folder, "central-2");
                Booth d = new Booth(folder, "central-3")) {
            try (Booth b = clones.get(1)) {
                enter(b, "30B1000", 2);
                d.meet(b);
            } // and never comes back
            enter(a, "30A1000", 3);
            StreamId forked = a.ledger().currentStream().stream();
            c.meet(a);

            meetAll(List.of(a, c, d));

            assertAllHold(List.of(a, c, d), plates(2, 3, 2));
            assertThat(a.held(forked)).as("the version of the one that is gone").isEqualTo(4);
            assertThat(a.ledger().currentStream().stream()).isNotEqualTo(forked);
        }
    }

    @Test
    void aForkWithBothClonesAliveEndsAndKeepsBothVersions(@TempDir Path folder) throws IOException {
        List<Booth> clones = clones(folder, 2);
        try (Booth a = clones.get(0);
                Booth b = clones.get(1);
                Booth c = new Booth(folder, "central-2");
                Booth d = new Booth(folder, "central-3")) {
            StreamId forked = a.ledger().currentStream().stream();
            enter(a, "30A1000", 3);
            enter(b, "30B1000", 2);
            c.meet(a);
            d.meet(b);
            a.meet(d); // each sees the other's version before it hears what the other does
            b.meet(c);

            meetAll(List.of(a, b, c, d));

            assertAllHold(List.of(a, b, c, d), plates(2, 3, 2));
            assertThat(a.held(forked)).as("both were given up").isEqualTo(2);
            for (Booth booth : List.of(a, b, c, d)) {
                booth.restart();
            }
            assertAllHold(List.of(a, b, c, d), plates(2, 3, 2));
        }
    }

    @Test
    void aCloneThatIsOnlyToldOfTheForkEndsItToo(@TempDir Path folder) throws IOException {
        List<Booth> clones = clones(folder, 1);
        try (Booth a = clones.get(0);
                Booth b = clones.get(1);
                Booth c = new Booth(folder, "central-2");
                Booth d = new Booth(folder, "central-3")) {
            enter(a, "30A1000", 1);
            enter(b, "30B1000", 2);
            c.meet(a);
            d.meet(b);
            c.meet(d);
            StreamId forked = a.ledger().currentStream().stream();
            assertThat(a.ledger().root(forked, 2)).isEqualTo(c.ledger().root(forked, 2));

            a.meet(c); // what c holds is what a holds; only its alarm tells

            assertThat(a.held(forked)).isEqualTo(1);
            meetAll(List.of(a, c, d));
            assertAllHold(List.of(a, c, d), plates(1, 1, 2));
        }
    }

    @Test
    void aVersionThatWasWithdrawnBeforeItCameIsNeverTaken(@TempDir Path folder) throws IOException {
        List<Booth> clones = clones(folder, 1);
        try (Booth a = clones.get(0);
                Booth b = clones.get(1);
                Booth old = new Booth(folder, "central-2");
                Booth fresh = new Booth(folder, "central-3")) {
            StreamId forked = a.ledger().currentStream().stream();
            enter(a, "30A1000", 2);
            enter(b, "30B1000", 1);
            old.meet(a);
            a.meet(b); // gives its version up and takes the other
            StreamId again = a.ledger().currentStream().stream();
            fresh.ledger().merge(a.page(again, 1, 99)).join(); // the withdrawal, nothing else

            MergeResult result = fresh.ledger().merge(old.page(forked, 1, 99)).join();

            assertThat(result.merged()).isEqualTo(1);
            assertThat(result.had()).as("withdrawn").isEqualTo(2);
            assertThat(fresh.held(forked)).isEqualTo(1);
            assertThat(fresh.ledger().merge(b.page(forked, 1, 99)).join().merged()).isEqualTo(1);
            meetAll(List.of(a, b, old, fresh));
            assertAllHold(List.of(a, b, old, fresh), plates(1, 2, 1));
        }
    }

    @Test
    void whatIsWrittenAgainHasAnIdOfItsOwnThatFollowsFromWhatItSays(@TempDir Path folder)
            throws IOException {
        List<Booth> clones = clones(folder, 1);
        try (Booth a = clones.get(0);
                Booth b = clones.get(1)) {
            StreamId forked = a.ledger().currentStream().stream();
            enter(a, "30A1000", 2);
            enter(b, "30B1000", 1);
            List<HashedEvent> before = a.page(forked, 2, 2).events();
            a.meet(b);

            List<LedgerEvent> now =
                    a.ledger().page(a.ledger().currentStream().stream(), 1, 9, 9, 99_999).events();

            assertThat(now).extracting(LedgerEvent::kind).first().isEqualTo(Fact.Withdraw.KIND);
            for (int i = 0; i < 2; i++) {
                LedgerEvent again = now.get(1 + i);
                LedgerEvent first = before.get(i).event();
                assertThat(again.id().bytes())
                        .isEqualTo(java.util.Arrays.copyOf(before.get(i).leaf().bytes(), 16));
                assertThat(again.payload()).isEqualTo(first.payload());
                assertThat(again.hlc()).isEqualTo(first.hlc());
                assertThat(again.wallMs()).isEqualTo(first.wallMs());
            }
            assertThat(a.page(forked, 2, 1).events().getFirst().event().id())
                    .as("the other version keeps the one that both had")
                    .isEqualTo(before.getFirst().event().id());
        }
    }

    @Test
    void nobodyElseCanWithdrawWhatIsNotHis(@TempDir Path folder) {
        try (Booth one = new Booth(folder, "central-1");
                Booth two = new Booth(folder, "central-2")) {
            Visit visit = one.enter("29A00001");
            StreamId stream = one.ledger().currentStream().stream();
            HashedEvent event = one.page(stream, 1, 1).events().getFirst();
            two.ledger()
                    .decide(
                            desk -> {
                                desk.append(
                                        new Fact.Withdraw(
                                                List.of(
                                                        new Fact.GivenUp(
                                                                stream, 1, event.leaf()))));
                                return true;
                            })
                    .join();

            one.meet(two);
            two.meet(one);

            assertThat(one.held(stream)).isEqualTo(1);
            assertThat(two.held(stream)).isEqualTo(1);
            assertThat(two.visits()).extracting(Visit::eventId).containsExactly(visit.eventId());
        }
    }

    @Test
    void aThousandDivergentEventsAreWrittenAgainInTheirOrder(@TempDir Path folder)
            throws IOException {
        List<Booth> clones = clones(folder, 1);
        try (Booth a = clones.get(0);
                Booth b = clones.get(1);
                Booth c = new Booth(folder, "central-2")) {
            VerificationTest.fill(a, 600);
            enter(b, "30B1000", 1);
            c.meet(a);
            a.meet(b);
            meetAll(List.of(a, b, c));

            assertThat(c.ledger().holdings().events()).isEqualTo(1 + 1 + 1_200 + 3);
            assertThat(c.ledger().stats()).isEqualTo(a.ledger().stats());
            assertThat(c.ledger().stats().exitsToday()).isEqualTo(600);
        }
    }

    @Test
    void aRowWhoseLeafIsDamagedIsNoSecondVersionButSaysThatAllIsToBeLookedThrough(
            @TempDir Path folder) throws SQLException {
        try (Booth one = new Booth(folder, "central-1");
                Booth two = new Booth(folder, "central-2")) {
            enter(one, "29A1000", 3);
            StreamId stream = one.ledger().currentStream().stream();
            two.meet(one);
            for (Booth damaged : List.of(two, one)) { // also where it is the writer's own
                Booth sound = damaged == one ? two : one;
                String spoil = "UPDATE event SET leaf = zeroblob(32) WHERE seq = 2";
                assertThat(HandMade.change(damaged.file, spoil)).isEqualTo(1);
                long before = damaged.ledger().foreignWrites();
                Arrival page = sound.page(stream, 1, 3).from(sound.central);

                MergeResult result = damaged.ledger().merge(page).join();

                assertThat(result.deferred()).as("until it is mended").isEqualTo(3);
                assertThat(damaged.ledger().foreignWrites()).isGreaterThan(before);
                assertThat(damaged.ledger().forks()).isEmpty();
                assertThat(damaged.ledger().quarantined()).isEmpty();
                Hash held = Hash.of(new byte[Hash.BYTES]);
                Hash other = page.events().get(1).leaf();
                damaged.ledger().heard(new Fork(stream, 2, held, other));
                assertThat(damaged.ledger().decide(DecisionContext::now).join()).isNotNull();
                assertThat(damaged.held(stream)).isEqualTo(3);
                List<LedgerEvent> right = List.of(page.events().get(1).event());
                assertThat(damaged.ledger().mend(stream, right).join()).isTrue();
                assertThat(damaged.ledger().merge(page).join().had()).isEqualTo(3);
            }
            assertThat(one.ledger().currentStream().stream()).isEqualTo(stream);
        }
    }

    @Test
    void whoSaysWithoutEndThatThereIsACopyMakesItWriteOnlyAFewTimesAgain(@TempDir Path folder) {
        try (Booth one = new Booth(folder, "central-1")) {
            enter(one, "29A1000", 3);
            List<String> cars = plates(one);
            for (int lie = 0; lie < 100; lie++) {
                StreamId stream = one.ledger().currentStream().stream();
                long n = one.held(stream);
                one.ledger().copied(stream);
                one.ledger().heard(new StreamHead(stream, n + 5, noise(lie)));
                if (n > 0) {
                    Hash mine = one.page(stream, 1, 1).events().getFirst().leaf();
                    one.ledger().heard(new Fork(stream, 1, mine, noise(lie)));
                }
                one.ledger().decide(DecisionContext::now).join();
            }

            assertThat(one.ledger().holdings().all()).hasSizeLessThanOrEqualTo(17);
            assertThat(one.ledger().holdings().events()).isLessThan(17 * 4);
            assertThat(plates(one)).isEqualTo(cars);
        }
    }

    private static Hash noise(int seed) {
        var random = new Random(seed);
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), seed);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 25)
    void whateverOrderTheyMeetInNothingIsLostAndAllConverge(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        Path memory = Path.of("/dev/shm");
        Path folder =
                Files.isWritable(memory)
                        ? Files.createTempDirectory(memory, "gatehouse-fork")
                        : Files.createTempDirectory("gatehouse-fork");
        int common = random.nextInt(3);
        int ofA = 1 + random.nextInt(4);
        int ofB = ofA + 1 + random.nextInt(3); // else both would draw the same name for a stream
        List<Booth> clones = clones(folder, common);
        try (Booth a = clones.get(0);
                Booth b = clones.get(1);
                Booth c = new Booth(folder, "central-2", seed);
                Booth d = new Booth(folder, "central-3", seed + 1)) {
            List<Booth> all = List.of(a, b, c, d);
            int doneA = 0;
            int doneB = 0;
            while (doneA < ofA || doneB < ofB) {
                switch (random.nextInt(6)) {
                    case 0 -> doneA += doneA < ofA ? entered(a, "30A1000" + doneA) : 0;
                    case 1 -> doneB += doneB < ofB ? entered(b, "30B1000" + doneB) : 0;
                    case 2 -> all.get(random.nextInt(4)).restart();
                    default -> {
                        Booth one = all.get(random.nextInt(4));
                        Booth other = all.get(random.nextInt(4));
                        if (one != other) {
                            one.meet(other);
                        }
                    }
                }
            }

            meetAll(all);

            assertAllHold(all, plates(common, ofA, ofB));
            for (StreamHead head : a.ledger().holdings().all()) {
                assertThat(head.loose().isEmpty()).isTrue();
            }
        } finally {
            delete(folder);
        }
    }

    private static int entered(Booth booth, String plate) {
        booth.enter(plate);
        return 1;
    }
}
