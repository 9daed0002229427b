package dev.gatehouse.ledger;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real ledger in a folder, with its surroundings under control. */
public final class Booth implements AutoCloseable {
    public static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    public static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    public final CentralId central;
    public final HandClock clock = new HandClock(NOON);
    public final List<Notice> notices = new CopyOnWriteArrayList<>();
    public final Path file;
    private final Random random;
    private final int span;
    private Ledger ledger;

    public Booth(Path folder, String central) {
        this(folder, central, central.hashCode());
    }

    public Booth(Path folder, String central, long seed) {
        this(folder, central, seed, Block.MAX_EVENTS);
    }

    /**
     * @param span events that are packed into one block; 0 where all stay in rows
     */
    public Booth(Path folder, String central, long seed, int span) {
        this.span = span;
        this.central = new CentralId(central);
        this.file = folder.resolve(central + ".db");
        this.random = new Random(seed);
        this.ledger = opened();
    }

    private Ledger opened() {
        var means =
                new Ledger.Means(
                        central,
                        ZONE,
                        clock,
                        clock::nanos,
                        random,
                        new FakeSigner("key of " + central));
        return Ledger.open(file, means, notices::addAll, Duration.ofMillis(150), span);
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Stops the node and starts it again. */
    public void restart() {
        ledger.close();
        ledger = opened();
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** Writes a database in which so many cars are inside, before a node opens it. */
    public static void fill(Path file, CentralId central, Signer signer, int cars) {
        var clock = new HandClock(NOON);
        var means = new Ledger.Means(central, ZONE, clock, clock::nanos, new Random(cars), signer);
        try (Ledger ledger = Ledger.open(file, means, _ -> {})) {
            ledger.decide(
                            desk -> {
                                for (int car = 0; car < cars; car++) {
                                    entered(desk, "30F" + (100_000 + car));
                                }
                                return true;
                            })
                    .join();
        }
    }

    public static Signer signer() {
        return new FakeSigner("key");
    }

    static Plate plate(String canonical) {
        return new Plate(canonical, canonical);
    }

    /** An entry, whatever the car does now. */
    public Visit enter(String plate) {
        return ledger.decide(desk -> entered(desk, plate)).join();
    }

    /** The same with a camera's words. */
    public Visit enter(String plate, Fact.Reading reading) {
        return ledger.decide(desk -> entered(desk, plate, reading)).join();
    }

    public static Visit entered(DecisionContext desk, String plate) {
        return entered(desk, plate, Fact.Reading.NONE);
    }

    private static Visit entered(DecisionContext desk, String plate, Fact.Reading reading) {
        return desk.append(
                plate(plate),
                hlc ->
                        new Fact.Entry(
                                desk.central() + "_" + hlc.ms() + "_" + plate,
                                plate(plate),
                                "gate-1",
                                reading));
    }

    /** The exit of that visit. */
    public Visit leave(Visit visit, long fee) {
        return ledger.decide(desk -> left(desk, visit, fee)).join();
    }

    public static Visit left(DecisionContext desk, Visit visit, long fee) {
        return desk.append(
                visit.plate(),
                _ ->
                        new Fact.Exit(
                                visit.eventId(),
                                visit.plate(),
                                "gate-2",
                                Fact.Reading.NONE,
                                fee,
                                60));
    }

    Visit confirm(Visit visit) {
        return ledger.decide(
                        desk ->
                                desk.append(
                                        visit.plate(),
                                        _ ->
                                                new Fact.EntryConfirmed(
                                                        visit.eventId(), visit.plate(), "gate-1")))
                .join();
    }

    /** What the gate does: in, or out where the car is inside. */
    public Visit pass(String plate) {
        return ledger.decide(
                        desk ->
                                desk.openVisit(plate(plate))
                                        .map(inside -> left(desk, inside, 1_000))
                                        .orElseGet(() -> entered(desk, plate)))
                .join();
    }

    /** A page of another's stream, ready to be merged. */
    public Arrival page(StreamId stream, long from, int rows) {
        StreamDescriptor descriptor = ledger.holdings().descriptor(stream);
        if (descriptor == null) {
            throw new AssertionError("nothing held of " + stream);
        }
        Page page = ledger.page(stream, from, Long.MAX_VALUE, rows, Integer.MAX_VALUE);
        return page.n() == 0
                ? Arrival.unproven(descriptor, page.events())
                : Arrival.check(descriptor, page.events(), page.n(), page.root(), page.proof());
    }

    /** As {@link #page}, as a peer that reads blocks gets it: of a whole span the block, too. */
    public Arrival packedPage(StreamId stream, long from, int rows) {
        StreamDescriptor descriptor = ledger.holdings().descriptor(stream);
        if (descriptor == null) {
            throw new AssertionError("nothing held of " + stream);
        }
        Page page = ledger.packedPage(stream, from, Long.MAX_VALUE, rows, Integer.MAX_VALUE);
        Blob block = page.block();
        return block == null
                ? Arrival.check(descriptor, page.events(), page.n(), page.root(), page.proof())
                : Arrival.check(
                        descriptor,
                        PackedEvents.received(block),
                        page.n(),
                        page.root(),
                        page.proof());
    }

    /** Takes all that the other has, in pages of that size. */
    public void pull(Booth other, int rows) {
        for (StreamHead head : other.ledger.holdings().all()) {
            for (long n = held(head.stream()); n < head.n(); n = held(head.stream())) {
                MergeResult result = ledger.merge(other.page(head.stream(), n + 1, rows)).join();
                if (held(head.stream()) == n) {
                    throw new AssertionError(result.toString());
                }
            }
            Ranges loose = head.loose().minus(ledger.holdings().held(head.stream()));
            for (Ranges.Interval interval : loose.intervals()) {
                ledger.merge(other.page(head.stream(), interval.from(), (int) interval.count()))
                        .join();
            }
        }
    }

    /** Takes all of a stream, of each event only the hash of what it says. */
    public void pullStripped(Booth other, StreamId stream) {
        Page page = other.ledger.page(stream, 1, Long.MAX_VALUE, 10_000, Integer.MAX_VALUE);
        List<LedgerEvent> stripped =
                page.events().stream()
                        .map(event -> new HashedEvent(event, Merkle.leaf(event)).erased().event())
                        .toList();
        StreamDescriptor descriptor = other.ledger.holdings().descriptor(stream);
        if (descriptor == null) {
            throw new AssertionError("nothing held of " + stream);
        }
        ledger.merge(Arrival.check(descriptor, stripped, page.n(), page.root(), page.proof()))
                .join();
    }

    /** Takes again what is held already. */
    void pullAgain(Booth other, StreamId stream) {
        ledger.merge(other.page(stream, 1, 10_000)).join();
    }

    /**
     * Takes all that the other has, as far as it fits, the way a node does: a stream of which the
     * other has another version is looked at from its beginning.
     */
    public void meet(Booth other) {
        for (StreamHead theirs : other.ledger.holdings().all()) {
            StreamId stream = theirs.stream();
            StreamHead mine = ledger.holdings().head(stream);
            long both = Math.min(theirs.n(), mine == null ? 0 : mine.n());
            boolean same = ledger.root(stream, both).equals(other.ledger.root(stream, both));
            long first = same ? both + 1 : 1;
            if (first <= theirs.n()) {
                ledger.merge(other.page(stream, first, 10_000).from(other.central)).join();
            }
            for (Ranges.Interval interval : theirs.loose().intervals()) {
                ledger.merge(other.page(stream, interval.from(), (int) interval.count())).join();
            }
        }
        other.ledger.forks().forEach(ledger::heard);
        ledger.decide(DecisionContext::now).join(); // by now it has done what it was told
    }

    long held(StreamId stream) {
        return ledger.holdings().n(stream);
    }

    public List<Visit> visits() {
        return ledger.history(new HistoryQuery(1_000, 0, false, null, null)).visits();
    }

    /** The visits without what is local to a central, in an order that all share. */
    public List<String> sharedVisits() {
        var shared = new ArrayList<String>();
        for (Visit v : visits()) {
            shared.add(
                    String.join(
                            " | ",
                            v.eventId(),
                            v.sourceCentral().value(),
                            v.plate().toString(),
                            String.valueOf(v.edgeId()),
                            v.entry().toString(),
                            String.valueOf(v.confirmed()),
                            String.valueOf(v.exit())));
        }
        shared.sort(null);
        return shared;
    }

    /** Signs with a hash, which anybody could make, but nobody by mistake. */
    private record FakeSigner(String name) implements Signer {
        @Override
        public Blob publicKey() {
            return Blob.ofText(name);
        }

        @Override
        public Blob sign(byte[] message) {
            return signature(publicKey(), message);
        }

        private static Blob signature(Blob key, byte[] message) {
            return Blob.of(new Sha256().put(key.bytes()).put(message).done().bytes());
        }

        @Override
        public boolean verify(Blob key, byte[] message, Blob signature) {
            return signature(key, message).equals(signature);
        }
    }
}
