package dev.gatehouse.ledger.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.MemoryDisk;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

class WriterTest {
    private static final CentralId HERE = new CentralId("central-1");

    private final Store store = new MemoryDisk().store();
    private final WriterState state =
            new WriterState(
                    HERE,
                    store,
                    () ->
                            new StreamDescriptor(
                                    new StreamId(9, 9), HERE, Blob.empty(), 0, Blob.empty()),
                    Booth.NOON.toEpochMilli(),
                    new CloneClaimLimiter(() -> 0),
                    new Random(1),
                    new FactCodec(Booth.ZONE),
                    0);
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final Queue<Runnable> meanwhile = new ArrayDeque<>();
    private final List<String> answered = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Writer writer =
            new Writer(
                    store,
                    state,
                    () -> {
                        if (!meanwhile.isEmpty()) { // a transaction begins
                            meanwhile.remove().run();
                        }
                        return Booth.NOON;
                    },
                    nanos::get,
                    _ -> {},
                    turns::add);

    private void offer(String name, Arrival page) {
        writer.merge(page).thenRun(() -> answered.add(name));
    }

    private void request(String name) {
        writer.decide(_ -> name).thenRun(() -> answered.add(name));
    }

    private void takeTurns() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    @Test
    void aRequestThatComesWhilePagesAreMergedWaitsForOneOfThem(@TempDir Path folder) {
        try (Booth there = new Booth(folder, "central-2")) {
            for (int car = 0; car < 60; car++) {
                there.pass("29A" + car);
            }
            StreamHead head = there.ledger().holdings().all().getFirst();
            for (int page = 0; page < 3; page++) {
                offer("page " + page, there.page(head.stream(), 1 + 20 * page, 20));
            }
            meanwhile.add(() -> request("request"));
            takeTurns();

            assertThat(answered).containsExactly("page 0", "request", "page 1", "page 2");
            assertThat(state.holdings.top()).isEqualTo(there.ledger().holdings().top());
            assertThat(writer.figures(0, 0).eventsWaiting()).isZero();
        }
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotDecided() {
        var soon = writer.decide(Decision.soon(_ -> "in time"));
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        takeTurns();
        assertThat(soon).isCompletedWithValue("in time");

        var late =
                writer.decide(
                        Decision.soon(_ -> answered.add("let in behind the attendant's back")));
        var needed = writer.decide(_ -> "a car that has passed");
        nanos.addAndGet(Duration.ofSeconds(9).toNanos() + 1);
        takeTurns();
        assertThat(answered).isEmpty();
        assertThat(late)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("nothing was written");
        assertThat(needed).isCompletedWithValue("a car that has passed");
    }

    @Test
    @SuppressWarnings("NullAway") // a fault that no event is known to cause
    void eventsWhoseReadingFailsAreRefusedAndThePeersNextOnesMerged(@TempDir Path folder) {
        try (Booth there = new Booth(folder, "central-2")) {
            there.pass("29A12345");
            Arrival good = there.page(there.ledger().currentStream().stream(), 1, 1);
            LedgerEvent e = good.events().getFirst().event();
            var unreadable =
                    new LedgerEvent(
                            e.stream(), 1, e.id(), e.kind(), null, HERE, e.hlc(), 0, e.payload());
            var bad =
                    new Arrival(
                            good.descriptor(),
                            List.of(new HashedEvent(unreadable, Merkle.EMPTY)),
                            good.numbers(),
                            0,
                            Merkle.EMPTY,
                            null,
                            null);

            MergeResult refused = writer.merge(bad).join();
            var merged = writer.merge(good);
            takeTurns();

            assertThat(refused.fit()).isEqualTo(MergeResult.Fit.REFUSED);
            assertThat(refused.rejected()).isEqualTo(1);
            assertThat(merged.join().merged()).isEqualTo(1);
        }
    }
}
