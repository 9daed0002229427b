package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Plate;
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
    private Ledger ledger;

    public Booth(Path folder, String central) {
        this(folder, central, central.hashCode());
    }

    public Booth(Path folder, String central, long seed) {
        this.central = new CentralId(central);
        this.file = folder.resolve(central + ".db");
        this.random = new Random(seed);
        this.ledger = opened();
    }

    private Ledger opened() {
        var means = new Ledger.Means(central, ZONE, clock, clock::nanos, random, new FakeSigner());
        return Ledger.open(file, means, notices::addAll, Duration.ofMillis(150));
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

    /** Signs with nothing; the ledger does not look. */
    static Signer signer() {
        return new FakeSigner();
    }

    static Plate plate(String canonical) {
        return new Plate(canonical, canonical);
    }

    /** An entry, whatever the car does now. */
    Visit enter(String plate) {
        return ledger.decide(desk -> entered(desk, plate)).join();
    }

    static Visit entered(Desk desk, String plate) {
        return desk.append(
                plate(plate),
                hlc ->
                        new Fact.Entry(
                                desk.central() + "_" + hlc.ms() + "_" + plate,
                                plate(plate),
                                "gate-1",
                                Fact.Reading.NONE));
    }

    /** The exit of that visit. */
    Visit leave(Visit visit, long fee) {
        return ledger.decide(desk -> left(desk, visit, fee)).join();
    }

    static Visit left(Desk desk, Visit visit, long fee) {
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
    Visit pass(String plate) {
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
        return Arrival.check(descriptor, page.events(), page.root(), page.proof());
    }

    /** Takes all that the other has, in pages of that size. */
    public void pull(Booth other, int rows) {
        for (StreamHead head : other.ledger.holdings().all()) {
            for (long n = held(head.stream()); n < head.n(); n = held(head.stream())) {
                MergeResult result = ledger.merge(other.page(head.stream(), n + 1, rows)).join();
                if (result.merged() == 0) {
                    throw new AssertionError(result.toString());
                }
            }
        }
    }

    long held(StreamId stream) {
        return ledger.holdings().n(stream);
    }

    public List<Visit> visits() {
        return ledger.history(new HistoryQuery(1_000, 0, false, null, null)).visits();
    }

    /** The visits without what is local to a central, in an order that all share. */
    List<String> sharedVisits() {
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

    private static final class FakeSigner implements Signer {
        @Override
        public Blob publicKey() {
            return Blob.ofText("key");
        }

        @Override
        public Blob sign(byte[] message) {
            return Blob.ofText("signed");
        }

        @Override
        public boolean verify(Blob key, byte[] message, Blob signature) {
            return true;
        }
    }
}
