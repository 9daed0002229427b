package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.query.EntryFate;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.Visit;
import dev.gatehouse.original.Generation;
import dev.gatehouse.original.OriginalCentral;
import dev.gatehouse.original.OriginalPace;
import dev.gatehouse.original.RunningOriginal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A node and an original, over real sockets. */
@Timeout(180)
class OriginalPeersTest {
    static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final CentralId ORIGINAL = new CentralId("central-9");

    @TempDir Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNode node;
    private InetSocketAddress there;
    private @Nullable RunningOriginal original;

    @BeforeEach
    void addresses() throws IOException {
        node = new TestNode(folder, 1);
        node.zone = HANOI;
        there = TestNode.freeAddress("127.0.0.99");
        open.add(node);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private RunningOriginal startOriginal(Generation generation) throws Exception {
        return startOriginal(generation, InstantSource.system());
    }

    private RunningOriginal startOriginal(Generation generation, InstantSource clock)
            throws Exception {
        var pace = OriginalPace.REAL.every(Duration.ofSeconds(2), Duration.ofMillis(500));
        Map<String, URI> peers = new LinkedHashMap<>();
        peers.put(node.id.value(), RunningOriginal.first(node.address));
        RunningOriginal started =
                RunningOriginal.start(
                        new OriginalCentral.Setup(
                                ORIGINAL.value(),
                                generation,
                                HANOI,
                                List.copyOf(peers.keySet()),
                                pace),
                        there,
                        peers,
                        clock);
        open.add(started);
        original = started;
        return started;
    }

    private void knowsOriginal(PeerAddress.@Nullable Dialect dialect) {
        boolean second = dialect == PeerAddress.Dialect.ORIGINAL_2;
        node.peers.add(
                new PeerAddress(
                        ORIGINAL,
                        there.getHostString(),
                        second ? 9 : there.getPort(),
                        second ? there.getPort() : null,
                        dialect));
    }

    private PeerState peer() {
        return node.peer(ORIGINAL);
    }

    private RunningOriginal original() {
        if (original == null) {
            throw new IllegalStateException("not started");
        }
        return original;
    }

    private List<String> out() throws InterruptedException {
        return original().rows().stream()
                .filter(row -> row.path("status").asString("").equals("OUT"))
                .map(row -> row.path("event_id").asString(""))
                .toList();
    }

    private @Nullable Visit visit(String plate) {
        return node.visits().stream()
                .filter(visit -> visit.plate().canonical().equals(plate))
                .findFirst()
                .orElse(null);
    }

    private List<Visit> all() {
        return node.ledger().outlooks().since(Instant.EPOCH, 0, 100_000).stream()
                .map(EntryFate.OfVisit::visit)
                .toList();
    }

    private void linked() {
        await().atMost(LONG).untilAsserted(() -> assertThat(peer().connected()).isTrue());
    }

    private static PeerAddress.Dialect dialect(Generation generation) {
        return switch (generation) {
            case FIRST -> PeerAddress.Dialect.ORIGINAL;
            case SECOND -> PeerAddress.Dialect.ORIGINAL_2;
        };
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void whatHappensHereIsThereAtOnceAndTheOtherWayRound(Generation generation) throws Exception {
        startOriginal(generation);
        knowsOriginal(dialect(generation));
        node.start();
        linked();
        Visit ours = node.enter("29A12345");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(original().inside()).contains("29A12345"));
        node.leave(ours, 25_000);
        await().atMost(LONG).untilAsserted(() -> assertThat(out()).containsExactly(ours.eventId()));
        ObjectNode theirs = original().open("30A99999");
        await().atMost(LONG).untilAsserted(() -> assertThat(visit("30A99999")).isNotNull());
        original().open("30A99999");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(visit("30A99999")).matches(v -> v != null && !v.inside()));
        assertThat(theirs.path("event_id").asString("")).startsWith("central-9_");
        assertThat(original().complaints()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void whatItSpeaksAndWhereIsFoundOut(Generation generation) throws Exception {
        startOriginal(generation);
        boolean first = generation == Generation.FIRST;
        node.peers.add(
                new PeerAddress(
                        ORIGINAL,
                        there.getHostString(),
                        first ? there.getPort() : TestNode.freeAddress("127.0.0.99").getPort(),
                        first ? TestNode.freeAddress("127.0.0.99").getPort() : there.getPort(),
                        null));
        node.start();
        linked();
        await().atMost(LONG).untilAsserted(() -> assertThat(peer().original()).isTrue());
        original().open("30A99999");
        await().atMost(LONG).untilAsserted(() -> assertThat(visit("30A99999")).isNotNull());
        assertThat(original().complaints()).isEmpty();
    }

    /** Three days ago, and so much later with each look. */
    private static final class Days implements InstantSource {
        private final Instant begin = Instant.now().minus(Duration.ofDays(3));
        private final AtomicLong steps = new AtomicLong();
        private volatile boolean over;

        @Override
        public Instant instant() {
            return over ? Instant.now() : begin.plusSeconds(10 * steps.incrementAndGet());
        }
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @Timeout(240)
    void allOfItsRowsComeThoughItAnswersWith5000AtMostAndHoursOff(Generation generation)
            throws Exception {
        var days = new Days();
        RunningOriginal far = startOriginal(generation, days);
        far.ask(
                it -> {
                    for (int car = 0; car < 6_000; car++) {
                        String plate = "30A" + (10_000 + car);
                        it.open("edge-1", plate);
                        if (car % 100 < 58) {
                            it.open("edge-1", plate);
                        }
                    }
                    return null;
                });
        days.over = true;
        knowsOriginal(dialect(generation));
        try (var log = new LogLines()) {
            node.start();
            await().atMost(LONG.multipliedBy(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(all().size()).isEqualTo(6_000));
            await().atMost(LONG).untilAsserted(() -> assertThat(peer().compared()).isNotNull());
            assertThat(log.all())
                    .anyMatch(line -> line.startsWith("Requesting sync from central-9 (since "))
                    .contains("Sent SYNC_REQUEST to central-9")
                    .anyMatch(line -> line.startsWith("Received SYNC_RESPONSE from central-9: "))
                    .anyMatch(line -> line.startsWith("Merged 6000 events, skipped "))
                    .anyMatch(line -> line.startsWith("Updated last sync timestamp for central-9"));
        }
        assertThat(all().stream().filter(visit -> !visit.inside()).count()).isEqualTo(3_480);
        assertThat(peer().compared())
                .matches(c -> c != null && c.rows() == 6_000 && c.differ() == 0);
        PeerCounters came = peer().counters();
        assertThat(came.received())
                .isEqualTo(came.merged() + came.had() + came.rejected() + came.waiting());
        assertThat(peer().lastSyncAt()).isNotNull();
        assertThat(original().complaints()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void afterAnHourAwayWithItsCursorAtNowItHasEveryVisitAndNoCarTooMany(Generation generation)
            throws Exception {
        knowsOriginal(dialect(generation));
        node.start();
        RunningOriginal far = startOriginal(generation);
        linked();
        Visit before = node.enter("29A10001");
        await().atMost(LONG).untilAsserted(() -> assertThat(far.inside()).hasSize(1));
        far.reachable(false);
        await().atMost(LONG).untilAsserted(() -> assertThat(peer().connected()).isFalse());
        node.leave(before, 25_000);
        node.traffic(250, new Random(5));
        Visit voided = node.enter("29A10002");
        node.ledger()
                .decide(
                        desk ->
                                desk.amend(
                                        List.of(voided.plate()),
                                        new Fact.Voided(voided.eventId(), null, null)))
                .join();
        far.ask(
                it -> {
                    it.dialFailed(node.id.value());
                    return null;
                });
        far.reachable(true);
        List<Visit> here = all();
        long inside = here.stream().filter(Visit::inside).count();
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(far.rows()).hasSize(here.size());
                            assertThat(far.inside()).hasSize((int) inside);
                        });
        Map<String, Visit> visits = new HashMap<>();
        here.forEach(visit -> visits.put(visit.eventId(), visit));
        assertThat(far.rows())
                .allSatisfy(
                        row -> {
                            String name = row.path("event_id").asString("");
                            Visit visit = Objects.requireNonNull(visits.get(name), name);
                            Visit.Departure exit = visit.exit();
                            assertThat(row.path("status").asString(""))
                                    .isEqualTo(exit == null ? "IN" : "OUT");
                            assertThat(row.path("fee").longValue())
                                    .isEqualTo(exit == null ? 0 : exit.feeDong());
                        });
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(peer().compared())
                                        .matches(c -> c != null && c.differ() == 0));
        assertThat(far.complaints()).isEmpty();
        assertThat(node.events())
                .as("nothing of it came back as a fact")
                .isEqualTo(2L * here.size() - inside + 2);
    }

    @Test
    void anExitOfTheSecondGenerationWithItsOwnNameEndsTheVisitOfItsPlate() throws Exception {
        RunningOriginal far = startOriginal(Generation.SECOND);
        knowsOriginal(PeerAddress.Dialect.ORIGINAL_2);
        node.start();
        linked();
        node.enter("29A12345");
        await().atMost(LONG).untilAsserted(() -> assertThat(far.inside()).hasSize(1));
        boolean out = far.ask(it -> it.cameraOut(4, "29A12345"));
        assertThat(out).isTrue();
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(visit("29A12345")).matches(v -> v != null && !v.inside()));
        far.ask(it -> it.cameraIn(3, "30A55555"));
        far.ask(it -> it.cameraOut(4, "30A55555"));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(visit("30A55555")).matches(v -> v != null && !v.inside()));
        assertThat(all().size()).isEqualTo(2);
    }

    @Test
    void aRowAndAnExitOfTheFirstGenerationWithoutANameAreRejectedAndCounted() throws Exception {
        RunningOriginal far = startOriginal(Generation.FIRST);
        far.ask(it -> it.cameraIn(1, "30A55555"));
        knowsOriginal(PeerAddress.Dialect.ORIGINAL);
        node.start();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(peer().counters().rejected()).isPositive());
        long rejected = peer().counters().rejected();
        far.ask(it -> it.cameraOut(2, "30A55555"));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(peer().counters().rejected()).isGreaterThan(rejected));
        far.open("30A66666");
        await().atMost(LONG).untilAsserted(() -> assertThat(visit("30A66666")).isNotNull());
        assertThat(all().size()).isEqualTo(1);
    }

    @Test
    void aCorrectionAndADeletionCountWhereTheNumberOfTheRowIsKnown() throws Exception {
        RunningOriginal far = startOriginal(Generation.SECOND);
        far.open("30A11111");
        far.open("30A22222");
        knowsOriginal(PeerAddress.Dialect.ORIGINAL_2);
        node.start();
        await().atMost(LONG).untilAsserted(() -> assertThat(peer().compared()).isNotNull());
        far.ask(it -> it.correct(1, "30A33333", "30A-333.33"));
        far.ask(it -> it.delete(2));
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(visit("30A33333")).isNotNull();
                            assertThat(node.visits()).hasSize(1);
                        });
        far.open("30A44444"); // its number is told by no answer yet
        await().atMost(LONG).untilAsserted(() -> assertThat(visit("30A44444")).isNotNull());
        long rejected = peer().counters().rejected();
        far.ask(it -> it.correct(3, "30A55555", "30A-555.55"));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(peer().counters().rejected()).isGreaterThan(rejected));
    }

    @Test
    void placesInTheCarParkAreKeptAndOpenNoVisit() throws Exception {
        RunningOriginal far = startOriginal(Generation.SECOND);
        knowsOriginal(PeerAddress.Dialect.ORIGINAL_2);
        node.start();
        linked();
        far.ask(
                it -> {
                    it.saw("30A77777", "B2");
                    it.lot("B2", 120);
                    return null;
                });
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(node.ledger().shared().newest(Located.KIND)).isPresent();
                            assertThat(node.ledger().shared().newest(ParkingLot.KIND)).isPresent();
                        });
        assertThat(node.visits()).isEmpty();
        assertThat(node.events()).as("each link brings it").isEqualTo(2);
    }

    @Test
    void aCarThatNeverWasIsInsideNowhere() throws Exception {
        RunningOriginal far = startOriginal(Generation.FIRST);
        knowsOriginal(PeerAddress.Dialect.ORIGINAL);
        node.start();
        linked();
        Visit wrong = node.enter("29A12345");
        await().atMost(LONG).untilAsserted(() -> assertThat(far.inside()).hasSize(1));
        node.ledger()
                .decide(
                        desk ->
                                desk.amend(
                                        List.of(wrong.plate()),
                                        new Fact.Voided(wrong.eventId(), null, null)))
                .join();
        await().atMost(LONG).untilAsserted(() -> assertThat(far.inside()).isEmpty());
        assertThat(far.complaints()).isEmpty();
    }

    @Test
    void anExitThatIsTakenBackHereStaysThereAndEndsNoVisitHere() throws Exception {
        RunningOriginal far = startOriginal(Generation.FIRST);
        knowsOriginal(PeerAddress.Dialect.ORIGINAL);
        node.start();
        linked();
        Visit in = node.enter("29A12345");
        node.leave(in, 25_000);
        await().atMost(LONG).untilAsserted(() -> assertThat(out()).containsExactly(in.eventId()));
        node.ledger()
                .decide(
                        desk -> {
                            EventId exit = desk.acts(in.eventId()).getLast().id();
                            var undo = new ExitUndone(in.eventId(), exit, "Lan");
                            return desk.amend(List.of(in.plate()), undo);
                        })
                .join();

        // what happened within the last second is not compared yet
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            ResyncOutcome.ComparedOnly end = compared();
                            assertThat(end.merged()).isZero();
                            assertThat(end.compared().differ()).isEqualTo(1);
                        });
        assertThat(visit("29A12345")).matches(visit -> visit != null && visit.inside());
        assertThat(out()).containsExactly(in.eventId());
        assertThat(far.complaints()).isEmpty();
    }

    private ResyncOutcome.ComparedOnly compared() throws Exception {
        ResyncStart start = node.sync().resync(ORIGINAL).get(10, TimeUnit.SECONDS);
        return (ResyncOutcome.ComparedOnly)
                ((ResyncStart.Started) start).outcome().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void ofTwoNodesOneTakesInAndTellsForAThirdThatIsNotLinked() throws Exception {
        TestNode second = new TestNode(folder, 2);
        TestNode third = new TestNode(folder, 3);
        open.add(second);
        open.add(third);
        for (TestNode one : List.of(second, third)) {
            one.zone = HANOI;
            node.knows(one);
            one.knows(node);
        }
        second.knows(third);
        third.knows(second);
        RunningOriginal far = startOriginal(Generation.FIRST);
        knowsOriginal(PeerAddress.Dialect.ORIGINAL);
        second.peers.add(node.peers.getLast());
        node.start();
        second.start();
        third.start();
        linked();
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(second.peer(ORIGINAL).connected()).isTrue();
                            assertThat(third.peer(node).connected()).isTrue();
                            assertThat(third.peer(second).connected()).isTrue();
                        });
        Visit afar = third.enter("29A12345");
        await().atMost(LONG).untilAsserted(() -> assertThat(far.inside()).hasSize(1));
        third.leave(afar, 5_000);
        await().atMost(LONG).untilAsserted(() -> assertThat(far.inside()).isEmpty());
        for (int car = 0; car < 5; car++) {
            far.open("30A1111" + car);
        }
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(third.events()).isEqualTo(7);
                            assertThat(third.holdsTheSameAs(node)).isTrue();
                            assertThat(third.holdsTheSameAs(second)).isTrue();
                        });
        await().during(Duration.ofSeconds(3))
                .atMost(LONG)
                .untilAsserted(() -> assertThat(node.events()).isEqualTo(7));
        assertThat(third.ledger().fold()).isEqualTo(node.ledger().fold());
        assertThat(far.complaints()).isEmpty();
    }

    @Test
    void whoSaysLaterThatItIsANodeIsOneAndNoVehicleMessageIsTakenFromIt() throws Exception {
        node.knowsWithoutReaching("central-7");
        node.start();
        RawPeer raw = RawPeer.connect(node.address, "central-7", folder);
        open.add(raw::close);
        CentralId seven = new CentralId("central-7");
        raw.say("SYNC_REQUEST", raw.frames.object().put("since_timestamp", 0));
        await().atMost(LONG).untilAsserted(() -> assertThat(node.peer(seven).original()).isTrue());
        raw.shout(entry("central-7_1790000000000_29A11111"));
        await().atMost(LONG).untilAsserted(() -> assertThat(node.events()).isEqualTo(1));
        raw.sayHello();
        await().atMost(LONG).untilAsserted(() -> assertThat(node.peer(seven).original()).isFalse());
        raw.shout(entry("central-7_1790000000000_29A22222"));
        raw.say("HEARTBEAT", raw.heartbeat());
        await().during(Duration.ofSeconds(2))
                .atMost(LONG)
                .untilAsserted(() -> assertThat(node.events()).isEqualTo(1));
    }

    @Test
    void aResyncByHandGoesOverAllOfItAndEndsWithWhatWasCompared() throws Exception {
        RunningOriginal far = startOriginal(Generation.FIRST);
        far.open("30A11111");
        node.auto = false;
        knowsOriginal(PeerAddress.Dialect.ORIGINAL);
        node.start();
        linked();
        node.enter("29A12345");
        await().atMost(LONG).untilAsserted(() -> assertThat(far.inside()).hasSize(2));
        assertThat(visit("30A11111")).as("nobody has asked for it yet").isNull();
        ResyncStart start = node.sync().resync(ORIGINAL).get(10, TimeUnit.SECONDS);
        assertThat(start).isInstanceOf(ResyncStart.Started.class);
        ResyncOutcome end =
                ((ResyncStart.Started) start).outcome().get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(end)
                .isInstanceOfSatisfying(
                        ResyncOutcome.ComparedOnly.class,
                        compared -> {
                            assertThat(compared.merged()).isEqualTo(1);
                            assertThat(compared.compared().rows()).isEqualTo(2);
                            assertThat(compared.compared().differ()).isZero();
                        });
        assertThat(visit("30A11111")).isNotNull();
    }

    @Test
    void rowsThatCouldNotBeWrittenDoNotCountAsTakenInWhenAllIsGoneOverAgain() throws Exception {
        RunningOriginal far = startOriginal(Generation.FIRST);
        far.open("30A11111");
        far.open("30A22222");
        node.auto = false;
        knowsOriginal(PeerAddress.Dialect.ORIGINAL);
        node.start();
        linked();
        CompletableFuture<ResyncOutcome> inVain;
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + node.database());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            inVain = resyncByHand();
            await().atMost(LONG).until(() -> node.ledger().trouble() != null);
            await().until(() -> peer().counters().waiting() == 0);
        }
        assertThat(node.visits()).isEmpty();
        assertThat(inVain).as("it goes on").isNotDone();
        assertThat(node.sync().cancelResync(ORIGINAL).get(10, TimeUnit.SECONDS)).isTrue();

        ResyncOutcome end = resyncByHand().get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertThat(node.visits()).hasSize(2);
        assertThat(end)
                .isInstanceOfSatisfying(
                        ResyncOutcome.ComparedOnly.class,
                        compared -> assertThat(compared.merged()).isEqualTo(2));
    }

    private CompletableFuture<ResyncOutcome> resyncByHand() throws Exception {
        ResyncStart start = node.sync().resync(ORIGINAL).get(10, TimeUnit.SECONDS);
        return ((ResyncStart.Started) start).outcome();
    }

    @Test
    void aResyncWithOneThatIsAwayIsRefused() throws Exception {
        knowsOriginal(PeerAddress.Dialect.ORIGINAL);
        node.start();
        assertThat(node.sync().resync(ORIGINAL).get(10, TimeUnit.SECONDS))
                .isEqualTo(new ResyncStart.Offline());
    }

    @Test
    void aNodeThatIsLinkedIsNotMadeAnOriginalByAnotherLink() throws Exception {
        node.knowsWithoutReaching("central-7");
        node.start();
        RawPeer raw = RawPeer.connect(node.address, "central-7", folder);
        open.add(raw::close);
        raw.sayHello();
        CentralId seven = new CentralId("central-7");
        await().atMost(LONG).untilAsserted(() -> assertThat(node.peer(seven).connected()).isTrue());
        RawPeer other = RawPeer.connect(node.address, "central-7", folder);
        open.add(other::close);
        other.shout(entry("central-7_1790000000000_29A11111"));
        await().atMost(LONG).until(() -> other.closeCode != null);
        assertThat(other.closeReason).contains("is a node");
        assertThat(node.peer(seven).original()).isFalse();
        assertThat(node.events()).isZero();
    }

    private static String entry(String name) {
        return """
        {"type":"VEHICLE_ENTRY_PENDING","source_central":"central-7","timestamp":1,
        "event_id":"%s","data":{"plate_id":"x","entry_time":"2026-09-21 20:26:40"}}\
        """
                .formatted(name);
    }
}
