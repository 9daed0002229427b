package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class MergeTest {
    /** In memory where the machine has such a folder: these write much and prove no fsync. */
    private static Path scratch() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "gatehouse-merge")
                : Files.createTempDirectory("gatehouse-merge");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** What happens at gates with the links cut, with clocks that differ, and starts in between. */
    private static void live(Booth booth, Random random) {
        booth.clock.set(Duration.ofMillis(random.nextInt(2_000) - 1_000));
        int events = random.nextInt(12);
        for (int i = 0; i < events; i++) {
            String plate = "29A0000" + random.nextInt(4);
            Visit visit = booth.pass(plate);
            if (random.nextInt(3) == 0) {
                booth.confirm(visit);
            }
            booth.clock.pass(Duration.ofMillis(random.nextInt(3)));
            if (random.nextInt(9) == 0) {
                booth.restart();
            }
        }
    }

    /** Some pages in any order of streams, some of them twice, some that do not continue. */
    private static void exchange(Booth to, Booth from, Random random) {
        List<StreamHead> heads = new ArrayList<>(from.ledger().holdings().all());
        java.util.Collections.shuffle(heads, random);
        for (StreamHead head : heads) {
            for (int i = random.nextInt(4); i > 0; i--) {
                List<Ranges.Interval> held = head.held().intervals();
                Ranges.Interval some = held.get(random.nextInt(held.size()));
                long first = some.from() + random.nextLong(some.count());
                Arrival page = from.page(head.stream(), first, 1 + random.nextInt(9));
                MergeResult result = to.ledger().merge(page).join();
                assertThat(result.rejected()).as(result.why()).isZero();
                assertThat(result.merged() + result.had()).isEqualTo(page.size());
            }
        }
    }

    @Property(tries = 40)
    void anyExchangeOfPagesBetweenThreeCentralsGivesOneDigestAndEqualVisits(@ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        Path folder = scratch();
        try (Booth one = new Booth(folder, "central-1", seed + 1);
                Booth two = new Booth(folder, "central-2", seed + 2);
                Booth three = new Booth(folder, "central-3", seed + 3)) {
            List<Booth> all = List.of(one, two, three);
            for (int round = 0; round < 3; round++) {
                all.forEach(booth -> live(booth, random));
                exchange(all.get(random.nextInt(3)), all.get(random.nextInt(3)), random);
                exchange(all.get(random.nextInt(3)), all.get(random.nextInt(3)), random);
            }
            int rows = 1 + random.nextInt(20);
            two.pull(one, rows);
            three.pull(two, rows); // what central-1 had comes to it through central-2
            two.pull(three, rows);
            one.pull(two, rows);

            Hash top = one.ledger().holdings().top();
            List<String> visits = one.sharedVisits();
            for (Booth booth : all) {
                assertThat(booth.ledger().holdings().top()).isEqualTo(top);
                assertThat(booth.sharedVisits()).isEqualTo(visits);
            }
            assertThat(visits)
                    .as("what was made step by step is what one fold of all gives")
                    .isEqualTo(foldedAtOnce(folder, one));
            three.restart();
            assertThat(three.ledger().holdings().top()).isEqualTo(top);
        } finally {
            delete(folder);
        }
    }

    /** The visits of a new ledger that takes all in one page for each stream. */
    private static List<String> foldedAtOnce(Path folder, Booth booth) throws IOException {
        List<String> visits;
        Path file;
        try (Booth fresh = new Booth(folder, "central-9", 9)) {
            file = fresh.file;
            fresh.pull(booth, 1_024);
            visits = fresh.sharedVisits();
        }
        Files.delete(file);
        return visits;
    }

    @Test
    void pagesThatDoNotFitAreRefusedAndTheNextGoodOneIsMerged(@TempDir Path folder) {
        try (Booth here = new Booth(folder, "central-1");
                Booth there = new Booth(folder, "central-2")) {
            for (int i = 0; i < 30; i++) {
                there.pass("29A0000" + i % 3);
            }
            StreamId stream = there.ledger().currentStream().stream();
            Hash nothing = here.ledger().holdings().top();
            Arrival first = there.page(stream, 1, 10);

            MergeResult wrongRoot = here.ledger().merge(withRoot(there, first)).join();
            assertThat(wrongRoot.rejected()).isEqualTo(1);
            assertThat(wrongRoot.fit()).isEqualTo(MergeResult.Fit.DIFFERS_BEFORE);
            assertThat(here.ledger().holdings().top()).isEqualTo(nothing);
            assertThat(here.ledger().holdings().descriptor(stream)).isNull();
            assertThat(here.notices).isEmpty();

            assertThat(here.ledger().merge(first).join().merged()).isEqualTo(10);
            MergeResult altered = here.ledger().merge(altered(there, stream)).join();
            assertThat(altered.had()).isEqualTo(2);
            assertThat(altered.rejected()).isEqualTo(8);
            assertThat(altered.fit()).isEqualTo(MergeResult.Fit.FORK);
            assertThat(altered.why()).contains("event 8 is another");
            assertThat(here.held(stream)).isEqualTo(10);

            MergeResult overlapping = here.ledger().merge(there.page(stream, 5, 20)).join();
            assertThat(overlapping.merged()).isEqualTo(14);
            assertThat(overlapping.had()).isEqualTo(6);
            here.pull(there, 100);
            assertThat(here.sharedVisits()).isEqualTo(there.sharedVisits());
            assertThat(here.ledger().trouble()).isNull();
        }
    }

    /** The first event of a page, live, with a root that is not its. */
    private static Arrival withRoot(Booth there, Arrival page) {
        return Arrival.live(
                there.ledger().currentStream(),
                page.events().getFirst().event(),
                Hash.parse("ab".repeat(32)));
    }

    /** Numbers 6 to 15 with another event as number 8, and a root and a proof that fit them. */
    private static Arrival altered(Booth there, StreamId stream) {
        var events = new ArrayList<LedgerEvent>();
        there.page(stream, 1, 15).events().forEach(leafed -> events.add(leafed.event()));
        LedgerEvent e = events.get(7);
        events.set(
                7,
                new LedgerEvent(
                        e.stream(),
                        e.seq(),
                        e.id(),
                        e.kind(),
                        e.src(),
                        e.central(),
                        e.hlc(),
                        e.wallMs() + 1,
                        e.payload()));
        return HandMade.page(there.ledger().currentStream(), events, 6, 15);
    }

    @Test
    void anEventThatWasAlteredOnTheWayDoesNotPassTheProof(@TempDir Path folder) {
        try (Booth there = new Booth(folder, "central-2")) {
            for (int i = 0; i < 12; i++) {
                there.pass("29A0000" + i % 3);
            }
            StreamDescriptor stream = there.ledger().currentStream();
            Page page = there.ledger().page(stream.stream(), 4, 9, 100, 100_000);
            for (int i = 0; i < page.events().size(); i++) {
                var events = new ArrayList<>(page.events());
                LedgerEvent e = events.get(i);
                events.set(
                        i,
                        new LedgerEvent(
                                e.stream(),
                                e.seq(),
                                e.id(),
                                e.kind(),
                                e.src(),
                                e.central(),
                                e.hlc().next(),
                                e.wallMs(),
                                e.payload()));
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () ->
                                        Arrival.check(
                                                stream,
                                                events,
                                                page.n(),
                                                page.root(),
                                                page.proof()))
                        .withMessageContaining("the proof leads to root");
            }
            var swapped = new ArrayList<>(page.events());
            java.util.Collections.swap(swapped, 1, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    Arrival.check(
                                            stream, swapped, page.n(), page.root(), page.proof()))
                    .withMessageContaining("does not continue its page");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    Arrival.live(
                                            new StreamDescriptor(
                                                    new StreamId(9, 9),
                                                    stream.central(),
                                                    stream.key(),
                                                    1,
                                                    stream.sig()),
                                            page.events().getFirst(),
                                            page.root()));
        }
    }

    @Test
    void liveEventsAreMergedWhereTheyContinueWhatIsHeld(@TempDir Path folder) {
        try (Booth here = new Booth(folder, "central-1");
                Booth there = new Booth(folder, "central-2")) {
            there.pass("29A00001");
            there.pass("29A00002");
            there.ledger()
                    .decide(DecisionContext::now)
                    .join(); // by now it has told of those before
            var live = new ArrayList<Arrival>();
            for (Notice notice : there.notices) {
                if (notice instanceof Notice.Appended(LedgerEvent event, StreamHead head)) {
                    live.add(Arrival.live(there.ledger().currentStream(), event, head.root()));
                }
            }
            assertThat(here.ledger().merge(live.get(0)).join().merged()).isEqualTo(1);
            assertThat(here.ledger().merge(live.get(0)).join().had()).isEqualTo(1);
            assertThat(here.ledger().merge(live.get(1)).join().merged()).isEqualTo(1);
            assertThat(here.sharedVisits()).isEqualTo(there.sharedVisits());
        }
    }

    @Test
    void whatThisVersionDoesNotKnowOrCannotUseIsHeldCountedAndRelayed(@TempDir Path folder) {
        try (Booth here = new Booth(folder, "central-1");
                Booth next = new Booth(folder, "central-2")) {
            StreamId stream = new StreamId(7, 7);
            var central = new CentralId("central-3");
            var descriptor =
                    new StreamDescriptor(stream, central, Blob.ofText("k"), 1, Blob.ofText("s"));
            long ms = Booth.NOON.toEpochMilli();
            String good =
                    "{\"event_id\":\"central-3_" + ms + "_29A00001\",\"plate_id\":\"29A00001\"}";
            String elsewhere = good.replace("29A00001\",", "29A99999\",");
            List<LedgerEvent> events = new ArrayList<>();
            add(events, stream, "opened-by-hand", LedgerEvent.Source.NODE, "{\"why\":\"fire\"}");
            add(events, stream, "entry", LedgerEvent.Source.NODE, "{}");
            add(events, stream, "entry", LedgerEvent.Source.NODE, "no JSON");
            add(events, stream, "entry", LedgerEvent.Source.NODE, elsewhere);
            add(events, stream, "exit", LedgerEvent.Source.NODE, good);
            add(events, stream, "entry", LedgerEvent.Source.IMPORTED, good);
            add(events, stream, "entry", LedgerEvent.Source.NODE, good);
            String fee = "{\"fee\":9223372036854775807,\"seconds\":1,";
            add(events, stream, "exit", LedgerEvent.Source.NODE, good.replace("{", fee));
            Arrival page = HandMade.page(descriptor, events, 1, events.size());

            MergeResult result = here.ledger().merge(page).join();
            assertThat(result.merged()).isEqualTo(8);
            assertThat(result.unusable()).as("of a known kind and without sense").isNotEmpty();
            assertThat(result.unusable()).noneMatch(event -> event.why().contains("29A"));
            next.pull(here, 3);

            assertThat(here.ledger().holdings().events()).isEqualTo(8);
            assertThat(next.ledger().holdings().top()).isEqualTo(here.ledger().holdings().top());
            assertThat(here.visits()).as("only the last entry is one").hasSize(1);
            assertThat(here.visits()).as("such a fee is none").allMatch(Visit::inside);
            assertThat(here.ledger().page(stream, 1, 8, 9, 99_999).events()).isEqualTo(events);
        }
    }

    private static void add(
            List<LedgerEvent> events,
            StreamId stream,
            String kind,
            LedgerEvent.Source src,
            String payload) {
        long seq = events.size() + 1;
        EventId id = Merkle.firstId(stream, seq);
        Hlc hlc = Hlc.ofMs(Booth.NOON.toEpochMilli());
        events.add(
                new LedgerEvent(
                        stream,
                        seq,
                        id,
                        kind,
                        src,
                        new CentralId("central-3"),
                        hlc,
                        hlc.ms(),
                        Blob.ofText(payload)));
    }

    @Test
    void aPeerThatHasMoreOfThisNodesStreamMakesItBeginANewOne(@TempDir Path folder)
            throws IOException {
        try (Booth here = new Booth(folder, "central-1", 5)) {
            here.pass("29A00001");
            Path other = Files.createDirectory(folder.resolve("clone"));
            try (Booth clone = new Booth(other, "central-1", 5)) { // the same names come out
                clone.pass("29A00001");
                clone.pass("29A00002");
                StreamId stream = here.ledger().currentStream().stream();
                assertThat(clone.ledger().currentStream().stream()).isEqualTo(stream);

                here.pull(clone, 10);
                here.pass("29A00003");

                assertThat(here.held(stream)).isEqualTo(2);
                assertThat(here.ledger().currentStream().stream()).isNotEqualTo(stream);
                assertThat(here.visits()).hasSize(3);
            }
        }
    }

    @Test
    void aSecondExitElsewhereDoesNotChangeTheFirst(@TempDir Path folder) {
        try (Booth here = new Booth(folder, "central-1");
                Booth there = new Booth(folder, "central-2")) {
            Visit in = here.enter("29A00001");
            there.pull(here, 10);
            Visit out = here.leave(in, 1_000);
            there.clock.pass(Duration.ofSeconds(5));
            there.leave(in, 2_000);
            here.pull(there, 10);
            there.pull(here, 10);

            assertThat(here.visits().getFirst().exit()).isEqualTo(out.exit());
            assertThat(there.sharedVisits()).isEqualTo(here.sharedVisits());
            assertThat(here.ledger().stats().revenueTodayDong()).isEqualTo(1_000);
        }
    }
}
