package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.SamplePictures;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Pictures over a link, between two nodes and with a peer that says what it wants. */
class PicturesTest {
    private static final CentralId EVIL = new CentralId("central-3");

    private final Map<Hash, byte[]> shelf = new ConcurrentHashMap<>();
    private final LogLines log = new LogLines();
    private Path folder;
    private TestNode one;
    private RawPeer evil;

    @BeforeEach
    void aNode(@TempDir Path temp) throws Exception {
        folder = temp;
        one = new TestNode(folder, 1).knowsWithoutReaching("central-2");
        one.knowsWithoutReaching(EVIL.value()).start();
        one.sync().serve(shelf::get);
        evil = RawPeer.connect(one.address, EVIL.value(), folder);
    }

    @AfterEach
    void away() {
        evil.close();
        one.close();
        log.close();
    }

    private Hash shelve(byte[] picture) {
        Hash hash = Hash.over(picture);
        shelf.put(hash, picture);
        return hash;
    }

    private void meetEvil(String... caps) {
        ObjectNode hello = evil.heartbeat();
        var told = ((ObjectNode) hello.path("g")).putArray("caps");
        List.of(caps).forEach(told::add);
        evil.say("HEARTBEAT", hello);
        await().until(
                        () -> {
                            Session session = one.sync().shared.sessionOf(EVIL);
                            return session != null && session.caps.size() == caps.length;
                        });
    }

    /** What was asked of the peer, once it was asked so often. */
    private JsonNode asked(int times) {
        await().until(() -> evil.came("G_PICTURE").size() >= times);
        return evil.came("G_PICTURE").get(times - 1).path("data");
    }

    private void piece(long ask, int size, byte[] bytes) {
        evil.shout(new Wire(evil.frames).piece(new Messages.Piece(ask, size, Blob.of(bytes)), 1));
    }

    // ---- two nodes

    @Test
    void aPictureComesWholeHoweverManyPiecesItHas() throws Exception {
        try (var two = new TestNode(folder, 2).knows(one)) {
            two.start();
            await().until(
                            () -> {
                                Session session = two.sync().shared.sessionOf(one.id);
                                return session != null && session.caps.contains("pictures");
                            });
            for (int bytes :
                    new int[] {
                        200,
                        Pictures.PIECE - 1,
                        Pictures.PIECE,
                        Pictures.PIECE + 1,
                        PictureKind.MAX_BYTES
                    }) {
                byte[] picture = SamplePictures.jpeg(bytes, bytes);
                assertThat(two.sync().picture(shelve(picture), one.id).join())
                        .isInstanceOfSatisfying(
                                PictureAnswer.Found.class,
                                found -> {
                                    assertThat(found.bytes()).isEqualTo(picture);
                                    assertThat(found.mediaType()).isEqualTo("image/jpeg");
                                });
            }
            assertThat(two.sync().picture(Hash.OF_NOTHING, one.id).join())
                    .isEqualTo(new PictureAnswer.Nowhere());
            Hash text = shelve(new byte[] {'n', 'o', ' ', 'p', 'i', 'c', 't', 'u', 'r', 'e'});
            assertThat(two.sync().picture(text, one.id).join())
                    .as("the right bytes, and no picture")
                    .isEqualTo(new PictureAnswer.Nowhere());
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Test
    void aPageOfPicturesIsAskedForAtOnceAndAllOfThemCome() throws Exception {
        try (var two = new TestNode(folder, 2).knows(one)) {
            two.start();
            await().until(
                            () -> {
                                Session session = two.sync().shared.sessionOf(one.id);
                                return session != null && session.caps.contains("pictures");
                            });
            var hashes =
                    IntStream.range(0, 16)
                            .mapToObj(i -> shelve(SamplePictures.jpeg(i, 60_000)))
                            .toList();
            var answers = hashes.stream().map(hash -> two.sync().picture(hash, one.id)).toList();
            two.enter("CAR1");
            one.enter("CAR2");
            assertThat(answers.stream().map(CompletableFuture::join))
                    .allMatch(answer -> answer instanceof PictureAnswer.Found);
            await().until(() -> one.holdsTheSameAs(two));
        }
    }

    // ---- who is not there

    @Test
    void aCentralThatIsNotLinkedOrNotKnownIsAway() {
        var known = new CentralId("central-2");
        var unknown = new CentralId("central-77");
        assertThat(one.sync().picture(Hash.OF_NOTHING, known).join())
                .isEqualTo(new PictureAnswer.Away(known));
        assertThat(one.sync().picture(Hash.OF_NOTHING, unknown).join())
                .isEqualTo(new PictureAnswer.Away(unknown));
    }

    @Test
    void anOlderVersionIsNotAskedAndItsLinkStays() throws Exception {
        meetEvil("cols");
        assertThat(one.sync().picture(Hash.OF_NOTHING, EVIL).join())
                .isEqualTo(new PictureAnswer.Away(EVIL));
        assertThat(evil.came("G_PICTURE")).isEmpty();
        assertThat(evil.closeCode).isNull();
    }

    @Test
    void onesThatDoNotAnswerInTimeAreAwayAndALateAnswerDoesNoHarm() throws Exception {
        meetEvil("pictures");
        byte[] picture = SamplePictures.jpeg(1, 500);
        Hash hash = Hash.over(picture);
        var answer = one.sync().picture(hash, EVIL);
        long ask = asked(1).path("ask").longValue();
        assertThat(answer.join()).isEqualTo(new PictureAnswer.Away(EVIL));
        piece(ask, picture.length, picture);
        var again = one.sync().picture(hash, EVIL);
        piece(asked(2).path("ask").longValue(), picture.length, picture);
        assertThat(again.join()).isInstanceOf(PictureAnswer.Found.class);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void whoGoesWhileItIsAskedIsAway() throws Exception {
        meetEvil("pictures");
        var answer = one.sync().picture(Hash.OF_NOTHING, EVIL);
        asked(1);
        evil.close();
        assertThat(answer.join()).isEqualTo(new PictureAnswer.Away(EVIL));
    }

    @Test
    void whoeverAsksForTheSamePictureGetsTheSameAnswerAndMoreThanAPageAreNotWaitedFor()
            throws Exception {
        meetEvil("pictures");
        byte[] picture = SamplePictures.jpeg(1, 500);
        var first = one.sync().picture(Hash.over(picture), EVIL);
        var second = one.sync().picture(Hash.over(picture), EVIL);
        for (int i = 0; i < 15; i++) {
            one.sync().picture(new Hash(i, 0, 0, 0), EVIL);
        }
        var beyond = one.sync().picture(new Hash(99, 0, 0, 0), EVIL);
        assertThat(beyond.join()).isEqualTo(new PictureAnswer.Away(EVIL));
        assertThat(evil.came("G_PICTURE").size()).isLessThanOrEqualTo(1);
        piece(asked(1).path("ask").longValue(), picture.length, picture);
        assertThat(first.join()).isEqualTo(second.join()).isInstanceOf(PictureAnswer.Found.class);
    }

    // ---- who lies

    @Test
    void otherBytesThanThoseOfTheHashAreNotBelieved() throws Exception {
        meetEvil("pictures");
        byte[] picture = SamplePictures.jpeg(1, 500);
        var answer = one.sync().picture(Hash.over(picture), EVIL);
        JsonNode ask = asked(1);
        assertThat(ask.path("hash").asString()).isEqualTo(Hash.over(picture).toString());
        assertThat(ask.path("from").asInt()).isZero();
        piece(ask.path("ask").longValue(), 500, SamplePictures.jpeg(2, 500));
        assertThat(answer.join()).isEqualTo(new PictureAnswer.Nowhere());
        await().until(() -> log.warnings().toString().contains("another hash than was asked for"));
    }

    @Test
    void piecesOfAnotherLengthAndPicturesThatChangeTheirSizeAreNotBelieved() throws Exception {
        meetEvil("pictures");
        byte[] picture = SamplePictures.jpeg(1, 2 * Pictures.PIECE);
        byte[] half = Arrays.copyOf(picture, Pictures.PIECE);
        var shorter = one.sync().picture(Hash.over(picture), EVIL);
        piece(asked(1).path("ask").longValue(), picture.length, new byte[] {1});
        assertThat(shorter.join()).isEqualTo(new PictureAnswer.Nowhere());
        var grows = one.sync().picture(Hash.over(picture), EVIL);
        piece(asked(2).path("ask").longValue(), picture.length, half);
        assertThat(asked(3).path("from").asInt()).isEqualTo(Pictures.PIECE);
        piece(asked(3).path("ask").longValue(), picture.length + 1, half);
        assertThat(grows.join()).isEqualTo(new PictureAnswer.Nowhere());
        await().until(() -> log.warnings().toString().contains("with other bytes"));
    }

    @Test
    void framesThatMakeNoSenseAreRefusedAndTheLinkGoesOn() throws Exception {
        meetEvil("pictures");
        var ask = evil.frames.object().put("ask", 1).put("hash", Hash.OF_NOTHING.toString());
        evil.say("G_PICTURE", ask.deepCopy().put("from", -1));
        evil.say("G_PICTURE", ask.deepCopy().put("from", PictureKind.MAX_BYTES));
        evil.say("G_PICTURE", ask.deepCopy().put("from", 0).put("hash", "abc"));
        var piece = evil.frames.object().put("ask", 1).put("size", 5);
        evil.say("G_PIECE", piece.deepCopy().put("bytes", "?*"));
        evil.say("G_PIECE", piece.deepCopy().put("bytes", "A".repeat(Pictures.PIECE_TEXT + 4)));
        evil.say(
                "G_PIECE",
                piece.deepCopy().put("size", PictureKind.MAX_BYTES + 1).put("bytes", ""));
        evil.say("G_PIECE", piece.deepCopy());
        evil.say("G_PIECE", piece.deepCopy().put("bytes", "AAAA"));
        await().until(() -> log.warnings().toString().contains("never asked for"));
        assertThat(log.errors()).isEmpty();
        assertThat(evil.closeCode).isNull();
        Hash hash = shelve(SamplePictures.jpeg(1, 400));
        evil.say("G_PICTURE", ask.deepCopy().put("hash", hash.toString()).put("from", 0));
        await().until(() -> evil.came("G_PIECE").size() == 1);
        evil.say("G_PICTURE", ask.deepCopy().put("hash", hash.toString()).put("from", 400));
        await().until(() -> evil.came("G_PIECE").size() == 2);
        assertThat(evil.came("G_PIECE").getLast().path("data").path("size").asInt()).isZero();
    }

    @Test
    void whoAsksWithoutEndIsRefused() throws Exception {
        meetEvil("pictures");
        Hash hash = shelve(SamplePictures.jpeg(1, PictureKind.MAX_BYTES));
        for (int i = 1; i <= 6_000; i++) {
            evil.shout(new Wire(evil.frames).ask(new Messages.AskPicture(i, hash, 0), 1));
        }
        await().until(() -> evil.closeCode != null);
        assertThat(log.warnings()).anyMatch(line -> line.contains("Refused"));
        assertThat(log.errors()).isEmpty();
    }
}
