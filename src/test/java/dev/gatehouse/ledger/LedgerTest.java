package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.SqliteStore;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

class LedgerTest {
    @TempDir Path folder;
    private Booth booth;

    @BeforeEach
    void open() {
        booth = new Booth(folder, "central-1");
    }

    @AfterEach
    void close() {
        booth.close();
    }

    /** Looks into the file with nothing of ours in between. */
    private <T> T sql(SqlWork<T> work) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + booth.file);
                Statement statement = connection.createStatement()) {
            return work.run(statement);
        }
    }

    private interface SqlWork<T> {
        T run(Statement statement) throws SQLException;
    }

    private long count(String query) throws SQLException {
        return sql(statement -> statement.executeQuery(query).getLong(1));
    }

    @Test
    void whatWasAnsweredIsThereAfterAStart() {
        Visit in = booth.enter("29A12345");
        booth.confirm(in);
        booth.enter("30F99999");
        booth.clock.pass(Duration.ofMinutes(61));
        Visit out = booth.leave(in, 25_000);
        Hash top = booth.ledger().holdings().top();

        booth.restart();

        assertThat(booth.ledger().holdings().top()).isEqualTo(top);
        assertThat(booth.ledger().holdings().events()).isEqualTo(4);
        assertThat(booth.visits()).hasSize(2);
        Visit read = booth.visits().stream().filter(v -> v.id() == out.id()).findFirst().get();
        assertThat(read.eventId()).isEqualTo(in.eventId());
        assertThat(read.confirmed()).isTrue();
        assertThat(read.exit()).isEqualTo(out.exit());
    }

    @Test
    void everyStartHasItsOwnStreamAndEachIsNumberedWithoutGaps() throws SQLException {
        Set<StreamId> streams = new java.util.HashSet<>();
        for (int start = 1; start <= 4; start++) {
            streams.add(booth.ledger().currentStream().stream());
            for (int i = 0; i < start; i++) {
                booth.pass("29A1234" + i);
            }
            booth.restart();
        }

        assertThat(streams).hasSize(4);
        assertThat(booth.ledger().holdings().all())
                .extracting(StreamHead::stream)
                .containsExactlyInAnyOrderElementsOf(streams);
        assertThat(
                        count(
                                "SELECT count(*) FROM stream s WHERE s.n <> (SELECT count(*) FROM"
                                        + " event e WHERE e.stream = s.id AND e.seq BETWEEN 1 AND"
                                        + " s.n)"))
                .isZero();
        assertThat(booth.ledger().holdings().events()).isEqualTo(10);
    }

    @Test
    void aStartWithoutAnEventLeavesNoStream() throws SQLException {
        booth.restart();
        booth.restart();

        assertThat(count("SELECT count(*) FROM stream")).isZero();
        assertThat(booth.ledger().holdings().summary().streams()).isZero();
    }

    @Test
    void twoCallsForOnePlateInOneCommitAreAnEntryAndAnExit() {
        var held = new CountDownLatch(1);
        booth.ledger().decide(desk -> awaited(held)); // the two wait together behind this one
        CompletableFuture<Visit> one = passing("29A12345");
        CompletableFuture<Visit> other = passing("29A12345");
        held.countDown();

        assertThat(one.join().inside()).isTrue();
        assertThat(other.join().inside()).isFalse();
        assertThat(other.join().eventId()).isEqualTo(one.join().eventId());
        assertThat(booth.visits()).hasSize(1);
    }

    private CompletableFuture<Visit> passing(String plate) {
        return booth.ledger()
                .decide(
                        desk ->
                                desk.openVisit(Booth.plate(plate))
                                        .map(inside -> Booth.left(desk, inside, 1_000))
                                        .orElseGet(() -> Booth.entered(desk, plate)));
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void requestsThatWaitTogetherShareCommitsAndEveryAnswerIsOnDisk() throws Exception {
        var together = new CyclicBarrier(200);
        var answers = new ArrayList<CompletableFuture<Visit>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 200; i++) {
            String plate = "29A" + (10_000 + i);
            var answer = new CompletableFuture<Visit>();
            answers.add(answer);
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            together.await();
                                            answer.complete(passing(plate).join());
                                        } catch (Exception e) {
                                            answer.completeExceptionally(e);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        for (CompletableFuture<Visit> answer : answers) {
            Visit visit = answer.join();
            assertThat(
                            count(
                                    "SELECT count(*) FROM history WHERE id = "
                                            + visit.id()
                                            + " AND event_id = '"
                                            + visit.eventId()
                                            + "'"))
                    .isEqualTo(1);
        }
        assertThat(count("SELECT count(*) FROM event")).isEqualTo(200);
        await().until(
                        () ->
                                booth.notices.stream()
                                                .filter(Notice.Passed.class::isInstance)
                                                .count()
                                        == 200);
    }

    @Test
    void moreThanAThousandWaitingRequestsAreAFlood() {
        var held = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        booth.ledger()
                .decide(
                        _ -> {
                            begun.countDown();
                            return awaited(held);
                        });
        awaited(begun);
        List<CompletableFuture<Instant>> all =
                IntStream.range(0, 1_100)
                        .mapToObj(_ -> booth.ledger().decide(DecisionContext::now))
                        .toList();
        held.countDown();

        List<CompletableFuture<Instant>> refused =
                all.stream().filter(f -> f.handle((_, thrown) -> thrown != null).join()).toList();
        assertThat(refused).hasSize(76);
        assertThatThrownBy(refused.getFirst()::join)
                .hasRootCauseInstanceOf(StoreException.class)
                .hasMessageContaining("too many requests wait");
    }

    @Test
    void aRowOfHistoryHasTheOriginalsColumnsAndTexts() throws SQLException {
        booth.clock.pass(Duration.ofHours(14)); // 19:00 UTC is 02:00 of the next day at the site
        Visit in =
                booth.ledger()
                        .decide(
                                desk ->
                                        desk.append(
                                                Booth.plate("29Đ112345"),
                                                hlc ->
                                                        new Fact.Entry(
                                                                "central-1_"
                                                                        + hlc.ms()
                                                                        + "_29Đ112345",
                                                                Booth.plate("29Đ112345"),
                                                                "edge-7",
                                                                new Fact.Reading(
                                                                        3,
                                                                        "Cổng Bắc",
                                                                        0.93,
                                                                        "auto"))))
                        .join();

        assertThat(row())
                .containsEntry("id", "1")
                .containsEntry("event_id", in.eventId())
                .containsEntry("source_central", "central-1")
                .containsEntry("edge_id", "edge-7")
                .containsEntry("plate_id", "29Đ112345")
                .containsEntry("entry_time", "2026-11-23 02:00:00")
                .containsEntry("entry_camera_id", "3")
                .containsEntry("entry_camera_name", "Cổng Bắc")
                .containsEntry("entry_confidence", "0.93")
                .containsEntry("entry_source", "auto")
                .containsEntry("exit_time", null)
                .containsEntry("duration", null)
                .containsEntry("fee", "0")
                .containsEntry("status", "IN")
                .containsEntry("sync_status", "LOCAL")
                .containsEntry("created_at", "2026-11-22 19:00:00")
                .containsEntry("updated_at", "2026-11-22 19:00:00");

        booth.clock.pass(Duration.ofSeconds(60));
        booth.ledger()
                .decide(
                        desk ->
                                desk.append(
                                        in.plate(),
                                        _ ->
                                                new Fact.Exit(
                                                        in.eventId(),
                                                        in.plate(),
                                                        "edge-8",
                                                        Fact.Reading.NONE,
                                                        75_000,
                                                        11_753)))
                .join();

        assertThat(row())
                .containsEntry("exit_time", "2026-11-23 02:01:00")
                .containsEntry("exit_camera_id", null)
                .containsEntry("duration", "3 giờ 15 phút")
                .containsEntry("fee", "75000")
                .containsEntry("status", "OUT")
                .containsEntry("created_at", "2026-11-22 19:00:00")
                .containsEntry("updated_at", "2026-11-22 19:01:00");
        assertThat(row().keySet())
                .containsExactly(
                        "id",
                        "event_id",
                        "source_central",
                        "edge_id",
                        "plate_id",
                        "plate_view",
                        "entry_time",
                        "entry_camera_id",
                        "entry_camera_name",
                        "entry_confidence",
                        "entry_source",
                        "exit_time",
                        "exit_camera_id",
                        "exit_camera_name",
                        "exit_confidence",
                        "exit_source",
                        "duration",
                        "fee",
                        "status",
                        "sync_status",
                        "created_at",
                        "updated_at");
    }

    private Map<String, String> row() throws SQLException {
        return sql(
                statement -> {
                    var found = statement.executeQuery("SELECT * FROM history");
                    var row = new LinkedHashMap<String, String>();
                    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        row.put(found.getMetaData().getColumnName(i), found.getString(i));
                    }
                    return row;
                });
    }

    @Test
    void aRowNumberSurvivesItsRowAndIsNeverGivenToAnother() {
        try (Booth other = new Booth(folder, "central-2")) {
            booth.clock.pass(Duration.ofSeconds(10));
            Visit mine = booth.enter("29A12345"); // later than the other's, so it will go
            Visit theirs = other.enter("29A12345");
            Visit left = other.leave(theirs, 1_000);

            Arrival page = other.page(other.ledger().currentStream().stream(), 1, 1);
            assertThat(booth.ledger().merge(page).join().merged()).isEqualTo(1);
            assertThat(booth.visits()).extracting(Visit::eventId).containsExactly(theirs.eventId());

            Visit between = booth.enter("30F00001");
            booth.restart();
            booth.pull(other, 1); // the exit: the car was out before it came in here

            assertThat(left.inside()).isFalse();
            assertThat(booth.visits())
                    .extracting(Visit::eventId, Visit::id)
                    .contains(
                            org.assertj.core.api.Assertions.tuple(mine.eventId(), mine.id()),
                            org.assertj.core.api.Assertions.tuple(between.eventId(), between.id()))
                    .hasSize(3);
            assertThat(booth.visits()).extracting(Visit::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void noticesComeAfterTheCommitAndInItsOrder() throws SQLException {
        var onDisk = new ArrayList<Boolean>();
        Visit one = booth.enter("29A00001");
        booth.enter("29A00002");
        booth.confirm(one);
        booth.leave(one, 1_000);
        booth.ledger().decide(DecisionContext::now).join();

        assertThat(booth.notices.stream().map(LedgerTest::word))
                .containsExactly(
                        "appended 1",
                        "ENTRY 1",
                        "appended 2",
                        "ENTRY 2",
                        "appended 3",
                        "changed",
                        "appended 4",
                        "EXIT 4");
        for (Notice notice : booth.notices) {
            if (notice instanceof Notice.Appended(LedgerEvent event, StreamHead head)) {
                onDisk.add(count("SELECT count(*) FROM event WHERE seq = " + event.seq()) == 1);
                assertThat(head.n()).isEqualTo(event.seq());
                assertThat(booth.ledger().root(head.stream(), head.n())).isEqualTo(head.root());
            }
        }
        assertThat(onDisk).containsOnly(true).hasSize(4);
    }

    private static String word(Notice notice) {
        return switch (notice) {
            case Notice.Appended appended -> "appended " + appended.event().seq();
            case Notice.Passed passed -> passed.event().kind() + " " + passed.event().seq();
            case Notice.Cut _ -> "cut";
            case Notice.TakenBack _ -> "taken back";
            case Notice.VisitsChanged _ -> "changed";
            case Notice.Gap gap -> "gap " + gap.dropped();
        };
    }

    @Test
    void aListenerThatFailsDoesNotMakeTheCommitHappenAgain() {
        booth.close();
        var means =
                new Ledger.Means(
                        booth.central,
                        Booth.ZONE,
                        booth.clock,
                        booth.clock::nanos,
                        new java.util.Random(9),
                        NoSigner.INSTANCE);
        try (Ledger ledger =
                Ledger.open(
                        booth.file,
                        means,
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        })) {
            var held = new CountDownLatch(1);
            ledger.decide(desk -> awaited(held));
            var one = ledger.decide(desk -> Booth.entered(desk, "29A00001"));
            var other = ledger.decide(desk -> Booth.entered(desk, "29A00002"));
            held.countDown();
            one.join();
            other.join();
            ledger.decide(DecisionContext::now).join();

            assertThat(ledger.holdings().events()).isEqualTo(2);
            assertThat(ledger.trouble()).isNull();
        }
        booth.restart();
    }

    private enum NoSigner implements dev.gatehouse.model.Signer {
        INSTANCE;

        @Override
        public dev.gatehouse.model.Blob publicKey() {
            return dev.gatehouse.model.Blob.ofText("key");
        }

        @Override
        public dev.gatehouse.model.Blob sign(byte[] message) {
            return dev.gatehouse.model.Blob.ofText("signed");
        }

        @Override
        public boolean verify(
                dev.gatehouse.model.Blob key, byte[] message, dev.gatehouse.model.Blob signature) {
            return true;
        }
    }

    @Test
    void aDecisionThatThrowsDoesNotTakeItsNeighboursWithIt() {
        StreamId stream = booth.ledger().currentStream().stream();
        var held = new CountDownLatch(1);
        booth.ledger().decide(desk -> awaited(held));
        CompletableFuture<Visit> one = passing("29A00001");
        CompletableFuture<Visit> failing =
                booth.ledger()
                        .decide(
                                desk -> {
                                    Booth.entered(desk, "29A00002");
                                    throw new IllegalStateException("on purpose");
                                });
        CompletableFuture<Visit> crashing =
                booth.ledger()
                        .decide(
                                _ -> {
                                    throw new StackOverflowError("on purpose");
                                });
        CompletableFuture<Visit> other = passing("29A00003");
        held.countDown();

        assertThat(one.join().inside()).isTrue();
        assertThat(other.join().inside()).isTrue();
        assertThatThrownBy(failing::join).hasRootCauseMessage("on purpose");
        assertThatThrownBy(crashing::join).hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(booth.visits()).hasSize(2);
        assertThat(booth.ledger().trouble()).as("the disk is not to blame").isNull();
        assertThat(booth.ledger().currentStream().stream()).isEqualTo(stream);
    }

    @Test
    void aFactThatPeersWouldRefuseIsNotWritten() {
        CompletableFuture<Visit> tooLarge =
                entering(hlc -> "central-1_" + hlc.ms() + "_29A00001", "x".repeat(70_000));
        CompletableFuture<Visit> misnamed =
                entering(hlc -> "central-1_" + hlc.ms() + "_29A00002", "x");

        assertThatThrownBy(tooLarge::join).hasMessageContaining("at most 65536");
        assertThatThrownBy(misnamed::join).hasMessageContaining("event_id: not the name that its");
        assertThat(booth.ledger().holdings().events()).isZero();
        assertThat(booth.enter("29A00001").inside()).isTrue();
    }

    private CompletableFuture<Visit> entering(
            java.util.function.Function<Hlc, String> name, String camera) {
        return booth.ledger()
                .decide(
                        desk ->
                                desk.append(
                                        Booth.plate("29A00001"),
                                        hlc ->
                                                new Fact.Entry(
                                                        name.apply(hlc),
                                                        Booth.plate("29A00001"),
                                                        null,
                                                        new Fact.Reading(
                                                                null, camera, null, null))));
    }

    @Test
    void aLockedDatabaseLosesNothingAndTheNodeGoesOnUnderANewStream() throws SQLException {
        Visit before = booth.enter("29A00001");
        StreamId stream = booth.ledger().currentStream().stream();
        try (Connection locker = DriverManager.getConnection("jdbc:sqlite:" + booth.file);
                Statement statement = locker.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            for (int i = 0; i < 2; i++) { // the second meets what the first left behind
                CompletableFuture<Visit> refused = passing("29A00001");
                assertThatThrownBy(refused::join)
                        .hasRootCauseInstanceOf(org.sqlite.SQLiteException.class)
                        .hasMessageContaining("cannot write to the database")
                        .hasMessageContaining("SQLITE_BUSY");
            }
            assertThat(booth.ledger().trouble()).hasMessageContaining("SQLITE_BUSY");
            assertThat(booth.visits()).as("reading goes on").hasSize(1);
            statement.execute("ROLLBACK");
        }

        Visit after = booth.pass("29A00001");

        assertThat(after.eventId()).isEqualTo(before.eventId());
        assertThat(after.inside()).isFalse();
        assertThat(booth.ledger().trouble()).isNull();
        assertThat(booth.ledger().currentStream().stream()).isNotEqualTo(stream);
        assertThat(count("SELECT count(*) FROM event")).isEqualTo(2);
        Hash top = booth.ledger().holdings().top();
        booth.restart();
        assertThat(booth.ledger().holdings().top()).isEqualTo(top);
    }

    @Test
    void aClockThatWasSetBeginsANewStreamAndTheOrderHolds() {
        Visit in = booth.enter("29A00001");
        StreamId stream = booth.ledger().currentStream().stream();
        booth.clock.pass(Duration.ofHours(1));
        booth.enter("29A00002");
        assertThat(booth.ledger().currentStream().stream()).isEqualTo(stream);

        booth.clock.set(Duration.ofMinutes(-90));
        Visit out = booth.leave(in, 0);
        Visit again = booth.enter("29A00001");

        assertThat(booth.ledger().currentStream().stream()).isNotEqualTo(stream);
        assertThat(out.inside()).isFalse();
        assertThat(again.eventId()).isNotEqualTo(in.eventId());
        assertThat(again.inside()).isTrue();
    }

    @Test
    void aCarFromACentralWithAWrongClockDoesNotSetThisOne() {
        try (Booth ahead = new Booth(folder, "central-2")) {
            ahead.clock.set(Duration.ofHours(3));
            Visit theirs = ahead.enter("29A00001");
            booth.pull(ahead, 10);
            Visit out = booth.leave(theirs, 1_000);
            assertThat(out.inside()).as("whatever the clocks").isFalse();
            Visit next = booth.enter("29A00002");
            ahead.pull(booth, 10);

            assertThat(next.eventId())
                    .isEqualTo("central-1_" + Booth.NOON.toEpochMilli() + "_29A00002");
            assertThat(ahead.sharedVisits()).isEqualTo(booth.sharedVisits());
        }
    }

    @Test
    void closingCommitsWhatWaitsAndAnswersWhatComesTooLate() throws SQLException {
        var held = new CountDownLatch(1);
        booth.ledger().decide(desk -> awaited(held));
        List<CompletableFuture<Visit>> waiting =
                IntStream.range(0, 50).mapToObj(i -> passing("29A1000" + i)).toList();
        held.countDown();
        booth.close();

        assertThat(waiting).allMatch(answer -> answer.join().inside());
        assertThat(count("SELECT count(*) FROM event")).isEqualTo(50);
        assertThatThrownBy(() -> passing("29A00001").join())
                .hasMessageContaining("the ledger is closed");
        assertThatThrownBy(booth::visits)
                .isInstanceOf(StoreException.class)
                .hasMessage("the database is closed");
        booth.restart();
    }

    @Test
    void readersThatFailDoNotUseThePoolUp() {
        booth.enter("29A00001");
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> booth.ledger().root(new StreamId(9, 9), 5))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("only 0 events are held, not 5");
        }
        SqliteStore store = SqliteStore.open(booth.file, Duration.ofMillis(150), Backup::replace);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(
                            () ->
                                    store.read(
                                            _ -> {
                                                throw new IllegalStateException("on purpose");
                                            }))
                    .hasMessage("on purpose");
        }
        assertThat(store.<List<EventStore.StoredStream>>read(tx -> tx.events().streams()))
                .hasSize(1);
        store.close();
    }

    @Test
    void aTransactionThatFailsLeavesNothingBehind() {
        SqliteStore store = SqliteStore.open(booth.file, Duration.ofMillis(150), Backup::replace);
        SyncStamp stamp = new SyncStamp(new CentralId("c2"), Booth.NOON, Booth.NOON);
        assertThatThrownBy(
                        () ->
                                store.write(
                                        tx -> {
                                            tx.stamps().save(stamp);
                                            throw new IllegalStateException("on purpose");
                                        }))
                .hasMessage("on purpose");
        assertThatThrownBy(
                        () ->
                                store.write(
                                        tx -> {
                                            tx.stamps().save(stamp);
                                            tx.trees().addNode(1, 5, 0, Merkle.EMPTY);
                                            tx.trees().addNode(1, 5, 0, Merkle.EMPTY);
                                            return tx;
                                        }))
                .as("a row twice is our fault, not the disk's")
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.<List<SyncStamp>>read(tx -> tx.stamps().all())).isEmpty();

        store.write(
                tx -> {
                    tx.stamps().save(stamp);
                    return tx;
                });
        assertThat(store.<List<SyncStamp>>read(tx -> tx.stamps().all())).containsExactly(stamp);
        store.close();
    }

    @Test
    void theNotesOfPeersSurviveAStart() {
        var peer = new CentralId("central-2");
        booth.ledger().note(new SyncStamp(peer, Booth.NOON.minusSeconds(9), Booth.NOON));
        var last = new SyncStamp(peer, Booth.NOON, Booth.NOON.plusSeconds(30));
        booth.ledger().note(last);
        booth.restart();

        assertThat(booth.ledger().syncStamps()).containsExactly(last);
    }

    @Test
    void theRootOfEveryPastNumberIsWhatItWasThen() {
        List<String> plates = IntStream.range(0, 4).mapToObj(i -> "29A0000" + i).toList();
        booth.ledger().decide(desk -> many(desk, plates, 1_500)).join();
        StreamId stream = booth.ledger().currentStream().stream();
        booth.restart();
        Map<Long, Hash> roots = new LinkedHashMap<>();
        for (Notice notice : booth.notices) {
            if (notice instanceof Notice.Appended appended) {
                roots.put(appended.head().n(), appended.head().root());
            }
        }

        assertThat(roots).hasSize(1_500);
        for (long n : List.of(1L, 2L, 3L, 1_000L, 1_023L, 1_024L, 1_025L, 1_499L, 1_500L)) {
            assertThat(booth.ledger().root(stream, n)).isEqualTo(roots.get(n));
        }
        assertThat(booth.ledger().root(stream, 0)).isEqualTo(Merkle.EMPTY);
        for (long n : new long[] {-1, 1_501}) {
            assertThatThrownBy(() -> booth.ledger().root(stream, n))
                    .isInstanceOf(StoreException.class);
        }
    }

    private static long many(DecisionContext desk, List<String> plates, int events) {
        long lastId = 0;
        for (int i = 0; i < events; i++) {
            String plate = plates.get(i % plates.size());
            lastId =
                    desk.openVisit(Booth.plate(plate))
                            .map(inside -> Booth.left(desk, inside, 1_000))
                            .orElseGet(() -> Booth.entered(desk, plate))
                            .id();
        }
        return lastId;
    }

    @Test
    void aPageHoldsAtMostWhatWasAskedForAndProvesIt() {
        booth.ledger().decide(desk -> many(desk, List.of("29A00001"), 1_100)).join();
        StreamId stream = booth.ledger().currentStream().stream();

        assertThat(booth.page(stream, 1, 1_024).size()).isEqualTo(1_024);
        assertThat(booth.page(stream, 1_025, 1_024).size()).isEqualTo(76);
        assertThat(booth.page(stream, 500, 7).numbers()).isEqualTo(Ranges.of(500, 506));
        assertThat(booth.ledger().page(stream, 1, 9, 1_024, 1).events())
                .as("one, however large")
                .hasSize(1);
        assertThat(booth.ledger().page(stream, 1, 9, 1_024, 1_000).events()).hasSizeBetween(2, 8);
        assertThat(booth.ledger().page(stream, 1, 9, 0, 1_000).events()).hasSize(1);
        assertThat(booth.ledger().page(stream, 1_101, 2_000, 9, 9).events()).isEmpty();
        assertThat(booth.ledger().page(stream, 0, 2_000, 9, 9).events()).isEmpty();
        assertThat(booth.ledger().page(new StreamId(9, 9), 1, 9, 9, 9).events()).isEmpty();
    }

    @Test
    void theHistoryIsSearchedNewestFirst() {
        Visit yesterday = booth.enter("29A00001");
        booth.clock.pass(Duration.ofDays(1));
        Visit out = booth.leave(booth.enter("29Đ00002"), 5_000);
        Visit in = booth.enter("30F00003");
        booth.clock.pass(Duration.ofSeconds(1));
        Visit last = booth.enter("30F00004");

        assertThat(found(HistoryQuery.FIRST)).containsExactly(last, in, out, yesterday);
        assertThat(found(new HistoryQuery(2, 1, false, null, null))).containsExactly(in, out);
        assertThat(found(new HistoryQuery(9, 0, true, null, null))).containsExactly(last, in, out);
        assertThat(found(new HistoryQuery(9, 0, false, "IN", null)))
                .containsExactly(last, in, yesterday);
        assertThat(found(new HistoryQuery(9, 0, true, "IN", "0F"))).containsExactly(last, in);
        assertThat(found(new HistoryQuery(9, 0, false, "OUT", null))).containsExactly(out);
        assertThat(found(new HistoryQuery(9, 0, false, null, "9D0"))).containsExactly(out);
        assertThat(found(new HistoryQuery(9, 0, false, null, "X"))).isEmpty();
        assertThat(booth.ledger().stats())
                .isEqualTo(new dev.gatehouse.model.DayStats(3, 3, 1, 5_000));
        assertThat(booth.ledger().recent(3).stream().map(GateEvent::kind))
                .containsExactly(GateEvent.Kind.ENTRY, GateEvent.Kind.ENTRY, GateEvent.Kind.EXIT);
    }

    private List<Visit> found(HistoryQuery query) {
        return booth.ledger().history(query).visits();
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws Exception {
        Path file = folder.resolve("broken.db");
        Files.writeString(
                file, "this is not a database, but long enough to look like one".repeat(9));

        assertThatThrownBy(() -> SqliteStore.open(file, Duration.ofMillis(150), Backup::replace))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }
}
