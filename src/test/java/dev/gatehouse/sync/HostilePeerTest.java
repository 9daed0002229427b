package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.Deflater;

/**
 * Peers that lie, flood and break frames, one after the other, beside a good one that must not
 * notice. central-1 is tried, central-2 is good, the others are not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePeerTest {
    private static final int PEERS = 90;

    private final LogLines log = new LogLines();
    private final Random random = new Random(7);
    private Path folder;
    private TestNode one;
    private TestNode good;
    private RawPeer evil;
    private int tests = 2;
    private int cars;

    @BeforeAll
    void aNodeAndAGoodPeer(@TempDir Path shared) throws Exception {
        folder = shared;
        one = new TestNode(folder, 1).knowsWithoutReaching("central-2");
        for (int i = 3; i < PEERS; i++) {
            one.knowsWithoutReaching("central-" + i);
        }
        good = new TestNode(folder, 2).knows(one);
        one.heartbeat = Duration.ofSeconds(3); // who says nothing is let go after three of them
        one.start();
        good.start();
        good.enter("GOOD");
        await().until(() -> one.isIdenticalTo(good, Instant.EPOCH));
    }

    @BeforeEach
    void aBadPeer() throws Exception {
        log.forget();
        tests++;
        evil = RawPeer.connect(one.address, "central-" + tests, folder);
    }

    @AfterEach
    void away() {
        evil.ears.countDown();
        evil.close();
        await().until(() -> one.sync().shared.sessions.size() == 1);
    }

    @AfterAll
    void identicalAfterAll() {
        Instant now = Instant.now();
        await().atMost(Duration.ofSeconds(20)).until(() -> one.isIdenticalTo(good, now));
        good.close();
        one.close();
        log.close();
    }

    /** The node goes on with the good peer at its usual pace, and has not filled its log. */
    private void assertGoesOn() {
        cars++;
        good.enter("CAR" + cars);
        one.enter("DOG" + cars);
        await().atMost(Duration.ofSeconds(20)).until(() -> one.holdsTheSameAs(good));
        await().until(() -> one.peer(good).connected());
        assertThat(log.all()).hasSizeLessThan(60);
        assertThat(log.errors()).isEmpty();
        assertThat(log.all()).allSatisfy(line -> assertThat(line).hasSizeLessThan(700));
    }

    private Session session() {
        return requireNonNull(one.sync().shared.sessionOf(evil.central));
    }

    private void awaitHello() {
        evil.sayHello();
        await().until(() -> one.sync().shared.sessionOf(evil.central) != null);
    }

    private void awaitClosed(String reason) {
        await().atMost(Duration.ofSeconds(8)).until(() -> evil.closeCode != null);
        assertThat(log.warnings()).anyMatch(l -> l.contains("Refused") && l.contains(reason));
    }

    private static Hash noise(Random random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private StreamId someStream() {
        return new StreamId(random.nextLong(), random.nextLong());
    }

    // ---- who it is

    @Test
    void aCentralThatIsNotConfiguredIsRefusedWithTheRemedy() throws Exception {
        evil.close();
        evil = RawPeer.connect(one.address, "central-99", folder);
        evil.sayHello();
        awaitClosed("central-99 is not in peer_centrals");
        assertThat(log.warnings()).anyMatch(l -> l.contains("add it there"));
        for (int i = 0; i < 4; i++) {
            RawPeer again = RawPeer.connect(one.address, "made-up-" + i, folder);
            again.sayHello();
            await().until(() -> again.closeCode != null);
        }
        await().until(() -> one.sync().shared.sessions.size() == 1);
        assertGoesOn();
    }

    @Test
    void anotherBoothWithTheOwnNameIsToldSo() throws Exception {
        evil.close();
        evil = RawPeer.connect(one.address, "central-1", folder);
        evil.sayHello();
        awaitClosed("another booth calls itself");
        assertThat(log.warnings()).anyMatch(l -> l.contains("change this_central there"));
        assertGoesOn();
    }

    @Test
    void aNameThatIsNoneIsRefusedAndNotRepeatedAtLength() throws Exception {
        evil.shout(
                evil.frames
                        .text("HEARTBEAT", 1, evil.heartbeat())
                        .replace("\"" + evil.central + "\"", "\"" + "x_".repeat(200_000) + "\""));
        await().until(() -> evil.closeCode != null);
        assertGoesOn();
    }

    @Test
    void anAddressThatAnswersUnderAnotherNameIsShownAsRefused() throws Exception {
        var tester = new TestNode(folder, 5);
        tester.peers.add(
                new dev.gatehouse.mesh.PeerAddress(
                        new CentralId("central-6"), "127.0.0.11", one.address.getPort()));
        try (tester) {
            tester.start();
            await().until(
                            () ->
                                    tester.peer(new CentralId("central-6")).link()
                                            instanceof LinkState.Refused);
            var refused = (LinkState.Refused) tester.peer(new CentralId("central-6")).link();
            assertThat(refused.reason()).contains("answers as central-1, expected central-6");
        }
    }

    @Test
    void onePeerThatSaysNothingIsClosedAndLeavesNothingBehind() {
        awaitClosed("it did not say within 3 s who it is");
        await().until(() -> one.sync().shared.sessions.size() == 1);
        assertGoesOn();
    }

    // ---- frames

    @Test
    void garbageForEverEndsTheLink() {
        awaitHello();
        for (int i = 0; i < 200; i++) {
            evil.shout("{\"type\":7} \u0000 " + "x".repeat(i * 100));
        }
        awaitClosed("too many frames");
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hundred megabytes", "bomb", "deep", "truncated", "error", "unknown"})
    void oneBadFrameIsAnsweredOrCostsTheLinkAndNothingElse(String kind) {
        awaitHello();
        switch (kind) {
            case "hundred megabytes" -> evil.shout("x".repeat(100 * 1024 * 1024));
            case "bomb" -> evil.shout(deflate(new byte[16 * 1024 * 1024]));
            case "deep" -> evil.shout("[".repeat(500_000));
            case "truncated" -> evil.shout(new byte[] {1, 2, 3});
            case "error" -> evil.say("ERROR", evil.frames.object().put("error", "x".repeat(9_000)));
            default -> evil.say("G_LATER", evil.frames.object().put("stream", "?"));
        }
        assertGoesOn();
        switch (kind) {
            case "hundred megabytes" -> await().until(() -> evil.closeCode != null);
            case "error", "unknown" -> assertThat(evil.came("ERROR")).isEmpty();
            default -> await().until(() -> !evil.came("ERROR").isEmpty());
        }
    }

    private static byte[] deflate(byte[] plain) {
        var deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[1024 * 1024];
        int length = deflater.deflate(out);
        deflater.end();
        return java.util.Arrays.copyOf(out, length);
    }

    @Test
    void aHundredThousandTinyFramesDoNotDelayTheOthers() {
        awaitHello();
        for (int i = 0; i < 100_000; i++) {
            evil.shout("{}");
        }
        assertGoesOn();
        await().until(() -> evil.closeCode != null);
    }

    @Test
    void aHundredThousandGoodHeartbeatsDoNotEither() {
        awaitHello();
        String hello = evil.frames.text("HEARTBEAT", 1, evil.heartbeat());
        for (int i = 0; i < 100_000; i++) {
            evil.shout(hello);
        }
        assertGoesOn();
    }

    @Test
    void pingsWithoutReadingThePongsFillNoMemory() {
        awaitHello();
        Link link = session().link;
        evil.ears = new CountDownLatch(1);
        for (int i = 0; i < 30_000 && evil.closeCode == null; i++) {
            evil.ping();
            if (i % 3_000 == 0) {
                assertThat(link.waitingBytes()).isLessThan(5 * 1024 * 1024);
            }
        }
        assertGoesOn();
    }

    @Test
    void aPeerThatDoesNotReadDelaysNobodyAndItsOutboxIsBounded() {
        awaitHello();
        Link link = session().link;
        evil.ears = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            one.enterMany("FAR" + tests + "X" + i + "A", 200);
            evil.sayHello();
            assertThat(link.waitingBytes()).isLessThan(5 * 1024 * 1024);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> one.holdsTheSameAs(good));
        assertGoesOn();
    }

    @Test
    void whatIsNotSentLiveToAPeerThatDoesNotReadIsCounted() {
        awaitHello();
        evil.ears = new CountDownLatch(1);
        for (int i = 0; i < 30 && dropped() == 0; i++) {
            one.enterMany("NOT" + tests + "X" + i + "A", 1_000);
            evil.sayHello();
        }
        assertThat(dropped()).isPositive();
        await().atMost(Duration.ofSeconds(20)).until(() -> one.holdsTheSameAs(good));
        assertGoesOn();
    }

    private long dropped() {
        PeerBook book = session().book;
        return book == null ? 0 : book.counters().dropped();
    }

    // ---- claims

    @Test
    void aWrongSignatureIsToldAndTheStreamIsNotAskedFor() {
        StreamId stream = someStream();
        StreamHead head = new StreamHead(stream, 5, noise(random));
        var top = new HeadMap();
        top.put(head);
        evil.say(
                "HEARTBEAT",
                evil.heartbeat(
                        top.top(),
                        List.of(head),
                        List.of(RawPeer.forged(evil.descriptor(stream)))));
        await().until(
                        () ->
                                log.warnings().stream()
                                        .anyMatch(l -> l.contains("a wrong signature for stream")));
        assertGoesOn();
        assertThat(evil.came("G_ASK")).isEmpty();
        assertThat(session().learnt).doesNotContainKey(stream);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000_000L, Long.MAX_VALUE, -1})
    void aClaimThatCannotBeIsRefused(long n) {
        awaitHello();
        StreamHead head = new StreamHead(someStream(), n, noise(random));
        evil.say("HEARTBEAT", evil.heartbeat(noise(random), List.of(head), List.of()));
        await().until(() -> log.warnings().toString().contains("expected a whole number"));
        assertThat(session().theirs.streams()).isZero();
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[7,9],[9,12]]", "[[7,9],[10,12]]", "[[20,30],[7,9]]", "[[4,9]]"})
    void looseEventsThatOverlapOrAreOutOfOrderAreNoClaim(String loose) throws Exception {
        awaitHello();
        StreamHead head = new StreamHead(someStream(), 5, noise(random));
        ObjectNode hello = evil.heartbeat(noise(random), List.of(head), List.of());
        var row = (tools.jackson.databind.node.ArrayNode) hello.path("g").path("changed").get(0);
        row.set(3, new tools.jackson.databind.json.JsonMapper().readTree(loose));
        row.set(4, new tools.jackson.databind.node.StringNode(noise(random).toString()));
        evil.say("HEARTBEAT", hello);
        await().until(() -> log.warnings().toString().contains("loose"));
        assertThat(session().theirs.streams()).isZero();
        assertGoesOn();
    }

    @Test
    void framesThatNoHonestNodeSendsAreCounted() {
        awaitHello();
        long before = one.sync().mesh().refused();
        evil.say("G_GRANT", evil.frames.object().put("ask", -1));
        evil.say("G_HASHED", evil.frames.object().put("ask", 5).put("hashes", "none"));
        await().until(() -> one.sync().mesh().refused() == before + 2);
        await().until(() -> one.sync().status().messagesRefused() == before + 2);
        assertGoesOn();
    }

    @Test
    void aClaimThatIsTooLargeIsAskedForOnceAndHoldsUpNobody() {
        StreamId goods = good.ledger().currentStream().stream();
        one.sync().shared.books.values().forEach(PeerBook::tryEverything);
        StreamHead lie = new StreamHead(goods, 1_000_000_000_000L, noise(random));
        var top = new HeadMap();
        top.put(lie);
        evil.say(
                "HEARTBEAT",
                evil.heartbeat(top.top(), List.of(lie), List.of(evil.descriptor(evil.node))));
        await().until(() -> !evil.came("G_ASK").isEmpty());
        long ask = evil.came("G_ASK").getFirst().path("data").path("ask").longValue();
        page(ask, goods, new Page(List.of(), 0, noise(random), null, List.of()));
        assertGoesOn();
        assertGoesOn();
        assertThat(evil.came("G_ASK")).hasSize(1);
        assertThat(one.peer(evil.central).identicalAsOf()).isNull();
        await().untilAsserted(
                        () ->
                                assertThat(one.peer(evil.central).weMiss())
                                        .isGreaterThan(999_999_000_000L));
    }

    @Test
    void oneThatNeverAnswersItsAsksIsLeftAlone() {
        awaitHello();
        StreamId goods = good.ledger().currentStream().stream();
        one.sync().shared.books.values().forEach(PeerBook::tryEverything);
        StreamHead lie = new StreamHead(goods, 1_000_000_000_000L, noise(random));
        evil.say("HEARTBEAT", evil.heartbeat(noise(random), List.of(lie), List.of()));
        await().until(() -> !evil.came("G_ASK").isEmpty());
        assertGoesOn();
        assertGoesOn();
        assertThat(evil.came("G_ASK")).hasSize(1);
    }

    @Test
    void aHeartbeatNumberAtTheEndOfNumbersOnlyHurtsItsSender() {
        evil.hb = Long.MAX_VALUE - 1;
        awaitHello();
        evil.hb = 0;
        evil.sayHello();
        assertGoesOn();
    }

    @Test
    void streamsWithoutEndAreTakenUpToALimit() {
        awaitHello();
        Session session = session();
        int most = Session.STREAMS + one.ledger().holdings().summary().streams();
        for (int frame = 0; frame < 25 && evil.closeCode == null; frame++) {
            var heads = new ArrayList<StreamHead>();
            for (int i = 0; i < 7_000; i++) {
                heads.add(new StreamHead(someStream(), 1, noise(random)));
            }
            evil.say("HEARTBEAT", evil.heartbeat(noise(random), heads, List.of()));
            int soMany = 7_000 * (frame + 1);
            await().until(
                            () ->
                                    evil.closeCode != null
                                            || session.theirs.streams() >= soMany
                                            || session.theirs.streams() == most);
            assertThat(session.theirs.streams()).isLessThanOrEqualTo(most);
        }
        awaitClosed("it claims to hold over");
        await().until(() -> one.sync().shared.sessions.size() == 1);
        assertGoesOn();
    }

    @Test
    void aSignedHeadOfNothingIsToldToNobody() {
        awaitHello();
        StreamId stream = someStream();
        ObjectNode heartbeat = evil.heartbeat(noise(random), List.of(), List.of());
        var row = ((ObjectNode) heartbeat.path("g")).withArray("changed").addArray();
        row.add(stream.toString()).add(0).add(noise(random).toString());
        row.addArray();
        row.addNull().add("0".repeat(128));
        evil.say("HEARTBEAT", heartbeat);
        long number = heartbeat.path("g").path("hb").longValue();
        await().until(() -> session().theirHeartbeat == number);
        int before = evil.came("HEARTBEAT").size();

        assertGoesOn();

        await().until(() -> evil.came("HEARTBEAT").size() > before + 1);
        assertThat(evil.came("HEARTBEAT").toString()).doesNotContain(stream.toString());
    }

    @Test
    void aSecondBoothByTheNameOfAPeerIsNotCalledIdenticalForThatPeersSake() throws Exception {
        RawPeer second = RawPeer.connect(one.address, good.id.value(), folder);
        second.sayHello();
        await().until(() -> one.sync().shared.identified().size() == 2);
        Instant since = one.sync().shared.clock.instant();

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                one.sync().shared.identified().stream()
                                        .map(Session::identicalAsOf)
                                        .anyMatch(asOf -> asOf != null && asOf.isAfter(since)));

        assertThat(one.sync().shared.identicalAsOf(good.id)).isNull();
        second.close();
    }

    @Test
    void comparisonsWithoutEndAreAnsweredAtALeisurelyPace() {
        awaitHello();
        ObjectNode state = evil.frames.object();
        var buckets = state.putArray("buckets");
        for (int i = 0; i < HeadMap.BUCKETS; i++) {
            buckets.add(noise(random).toString());
        }
        for (int i = 0; i < 300; i++) {
            evil.say("G_STATE", state);
        }
        assertGoesOn();
        assertThat(evil.came("G_STREAMS").size()).isLessThanOrEqualTo(256 * 10);
    }

    // ---- asks

    @Test
    void absurdAsksAreRefusedOrAnsweredWithNothing() {
        awaitHello();
        String stream = one.ledger().currentStream().stream().toString();
        evil.say("G_ASK", ask(1, stream, 1L << 62, 1L << 62, 1_000_000_000));
        evil.say("G_ASK", ask(2, stream, 5, 1, 1_024));
        evil.say("G_ASK", ask(3, stream, -5, 10, 1_024));
        evil.say("G_ASK", ask(4, someStream().toString(), 1, 1L << 40, 1_024));
        evil.say("G_ASK", ask(5, stream, 1L << 39, 1L << 40, 1_024));
        evil.say("G_GRANT", evil.frames.object().put("ask", 77));
        evil.say("G_CANCEL", evil.frames.object().put("ask", 77));
        await().until(() -> evil.came("G_PAGE").size() == 2);
        assertThat(evil.came("G_PAGE"))
                .allSatisfy(p -> assertThat(p.path("data").path("events").size()).isZero());
        assertThat(session().serving).isEmpty();
        assertGoesOn();
    }

    @Test
    void moreAsksThanAllowedAreNotServed() {
        one.enterMany("CAR", 200);
        awaitHello();
        String stream = one.ledger().currentStream().stream().toString();
        for (int i = 1; i <= 500; i++) {
            evil.say("G_ASK", ask(i, stream, 1, 200, 1));
        }
        awaitClosed("too many frames");
        assertGoesOn();
    }

    private ObjectNode ask(long ask, String stream, long from, long to, long rows) {
        return evil.frames
                .object()
                .put("ask", ask)
                .put("stream", stream)
                .put("from", from)
                .put("to", to)
                .put("rows", rows)
                .put("bytes", 262_144)
                .put("credit", 2);
    }

    // ---- hashes

    private ObjectNode askHashes(long ask, String stream, long level, long from, long to) {
        return evil.frames
                .object()
                .put("ask", ask)
                .put("stream", stream)
                .put("level", level)
                .put("from", from)
                .put("to", to);
    }

    @Test
    void absurdAsksForHashesAreRefusedOrAnsweredWithNone() {
        awaitHello();
        String stream = one.ledger().currentStream().stream().toString();
        evil.say("G_HASHES", askHashes(1, stream, 5, 0, 1));
        evil.say("G_HASHES", askHashes(2, stream, -10, 0, 1));
        evil.say("G_HASHES", askHashes(3, stream, 50, 0, 1));
        evil.say("G_HASHES", askHashes(4, stream, 0, 0, 1_024));
        evil.say("G_HASHES", askHashes(5, stream, 0, 7, 3));
        evil.say("G_HASHES", askHashes(6, stream, 0, Long.MAX_VALUE, Long.MAX_VALUE));
        await().until(() -> log.warnings().size() == 6);
        assertThat(evil.came("G_HASHED")).isEmpty();
        evil.say("G_HASHES", askHashes(7, stream, 0, 1L << 39, (1L << 39) + 1_000));
        await().until(() -> evil.came("G_HASHED").size() == 1);
        evil.say("G_HASHES", askHashes(8, someStream().toString(), 40, 0, 0));
        await().until(() -> evil.came("G_HASHED").size() == 2);
        assertThat(evil.came("G_HASHED"))
                .allSatisfy(f -> assertThat(f.path("data").path("hashes").size()).isZero());
        assertThat(session().hashing).isZero();
        assertGoesOn();
    }

    @Test
    void asksForHashesWithoutEndEndTheLinkAndFillNoMemory() {
        awaitHello();
        one.enterMany("CAR" + tests + "H", 1_024);
        Link link = session().link;
        evil.ears = new CountDownLatch(1); // nor does it read the answers
        String stream = one.ledger().currentStream().stream().toString();
        for (int i = 1; i <= 5_000 && evil.closeCode == null; i++) {
            evil.say("G_HASHES", askHashes(i, stream, 0, 0, 1_023));
            if (i % 500 == 0) {
                assertThat(link.waitingBytes()).isLessThan(5 * 1024 * 1024);
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> one.sync().shared.sessionOf(evil.central) == null);
        assertThat(log.warnings()).anyMatch(l -> l.contains("Refused"));
        await().atMost(Duration.ofSeconds(20)).until(() -> one.holdsTheSameAs(good));
        assertGoesOn();
    }

    @Test
    void aPoliteFloodOfAsksForHashesIsCountedAndRefusedToo() {
        awaitHello();
        Session session = session();
        String stream = one.ledger().currentStream().stream().toString();
        session.hashed = 4 * Comparison.ASKS - 3; // as if it had asked for minutes
        session.hashedSince = one.sync().shared.clock.instant();
        for (int i = 1; i <= 40 && evil.closeCode == null; i++) {
            int asked = i;
            evil.say("G_HASHES", askHashes(i, stream, 0, 0, 0));
            await().until(
                            () ->
                                    evil.came("G_HASHED").size() == Math.min(asked, 3)
                                            && session.hashing == 0);
        }
        awaitClosed("asks for hashes within a minute");
        assertThat(evil.came("G_HASHED")).hasSize(3);
        assertGoesOn();
    }

    enum Lie {
        NOT_ASKED,
        TOO_FEW,
        NO_HASHES_AT_ALL,
        ENDLESS
    }

    /** A peer that claims another root, and then does not show where it differs. */
    @ParameterizedTest
    @EnumSource(Lie.class)
    void hashesThatDoNotMatchTheAskAreRefusedAndTheComparisonEnds(Lie how) throws Exception {
        one.enter("LIE" + tests);
        awaitHello();
        StreamId stream = one.ledger().currentStream().stream();
        long n = one.ledger().holdings().n(stream);
        StreamHead head = new StreamHead(stream, n, noise(random));
        var theirs = new HeadMap();
        theirs.put(head);
        ObjectNode hello =
                evil.heartbeat(theirs.top(), List.of(head), List.of(evil.descriptor(evil.node)));
        ((ObjectNode) hello.path("g")).putArray("caps").add("hashes");
        evil.say("HEARTBEAT", hello);
        await().until(() -> one.peer(evil.central).differing() == 1);
        var answer = one.sync().differences(evil.central);
        await().until(() -> !evil.came("G_HASHES").isEmpty());
        var asked = evil.came("G_HASHES").getFirst().path("data");
        long ask = asked.path("ask").longValue();
        long wanted = asked.path("to").longValue() - asked.path("from").longValue() + 1;
        assertThat(wanted).isLessThanOrEqualTo(1_024);
        switch (how) {
            case NOT_ASKED -> {
                hashes(ask + 99, wanted);
                await().until(() -> log.warnings().toString().contains("that nobody asked for"));
                hashes(ask, wanted); // and then the right one
            }
            case TOO_FEW -> hashes(ask, wanted - 1);
            case NO_HASHES_AT_ALL -> evil.say("G_HASHED", evil.frames.object().put("ask", ask));
            case ENDLESS -> {
                for (int i = 0; i < 300; i++) {
                    hashes(ask, wanted);
                }
                awaitClosed("too many frames");
            }
        }
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(40))
                .until(
                        () -> {
                            evil.sayHello(); // else it would be closed as silent
                            return answer.isDone();
                        });
        DifferencesAnswer ended = answer.join();
        if (how != Lie.ENDLESS) {
            assertThat(ended).isInstanceOf(DifferencesAnswer.Compared.class);
            var found = ((DifferencesAnswer.Compared) ended).differences();
            assertThat(found.complete()).isFalse();
            assertThat(found.listed().size()).isLessThanOrEqualTo(300);
            assertThat(found.listed().stream().filter(d -> d.there() != null)).isEmpty();
        }
        assertGoesOn();
    }

    private void hashes(long ask, long count) {
        var made = new ArrayList<Hash>();
        for (long i = 0; i < count; i++) {
            made.add(noise(random));
        }
        evil.shout(new Wire(evil.frames).hashes(new Messages.Hashes(ask, made), 1));
    }

    // ---- pages

    private enum Spoilt {
        NOT_ASKED,
        OTHER_NUMBERS,
        OTHER_STREAM,
        PAYLOAD,
        PROOF,
        ROOT,
        SIGNATURE,
        SCATTERED,
        OVERLAPPING,
        REPEATED,
        MORE_THAN_GRANTED
    }

    @ParameterizedTest
    @EnumSource(Spoilt.class)
    void aPageThatIsNotRightIsRefusedAndItsStreamNotAskedForAgain(Spoilt how) throws Exception {
        try (var real = new TestNode(folder, 100 + tests).open()) {
            real.enterMany("REAL", 40);
            StreamDescriptor stream = real.ledger().currentStream();
            StreamHead head = real.ledger().holdings().head(stream.stream());
            evil.say(
                    "HEARTBEAT",
                    evil.heartbeat(real.ledger().holdings().top(), List.of(head), List.of(stream)));
            await().until(() -> !evil.came("G_ASK").isEmpty());
            var asked = evil.came("G_ASK").getFirst().path("data");
            long ask = asked.path("ask").longValue();
            assertThat(asked.path("from").longValue()).isEqualTo(1);
            spoil(how, real.ledger(), stream.stream(), ask);
            await().until(() -> log.warnings().stream().anyMatch(l -> l.contains("sent a page")));
            assertGoesOn();
            long expected =
                    switch (how) {
                        case MORE_THAN_GRANTED -> 2;
                        case OVERLAPPING -> 10; // the first page is right
                        default -> 0;
                    };
            assertThat(one.ledger().holdings().n(stream.stream())).isLessThanOrEqualTo(expected);
            assertThat(evil.came("G_ASK")).hasSize(1);
            int cancelled = how == Spoilt.NOT_ASKED ? 0 : 1;
            await().untilAsserted(() -> assertThat(evil.came("G_CANCEL")).hasSize(cancelled));
        }
    }

    private void spoil(Spoilt how, Ledger real, StreamId stream, long ask) {
        Page page = real.page(stream, 1, 40, 40, 262_144);
        switch (how) {
            case NOT_ASKED -> page(ask + 1_000, stream, page);
            case OTHER_NUMBERS -> page(ask, stream, real.page(stream, 3, 40, 40, 262_144));
            case OTHER_STREAM -> page(ask, someStream(), page);
            case PAYLOAD -> {
                var events = new ArrayList<>(page.events());
                LedgerEvent e = events.get(7);
                Blob payload = Blob.ofText(e.payload().text().replace("REAL", "FAKE"));
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
                                e.wallMs(),
                                payload));
                page(ask, stream, new Page(events, page.n(), page.root(), null, page.proof()));
            }
            case PROOF ->
                    page(
                            ask,
                            stream,
                            new Page(
                                    page.events(),
                                    page.n(),
                                    page.root(),
                                    null,
                                    List.of(noise(random))));
            case ROOT ->
                    page(
                            ask,
                            stream,
                            new Page(page.events(), page.n(), noise(random), null, page.proof()));
            case SIGNATURE ->
                    page(
                            ask,
                            stream,
                            new Page(
                                    page.events(),
                                    page.n(),
                                    page.root(),
                                    evil.key.sign(new byte[] {1}),
                                    page.proof()));
            // right in themselves, with right proofs, and not what was asked for next
            case SCATTERED ->
                    page(
                            ask,
                            stream,
                            real.page(stream, Ranges.of(1, 3).plus(7).plus(9), 40, 262_144));
            case OVERLAPPING -> {
                page(ask, stream, real.page(stream, 1, 10, 40, 262_144));
                page(ask, stream, real.page(stream, 5, 15, 40, 262_144));
            }
            case REPEATED -> {
                var events = new ArrayList<>(page.events());
                events.add(3, events.get(2));
                page(ask, stream, new Page(events, page.n(), page.root(), null, page.proof()));
            }
            case MORE_THAN_GRANTED -> {
                // two were granted; the writer grants one more for each that it has written
                for (int i = 1; i <= 30; i++) {
                    page(ask, stream, real.page(stream, i <= 2 ? i : 20, 40, 1, 262_144));
                }
            }
        }
    }

    private void page(long ask, StreamId stream, Page page) {
        var envelope = new Wire.Envelope(ask, 1, true, cars % 2 == 0);
        evil.shout(new Wire(evil.frames).page(envelope, stream, page, 1));
    }

    /** What it may send for the present is for the peer to choose; that it is proven is not. */
    @Test
    void aPresentWithAWrongProofIsRefusedAndNotAskedForAgainOnThatLink() throws Exception {
        try (var real = new TestNode(folder, 100 + tests).open()) {
            real.enterMany("REAL", 40);
            StreamDescriptor stream = real.ledger().currentStream();
            StreamHead head = new StreamHead(stream.stream(), 500_000, noise(random));
            var theirs = new HeadMap();
            theirs.put(head);
            var hello = evil.heartbeat(theirs.top(), List.of(head), List.of(stream));
            ((ObjectNode) hello.path("g")).put("count", 500_000).putArray("caps").add("now");
            evil.say("HEARTBEAT", hello);
            await().until(() -> !evil.came("G_ASK").isEmpty());
            var asked = evil.came("G_ASK").getFirst().path("data");
            assertThat(asked.path("lane").asString("")).isEqualTo("now");
            Page page = real.ledger().page(stream.stream(), Ranges.of(3, 9), 40, 262_144);
            page(
                    asked.path("ask").longValue(),
                    stream.stream(),
                    new Page(page.events(), page.n(), noise(random), null, page.proof()));
            await().until(() -> log.warnings().stream().anyMatch(l -> l.contains("sent a page")));
            await().until(() -> !evil.came("G_CANCEL").isEmpty());
            assertThat(one.ledger().holdings().held(stream.stream()).isEmpty()).isTrue();
            assertGoesOn();
            assertThat(evil.came("G_ASK").stream().filter(f -> f.path("data").has("lane")))
                    .hasSize(1);
        }
    }

    // ---- events whose hashes are right

    @Test
    void anEventOfSomebodyElsesStreamIsNotTakenLive() {
        awaitHello();
        one.enter("MINE");
        StreamDescriptor mine = one.ledger().currentStream();
        LedgerEvent forged = event(mine.stream(), one.events() + 1, "entry", "{}");
        evil.shout(new Wire(evil.frames).live(forged, noise(random), 1));
        assertGoesOn();
        assertThat(one.peer(evil.central).counters().received()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1,2,3]",
                "null",
                "\"text\"",
                "{\"event_id\":\"central-3_99999999999999_X\",\"fee\":9223372036854775807,"
                        + "\"plate_id\":\"X\",\"seconds\":9223372036854775807}",
                "{\"event_id\":\"x\",\"fee\":-1,\"plate_id\":\"X\",\"seconds\":-9223372036854775808}",
                "{\"camera_id\":1.5,\"confidence\":-7e+300,\"event_id\":\"_-1_\",\"fee\":0,"
                        + "\"plate_id\":\"' OR 1=1 --\",\"seconds\":0}",
                "{\"entry_time\":\"+999999999-01-01 00:00:00\",\"event_id\":\"x\","
                        + "\"exit_time\":\"+999999999-01-01 00:00:00\",\"fee\":0,"
                        + "\"plate_id\":\"X\",\"seconds\":0}"
            })
    void anEventThatMakesNoSenseIsHeldAndBlocksNothing(String payload) {
        awaitHello();
        int received = 0;
        for (String kind :
                List.of("entry", "confirmed", "exit", "later-kind", "i entry", "i exit")) {
            StreamId stream = someStream();
            LedgerEvent event = event(stream, 1, kind, payload);
            StreamDescriptor descriptor = evil.descriptor(stream);
            Hash leaf = Arrival.live(descriptor, event, noise(random)).events().getFirst().leaf();
            ObjectNode hello = evil.heartbeat(noise(random), List.of(), List.of(descriptor));
            ((ObjectNode) hello.path("g")).put("node", stream.toString());
            evil.say("HEARTBEAT", hello);
            evil.shout(new Wire(evil.frames).live(event, leaf, 1));
            int expected = ++received;
            await().untilAsserted(
                            () ->
                                    assertThat(bookOfEvil().merged + bookOfEvil().rejected)
                                            .isEqualTo(expected));
        }
        assertThat(bookOfEvil().rejected).as("held, and in no visit").isPositive();
        assertThat(bookOfEvil().merged).as("a later kind is not at fault").isPositive();
        assertThat(log.warnings()).anyMatch(l -> l.contains("Error merging event 1 of "));
        assertGoesOn();
    }

    private PeerBook bookOfEvil() {
        return requireNonNull(one.sync().shared.books.get(evil.central));
    }

    /**
     * @param kind with an {@code i} before it where it was taken in
     */
    private LedgerEvent event(StreamId stream, long seq, String kind, String payload) {
        boolean takenIn = kind.startsWith("i ");
        return new LedgerEvent(
                stream,
                seq,
                Ledger.firstId(stream, seq),
                takenIn ? kind.substring(2) : kind,
                takenIn ? LedgerEvent.Source.IMPORTED : LedgerEvent.Source.NODE,
                evil.central,
                Hlc.ofMs(System.currentTimeMillis()),
                System.currentTimeMillis(),
                Blob.ofText(payload));
    }
}
