package dev.gatehouse.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.fold.Visits;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * What every store does. Whoever adds a method to {@link Store} adds its sentence here, which runs
 * on each of them.
 */
public abstract class StoreContract {
    static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    public static final CentralId HERE = new CentralId("central-1");
    static final StreamId FIRST = new StreamId(0x8000_0000_0000_0001L, 7);
    static final StreamId SECOND = new StreamId(2, 8);

    private static final VisitStore.Day DAY =
            new VisitStore.Day(NOON.minus(Duration.ofHours(12)), NOON.plus(Duration.ofHours(12)));

    private Store store;

    /** Opens the store on what is kept, nothing at first. */
    abstract Store open();

    @BeforeEach
    final void openStore() {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    final Store store() {
        return store;
    }

    final void reopen() {
        store.close();
        store = open();
    }

    final void write(Consumer<Store.WriteTx> work) {
        store.write(
                tx -> {
                    work.accept(tx);
                    return true;
                });
    }

    final <T> List<T> all(Function<Store.ReadTx, List<T>> work) {
        return store.read(work);
    }

    final <T> Optional<T> one(Function<Store.ReadTx, Optional<T>> work) {
        return store.read(work);
    }

    private Hlc lastFoldKey(String plate) {
        return store.read(tx -> tx.facts().lastFoldKey(plate));
    }

    private DayStats stats(VisitStore.Day day) {
        return store.read(tx -> tx.visits().stats(day));
    }

    static StreamDescriptor descriptor(StreamId stream) {
        return new StreamDescriptor(
                stream, HERE, Blob.ofText("key"), NOON.toEpochMilli(), Blob.ofText("signed"));
    }

    static HashedEvent event(StreamId stream, long seq) {
        return event(stream, seq, 40);
    }

    static HashedEvent event(StreamId stream, long seq, int payloadBytes) {
        var event =
                new LedgerEvent(
                        stream,
                        seq,
                        Merkle.firstId(stream, seq),
                        "entry",
                        LedgerEvent.Source.NODE,
                        HERE,
                        Hlc.ofMs(NOON.toEpochMilli() + seq),
                        NOON.toEpochMilli() + seq,
                        Blob.of(new byte[payloadBytes]));
        return new HashedEvent(event, Merkle.leaf(event));
    }

    /** A stream with events 1 to {@code n}. */
    static int filled(Store.WriteTx tx, StreamId stream, int n) {
        int key = tx.events().addStream(descriptor(stream));
        for (int seq = 1; seq <= n; seq++) {
            tx.events().add(key, event(stream, seq));
        }
        return key;
    }

    static List<Long> numbers(List<LedgerEvent> events) {
        return events.stream().map(LedgerEvent::seq).toList();
    }

    static Visit inside(long id, String plate, Instant in, @Nullable String edgeId) {
        return new Visit(
                id,
                "central-1_" + in.toEpochMilli() + "_" + plate,
                HERE,
                edgeId,
                new Plate(plate, plate.toLowerCase(Locale.ROOT)),
                new Visit.Passage(
                        in, 3, "Cổng 1", 0.93, "auto", null, false, new Hash(id, 1, 2, 3)),
                false,
                null,
                true,
                in,
                in);
    }

    static Visit ended(Visit v, Instant out, long fee) {
        var exit =
                new Visit.Departure(
                        new Visit.Passage(
                                out, null, null, null, null, null, false, new Hash(fee, 4, 5, 6)),
                        new CentralId("central-2"),
                        "gate-9",
                        Duration.between(v.entry().at(), out).toSeconds(),
                        fee);
        return new Visit(
                v.id(),
                v.eventId(),
                v.sourceCentral(),
                v.edgeId(),
                v.plate(),
                v.entry(),
                true,
                exit,
                false,
                v.createdAt(),
                out);
    }

    static Instant noonPlus(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    static Visit save(Store.WriteTx tx, Visit unnumbered, long entryT) {
        Visit visit = Visits.numbered(unnumbered, tx.visits().historyId(unnumbered.eventId()));
        tx.visits().save(visit, entryT, VisitStore.Sources.NONE);
        tx.facts().addCar(visit.plate().canonical());
        return visit;
    }

    // Transactions

    @Test
    void aNewStoreIsEmpty() {
        assertThat(all(tx -> tx.events().streams())).isEmpty();
        assertThat(all(tx -> tx.visits().find(HistoryQuery.FIRST, DAY))).isEmpty();
        assertThat(stats(DAY)).isEqualTo(DayStats.NONE);
        assertThat(all(tx -> tx.stamps().all())).isEmpty();
    }

    @Test
    void whatWasWrittenIsThereAfterAStart() {
        write(tx -> filled(tx, FIRST, 3));

        reopen();

        assertThat(all(tx -> tx.events().streams()))
                .extracting(stream -> stream.descriptor().stream())
                .containsExactly(FIRST);
        assertThat(numbers(all(tx -> tx.events().range(1, FIRST, 1, 10, 10_000))))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aWriterSeesWhatItHasWritten() {
        List<Long> seen =
                store.write(
                        tx -> {
                            int key = filled(tx, FIRST, 2);
                            return numbers(tx.events().range(key, FIRST, 1, 10, 10_000));
                        });

        assertThat(seen).containsExactly(1L, 2L);
    }

    @Test
    void whatFailsIsRolledBackAsAWholeAndTheNextGoesOn() {
        write(tx -> filled(tx, FIRST, 1));

        assertThatThrownBy(
                        () ->
                                write(
                                        tx -> {
                                            tx.events().add(1, event(FIRST, 2));
                                            tx.facts().add(fact("29A1", 5, 1, 2));
                                            tx.trees().addNode(1, 5, 0, Merkle.EMPTY);
                                            tx.events()
                                                    .hold(
                                                            1,
                                                            new StreamHead(FIRST, 2, Merkle.EMPTY),
                                                            new Hlc(9));
                                            save(tx, inside(0, "29A1", NOON, null), 5);
                                            tx.stamps().save(new SyncStamp(HERE, NOON, NOON));
                                            filled(tx, SECOND, 1);
                                            throw new IllegalArgumentException("changed my mind");
                                        }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("changed my mind");

        assertThat(all(tx -> tx.events().streams())).hasSize(1);
        assertThat(all(tx -> tx.events().streams()).getFirst().n()).isZero();
        assertThat(numbers(all(tx -> tx.events().range(1, FIRST, 1, 10, 10_000))))
                .containsExactly(1L);
        assertThat(all(tx -> tx.facts().ofCar("29A1", 0))).isEmpty();
        assertThat(all(tx -> tx.trees().nodes(1, 5, 0, 10))).isEmpty();
        assertThat(one(tx -> tx.visits().open("29A1"))).isEmpty();
        assertThat(all(tx -> tx.stamps().all())).isEmpty();
        write(tx -> tx.events().add(1, event(FIRST, 2)));
        assertThat(all(tx -> tx.trees().leaves(1, 0, 9))).hasSize(2);
    }

    @Test
    void aReaderSeesOneMomentWhateverIsWrittenMeanwhile() throws Exception {
        write(tx -> filled(tx, FIRST, 1));
        var looked = new CountDownLatch(1);
        var written = new CountDownLatch(1);

        var reader =
                CompletableFuture.supplyAsync(
                        () ->
                                store.read(
                                        tx -> {
                                            int before = tx.trees().leaves(1, 0, 10).size();
                                            looked.countDown();
                                            await(written);
                                            return List.of(
                                                    before, tx.trees().leaves(1, 0, 10).size());
                                        }));
        await(looked);
        write(tx -> tx.events().add(1, event(FIRST, 2)));
        written.countDown();

        assertThat(reader.get(10, TimeUnit.SECONDS)).containsExactly(1, 1);
        assertThat(all(tx -> tx.trees().leaves(1, 0, 10))).hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReaderSeesNothingOfAWriteThatHasNotEnded() {
        write(
                tx -> {
                    filled(tx, FIRST, 1);
                    assertThat(all(other -> other.events().streams())).isEmpty();
                });

        assertThat(all(tx -> tx.events().streams())).hasSize(1);
    }

    @Test
    void aReaderThatFailsHarmsNobody() {
        write(tx -> filled(tx, FIRST, 1));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(
                            () ->
                                    store.read(
                                            tx -> {
                                                throw new IllegalArgumentException("bad question");
                                            }))
                    .hasMessage("bad question");
        }

        assertThat(all(tx -> tx.events().streams())).hasSize(1);
    }

    @Test
    void aRowThatIsThereAlreadyIsOurFaultAndNotThatOfTheMedium() {
        write(
                tx -> {
                    filled(tx, FIRST, 1);
                    tx.trees().addNode(1, 5, 0, Merkle.EMPTY);
                    tx.facts().add(fact("29A1", 5, 1, 1));
                });

        List<Consumer<Store.WriteTx>> twice =
                List.of(
                        tx -> tx.events().addStream(descriptor(FIRST)),
                        tx -> tx.events().add(1, event(FIRST, 1)),
                        tx -> tx.trees().addNode(1, 5, 0, Merkle.EMPTY),
                        tx -> tx.facts().add(fact("29A1", 5, 1, 1)));
        for (Consumer<Store.WriteTx> again : twice) {
            assertThatThrownBy(
                            () ->
                                    write(
                                            tx -> {
                                                tx.events().add(1, event(FIRST, 2));
                                                again.accept(tx);
                                            }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(all(tx -> tx.trees().leaves(1, 0, 10))).hasSize(1);
    }

    @Test
    void aClosedStoreRefuses() {
        store.close();

        assertThatThrownBy(() -> write(tx -> filled(tx, FIRST, 1)))
                .isInstanceOf(StoreException.class)
                .hasMessage("the database is closed");
        assertThatThrownBy(() -> all(tx -> tx.events().streams()))
                .isInstanceOf(StoreException.class)
                .hasMessage("the database is closed");
    }

    @Test
    void whatTheStoreItselfWritesIsNoForeignWrite() {
        write(tx -> filled(tx, FIRST, 1));
        long before = store.foreignWrites();

        write(tx -> tx.events().add(1, event(FIRST, 2)));

        assertThat(store.foreignWrites()).isEqualTo(before);
    }

    // Streams and trees

    @Test
    void aStreamIsKeptWithAllThatIsKnownOfIt() {
        var head =
                new StreamHead(
                        SECOND,
                        7,
                        event(SECOND, 7).leaf(),
                        Ranges.of(9, 12).plus(20),
                        event(SECOND, 9).leaf());
        var signed = new SignedHead(SECOND, 6, event(SECOND, 6).leaf(), Blob.ofText("signed"));
        write(
                tx -> {
                    assertThat(tx.events().addStream(descriptor(FIRST))).isEqualTo(1);
                    assertThat(tx.events().addStream(descriptor(SECOND))).isEqualTo(2);
                    tx.events().sign(2, signed);
                    tx.events().hold(2, head, new Hlc(70));
                });

        var nothing = new StreamHead(FIRST, 0, Merkle.EMPTY);
        assertThat(all(tx -> tx.events().streams()))
                .containsExactlyInAnyOrder(
                        new EventStore.StoredStream(1, descriptor(FIRST), nothing, null, Hlc.ZERO),
                        new EventStore.StoredStream(
                                2, descriptor(SECOND), head, signed, new Hlc(70)));
        write(tx -> tx.events().sign(2, null));
        assertThat(one(tx -> tx.events().stream(2)).orElseThrow().signed()).isNull();
        assertThat(one(tx -> tx.events().stream(3))).isEmpty();
    }

    @Test
    void eventsAreTakenOutAndErasedAndTheirLeavesStay() {
        write(tx -> filled(tx, FIRST, 3));
        Hash payload = Sha256.of(event(FIRST, 2).event().payload().bytes());
        write(
                tx -> {
                    tx.events().remove(1, 3);
                    tx.events().erase(1, 2, payload);
                });

        List<LedgerEvent> left = all(tx -> tx.events().range(1, FIRST, 1, 9, 10_000));
        assertThat(numbers(left)).containsExactly(1L, 2L);
        assertThat(left.get(1)).isEqualTo(event(FIRST, 2).erased().event());
        assertThat(all(tx -> tx.trees().leaves(1, 1, 2))).containsExactly(event(FIRST, 2).leaf());
    }

    @Test
    void nodesAboveALeafThatIsGoneAreDropped() {
        write(
                tx -> {
                    filled(tx, FIRST, 1);
                    for (int i = 0; i < 4; i++) {
                        tx.trees().addNode(1, 5, i, Merkle.EMPTY);
                    }
                    tx.trees().addNode(1, 10, 0, Merkle.EMPTY);
                    tx.trees().removeNodes(1, 64);
                });

        assertThat(all(tx -> tx.trees().nodes(1, 5, 0, 9))).hasSize(2);
        assertThat(all(tx -> tx.trees().nodes(1, 10, 0, 9))).isEmpty();
    }

    @Test
    void rootsOfLooseEventsAreKeptUntilTheyAreOfNoMoreUse() {
        write(
                tx -> {
                    filled(tx, FIRST, 1);
                    filled(tx, SECOND, 1);
                    for (int i = 5; i <= 9; i++) {
                        tx.trees().addLooseRoot(1, i, new Hash(i, 0, 0, 0));
                    }
                    tx.trees().addLooseRoot(1, 7, Merkle.EMPTY); // the first that came stays
                    tx.trees().addLooseRoot(2, 7, Merkle.EMPTY);
                    tx.trees().removeLooseRoots(1, 0, 6);
                    tx.trees().removeLooseRoots(1, 9, Long.MAX_VALUE);
                });

        assertThat(one(tx -> Optional.of(tx.trees().looseRoots(1))).orElseThrow())
                .isEqualTo(Map.of(7L, new Hash(7, 0, 0, 0), 8L, new Hash(8, 0, 0, 0)));
    }

    @Test
    void whatIsSaidOfEventsIsKept() {
        var version = new Tombstones.Version(FIRST, 3, event(FIRST, 3).leaf());
        var once = new Tombstones.Withdrawn(version, SECOND, 2);
        var again = new Tombstones.Withdrawn(version, new StreamId(9, 9), 5);
        write(
                tx -> {
                    tx.events().addWithdrawn(once);
                    tx.events().addWithdrawn(again);
                    tx.events().addWithdrawn(again);
                    tx.events().addErased(FIRST, new Ranges.Interval(4, 6));
                    tx.events().addErased(FIRST, new Ranges.Interval(9, 9));
                });

        Tombstones marks = one(tx -> Optional.of(tx.events().marks())).orElseThrow();
        assertThat(marks.withdrawn(version)).containsExactlyInAnyOrder(once, again);
        assertThat(marks.withdrawn(FIRST)).hasSize(2);
        assertThat(marks.withdrawn(SECOND)).isEmpty();
        assertThat(marks.erased(FIRST)).hasToString("4-6,9");
        assertThat(marks.touch(FIRST)).isTrue();
        assertThat(marks.touch(SECOND)).isFalse();
    }

    @Test
    void whatContradictsIsKeptOnceAndUpToALimit() {
        var one = new EventStore.Quarantined(event(FIRST, 1), HERE, 5);
        var other = new EventStore.Quarantined(event(FIRST, 2).erased(), null, 6);
        assertThat(store.<Long>read(tx -> tx.events().quarantinedCount())).isZero();
        write(
                tx -> {
                    tx.events().quarantine(one, 2);
                    tx.events().quarantine(one, 2);
                    tx.events().quarantine(other, 2);
                    tx.events().quarantine(new EventStore.Quarantined(event(FIRST, 3), HERE, 7), 2);
                });

        assertThat(all(tx -> tx.events().quarantined())).containsExactly(one, other);
        assertThat(store.<Long>read(tx -> tx.events().quarantinedCount())).isEqualTo(2);
    }

    @Test
    void aForkIsKnownByItsStreamUntilItEnds() {
        var first = new Fork(FIRST, 9, Merkle.EMPTY, new Hash(1, 2, 3, 4));
        var earlier = new Fork(FIRST, 3, Merkle.EMPTY, new Hash(5, 6, 7, 8));
        var other = new Fork(SECOND, 1, Merkle.EMPTY, new Hash(9, 9, 9, 9));
        write(
                tx -> {
                    tx.events().saveFork(first);
                    tx.events().saveFork(earlier);
                    tx.events().saveFork(other);
                });
        assertThat(all(tx -> tx.events().forks())).containsExactlyInAnyOrder(earlier, other);
        write(tx -> tx.events().removeFork(FIRST));
        assertThat(all(tx -> tx.events().forks())).containsExactly(other);
    }

    @Test
    void theGreatestClockOfAStreamNeverGoesBack() {
        write(
                tx -> {
                    int key = tx.events().addStream(descriptor(FIRST));
                    tx.events().hold(key, new StreamHead(FIRST, 1, Merkle.EMPTY), new Hlc(70));
                    tx.events().hold(key, new StreamHead(FIRST, 2, Merkle.EMPTY), new Hlc(60));
                });

        assertThat(all(tx -> tx.events().streams()).getFirst().n()).isEqualTo(2);
        assertThat(all(tx -> tx.events().streams()).getFirst().lastHlc()).isEqualTo(new Hlc(70));
    }

    @Test
    void anEventComesBackAsItWas() {
        HashedEvent written = event(FIRST, 1, 300);
        write(tx -> tx.events().add(tx.events().addStream(descriptor(FIRST)), written));

        assertThat(all(tx -> tx.events().range(1, FIRST, 1, 1, 1)))
                .containsExactly(written.event());
        assertThat(all(tx -> tx.trees().leaves(1, 0, 1))).containsExactly(written.leaf());
    }

    @Test
    void eventsEndAtTheirLimitsAtAGapAndWithTheirStream() {
        write(
                tx -> {
                    int key = filled(tx, FIRST, 5);
                    tx.events().add(key, event(FIRST, 7));
                    filled(tx, SECOND, 2);
                });

        assertThat(numbers(all(tx -> tx.events().range(1, FIRST, 2, 3, 10_000))))
                .as("three rows")
                .containsExactly(2L, 3L, 4L);
        assertThat(numbers(all(tx -> tx.events().range(1, FIRST, 1, 10, 10_000))))
                .as("the gap at 6")
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(numbers(all(tx -> tx.events().range(1, FIRST, 1, 10, 400))))
                .as("two of 160 bytes")
                .containsExactly(1L, 2L);
        assertThat(numbers(all(tx -> tx.events().range(1, FIRST, 3, 10, 1))))
                .as("one, however large")
                .containsExactly(3L);
        assertThat(all(tx -> tx.events().range(1, FIRST, 6, 10, 10_000))).isEmpty();
        assertThat(numbers(all(tx -> tx.events().range(2, SECOND, 1, 10, 10_000))))
                .containsExactly(1L, 2L);
        assertThat(all(tx -> tx.events().range(3, SECOND, 1, 10, 10_000))).isEmpty();
    }

    @Test
    void leavesAndNodesAreGivenInTheirOrder() {
        List<Hash> spans = LongStream.range(0, 4).mapToObj(i -> new Hash(i, 0, 0, -i)).toList();
        write(
                tx -> {
                    filled(tx, FIRST, 4);
                    filled(tx, SECOND, 1);
                    for (int i = 3; i >= 0; i--) {
                        tx.trees().addNode(1, 10, i, spans.get(i));
                    }
                    tx.trees().addNode(2, 10, 2, Merkle.EMPTY);
                    tx.trees().addNode(1, 5, 1, Merkle.EMPTY);
                });

        assertThat(all(tx -> tx.trees().leaves(1, 1, 3)))
                .containsExactly(event(FIRST, 2).leaf(), event(FIRST, 3).leaf());
        assertThat(all(tx -> tx.trees().leaves(1, 0, 99))).hasSize(4);
        assertThat(all(tx -> tx.trees().leaves(1, 2, 2))).isEmpty();
        assertThat(all(tx -> tx.trees().nodes(1, 10, 1, 3))).isEqualTo(spans.subList(1, 3));
        assertThat(all(tx -> tx.trees().nodes(1, 10, 0, 99))).isEqualTo(spans);
        assertThat(all(tx -> tx.trees().nodes(2, 10, 0, 2))).isEmpty();
    }

    // Facts and passages

    private static FactStore.FactRow fact(String plate, long t, int key, long seq) {
        return new FactStore.FactRow(plate, t, key, seq, "central-1_" + seq + "_" + plate, "exit");
    }

    private List<LedgerEvent> facts(String plate, long fromT) {
        return all(tx -> tx.facts().ofCar(plate, fromT)).stream()
                .map(EventStore.Keyed::event)
                .toList();
    }

    @Test
    void factsAreFoundByTheVisitThatTheyNameWhateverTheirCar() {
        var entry = new FactStore.FactRow("29A1", 10, 1, 1, "central-1_1_29A1", "entry");
        var exit = new FactStore.FactRow("29A2", 20, 1, 2, "central-1_1_29A1", "exit");
        var nameless = new FactStore.FactRow("29A1", 30, 1, 3, null, "exit");
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    tx.facts().add(entry);
                    tx.facts().add(exit);
                    tx.facts().add(nameless);
                });

        assertThat(all(tx -> tx.facts().named("central-1_1_29A1")))
                .containsExactlyInAnyOrder(entry, exit);
        assertThat(all(tx -> tx.facts().named("central-1_1_29A"))).isEmpty();
        assertThat(
                        store.<Set<String>>read(
                                tx ->
                                        tx.facts()
                                                .named(
                                                        List.of(
                                                                "central-1_1_29A",
                                                                "central-1_1_29A1"))))
                .containsExactly("central-1_1_29A1");

        write(
                tx -> {
                    tx.facts().remove(exit);
                    tx.facts().remove(nameless);
                });

        assertThat(all(tx -> tx.facts().named("central-1_1_29A1"))).containsExactly(entry);
        assertThat(numbers(facts("29A1", 0))).containsExactly(1L);
    }

    @Test
    void remarksAreListedByTheirPlateAndByTheirSort() {
        var old = new FactStore.RemarkRow("29A1", 10, 1, 1, Remark.What.SUPERSEDED, "v");
        var young = new FactStore.RemarkRow("29A1", 20, 1, 2, Remark.What.WAITING, null);
        var other = new FactStore.RemarkRow("29A2", 30, 1, 3, Remark.What.WAITING, null);
        write(tx -> List.of(old, young, other).forEach(tx.facts()::saveRemark));

        assertThat(all(tx -> tx.facts().remarks("29A1", 0))).containsExactly(old, young);
        assertThat(all(tx -> tx.facts().remarks("29A1", 20))).containsExactly(young);
        assertThat(all(tx -> tx.facts().remarks(Remark.What.WAITING, 10, 0)))
                .containsExactly(other, young);
        assertThat(all(tx -> tx.facts().remarks(Remark.What.WAITING, 1, 1))).containsExactly(young);

        var changed = new FactStore.RemarkRow("29A1", 20, 1, 2, Remark.What.SECOND_EXIT, "v");
        write(
                tx -> {
                    tx.facts().saveRemark(changed);
                    tx.facts().removeRemark("29A2", 30, 1, 3);
                });

        assertThat(all(tx -> tx.facts().remarks("29A1", 0))).containsExactly(old, changed);
        assertThat(all(tx -> tx.facts().remarks(Remark.What.WAITING, 10, 0))).isEmpty();
    }

    @Test
    void remarksOfOneSortAreCountedByTheCentralOfTheirFacts() {
        write(
                tx -> {
                    tx.events().addStream(descriptor(FIRST));
                    for (long seq = 1; seq <= 3; seq++) {
                        tx.events().add(1, event(FIRST, seq));
                    }
                    tx.facts()
                            .saveRemark(
                                    new FactStore.RemarkRow(
                                            "A", 1, 1, 1, Remark.What.SUPERSEDED, "v"));
                    tx.facts()
                            .saveRemark(
                                    new FactStore.RemarkRow(
                                            "B", 1, 1, 2, Remark.What.SUPERSEDED, "w"));
                    tx.facts()
                            .saveRemark(
                                    new FactStore.RemarkRow(
                                            "C", 1, 1, 3, Remark.What.WAITING, null));
                });

        CentralId there = event(FIRST, 1).event().central();
        assertThat(
                        store.<Map<CentralId, Long>>read(
                                tx -> tx.facts().centrals(Remark.What.SUPERSEDED)))
                .containsExactly(Map.entry(there, 2L));
        assertThat(
                        store.<Map<CentralId, Long>>read(
                                tx -> tx.facts().centrals(Remark.What.SECOND_EXIT)))
                .isEmpty();
    }

    @Test
    void whatTheVisitsComeToIsKept() {
        assertThat(one(tx -> tx.visits().fold())).isEmpty();

        write(tx -> tx.visits().saveFold(new FoldDigest(1, Merkle.EMPTY)));
        write(tx -> tx.visits().saveFold(new FoldDigest(2, FoldDigest.NOTHING)));

        assertThat(one(tx -> tx.visits().fold())).contains(new FoldDigest(2, FoldDigest.NOTHING));
    }

    @Test
    void theNewestFactOfAKindIsTheOneWithTheGreatestClock() {
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    for (long seq : List.of(2L, 3L, 1L)) {
                        tx.siteFacts().add(1, event(FIRST, seq).event());
                    }
                });
        String kind = event(FIRST, 1).event().kind();

        assertThat(one(tx -> tx.siteFacts().newest(kind))).map(LedgerEvent::seq).contains(3L);
        write(tx -> tx.siteFacts().remove(1, event(FIRST, 3).event()));
        assertThat(one(tx -> tx.siteFacts().newest(kind))).map(LedgerEvent::seq).contains(2L);
        assertThat(one(tx -> tx.siteFacts().newest("another"))).isEmpty();
    }

    @Test
    void aFactOfNoCarIsFoundByItsIdFromAMomentOn() {
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    tx.siteFacts().add(1, event(FIRST, 2).event());
                });
        LedgerEvent there = event(FIRST, 2).event();
        LedgerEvent other = event(FIRST, 3).event();
        Hlc later = new Hlc(there.hlc().value() + 1);

        assertThat(holds(tx -> tx.siteFacts().has(there.kind(), there.id(), there.hlc()))).isTrue();
        assertThat(holds(tx -> tx.siteFacts().has(there.kind(), there.id(), later))).isFalse();
        assertThat(holds(tx -> tx.siteFacts().has("another", there.id(), there.hlc()))).isFalse();
        assertThat(holds(tx -> tx.siteFacts().has(there.kind(), other.id(), there.hlc())))
                .isFalse();
    }

    private boolean holds(Function<Store.ReadTx, Boolean> question) {
        return store.read(question);
    }

    @Test
    void visitsSinceAMomentAreThoseThatBeganOrEndedThenByTheirRows() {
        Visit old = store.write(tx -> save(tx, inside(0, "29A1", NOON, null), 1));
        Visit in = store.write(tx -> save(tx, inside(0, "29A2", noonPlus(60), null), 2));
        Visit before = store.write(tx -> save(tx, inside(0, "29A3", NOON, null), 3));
        Visit ended = ended(before, noonPlus(61), 25_000);
        write(tx -> tx.visits().save(ended, 3, VisitStore.Sources.NONE));

        assertThat(all(tx -> tx.visits().since(NOON, 0, 10)))
                .extracting(VisitStore.StoredVisit::visit)
                .containsExactly(old, in, ended);
        assertThat(all(tx -> tx.visits().since(noonPlus(60), 0, 10)))
                .extracting(VisitStore.StoredVisit::visit)
                .containsExactly(in, ended);
        assertThat(all(tx -> tx.visits().since(noonPlus(60), in.id(), 10)))
                .extracting(VisitStore.StoredVisit::visit)
                .containsExactly(ended);
        assertThat(all(tx -> tx.visits().since(NOON, 0, 1)))
                .extracting(VisitStore.StoredVisit::visit)
                .containsExactly(old);
    }

    @Test
    void changesAreNumberedOnceAndListedLatestFirst() {
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    for (long seq = 1; seq <= 3; seq++) {
                        String kind =
                                List.of("correction", "void", "exit_undone").get((int) seq - 1);
                        tx.facts()
                                .add(
                                        new FactStore.FactRow(
                                                "29A1", 10 * seq, 1, seq, "v" + seq, kind));
                        tx.facts().numberChange(event(FIRST, seq).event().id());
                        tx.facts().numberChange(event(FIRST, seq).event().id());
                    }
                });

        assertThat(all(tx -> tx.facts().changes(null, 10, 0)))
                .extracting(FactStore.Change::id)
                .containsExactly(3L, 2L, 1L);
        assertThat(all(tx -> tx.facts().changes(null, 1, 1)))
                .extracting(FactStore.Change::id)
                .containsExactly(2L);
        FactStore.Change second = all(tx -> tx.facts().changes(null, 1, 1)).getFirst();
        var place = new ChangeQuery.Place(second.t(), second.id());
        assertThat(second.t()).isEqualTo(20);
        assertThat(all(tx -> tx.facts().changes(null, place, 10, 0)))
                .extracting(FactStore.Change::id)
                .containsExactly(1L);
        assertThat(all(tx -> tx.facts().changes("v3", place, 10, 0))).isEmpty();
        assertThat(all(tx -> tx.facts().changes("v3", 10, 0)))
                .extracting(change -> change.event().seq())
                .containsExactly(3L);
    }

    @Test
    void factsAreThoseOfOnePlateInTheOrderOfTheirKeys() {
        write(
                tx -> {
                    filled(tx, FIRST, 4);
                    tx.facts().add(fact("29A1", 30, 1, 1));
                    tx.facts().add(fact("29A1", 10, 1, 2));
                    tx.facts().add(fact("29A1", 20, 1, 3));
                    tx.facts().add(fact("29A12", 15, 1, 4));
                });

        assertThat(numbers(facts("29A1", 0))).containsExactly(2L, 3L, 1L);
        assertThat(numbers(facts("29A1", 20))).containsExactly(3L, 1L);
        assertThat(numbers(facts("29A12", 0))).containsExactly(4L);
        assertThat(all(tx -> tx.facts().ofCar("29A", 0))).isEmpty();
        assertThat(facts("29A1", 0).getFirst()).isEqualTo(event(FIRST, 2).event());
    }

    @Test
    void theLastFoldKeyIsThatOfThePlateAlone() {
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    tx.facts().add(fact("29A1", 30, 1, 1));
                    tx.facts().add(fact("29A1", 10, 1, 2));
                    tx.facts().add(fact("29A2", 99, 1, 3));
                });

        assertThat(lastFoldKey("29A1")).isEqualTo(new Hlc(30));
        assertThat(lastFoldKey("29A3")).isEqualTo(Hlc.ZERO);
        assertThat(lastFoldKey("29A")).isEqualTo(Hlc.ZERO);
    }

    @Test
    void factsThatAreTakenOutAreGone() {
        write(
                tx -> {
                    filled(tx, FIRST, 2);
                    tx.facts().add(fact("29A1", 10, 1, 1));
                    tx.facts().add(fact("29A1", 10, 1, 2));
                });

        write(
                tx -> {
                    tx.facts().remove(fact("29A1", 10, 1, 1));
                    tx.facts().remove(fact("29A2", 10, 1, 2)); // which is not there
                });

        assertThat(numbers(facts("29A1", 0))).containsExactly(2L);
    }

    // Visits

    @Test
    void aVisitComesBackAsItWas() {
        Visit in = store.write(tx -> save(tx, inside(0, "29A1", noonPlus(0), "gate-1"), 50));
        Visit out =
                store.write(
                        tx -> save(tx, ended(inside(0, "30F1", noonPlus(1), null), NOON, 9), 6));

        assertThat(all(tx -> tx.visits().ofCar("29A1", 0)))
                .containsExactly(new VisitStore.StoredVisit(in, 50));
        assertThat(all(tx -> tx.visits().ofCar("30F1", 0)))
                .containsExactly(new VisitStore.StoredVisit(out, 6));
    }

    @Test
    void theTimesOfARowAndOfAPassageAreKeptInMilliseconds() {
        Instant odd = NOON.plusNanos(987_654_321);
        Instant laterOdd = odd.plusSeconds(90);
        Visit given = ended(inside(0, "29A1", odd, null), laterOdd, 0);

        write(tx -> save(tx, given, 1));

        Visit kept = all(tx -> tx.visits().ofCar("29A1", 0)).getFirst().visit();
        assertThat(kept.createdAt()).isEqualTo(NOON.plusMillis(987));
        assertThat(kept.updatedAt()).isEqualTo(NOON.plusMillis(90_987));
        assertThat(kept.entry().at()).isEqualTo(NOON.plusMillis(987));
        assertThat(Optional.ofNullable(kept.exit()))
                .map(exit -> exit.passage().at())
                .contains(NOON.plusMillis(90_987));
    }

    @Test
    void aRowNumberIsGivenOnceAndStaysWhenItsRowGoes() {
        Visit first = store.write(tx -> save(tx, inside(0, "29A1", NOON, null), 1));
        Visit second = store.write(tx -> save(tx, inside(0, "29A2", NOON, null), 1));

        write(tx -> tx.visits().remove(second));
        Visit third = store.write(tx -> save(tx, inside(0, "29A3", NOON, null), 1));

        assertThat(List.of(first.id(), second.id(), third.id())).containsExactly(1L, 2L, 3L);
        assertThat(store.<Long>write(tx -> tx.visits().historyId(second.eventId()))).isEqualTo(2);
        assertThat(one(tx -> tx.visits().open("29A2"))).isEmpty();
        assertThat(all(tx -> tx.visits().find(HistoryQuery.FIRST, DAY)))
                .containsExactly(third, first);
    }

    @Test
    void theNameOfAVisitThatWasErasedIsForgottenAndItsNumberIsNotUsedAgain() {
        Visit first = store.write(tx -> save(tx, inside(0, "29A1", NOON, null), 1));
        write(tx -> tx.visits().forget(first.eventId())); // it is still there
        assertThat(one(tx -> tx.visits().historyIdOf(first.eventId()))).contains(1L);
        write(tx -> tx.visits().remove(first));
        assertThat(one(tx -> tx.visits().eventIdOf(1))).contains(first.eventId());

        write(tx -> tx.visits().forget(first.eventId()));

        assertThat(one(tx -> tx.visits().eventIdOf(1))).isEmpty();
        assertThat(one(tx -> tx.visits().historyIdOf(first.eventId()))).isEmpty();
        Visit again = store.write(tx -> save(tx, inside(0, "29A1", NOON, null), 1));
        assertThat(again.id()).isEqualTo(2);
    }

    @Test
    void theVisitsOfACarBeforeOneAreThoseOfItsPlateLastFirst() {
        Visit first = store.write(tx -> save(tx, inside(0, "29A1", noonPlus(0), null), 10));
        Visit third = store.write(tx -> save(tx, inside(0, "29A1", noonPlus(2), null), 30));
        Visit second = store.write(tx -> save(tx, inside(0, "29A1", noonPlus(1), null), 20));
        write(tx -> save(tx, inside(0, "29A2", noonPlus(0), null), 15));

        assertThat(all(tx -> tx.visits().before(third.id(), 9))).containsExactly(second, first);
        assertThat(all(tx -> tx.visits().before(third.id(), 1))).containsExactly(second);
        assertThat(all(tx -> tx.visits().before(second.id(), 9))).containsExactly(first);
        assertThat(all(tx -> tx.visits().before(first.id(), 9))).isEmpty();
        assertThat(all(tx -> tx.visits().before(99, 9))).isEmpty();
    }

    @Test
    void aVisitBeginsSoonAgainWhereTheOneJustBeforeEndedSoLongBefore() {
        write(tx -> save(tx, ended(inside(0, "29A1", noonPlus(0), null), noonPlus(10), 0), 10));
        Visit soon =
                store.write(
                        tx -> save(tx, ended(inside(0, "29A1", noonPlus(25), null), NOON, 0), 20));
        Visit clocksApart = store.write(tx -> save(tx, inside(0, "29A1", noonPlus(-15), null), 30));
        write(tx -> save(tx, ended(inside(0, "30F1", noonPlus(0), null), noonPlus(10), 0), 11));
        write(tx -> save(tx, inside(0, "30F1", noonPlus(26), null), 21)); // 16 minutes
        write(tx -> save(tx, inside(0, "51G1", noonPlus(0), null), 12)); // the first of its car
        Duration quarter = Duration.ofMinutes(15);

        assertThat(all(tx -> tx.visits().soonAgain(DAY, quarter, 9)))
                .containsExactly(soon, clocksApart);
        assertThat(all(tx -> tx.visits().soonAgain(DAY, quarter, 1))).containsExactly(soon);
        assertThat(all(tx -> tx.visits().soonAgain(DAY, Duration.ofMinutes(14), 9))).isEmpty();
        var later = new VisitStore.Day(noonPlus(26), noonPlus(60));
        assertThat(all(tx -> tx.visits().soonAgain(later, quarter, 9))).isEmpty();
    }

    @Test
    void factsOfAKindAreReadLatestFirstInPartsAndUpToAMoment() {
        write(
                tx -> {
                    filled(tx, FIRST, 4);
                    for (long seq : List.of(3L, 1L, 4L, 2L)) {
                        tx.siteFacts().add(1, event(FIRST, seq).event());
                    }
                });
        LedgerEvent second = event(FIRST, 2).event();
        String kind = second.kind();

        assertThat(numbers(all(tx -> tx.siteFacts().latest(kind, Long.MAX_VALUE, 3, 0))))
                .containsExactly(4L, 3L, 2L);
        assertThat(numbers(all(tx -> tx.siteFacts().latest(kind, Long.MAX_VALUE, 3, 3))))
                .containsExactly(1L);
        assertThat(numbers(all(tx -> tx.siteFacts().latest(kind, second.hlc().value(), 9, 0))))
                .containsExactly(2L, 1L);
        assertThat(store.<String>read(tx -> tx.within(t -> t.siteFacts().mark(kind) + "")))
                .isEqualTo(store.<String>read(tx -> tx.siteFacts().mark(kind) + ""));
    }

    @Test
    void aVisitThatIsSavedAgainReplacesItself() {
        Visit in = store.write(tx -> save(tx, inside(0, "29A1", NOON, null), 50));
        Visit out = ended(in, noonPlus(61), 25_000);

        write(tx -> tx.visits().save(out, 40, VisitStore.Sources.NONE));

        assertThat(one(tx -> tx.visits().open("29A1"))).isEmpty();
        assertThat(all(tx -> tx.visits().ofCar("29A1", 0)))
                .containsExactly(new VisitStore.StoredVisit(out, 40));
        assertThat(all(tx -> tx.visits().find(HistoryQuery.FIRST, DAY))).containsExactly(out);
    }

    @Test
    void whatFollowsAnEntryChangesItsVisitAndNoOther() {
        Visit other = store.write(tx -> save(tx, inside(0, "29A2", NOON, null), 60));
        Visit in = store.write(tx -> save(tx, inside(0, "29A1", NOON, null), 50));
        Visit out = Visits.withExitOf(in, ended(in, noonPlus(61), 25_000));

        write(tx -> tx.visits().follow(out, 50, VisitStore.Sources.NONE));

        assertThat(one(tx -> tx.visits().stored(in.eventId())))
                .contains(new VisitStore.StoredVisit(out, 50));
        assertThat(one(tx -> tx.visits().stored(other.eventId())))
                .contains(new VisitStore.StoredVisit(other, 60));
        assertThat(one(tx -> tx.visits().stored("nobody"))).isEmpty();
        assertThat(
                        store.<Map<String, VisitStore.StoredVisit>>read(
                                tx -> tx.visits().stored(List.of("nobody", in.eventId(), "\""))))
                .isEqualTo(Map.of(in.eventId(), new VisitStore.StoredVisit(out, 50)));
    }

    @Test
    void aVisitWhoseRowsAreGoneIsWrittenAnewByWhatFollows() {
        Visit in = store.write(tx -> save(tx, inside(0, "29A1", NOON, null), 50));
        write(tx -> tx.visits().remove(in));
        Visit out = ended(in, noonPlus(61), 25_000);

        write(tx -> tx.visits().follow(out, 50, VisitStore.Sources.NONE));

        assertThat(all(tx -> tx.visits().ofCar("29A1", 0)))
                .containsExactly(new VisitStore.StoredVisit(out, 50));
    }

    @Test
    void aCarStandsBehindTheLastOfItsFacts() {
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    save(tx, ended(inside(0, "29A1", noonPlus(0), null), NOON, 0), 10);
                    save(tx, inside(0, "29A1", noonPlus(2), null), 30);
                    save(tx, ended(inside(0, "29A12", noonPlus(1), null), NOON, 0), 20);
                    tx.facts().add(fact("29A1", 40, 1, 1));
                    tx.facts().add(fact("29A1", 30, 1, 2));
                    tx.facts().add(fact("29A12", 50, 1, 3));
                });

        assertThat(store.<VisitStore.CarPosition>read(tx -> tx.visits().standing("29A1")))
                .isEqualTo(new VisitStore.CarPosition(40, true));
        assertThat(store.<VisitStore.CarPosition>read(tx -> tx.visits().standing("29A12")))
                .isEqualTo(new VisitStore.CarPosition(50, false));
        assertThat(store.<VisitStore.CarPosition>read(tx -> tx.visits().standing("29A")))
                .isEqualTo(new VisitStore.CarPosition(0, false));
        assertThat(
                        store.<Map<String, VisitStore.CarPosition>>read(
                                tx -> tx.visits().standings(List.of("29A12", "29A", "29A1"))))
                .isEqualTo(
                        Map.of(
                                "29A1", new VisitStore.CarPosition(40, true),
                                "29A12", new VisitStore.CarPosition(50, false),
                                "29A", new VisitStore.CarPosition(0, false)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofTwoVisitsThatBeganInOneSecondTheOpenOneCounts(boolean openFirst) {
        write(
                tx -> {
                    Visit open = inside(0, "29A1", NOON, "a");
                    Visit over = ended(inside(0, "29A1", noonPlus(1), "b"), noonPlus(2), 0);
                    save(tx, openFirst ? open : over, 10);
                    save(tx, openFirst ? over : open, 10);
                });

        assertThat(store.<VisitStore.CarPosition>read(tx -> tx.visits().standing("29A1")).inside())
                .isTrue();
    }

    @Test
    void onlyAVisitWithoutExitIsOpen() {
        Visit in =
                store.write(
                        tx -> {
                            save(tx, ended(inside(0, "29A1", noonPlus(0), null), NOON, 0), 1);
                            save(tx, inside(0, "29A12", noonPlus(1), null), 2);
                            return save(tx, inside(0, "29A1", noonPlus(2), null), 3);
                        });

        assertThat(one(tx -> tx.visits().open("29A1"))).contains(in);
        assertThat(one(tx -> tx.visits().open("29A"))).isEmpty();
    }

    @Test
    void theEventsInsideAreThoseOfOpenVisitsAndOfNothingBefore() {
        write(
                tx -> {
                    filled(tx, FIRST, 4);
                    save(tx, inside(0, "29A1", noonPlus(0), "gate-1"), 50);
                    save(tx, ended(inside(0, "29A2", noonPlus(1), "gate-1"), noonPlus(9), 5), 60);
                    save(tx, inside(0, "29A3", noonPlus(2), "gate-1"), 70);
                    tx.facts().add(fact("29A1", 20, 1, 1));
                    tx.facts().add(fact("29A1", 50, 1, 2));
                    tx.facts().add(fact("29A2", 60, 1, 3));
                    tx.facts().add(fact("29A3", 70, 1, 4));
                });

        assertThat(all(tx -> tx.visits().eventsInside(9)))
                .containsExactly(new EventStore.EventRef(1, 4), new EventStore.EventRef(1, 2));
        assertThat(all(tx -> tx.visits().eventsInside(1)))
                .containsExactly(new EventStore.EventRef(1, 4));
    }

    @Test
    void theNewestUnconfirmedVisitIsFoundAtItsGateOrAtAny() {
        write(
                tx -> {
                    save(tx, inside(0, "29A1", noonPlus(1), "gate-1"), 1);
                    save(tx, inside(0, "29A1", noonPlus(2), "gate-2"), 2);
                    save(tx, inside(0, "29A1", noonPlus(3), null), 3);
                    save(tx, ended(inside(0, "29A1", noonPlus(4), "gate-1"), NOON, 0), 4);
                });

        assertThat(one(tx -> tx.visits().unconfirmed("29A1", null)))
                .map(visit -> visit.entry().at())
                .contains(noonPlus(3));
        assertThat(one(tx -> tx.visits().unconfirmed("29A1", "gate-1")))
                .map(visit -> visit.entry().at())
                .contains(noonPlus(1));
        assertThat(one(tx -> tx.visits().unconfirmed("29A1", "gate-7"))).isEmpty();
        assertThat(one(tx -> tx.visits().unconfirmed("29A2", null))).isEmpty();
    }

    @Test
    void theFoldFindsWhereItCanGoOn() {
        Visit first = inside(0, "29A1", noonPlus(1), null);
        Visit second = inside(0, "29A1", noonPlus(2), null);
        write(
                tx -> {
                    save(tx, first, 10);
                    save(tx, second, 20);
                    save(tx, inside(0, "29A12", noonPlus(3), null), 15);
                });

        assertThat(one(tx -> tx.visits().restBefore("29A1", 10))).isEmpty();
        assertThat(one(tx -> tx.visits().restBefore("29A1", 11)))
                .contains(new VisitStore.FoldStart(10, first.eventId(), false));
        assertThat(one(tx -> tx.visits().restBefore("29A1", Long.MAX_VALUE)))
                .contains(new VisitStore.FoldStart(20, second.eventId(), false));
        assertThat(
                        one(
                                tx ->
                                        tx.visits()
                                                .stored(second.eventId())
                                                .map(VisitStore.StoredVisit::visit)))
                .isEqualTo(one(tx -> tx.visits().visit(2)));
        assertThat(one(tx -> tx.visits().stored("central-1_1_29A1"))).isEmpty();
        assertThat(one(tx -> tx.visits().visit(2)).orElseThrow().eventId())
                .isEqualTo(second.eventId());
        assertThat(one(tx -> tx.visits().eventIdOf(2))).contains(second.eventId());
        assertThat(one(tx -> tx.visits().historyIdOf(second.eventId()))).contains(2L);
        assertThat(one(tx -> tx.visits().historyIdOf("central-1_1_29A1"))).isEmpty();
        assertThat(one(tx -> tx.visits().visit(99))).isEmpty();
        assertThat(all(tx -> tx.visits().ofCar("29A1", 11)))
                .extracting(VisitStore.StoredVisit::entryT)
                .containsExactly(20L);
    }

    @Test
    void theHistoryIsListedNewestRowFirst() {
        write(
                tx -> {
                    save(tx, inside(0, "29A1", noonPlus(1), null), 1);
                    save(tx, inside(0, "29A2", noonPlus(3), null), 1);
                    save(tx, inside(0, "29A3", noonPlus(2), null), 1);
                    save(tx, inside(0, "29A4", noonPlus(2), null), 1);
                });

        assertThat(found(new HistoryQuery(100, 0, false, null, null)))
                .containsExactly("29A4", "29A3", "29A2", "29A1");
        assertThat(found(new HistoryQuery(2, 1, false, null, null)))
                .containsExactly("29A3", "29A2");
        assertThat(found(new HistoryQuery(2, 4, false, null, null))).isEmpty();
    }

    @Test
    void pagesThatBeginBehindAPlaceNeitherRepeatNorSkipRowsWhileOthersCome() {
        var plates = new ArrayList<String>();
        write(
                tx -> {
                    for (int i = 0; i < 15; i++) { // three in each second
                        plates.addFirst("29A" + (100 + i));
                        save(tx, inside(0, plates.getFirst(), noonPlus(i / 3), null), 1);
                    }
                });
        var first = new HistoryQuery(5, 0, false, null, null);
        for (String search : Arrays.asList(null, "29A1", "A1")) {
            var seen = new ArrayList<String>();
            HistoryQuery.Place after = null;
            for (int page = 0; page < 3; page++) {
                var query = first.searching(search).after(after);
                List<Visit> rows = all(tx -> tx.visits().find(query, DAY));
                assertThat(rows).hasSize(5);
                rows.forEach(row -> seen.add(row.plate().canonical()));
                after = new HistoryQuery.Place(rows.getLast().createdAt(), rows.getLast().id());
                int come = 90 + 3 * (search == null ? 0 : search.length()) + page;
                write(
                        tx -> {
                            save(tx, inside(0, "30B" + come, noonPlus(come), null), 1);
                            save(tx, inside(0, "31B" + come, noonPlus(come), null), 1);
                        });
            }
            assertThat(seen).isEqualTo(plates);
            var end = first.searching(search).after(after);
            assertThat(all(tx -> tx.visits().find(end, DAY))).isEmpty();
        }
    }

    private List<String> found(HistoryQuery query) {
        return all(tx -> tx.visits().find(query, DAY)).stream()
                .map(v -> v.plate().canonical())
                .toList();
    }

    @Test
    void theHistoryIsSearchedByPlateStatusAndDay() {
        Instant yesterday = NOON.minus(Duration.ofDays(1));
        write(
                tx -> {
                    save(
                            tx,
                            ended(
                                    inside(0, "29A1", yesterday, null),
                                    yesterday.plusSeconds(3_600),
                                    5),
                            1);
                    save(tx, ended(inside(0, "29A2", yesterday, null), noonPlus(1), 7), 1);
                    save(tx, ended(inside(0, "30Đ3", noonPlus(0), null), noonPlus(2), 8), 1);
                    save(tx, inside(0, "30F4", noonPlus(3), null), 1);
                    save(tx, inside(0, "30F5", DAY.to(), null), 1);
                });

        assertThat(found(new HistoryQuery(9, 0, false, "IN", null)))
                .containsExactly("30F5", "30F4");
        assertThat(found(new HistoryQuery(9, 0, false, "OUT", null)))
                .containsExactly("30Đ3", "29A2", "29A1");
        assertThat(found(new HistoryQuery(9, 0, false, null, "0D3"))).containsExactly("30Đ3");
        assertThat(found(new HistoryQuery(9, 0, false, "IN", "29A"))).isEmpty();
        assertThat(found(new HistoryQuery(9, 0, true, null, null)))
                .containsExactly("30F4", "30Đ3", "29A2");
        assertThat(found(new HistoryQuery(1, 1, true, "OUT", "A"))).isEmpty();
        assertThat(stats(DAY)).isEqualTo(new DayStats(2, 2, 2, 15));
    }

    @Test
    void aSearchFindsTheNewestWhetherFewCarsMatchOrMany() {
        var plates = new ArrayList<String>();
        write(
                tx -> {
                    for (int i = 0; i < 600; i++) {
                        plates.addFirst("51H" + (10_000 + i));
                        save(tx, inside(0, plates.getFirst(), noonPlus(i), null), 1);
                    }
                });

        assertThat(found(new HistoryQuery(600, 0, false, null, "51H1"))).isEqualTo(plates);
        assertThat(found(new HistoryQuery(3, 2, false, null, "51H10")))
                .isEqualTo(plates.subList(2, 5));
        assertThat(found(new HistoryQuery(3, 2, false, null, "51H100")))
                .isEqualTo(plates.subList(502, 505));
        assertThat(found(new HistoryQuery(3, 0, false, "OUT", "51H100"))).isEmpty();
    }

    private List<String> listed(VisitQuery query) {
        return all(tx -> tx.visits().search(query, DAY)).stream()
                .map(row -> row.visit().plate().canonical())
                .toList();
    }

    private static VisitQuery choice(VisitQuery.Which which) {
        return new VisitQuery(which, null, null, null, null, 9);
    }

    private void saveThreeDays() {
        Instant yesterday = NOON.minus(Duration.ofDays(1));
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    save(
                            tx,
                            ended(
                                    inside(0, "29A1", yesterday, null),
                                    yesterday.plusSeconds(3_600),
                                    5),
                            1);
                    Visit fixed = ended(inside(0, "29A2", yesterday, null), noonPlus(1), 7);
                    save(tx, fixed, 2);
                    Visit twice = ended(inside(0, "30Đ3", noonPlus(0), null), noonPlus(2), 8);
                    save(tx, twice, 3);
                    save(tx, inside(0, "30F4", noonPlus(3), null), 4);
                    save(tx, inside(0, "31F4", DAY.to(), null), 5);
                    String name = fixed.eventId();
                    tx.facts().add(new FactStore.FactRow("29A2", 9, 1, 1, name, "correction"));
                    tx.facts().add(new FactStore.FactRow("30Đ3", 9, 1, 2, twice.eventId(), "exit"));
                    tx.facts()
                            .saveRemark(
                                    new FactStore.RemarkRow(
                                            "30Đ3",
                                            9,
                                            1,
                                            2,
                                            Remark.What.SECOND_EXIT,
                                            twice.eventId()));
                    tx.facts()
                            .saveRemark(
                                    new FactStore.RemarkRow(
                                            "29A1", 9, 1, 3, Remark.What.WAITING, null));
                });
    }

    /** A visit whose exit was written where no entry was known. */
    private static Visit leftAlone(Visit v, boolean entryKnown) {
        Visit ended = ended(v, v.entry().at().plusSeconds(600), 9);
        Visit.Departure exit = Objects.requireNonNull(ended.exit());
        return new Visit(
                v.id(),
                v.eventId(),
                v.sourceCentral(),
                v.edgeId(),
                v.plate(),
                new Visit.Passage(
                        v.entry().at(),
                        7,
                        "gate",
                        0.5,
                        "auto",
                        v.entry().at().minusMillis(5),
                        true),
                true,
                new Visit.Departure(
                        exit.passage(), exit.central(), "gate-9", exit.seconds(), 9, true),
                false,
                v.createdAt(),
                v.updatedAt(),
                entryKnown,
                3);
    }

    @Test
    void aVisitWhoseExitNobodySawIsKeptAsSuchAndListed() {
        Visit in = inside(0, "29A1", noonPlus(1), null);
        Visit left = ended(in, noonPlus(9), 0);
        Visit.Departure exit = Objects.requireNonNull(left.exit());
        Visit missed =
                Visits.ended(
                        left,
                        new Visit.Departure(
                                exit.passage(), exit.central(), null, 480, 0, false, true));
        write(tx -> save(tx, missed, 1));

        Visit stored = one(tx -> tx.visits().visit(1)).orElseThrow();
        assertThat(stored.exit()).isEqualTo(missed.exit());
        assertThat(stored.review()).isEqualTo(Review.EXIT_UNKNOWN);
    }

    @Test
    void aVisitThatAPersonMustLookAtIsKeptWholeListedAndSummedApart() {
        Visit joined = leftAlone(inside(0, "29A1", noonPlus(1), null), true);
        Visit alone = leftAlone(inside(0, "29A2", noonPlus(2), null), false);
        write(
                tx -> {
                    filled(tx, FIRST, 3);
                    save(tx, joined, 1);
                    save(tx, alone, 2);
                    save(tx, ended(inside(0, "29A3", noonPlus(3), null), noonPlus(30), 100), 3);
                });

        Visit stored = one(tx -> tx.visits().visit(1)).orElseThrow();
        assertThat(stored.review()).isEqualTo(Review.NO_ENTRY);
        assertThat(stored.readings()).isEqualTo(3);
        assertThat(stored.entry()).isEqualTo(joined.entry());
        assertThat(stored.exit()).isEqualTo(joined.exit());
        assertThat(stored.entryKnown()).isTrue();
        assertThat(one(tx -> tx.visits().visit(2)).orElseThrow().entryKnown()).isFalse();
        assertThat(listed(choice(VisitQuery.Which.ODD))).containsExactly("29A2", "29A1");
        assertThat(one(tx -> Optional.of(tx.visits().stats(DAY))))
                .contains(new DayStats(0, 2, 3, 100, 18));
        assertThat(all(tx -> tx.visits().since(noonPlus(0), 0, 9)))
                .extracting(row -> row.visit().plate().canonical())
                .containsExactly("29A1", "29A3");
        assertThat(one(tx -> tx.visits().restBefore("29A1", 9)).orElseThrow().joined()).isTrue();
        assertThat(one(tx -> tx.visits().restBefore("29A2", 9)).orElseThrow().joined()).isFalse();
    }

    @Test
    void aPersonsChoiceOfVisitsIsListedByWhenTheyCame() {
        saveThreeDays();

        assertThat(listed(choice(VisitQuery.Which.ALL)))
                .containsExactly("31F4", "30F4", "30Đ3", "29A2", "29A1");
        assertThat(listed(choice(VisitQuery.Which.TODAY))).containsExactly("30F4", "30Đ3", "29A2");
        assertThat(listed(choice(VisitQuery.Which.INSIDE))).containsExactly("31F4", "30F4");
        assertThat(listed(choice(VisitQuery.Which.LEFT))).containsExactly("30Đ3", "29A2", "29A1");
        assertThat(listed(choice(VisitQuery.Which.CORRECTED))).containsExactly("29A2");
        assertThat(listed(choice(VisitQuery.Which.ODD))).containsExactly("30Đ3");
        for (VisitQuery.Which which : VisitQuery.Which.values()) {
            assertThat(one(tx -> Optional.of(tx.visits().count(choice(which), DAY))))
                    .as(which.name())
                    .contains((long) listed(choice(which)).size());
        }
        assertThat(all(tx -> tx.visits().search(choice(VisitQuery.Which.ALL), DAY)))
                .extracting(VisitPage.Row::corrected)
                .containsExactly(false, false, false, true, false);
        assertThat(all(tx -> tx.visits().search(choice(VisitQuery.Which.ALL), DAY)))
                .extracting(VisitPage.Row::odd)
                .containsExactly(false, false, true, false, false);
    }

    @Test
    void aChoiceIsNarrowedByPlateAndByWhenTheCarsCame() {
        saveThreeDays();
        var all = VisitQuery.Which.ALL;

        assertThat(listed(choice(all).searching("0D3"))).containsExactly("30Đ3");
        assertThat(listed(choice(all).searching("F4"))).containsExactly("31F4", "30F4");
        assertThat(listed(choice(VisitQuery.Which.INSIDE).searching("0D3"))).isEmpty();
        assertThat(listed(choice(all).searching("99"))).isEmpty();
        assertThat(listed(new VisitQuery(all, noonPlus(0), noonPlus(3), null, null, 9)))
                .containsExactly("30Đ3");
        assertThat(listed(new VisitQuery(all, noonPlus(3), null, null, null, 9)))
                .containsExactly("31F4", "30F4");
        assertThat(listed(new VisitQuery(all, null, noonPlus(0), null, null, 9)))
                .containsExactly("29A2", "29A1");
    }

    @Test
    void pagesOfVisitsNeitherOverlapNorLeaveAnythingOut() {
        var plates = new ArrayList<String>();
        write(
                tx -> {
                    for (int i = 0; i < 25; i++) {
                        plates.addFirst("51H" + (10_000 + i));
                        // five at a time
                        save(tx, inside(0, plates.getFirst(), noonPlus(i / 5), null), 1);
                    }
                });

        var read = new ArrayList<String>();
        VisitQuery query = new VisitQuery(VisitQuery.Which.ALL, null, null, "51H", null, 7);
        VisitQuery.Place next = null;
        do {
            VisitQuery wanted = query.after(next);
            VisitPage page = VisitPage.of(all(tx -> tx.visits().search(wanted, DAY)), 7);
            page.rows().forEach(row -> read.add(row.visit().plate().canonical()));
            next = page.next();
        } while (next != null);
        assertThat(read).isEqualTo(plates);
        assertThat(one(tx -> Optional.of(tx.visits().count(query, DAY)))).contains(25L);
    }

    @Test
    void aCarInsideIsFoundByTheEndOfItsPlate() {
        write(
                tx -> {
                    save(tx, inside(0, "29A12345", noonPlus(0), null), 10);
                    save(tx, inside(0, "30E12345", noonPlus(2), null), 30);
                    save(tx, inside(0, "30E123456", noonPlus(3), null), 40);
                    save(tx, inside(0, "29MĐ112345", noonPlus(1), null), 20);
                    save(tx, ended(inside(0, "51F12345", noonPlus(4), null), NOON, 0), 50);
                });

        assertThat(tail("12345", 9)).containsExactly("30E12345", "29MĐ112345", "29A12345");
        assertThat(tail("12345", 2)).containsExactly("30E12345", "29MĐ112345");
        assertThat(tail("MD112345", 9)).containsExactly("29MĐ112345");
        assertThat(tail("99", 9)).isEmpty();
    }

    @Test
    void thePlatesOfCarsInsideComeWithTheNewestEntryFirst() {
        write(
                tx -> {
                    save(tx, inside(0, "29A12345", noonPlus(0), null), 10);
                    save(tx, inside(0, "30E12345", noonPlus(2), null), 30);
                    save(tx, ended(inside(0, "51F12345", noonPlus(4), null), NOON, 0), 50);
                });

        assertThat(all(tx -> tx.visits().platesInside(9))).containsExactly("30E12345", "29A12345");
        assertThat(all(tx -> tx.visits().platesInside(1))).containsExactly("30E12345");
        assertThat(all(tx -> tx.visits().insideWith(List.of("29A12345", "51F12345", "30E12345"))))
                .extracting(visit -> visit.plate().canonical())
                .containsExactly("30E12345", "29A12345");
        assertThat(all(tx -> tx.visits().insideWith(List.of()))).isEmpty();
    }

    private List<String> tail(String key, int limit) {
        return all(tx -> tx.visits().insideByTail(key, limit)).stream()
                .map(visit -> visit.plate().canonical())
                .toList();
    }

    // Peers

    @Test
    void theLastNoteOfEachPeerIsKept() {
        var second = new CentralId("central-2");
        write(
                tx -> {
                    tx.stamps().save(new SyncStamp(HERE, NOON, NOON));
                    tx.stamps().save(new SyncStamp(second, NOON, NOON));
                    tx.stamps().save(new SyncStamp(HERE, NOON.plusMillis(1_234), noonPlus(1)));
                });

        assertThat(all(tx -> tx.stamps().all()))
                .containsExactlyInAnyOrder(
                        new SyncStamp(HERE, NOON.plusMillis(1_234), noonPlus(1)),
                        new SyncStamp(second, NOON, NOON));
    }

    // ---- blocks

    private static final int SPAN = 32;

    /** Events 1 to 100, of which 33 to 64 are in a block. */
    private int packedInTheMiddle() {
        int key = store.write(tx -> tx.events().addStream(descriptor(FIRST)));
        write(
                tx -> {
                    for (long seq = 1; seq <= 100; seq++) {
                        tx.events().add(key, event(FIRST, seq));
                    }
                    tx.events().addBlock(key, packed(33, 40));
                });
        return key;
    }

    private static PackedEvents packed(long first, int payloadBytes) {
        return PackedEvents.of(
                        LongStream.range(first, first + SPAN)
                                .mapToObj(seq -> event(FIRST, seq, payloadBytes))
                                .toList())
                .orElseThrow();
    }

    private List<LedgerEvent> range(int key, long from, int rows, int bytes) {
        return all(tx -> tx.events().range(key, FIRST, from, rows, bytes));
    }

    private static List<LedgerEvent> events(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(seq -> event(FIRST, seq).event()).toList();
    }

    private static List<Hash> leaves(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(seq -> event(FIRST, seq).leaf()).toList();
    }

    @Test
    void eventsAreReadInOrderOfRowsAndBlocks() {
        int key = packedInTheMiddle();

        assertThat(range(key, 1, 1_000, Integer.MAX_VALUE)).isEqualTo(events(1, 100));
        assertThat(range(key, 40, 30, Integer.MAX_VALUE)).isEqualTo(events(40, 69));
        assertThat(range(key, 40, 5, Integer.MAX_VALUE)).isEqualTo(events(40, 44));
        assertThat(range(key, 101, 5, Integer.MAX_VALUE)).isEmpty();
        for (long seq : new long[] {1, 32, 33, 50, 64, 65, 100}) {
            assertThat(one(tx -> tx.events().event(key, seq))).contains(event(FIRST, seq).event());
            assertThat(store.<Boolean>read(tx -> tx.events().isInBlock(key, seq)))
                    .isEqualTo(seq > 32 && seq <= 64);
        }
        assertThat(one(tx -> tx.events().event(key, 101))).isEmpty();
        assertThat(one(tx -> tx.events().event(key + 1, 40))).isEmpty();
    }

    @Test
    void theBytesOfAPageAreLimitedInABlockAsInRows() {
        int key = packedInTheMiddle();
        for (long from : new long[] {1, 30, 33, 60, 64}) {
            assertThat(range(key, from, 1_000, 1)).isEqualTo(events(from, from));
            assertThat(range(key, from, 1_000, 480)).isEqualTo(events(from, from + 2));
        }
    }

    @Test
    void leavesAreThoseOfRowsAndBlocks() {
        int key = packedInTheMiddle();

        for (long[] some :
                new long[][] {{1, 100}, {20, 40}, {33, 64}, {40, 50}, {50, 90}, {64, 65}}) {
            assertThat(all(tx -> tx.trees().leaves(key, some[0] - 1, some[1])))
                    .isEqualTo(leaves(some[0], some[1]));
        }
        assertThat(all(tx -> tx.trees().leaves(key, 100, 200))).isEmpty();
        assertThat(all(tx -> tx.trees().leaves(key, 40, 40))).isEmpty();
    }

    @Test
    void aBlockStandsWhereNothingOrOtherBlocksStood() {
        int key = packedInTheMiddle();
        write(tx -> tx.events().addBlock(key, packed(97, 40)));
        write(tx -> tx.events().addBlock(key, packed(33, 40)));

        assertThat(range(key, 1, 1_000, Integer.MAX_VALUE)).isEqualTo(events(1, 128));
    }

    @Test
    void theFirstEventOutsideOfBlocksIsFound() {
        int key = packedInTheMiddle();

        long[][] expected = {{1, 1}, {32, 32}, {33, 65}, {64, 65}, {66, 66}};
        for (long[] fromAndFirst : expected) {
            assertThat(store.<Object>read(tx -> tx.events().firstRow(key, fromAndFirst[0])))
                    .isEqualTo(OptionalLong.of(fromAndFirst[1]));
        }
        assertThat(store.<Object>read(tx -> tx.events().firstRow(key, 101)))
                .isEqualTo(OptionalLong.empty());
    }

    @Test
    void anEventInABlockIsErasedAndItsPayloadComesBack() {
        int key = packedInTheMiddle();
        HashedEvent erased = event(FIRST, 40).erased();
        write(tx -> tx.events().erase(key, 40, Hash.of(erased.event().payload().bytes())));

        assertThat(one(tx -> tx.events().event(key, 40))).contains(erased.event());
        assertThat(store.<Boolean>read(tx -> tx.events().isInBlock(key, 40))).isTrue();
        assertThat(all(tx -> tx.events().hashesOnly()))
                .containsExactly(new EventStore.HashOnly(FIRST, 40, "entry"));
        assertThat(all(tx -> tx.trees().leaves(key, 39, 40))).isEqualTo(leaves(40, 40));
        reopen();
        assertThat(range(key, 39, 1, Integer.MAX_VALUE)).isEqualTo(events(39, 39));
        assertThat(range(key, 40, 1, Integer.MAX_VALUE)).containsExactly(erased.event());

        write(tx -> tx.events().restore(key, 40, event(FIRST, 40).event().payload()));

        assertThat(range(key, 1, 1_000, Integer.MAX_VALUE)).isEqualTo(events(1, 100));
        assertThat(all(tx -> tx.events().hashesOnly())).isEmpty();
    }

    @Test
    void anEventThatWasErasedBeforeIsErasedInTheBlockToo() {
        int key = packedInTheMiddle();
        var withErased = new ArrayList<HashedEvent>();
        for (long seq = 65; seq <= 96; seq++) {
            withErased.add(seq == 70 ? event(FIRST, seq).erased() : event(FIRST, seq));
        }
        write(tx -> tx.events().addBlock(key, PackedEvents.of(withErased).orElseThrow()));

        assertThat(all(tx -> tx.events().hashesOnly()))
                .containsExactly(new EventStore.HashOnly(FIRST, 70, "entry"));
        write(tx -> tx.events().remove(key, 70));
        assertThat(all(tx -> tx.events().hashesOnly())).isEmpty();
    }

    @Test
    void anEventIsTakenOutOfABlockAndTheOthersStay() {
        int key = packedInTheMiddle();
        write(tx -> tx.events().remove(key, 40));

        assertThat(range(key, 1, 1_000, Integer.MAX_VALUE)).isEqualTo(events(1, 39));
        assertThat(range(key, 41, 1_000, Integer.MAX_VALUE)).isEqualTo(events(41, 100));
        assertThat(store.<Boolean>read(tx -> tx.events().isInBlock(key, 41))).isFalse();
        assertThat(all(tx -> tx.trees().leaves(key, 38, 42)))
                .isEqualTo(
                        List.of(
                                event(FIRST, 39).leaf(),
                                event(FIRST, 41).leaf(),
                                event(FIRST, 42).leaf()));
        write(tx -> tx.events().add(key, event(FIRST, 40)));
        assertThat(range(key, 1, 1_000, Integer.MAX_VALUE)).isEqualTo(events(1, 100));
    }

    @Test
    void aSnapshotSeesABlockAsItWasThen() throws Exception {
        int key = packedInTheMiddle();
        var read = new CountDownLatch(1);
        var changed = new CountDownLatch(1);
        CompletableFuture<List<Optional<LedgerEvent>>> before =
                CompletableFuture.supplyAsync(
                        () ->
                                store.read(
                                        tx -> {
                                            var first = tx.events().event(key, 50);
                                            read.countDown();
                                            awaited(changed);
                                            return List.of(first, tx.events().event(key, 40));
                                        }));
        read.await();
        Hash hash = Hash.of(event(FIRST, 40).erased().event().payload().bytes());
        write(tx -> tx.events().erase(key, 40, hash));
        assertThat(one(tx -> tx.events().event(key, 40)).orElseThrow().erased()).isTrue();
        changed.countDown();

        assertThat(before.get(30, TimeUnit.SECONDS).get(1)).contains(event(FIRST, 40).event());
        assertThat(one(tx -> tx.events().event(key, 40)).orElseThrow().erased()).isTrue();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBlockThatWasNotCommittedIsSeenByNobody() {
        int key = packedInTheMiddle();
        Hash hash = Hash.of(event(FIRST, 40).erased().event().payload().bytes());
        assertThatThrownBy(
                        () ->
                                write(
                                        tx -> {
                                            tx.events().erase(key, 40, hash);
                                            assertThat(
                                                            tx.events()
                                                                    .event(key, 40)
                                                                    .orElseThrow()
                                                                    .erased())
                                                    .isTrue();
                                            throw new IllegalStateException("not today");
                                        }))
                .hasMessage("not today");

        assertThat(range(key, 1, 1_000, Integer.MAX_VALUE)).isEqualTo(events(1, 100));
        assertThat(all(tx -> tx.events().hashesOnly())).isEmpty();
    }
}
