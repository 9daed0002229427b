package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Restore;
import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.model.RestoreOutcome;
import dev.gatehouse.model.RestorePreview;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a restore says of itself before it changes anything, and when it asks. */
class RestoreTest {
    @TempDir private Path folder;
    private final List<RestorePreview> asked = new ArrayList<>();
    private Booth booth;
    private Path backup;

    @BeforeEach
    void aBoothWithOneCarInsideAndOneThatLeft() throws Exception {
        booth = new Booth(folder, "central-1");
        booth.enter("29A11111");
        Visit left = booth.enter("29A22222");
        booth.leave(left, 25_000);
        backup = folder.resolve("b.db");
        Backup.make(booth.file, backup, (_, _, _) -> {});
    }

    @AfterEach
    void close() {
        booth.close();
    }

    private RestoreOutcome restore(Path from, Path to, boolean agreed) throws IOException {
        return Restore.run(
                from,
                to,
                Booth.NOON,
                preview -> {
                    asked.add(preview);
                    return agreed || !preview.asks();
                },
                (_, _, _) -> {});
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(found -> found.getFileName().toString()).sorted().toList();
        }
    }

    /** What the preview said, where the restore was declined and nothing changed. */
    private RestorePreview declined(Path from) throws IOException {
        byte[] before = Files.readAllBytes(booth.file);
        List<String> names = names();
        assertThat(restore(from, booth.file, false)).isInstanceOf(RestoreOutcome.Declined.class);
        assertThat(booth.file).hasBinaryContent(before);
        assertThat(names()).isEqualTo(names);
        return asked.getLast();
    }

    @Test
    void aBackupThatHasAllThatIsHereIsRestoredWithoutAQuestion() throws Exception {
        booth.close();
        assertThat(restore(backup, booth.file, false)).isInstanceOf(RestoreOutcome.Restored.class);
        RestorePreview said = asked.getLast();
        assertThat(said.losses()).isEmpty();
        assertThat(said.backup()).isEqualTo(new DatabaseFigures(3, 1, 2, 1, Booth.NOON));
        assertThat(said.present()).isEqualTo(said.backup());
    }

    @Test
    void aRestoreIntoAFolderWithoutADatabaseHasNothingToLose() throws Exception {
        Path fresh = folder.resolve("fresh.db");
        assertThat(restore(backup, fresh, false)).isEqualTo(new RestoreOutcome.Restored(null));
        assertThat(asked.getLast().present()).isNull();
    }

    @Test
    void aBackupThatLacksAVisitAsksAndSaysByHowMuch() throws Exception {
        booth.clock.pass(Duration.ofHours(2));
        booth.enter("29A33333");
        booth.enter("29A44444");
        booth.close();
        RestorePreview said = declined(backup);
        assertThat(said.losses())
                .containsExactly(
                        "the backup lacks events that are here (2)",
                        "it has fewer visits (by 2)",
                        "its newest event is older");
        assertThat(said.present())
                .isEqualTo(new DatabaseFigures(5, 1, 4, 3, Booth.NOON.plus(Duration.ofHours(2))));

        assertThat(restore(backup, booth.file, true)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(Backup.figures(booth.file).visits()).isEqualTo(2);
    }

    @Test
    void aBackupThatLacksAnExitAlone() throws Exception {
        booth.pass("29A11111");
        booth.close();
        assertThat(declined(backup).losses()).contains("the backup lacks events that are here (1)");
    }

    @Test
    void aLargerBackupOfAnotherBoothLacksTheStreamsThatAreHere() throws Exception {
        Path other = folder.resolve("other.db");
        try (Booth stranger = new Booth(folder, "central-2")) {
            VerificationTest.fill(stranger, 50);
            Backup.make(stranger.file, other, (_, _, _) -> {});
        }
        booth.close();
        assertThat(declined(other).losses())
                .contains(
                        "the backup lacks events that are here (3)",
                        "it lacks streams that are here (1)");
    }

    @Test
    void aBackupOfAnEmptyLedgerAndAnEmptyFileAreCalledEmpty() throws Exception {
        Path empty = folder.resolve("empty.db");
        try (Booth unused = new Booth(folder, "central-3")) {
            Backup.make(unused.file, empty, (_, _, _) -> {});
        }
        Path nothing = Files.createFile(folder.resolve("nothing.db"));
        booth.close();
        for (Path each : List.of(empty, nothing)) {
            RestorePreview said = declined(each);
            assertThat(said.losses()).containsExactly("the backup is empty");
            assertThat(said.backup()).isEqualTo(DatabaseFigures.NONE);
        }
    }

    @Test
    void aCopyByHandWithoutItsLogAsksAndOneWithItsLogIsWhole() throws Exception {
        Path alone = Files.copy(booth.file, folder.resolve("alone.db"));
        Path whole = Files.copy(booth.file, folder.resolve("whole.db"));
        Path log = booth.file.resolveSibling(booth.file.getFileName() + "-wal");
        assertThat(Files.size(log)).as("all is in the log still").isPositive();
        Files.copy(log, folder.resolve("whole.db-wal"));
        booth.close();

        assertThat(declined(alone).losses().getFirst()).contains("without its log");
        assertThat(declined(alone).losses().getFirst())
                .as("also the second time")
                .contains("without its log");
        assertThat(restore(whole, booth.file, false)).isInstanceOf(RestoreOutcome.Restored.class);
    }

    @Test
    void aFileThatIsCutOffIsRefusedAlsoWhereSomebodyAgrees() throws Exception {
        booth.close();
        for (double part : List.of(0.3, 0.6, 0.95)) {
            Path cut = folder.resolve("100%d cut " + part + ".db");
            Files.copy(backup, cut);
            try (var channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
                channel.truncate((long) (channel.size() * part));
            }
            assertThatThrownBy(() -> restore(cut, booth.file, true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(cut + " is cut off")
                    .hasMessageContaining("copy it again");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aPresentDatabaseThatCannotBeReadIsReplacedAndSaidToBeSo() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.db"), "no database at all, a text");
        assertThat(restore(backup, broken, false)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(asked.getLast().unreadable()).contains("damaged");
    }
}
