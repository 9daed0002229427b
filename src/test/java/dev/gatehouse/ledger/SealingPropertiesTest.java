package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A ledger that packs its events, at whatever moments, answers as one that never does: through
 * pages in any order, events of its own, erasures, versions that are given up, and restarts.
 */
class SealingPropertiesTest {
    private static final int SPAN = 8;
    private static final int STEPS = 60;

    /** A ledger whose turns are taken one by one. */
    private static final class Node implements AutoCloseable {
        final HandClock clock = new HandClock(Booth.NOON);
        final CentralId central;
        private final Disk disk;
        private final Queue<Runnable> turns = new ArrayDeque<>();
        private int starts;
        private Ledger ledger;

        Node(String central, Disk disk, int span) {
            this.central = new CentralId(central);
            this.disk = disk;
            disk.span(span);
            this.ledger = opened();
        }

        private Ledger opened() {
            starts++;
            return disk.ledger(
                    new Ledger.Means(
                            central,
                            Booth.ZONE,
                            clock,
                            clock::nanos,
                            new Random(central.hashCode() + starts),
                            Booth.signer()),
                    _ -> {},
                    turns::add,
                    Set.of());
        }

        void restart() {
            disk.kill();
            turns.clear();
            ledger = opened();
        }

        /** Takes turns until the answer is there; then what waits is left, sealing among it. */
        <T> T done(CompletableFuture<T> answer) {
            while (!answer.isDone()) {
                turns.remove().run();
            }
            return answer.join();
        }

        void takeTurns(int most) {
            for (int i = 0; i < most && !turns.isEmpty(); i++) {
                turns.remove().run();
            }
        }

        Page page(StreamId stream, long from, int rows) {
            return ledger.page(stream, from, Long.MAX_VALUE, rows, Integer.MAX_VALUE);
        }

        List<LedgerEvent> events(StreamHead head) {
            var events = new ArrayList<LedgerEvent>();
            for (var interval : head.held().intervals()) {
                long next = interval.from();
                while (next <= interval.to()) {
                    Page page = page(head.stream(), next, 1_000);
                    events.addAll(page.events());
                    next = page.events().getLast().seq() + 1;
                }
            }
            return events;
        }

        void append(Fact.OfSite fact) {
            done(
                    ledger.decide(
                            desk -> {
                                desk.append(fact);
                                return true;
                            }));
        }

        void pass(String plate) {
            done(
                    ledger.decide(
                            desk ->
                                    desk.openVisit(Booth.plate(plate))
                                            .map(inside -> Booth.left(desk, inside, 1_000))
                                            .orElseGet(() -> Booth.entered(desk, plate))));
        }

        @Override
        public void close() {
            disk.close();
        }
    }

    private final class World implements AutoCloseable {
        final Random random;

        /**
         * An erasing follows a version to the number under which it is written again; here nothing
         * is, so no stream has both.
         */
        final Set<StreamId> erased = new HashSet<>();

        final Set<StreamId> givenUp = new HashSet<>();
        final Node peer = new Node("central-9", new MemoryDisk(), 0);
        final Node sealing;
        final Node plain = new Node("central-1", new MemoryDisk(), 0);

        World(long seed, Disk disk) {
            random = new Random(seed);
            sealing = new Node("central-1", disk, SPAN);
        }

        void step() {
            List<Node> all = List.of(peer, sealing, plain);
            var pause = Duration.ofMillis(random.nextInt(20));
            all.forEach(node -> node.clock.pass(pause));
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> passes(List.of(peer));
                case 3 -> passes(List.of(sealing, plain));
                case 4 -> erase(random.nextBoolean() ? List.of(peer) : List.of(sealing, plain));
                case 5 -> {
                    if (random.nextInt(3) == 0) {
                        withdraw();
                    }
                }
                case 6 -> {
                    Node node = random.nextBoolean() ? peer : sealing;
                    node.restart();
                    if (node == sealing) {
                        plain.restart();
                    }
                }
                case 7 -> sealing.takeTurns(random.nextInt(30));
                default -> pull();
            }
            sealing.takeTurns(random.nextInt(3));
        }

        private void passes(List<Node> nodes) {
            int cars = 1 + random.nextInt(20);
            for (int i = 0; i < cars; i++) {
                String plate = (nodes.size() > 1 ? "51A" : "30F") + (10_000 + random.nextInt(40));
                List.of(peer, sealing, plain)
                        .forEach(node -> node.clock.pass(Duration.ofSeconds(70)));
                nodes.forEach(node -> node.pass(plate));
            }
        }

        private void erase(List<Node> by) {
            List<StreamHead> heads = by.getFirst().ledger.holdings().all();
            if (!heads.isEmpty()) {
                StreamHead head = heads.get(random.nextInt(heads.size()));
                if (givenUp.contains(head.stream())) {
                    return;
                }
                erased.add(head.stream());
                StreamId now = by.getFirst().ledger.currentStream().stream();
                int beyond = head.stream().equals(now) ? 0 : 3; // what is written yet is not known
                var places = new ArrayList<Fact.Place>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    places.add(
                            new Fact.Place(
                                    head.stream(),
                                    1 + random.nextLong(Math.max(1, head.n() + beyond))));
                }
                by.forEach(node -> node.append(new Fact.Erase(places, "asked", null)));
            }
        }

        /** The peer gives up the end of one of its earlier streams. */
        private void withdraw() {
            StreamId now = peer.ledger.currentStream().stream();
            List<StreamHead> heads =
                    peer.ledger.holdings().all().stream()
                            .filter(head -> !head.stream().equals(now) && head.n() > 0)
                            .toList();
            if (heads.isEmpty()) {
                return;
            }
            StreamHead head = heads.get(random.nextInt(heads.size()));
            long from = 1 + random.nextLong(head.n());
            var given = new ArrayList<Fact.GivenUp>();
            for (LedgerEvent event : peer.events(head)) {
                if (event.seq() >= from && !event.kind().equals(Fact.Withdraw.KIND)) {
                    given.add(new Fact.GivenUp(head.stream(), event.seq(), Merkle.leaf(event)));
                }
            }
            if (!given.isEmpty() && given.size() <= 400 && !erased.contains(head.stream())) {
                givenUp.add(head.stream());
                peer.append(new Fact.Withdraw(given));
            }
        }

        private void pull() {
            List<StreamHead> heads = peer.ledger.holdings().all();
            if (heads.isEmpty()) {
                return;
            }
            StreamHead head = heads.get(random.nextInt(heads.size()));
            StreamDescriptor descriptor = peer.ledger.holdings().descriptor(head.stream());
            if (descriptor == null || head.n() == 0) {
                return;
            }
            long n = sealing.ledger.holdings().n(head.stream());
            long from =
                    random.nextInt(4) == 0
                            ? 1 + random.nextLong(head.n())
                            : Math.min(n + 1, head.n());
            int rows = random.nextBoolean() ? 1_000 : 1 + random.nextInt(3 * SPAN);
            Page page = peer.page(head.stream(), from, rows);
            Arrival arrival =
                    page.n() == 0
                            ? Arrival.unproven(descriptor, page.events())
                            : Arrival.check(
                                    descriptor, page.events(), page.n(), page.root(), page.proof());
            assertThat(sealing.done(sealing.ledger.merge(arrival)))
                    .isEqualTo(plain.done(plain.ledger.merge(arrival)));
        }

        void isTheSame() {
            Ledger packed = sealing.ledger;
            Ledger rows = plain.ledger;
            assertThat(packed.standing()).isEqualTo(rows.standing());
            assertThat(packed.holdings().all()).isEqualTo(rows.holdings().all());
            assertThat(packed.holdings().withheld()).isEqualTo(rows.holdings().withheld());
            assertThat(packed.currentStream()).isEqualTo(rows.currentStream());
            for (StreamHead head : rows.holdings().all()) {
                assertThat(sealing.events(head)).isEqualTo(plain.events(head));
                for (long n = 0; n <= head.n(); n += 1 + random.nextInt(5)) {
                    assertThat(packed.root(head.stream(), n))
                            .isEqualTo(rows.root(head.stream(), n));
                }
                if (head.n() > 0) {
                    long from = 1 + random.nextLong(head.n());
                    assertThat(sealing.page(head.stream(), from, 10))
                            .isEqualTo(plain.page(head.stream(), from, 10));
                }
            }
            assertThat(packed.recent(100)).isEqualTo(rows.recent(100));
            assertThat(packed.present(1_000)).isEqualTo(rows.present(1_000));
            var query = new HistoryQuery(1_000, 0, false, null, null);
            assertThat(packed.history(query)).isEqualTo(rows.history(query));
            var scrub = packed.scrub();
            for (var step = scrub.step(); ; step = scrub.step()) {
                assertThat(step.damage()).isEmpty();
                if (step.ended()) {
                    break;
                }
            }
        }

        @Override
        public void close() {
            peer.close();
            sealing.close();
            plain.close();
        }
    }

    private void history(long seed, Disk disk) {
        try (var world = new World(seed, disk)) {
            for (int i = 0; i < STEPS; i++) {
                world.step();
                if (i % 20 == 0) {
                    world.isTheSame();
                }
            }
            world.sealing.takeTurns(Integer.MAX_VALUE);
            world.isTheSame();
            assertThat(disk.differsFromAFreshFold(world.sealing.central, Set.of())).isNull();
        }
    }

    @Property(tries = 300)
    void inMemoryItAnswersAsOneThatNeverPacks(@ForAll long seed) {
        history(seed, new MemoryDisk());
    }

    @Property(tries = 60)
    void onSqliteItAnswersAsOneThatNeverPacks(@ForAll long seed) {
        history(seed, new SqliteDisk());
    }
}
