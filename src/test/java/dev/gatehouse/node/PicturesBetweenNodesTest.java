package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.SamplePictures;
import dev.gatehouse.model.Visit;
import dev.gatehouse.picture.PictureStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two whole nodes: a car comes in at one with a picture, and leaves at the other. */
class PicturesBetweenNodesTest {
    private static final CentralId FIRST = new CentralId("central-1");

    private final byte[] in = SamplePictures.jpeg(1, 150_000);
    private final byte[] out = SamplePictures.png(2, 90_000, 800, 600);
    private RunningNode first;
    private RunningNode second;

    @BeforeEach
    void start(@TempDir Path root) throws Exception {
        first = new RunningNode(root, 1);
        second = new RunningNode(root, 2);
        first.change("{\"peer_centrals\": [" + second.asPeer() + "]}");
        second.change("{\"peer_centrals\": [" + first.asPeer() + "]}");
        await().until(() -> isProven(first) && isProven(second));
    }

    private static boolean isProven(RunningNode node) {
        Instant asOf = node.node.mesh().status().proof().asOf();
        return asOf != null;
    }

    @AfterEach
    void stop() {
        second.close();
        first.close();
    }

    private static List<Visit> visits(RunningNode node) {
        return node.node.history().find(HistoryQuery.FIRST).visits();
    }

    private Visit carAtTheSecond() throws Exception {
        first.tells("ENTRY", "29A12345", in);
        await().until(() -> visits(second).size() == 1);
        return visits(second).getFirst();
    }

    private static Path fileOf(RunningNode node, Hash hash) throws IOException {
        try (var all = Files.walk(node.folder.resolve(PictureStore.FOLDER))) {
            return all.filter(f -> f.getFileName().toString().startsWith(hash.toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private PictureAnswer found(RunningNode node, Hash hash) throws Exception {
        return node.node.pictures().find(hash, FIRST).get(20, TimeUnit.SECONDS);
    }

    @Test
    void theExitSeesThePictureOfTheEntryAndHasItsOwnAfterwards() throws Exception {
        Visit inside = carAtTheSecond();
        Hash hash = Hash.over(in);
        assertThat(inside.entry().picture()).isEqualTo(hash);
        assertThat(second.node.pictures().here(hash)).isNull();
        assertThat(found(second, hash))
                .isInstanceOfSatisfying(
                        PictureAnswer.Found.class,
                        found -> {
                            assertThat(found.bytes()).isEqualTo(in);
                            assertThat(found.mediaType()).isEqualTo("image/jpeg");
                        });
        second.tells("EXIT", "29A12345", out);
        await().until(() -> visits(first).getFirst().exit() != null);
        Visit.Departure exit = requireNonNull(visits(first).getFirst().exit());
        assertThat(exit.passage().picture()).isEqualTo(Hash.over(out));
        assertThat(
                        first.node
                                .pictures()
                                .find(Hash.over(out), exit.central())
                                .get(20, TimeUnit.SECONDS))
                .isInstanceOf(PictureAnswer.Found.class);
    }

    @Test
    void thePictureThatWasFoundOnceIsHereAlsoWhenItsCentralIsAway() throws Exception {
        carAtTheSecond();
        Hash hash = Hash.over(in);
        assertThat(found(second, hash)).isInstanceOf(PictureAnswer.Found.class);
        first.node.close();
        await().until(() -> second.node.mesh().status().connectedPeers() == 0);
        assertThat(second.node.pictures().here(hash)).isEqualTo(in);
        assertThat(found(second, hash)).isInstanceOf(PictureAnswer.Found.class);
        assertThat(found(second, Hash.OF_NOTHING)).isEqualTo(new PictureAnswer.Away(FIRST));
    }

    @Test
    void aPictureThatItsCentralHasNoMoreIsNowhere() throws Exception {
        carAtTheSecond();
        Hash hash = Hash.over(in);
        first.restart(); // what waited is written
        await().until(() -> second.node.mesh().status().connectedPeers() == 1);
        Files.delete(fileOf(first, hash));
        await().until(() -> found(second, hash).equals(new PictureAnswer.Nowhere()));
        assertThat(found(first, hash)).isEqualTo(new PictureAnswer.Nowhere());
    }

    @Test
    void aRestartFindsThePicturesAndTheVisitsStillNameThem() throws Exception {
        first.tells("ENTRY", "29A12345", in);
        first.restart();
        Hash hash = Hash.over(in);
        assertThat(visits(first).getFirst().entry().picture()).isEqualTo(hash);
        assertThat(first.node.pictures().here(hash)).isEqualTo(in);
    }

    @Test
    void theLimitsAreTakenFromTheConfigurationWhileItRuns() throws Exception {
        var refused = first.change("{\"pictures\": {\"days\": 0, \"max_gb\": 1}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().toString()).contains("pictures.days", "1 to 3650");
        assertThat(first.change("{\"pictures\": {\"days\": 3, \"max_gb\": 1}}").status())
                .isEqualTo(200);
    }
}
