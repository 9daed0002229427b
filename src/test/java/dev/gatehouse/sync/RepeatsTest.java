package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.SamplePictures;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;

/** Frames that come twice, or not in their order, as a proxy that sends again delivers them. */
class RepeatsTest {
    private static final CentralId PEER = new CentralId("central-3");
    private static final int EVENTS = 40;

    private final LogLines log = new LogLines();
    private Path folder;
    private TestNode one;
    private RawPeer peer;

    @BeforeEach
    void aNodeAndAPeer(@TempDir Path temp) throws Exception {
        folder = temp;
        one = new TestNode(folder, 1).knowsWithoutReaching(PEER.value());
        one.start();
        peer = RawPeer.connect(one.address, PEER.value(), folder);
    }

    @AfterEach
    void away() {
        peer.close();
        one.close();
        log.close();
    }

    private void sayHello(String... caps) {
        ObjectNode hello = peer.heartbeat();
        var told = ((ObjectNode) hello.path("g")).putArray("caps");
        List.of(caps).forEach(told::add);
        peer.say("HEARTBEAT", hello);
        await().until(() -> one.sync().shared.sessionOf(PEER) != null);
        await().until(() -> session().caps.size() == caps.length);
    }

    private Session session() {
        return requireNonNull(one.sync().shared.sessionOf(PEER));
    }

    private long repeated() {
        return requireNonNull(session().book).counters().repeated();
    }

    private long held(StreamDescriptor stream) {
        return one.ledger().holdings().n(stream.stream());
    }

    /** Has the node ask for all events of another one. */
    private long askedFor(TestNode real, StreamDescriptor stream) {
        real.enterMany("REAL", EVENTS);
        var head = real.ledger().holdings().head(stream.stream());
        peer.say(
                "HEARTBEAT",
                peer.heartbeat(
                        real.ledger().holdings().top(),
                        List.of(requireNonNull(head)),
                        List.of(stream)));
        await().until(() -> !peer.came("G_ASK").isEmpty());
        return peer.came("G_ASK").getFirst().path("data").path("ask").longValue();
    }

    private byte[] page(TestNode real, long ask, int no, long from, long to) {
        StreamDescriptor stream = real.ledger().currentStream();
        Page page = real.ledger().page(stream.stream(), from, to, EVENTS, Asks.PAGE_BYTES);
        var envelope = new Wire.Envelope(ask, no, to < EVENTS, false);
        return new Wire(peer.frames).page(envelope, stream.stream(), page, 1);
    }

    private void assertNobodyIsBlamed() {
        assertThat(log.warnings()).isEmpty();
        assertThat(one.sync().mesh().refused()).isZero();
        assertThat(peer.came("G_CANCEL")).isEmpty();
        assertThat(peer.closeCode).isNull();
    }

    @Test
    void pagesThatComeTwiceAreCountedAsRepeatedAndNothingElse() throws Exception {
        try (var real = new TestNode(folder, 9).open()) {
            StreamDescriptor stream = real.ledger().currentStream();
            long ask = askedFor(real, stream);
            byte[] first = page(real, ask, 1, 1, 20);
            byte[] second = page(real, ask, 2, 21, EVENTS);
            for (byte[] frame : List.of(first, first, second, first, second)) {
                peer.shout(frame);
            }
            await().until(() -> held(stream) == EVENTS);
            await().until(() -> repeated() == 3);

            var came = requireNonNull(session().book).counters();
            assertThat(came.received()).isEqualTo(EVENTS);
            assertThat(came.had()).isZero();
            assertThat(peer.came("G_ASK")).hasSize(1);
            assertNobodyIsBlamed();
        }
    }

    @Test
    void aPageThatOvertakesAnotherWaitsForIt() throws Exception {
        try (var real = new TestNode(folder, 9).open()) {
            StreamDescriptor stream = real.ledger().currentStream();
            long ask = askedFor(real, stream);
            peer.shout(page(real, ask, 2, 21, EVENTS));
            peer.shout(page(real, ask, 1, 1, 20));

            await().until(() -> held(stream) == EVENTS);
            assertThat(peer.came("G_ASK")).hasSize(1);
            assertNobodyIsBlamed();
        }
    }

    @Test
    void otherBytesUnderTheNumberOfAPageAreABadPageStill() throws Exception {
        try (var real = new TestNode(folder, 9).open()) {
            StreamDescriptor stream = real.ledger().currentStream();
            long ask = askedFor(real, stream);
            peer.shout(page(real, ask, 1, 1, 20));
            peer.shout(page(real, ask, 1, 5, 20));

            await().until(() -> log.warnings().toString().contains("not what was asked for"));
            await().until(() -> peer.came("G_CANCEL").size() == 1);
            assertThat(repeated()).isZero();
            assertThat(held(stream)).isEqualTo(20);
        }
    }

    private String ask(long number, int credit) {
        ObjectNode data =
                peer.frames
                        .object()
                        .put("ask", number)
                        .put("stream", one.ledger().currentStream().stream().toString())
                        .put("from", 1)
                        .put("to", EVENTS)
                        .put("rows", 1)
                        .put("bytes", Asks.PAGE_BYTES)
                        .put("credit", credit);
        return peer.frames.text(Wire.ASK, 1, data);
    }

    private void grant(long ask, int pages) {
        peer.shout(new Wire(peer.frames).grant(new Messages.Grant(ask, pages), 1));
    }

    @Test
    void anAskThatComesTwiceIsAnsweredOnceAndAGrantGrantsOnce() {
        one.enterMany("MINE", EVENTS);
        sayHello();
        peer.shout(ask(1, 2));
        peer.shout(ask(1, 2));
        await().until(() -> peer.came("G_PAGE").size() == 2);
        grant(1, 3);
        grant(1, 3);
        grant(1, 2); // one that was overtaken
        peer.shout(ask(2, 1));
        await().until(() -> peer.came("G_PAGE").size() == 4);
        peer.shout(ask(1, 2));
        peer.shout(ask(3, 1));
        await().until(() -> peer.came("G_PAGE").size() == 5);

        assertThat(session().serving.keySet()).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(repeated()).isEqualTo(2);
        assertNobodyIsBlamed();
    }

    @Test
    void anAskThatItsOwnCancelOvertookIsNotServed() {
        one.enterMany("MINE", EVENTS);
        sayHello();
        peer.shout(new Wire(peer.frames).cancel(1, 1));
        peer.shout(ask(1, 2));
        peer.shout(ask(2, 1));
        await().until(() -> peer.came("G_PAGE").size() == 1);

        assertThat(session().serving.keySet()).containsExactly(2L);
        assertNobodyIsBlamed();
    }

    @Test
    void aPieceOfAPictureThatComesTwiceIsUsedOnce() {
        sayHello(Wire.CAP_PICTURES);
        byte[] picture = SamplePictures.jpeg(9_000, 9_000);
        var answer = one.sync().picture(Hash.over(picture), PEER);
        await().until(() -> !peer.came("G_PICTURE").isEmpty());
        long ask = peer.came("G_PICTURE").getFirst().path("data").path("ask").longValue();
        var piece = new Messages.Piece(ask, picture.length, Blob.of(picture));
        for (int i = 0; i < 3; i++) {
            peer.shout(new Wire(peer.frames).piece(piece, 1));
        }

        assertThat(answer.join()).isInstanceOf(PictureAnswer.Found.class);
        await().until(() -> repeated() == 2);
        assertNobodyIsBlamed();
    }

    @Test
    void hashesThatComeTwiceAreComparedOnce() {
        one.enterMany("MINE", 3);
        sayHello();
        StreamDescriptor stream = one.ledger().currentStream();
        var head = new StreamHead(stream.stream(), held(stream), new Hash(1, 2, 3, 4));
        var theirs = new HeadMap();
        theirs.put(head);
        ObjectNode hello =
                peer.heartbeat(theirs.top(), List.of(head), List.of(peer.descriptor(peer.node)));
        ((ObjectNode) hello.path("g")).putArray("caps").add(Wire.CAP_HASHES);
        peer.say("HEARTBEAT", hello);
        await().until(() -> one.peer(PEER).differing() == 1);
        one.sync().differences(PEER);
        await().until(() -> !peer.came("G_HASHES").isEmpty());
        var asked = peer.came("G_HASHES").getFirst().path("data");
        List<Hash> leaves =
                one.ledger()
                        .inspector()
                        .hashes(stream.stream(), 0, 0, asked.path("to").longValue());
        var hashes = new Messages.Hashes(asked.path("ask").longValue(), leaves);
        for (int i = 0; i < 3; i++) {
            peer.shout(new Wire(peer.frames).hashes(hashes, 1));
        }

        await().until(() -> repeated() == 2);
        assertThat(one.sync().mesh().refused()).isZero();
    }

    @Test
    void whatIsRememberedOfALinkIsBounded() {
        one.enterMany("MINE", EVENTS);
        sayHello();
        for (int i = 1; i <= 1_100; i++) {
            peer.shout(new Wire(peer.frames).cancel(i, 1));
        }
        grant(1, 1);
        peer.shout(ask(2_000, 1)); // its answer comes when all before it is done
        await().until(() -> peer.came("G_PAGE").size() == 1);
        assertThat(session().cancelledBefore).hasSize(64).contains(1_100L).doesNotContain(1L);
    }
}
