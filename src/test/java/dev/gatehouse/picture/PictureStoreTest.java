package dev.gatehouse.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.HandClock;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureOutcome;
import dev.gatehouse.model.SamplePictures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

class PictureStoreTest {
    private static final PictureLimits USUAL = new PictureLimits(Duration.ofDays(30), 5L << 30);
    private static final int BYTES = 10_000;

    @TempDir Path data;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-30T07:00:00Z"));
    private final Queue<Runnable> work = new ArrayDeque<>();
    private long free = 100L << 30;

    private PictureStore store(PictureLimits limits) {
        return new PictureStore(folder(), limits, clock, () -> free, work::add, () -> work.clear());
    }

    private Path folder() {
        return data.resolve(PictureStore.FOLDER);
    }

    private void workOff() {
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
        }
    }

    private static Hash kept(PictureStore store, byte[] picture) {
        return ((PictureOutcome.Taken) store.keep(picture)).hash();
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(folder())) {
            return List.of();
        }
        try (var all = Files.walk(folder())) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void aPictureLiesUnderItsHashAndIsHadBeforeAndAfterItIsWritten() throws IOException {
        var store = store(USUAL);
        byte[] picture = SamplePictures.jpeg(1, BYTES);
        Hash hash = kept(store, picture);
        assertThat(hash).isEqualTo(Hash.over(picture));
        assertThat(store.here(hash)).isEqualTo(picture);
        assertThat(files()).isEmpty();
        workOff();
        assertThat(store.here(hash)).isEqualTo(picture);
        assertThat(files())
                .containsExactly(
                        folder().resolve(hash.toString().substring(0, 2)).resolve(hash + ".jpg"));
        assertThat(store.figures()).isEqualTo(new PictureStore.Figures(1, 0, BYTES));
    }

    @Test
    void theSamePictureIsWrittenOnce() throws IOException {
        var store = store(USUAL);
        byte[] picture = SamplePictures.png(1, BYTES, 64, 48);
        kept(store, picture);
        kept(store, picture.clone());
        workOff();
        kept(store, picture);
        workOff();
        assertThat(files()).hasSize(1).first().asString().endsWith(".png");
        assertThat(store.figures()).isEqualTo(new PictureStore.Figures(1, 0, BYTES));
    }

    @Test
    void whatIsNoPictureIsRefusedAndNotWritten() throws IOException {
        var store = store(USUAL);
        assertThat(store.keep(new byte[] {1, 2, 3}))
                .isInstanceOfSatisfying(
                        PictureOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("3 bytes", "JPEG", "PNG"));
        workOff();
        assertThat(files()).isEmpty();
    }

    @Test
    void anotherStartFindsWhatIsThere() throws IOException {
        byte[] picture = SamplePictures.jpeg(1, BYTES);
        Hash hash = kept(store(USUAL), picture);
        workOff();
        var next = store(USUAL);
        next.sweep();
        assertThat(next.here(hash)).isEqualTo(picture);
        assertThat(next.figures().bytes()).isEqualTo(BYTES);
        assertThat(next.here(Hash.OF_NOTHING)).isNull();
    }

    @Test
    void aDamagedFileIsNotThereAndCanBeHadAgain() throws IOException {
        var store = store(USUAL);
        byte[] picture = SamplePictures.jpeg(1, BYTES);
        Hash hash = kept(store, picture);
        workOff();
        byte[] altered = picture.clone();
        altered[500] ^= 1;
        Files.write(files().getFirst(), altered);
        assertThat(store.here(hash)).isNull();
        assertThat(files()).isEmpty();
        kept(store, picture);
        workOff();
        assertThat(store.here(hash)).isEqualTo(picture);
    }

    @Test
    void whatAnEarlierStartLeftHalfWrittenIsTakenAway() throws IOException {
        Path half = folder().resolve("ab").resolve("ab12.jpg.part");
        Files.createDirectories(half.getParent());
        Files.write(half, new byte[100]);
        store(USUAL).sweep();
        assertThat(files()).isEmpty();
    }

    @Test
    void aPictureGoesWhenItIsOlderThanTheDaysThatAreConfigured() {
        var store = store(USUAL);
        Hash old = kept(store, SamplePictures.jpeg(1, BYTES));
        workOff();
        clock.pass(Duration.ofDays(2));
        Hash young = kept(store, SamplePictures.jpeg(2, BYTES));
        workOff();
        clock.pass(Duration.ofDays(28).plusHours(1));
        store.sweep();
        assertThat(store.here(old)).isNull();
        assertThat(store.here(young)).isNotNull();
        store.use(new PictureLimits(Duration.ofDays(7), 5L << 30));
        workOff();
        assertThat(store.here(young)).isNull();
    }

    @Test
    void theOldestGoWhenAllTogetherAreTooLarge() throws IOException {
        var store = store(new PictureLimits(Duration.ofDays(30), 10L * BYTES));
        var all = new ArrayList<Hash>();
        for (int i = 0; i < 25; i++) {
            clock.pass(Duration.ofMinutes(1));
            all.add(kept(store, SamplePictures.jpeg(i, BYTES)));
            workOff();
            assertThat(files().size()).isLessThanOrEqualTo(10);
        }
        assertThat(files()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(all.subList(0, 15)).allSatisfy(hash -> assertThat(store.here(hash)).isNull());
        assertThat(all.subList(16, 25))
                .allSatisfy(hash -> assertThat(store.here(hash)).isNotNull());
        assertThat(store.figures().bytes()).isEqualTo(files().size() * (long) BYTES);
    }

    @Test
    void noPictureTakesTheLastGigabyteOfTheDisk() throws IOException {
        var store = store(USUAL);
        Hash before = kept(store, SamplePictures.jpeg(1, BYTES));
        workOff();
        free = PictureStore.LEFT_FREE + BYTES - 1;
        Hash beyond = kept(store, SamplePictures.jpeg(2, BYTES));
        workOff();
        assertThat(store.here(beyond)).isNull();
        assertThat(store.figures().dropped()).isEqualTo(1);
        free = PictureStore.LEFT_FREE - 1;
        store.sweep();
        assertThat(store.here(before)).as("somebody else took the room").isNull();
        assertThat(files()).isEmpty();
    }

    @Test
    void whileTheDiskDoesNotFollowThoseBeyondTheQueueAreDroppedAndStillNamed() throws IOException {
        var store = store(USUAL);
        var all = new ArrayList<Hash>();
        for (int i = 0; i < PictureStore.WAITING + 3; i++) {
            all.add(kept(store, SamplePictures.jpeg(i, BYTES)));
        }
        assertThat(work).hasSize(PictureStore.WAITING);
        assertThat(store.figures().dropped()).isEqualTo(3);
        assertThat(store.here(all.getLast())).isNull();
        workOff();
        assertThat(files()).hasSize(PictureStore.WAITING);
        kept(store, SamplePictures.jpeg(99, BYTES));
        workOff();
        assertThat(files()).hasSize(PictureStore.WAITING + 1);
    }

    @Test
    void aFolderThatCannotBeWrittenCostsPicturesAndNothingElse() throws IOException {
        Files.createFile(folder());
        var store = store(USUAL);
        Hash hash = kept(store, SamplePictures.jpeg(1, BYTES));
        workOff();
        store.sweep();
        assertThat(store.here(hash)).isNull();
        assertThat(store.figures().dropped()).isEqualTo(1);
        Files.delete(folder());
        kept(store, SamplePictures.jpeg(1, BYTES));
        workOff();
        assertThat(store.here(hash)).isNotNull();
    }

    @Test
    void theRealOneWritesAsideAndWhatWaitsIsWrittenWhenItCloses() throws Exception {
        byte[] picture = SamplePictures.jpeg(1, BYTES);
        // the disk of a small machine may have less than a gigabyte left: then nothing is kept
        boolean room =
                Files.getFileStore(data).getUsableSpace() > PictureStore.LEFT_FREE + 4L * BYTES;
        Hash hash;
        try (var store = PictureStore.open(data, USUAL, clock)) {
            hash = kept(store, picture);
        }
        await().untilAsserted(() -> assertThat(files()).hasSize(room ? 1 : 0));
        try (var next = PictureStore.open(data, USUAL, clock)) {
            assertThat(next.here(hash) != null).isEqualTo(room);
        }
    }
}
