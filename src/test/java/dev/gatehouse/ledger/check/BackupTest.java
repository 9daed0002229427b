package dev.gatehouse.ledger.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.HandMade;
import dev.gatehouse.ledger.VerificationTest;
import dev.gatehouse.ledger.store.MigrationTest;
import dev.gatehouse.model.RestoreOutcome;
import dev.gatehouse.model.Verified;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

class BackupTest {
    @TempDir Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(found -> found.getFileName().toString()).sorted().toList();
        }
    }

    private static void backup(Path database, Path target) throws IOException {
        Backup.make(database, target, (_, _, _) -> {});
    }

    private static Optional<Path> restore(Path backup, Path database) throws IOException {
        RestoreOutcome done = Restore.run(backup, database, Booth.NOON, _ -> true, (_, _, _) -> {});
        return Optional.ofNullable(((RestoreOutcome.Restored) done).aside());
    }

    private static Verified verify(Path file) {
        return Verification.run(file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {});
    }

    @Test
    void aBackupBesideAWritingLedgerIsWholeAndConsistent() throws Exception {
        try (Booth booth = new Booth(folder, "central-1")) {
            VerificationTest.fill(booth, 3_000);
            var stop = new AtomicBoolean();
            Thread writing =
                    Thread.ofPlatform()
                            .start(
                                    () ->
                                            IntStream.iterate(0, i -> i + 1)
                                                    .takeWhile(_ -> !stop.get())
                                                    .forEach(i -> booth.pass("88A" + i % 50)));
            try {
                for (int i = 0; i < 5; i++) {
                    long least = booth.ledger().holdings().events();
                    Path target = file("backup-" + i + ".db");

                    backup(booth.file, target);

                    Verified found = verify(target);
                    assertThat(found.findings()).isEmpty();
                    assertThat(found.events()).isBetween(least, booth.ledger().holdings().events());
                }
            } finally {
                stop.set(true);
                writing.join();
            }
        }
        assertThat(names()).as("one file each").noneMatch(name -> name.matches("backup.+db.+"));
    }

    @Test
    void anExistingFileIsRefusedAndLeftAlone() throws Exception {
        try (Booth booth = new Booth(folder, "central-1")) {
            Path target = Files.writeString(file("b.db"), "precious");
            assertThatThrownBy(() -> backup(booth.file, target))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("b.db exists already");
            assertThat(target).hasContent("precious");
        }
        assertThat(names()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void aMissingFolderOrDatabaseIsNamed() {
        assertThatThrownBy(() -> backup(file("none.db"), file("b.db")))
                .hasMessageContaining("none.db does not exist");
        try (Booth booth = new Booth(folder, "central-1")) {
            assertThatThrownBy(() -> backup(booth.file, file("no").resolve("b.db")))
                    .hasMessageContaining("is no folder");
        }
    }

    @Test
    void aRestoreKeepsTheOldFileAndGivesBackWhatTheBackupHas() throws Exception {
        Path database;
        try (Booth booth = new Booth(folder, "central-1")) {
            database = booth.file;
            booth.enter("29A11111");
            backup(database, file("b.db"));
            booth.enter("29A22222");
        }

        Path aside = restore(file("b.db"), database).orElseThrow();

        assertThat(aside.getFileName().toString())
                .matches("central-1\\.db\\.before-restore-[0-9]{8}-[0-9]{6}");
        assertThat(names()).noneMatch(name -> name.endsWith("-wal") || name.contains("restoring"));
        assertThat(verify(aside).visits()).isEqualTo(2);
        assertThat(verify(database).visits()).isEqualTo(1);
        assertThat(file("b.db")).exists();
    }

    @Test
    void aRestoreIntoAnEmptyFolderHasNothingToKeep() throws Exception {
        try (Booth booth = new Booth(folder, "central-1")) {
            booth.enter("29A11111");
            backup(booth.file, file("b.db"));
        }
        assertThat(restore(file("b.db"), file("new.db"))).isEmpty();
        assertThat(verify(file("new.db")).visits()).isEqualTo(1);
    }

    @Test
    void anOldDatabaseThatIsDamagedIsKeptWithItsLog() throws Exception {
        try (Booth booth = new Booth(folder, "central-1")) {
            backup(booth.file, file("b.db"));
        }
        Path database = Files.writeString(file("broken.db"), "no database at all, and long enough");
        Files.writeString(file("broken.db-wal"), "its log");

        Path aside = restore(file("b.db"), database).orElseThrow();

        assertThat(aside).hasContent("no database at all, and long enough");
        assertThat(aside.resolveSibling(aside.getFileName() + "-wal")).hasContent("its log");
        assertThat(verify(database).clean()).isTrue();
        assertThat(names()).doesNotContain("broken.db-wal");
    }

    @Test
    void whatIsNoBackupOrDamagedOrNewerIsRefusedAndNothingChanges() throws Exception {
        Path database;
        try (Booth booth = new Booth(folder, "central-1")) {
            VerificationTest.fill(booth, 500);
            database = booth.file;
            for (String name : List.of("damaged.db", "newer.db")) {
                backup(database, file(name));
            }
        }
        byte[] before = Files.readAllBytes(database);
        Files.writeString(file("text.db"), "Dear diary, today nothing came in and nothing left.");
        HandMade.change(file("other.db"), "CREATE TABLE t (a)");
        damage(file("damaged.db"));
        MigrationTest.addVersion(file("newer.db"), "999");

        assertRefused("text.db", database, "text.db");
        assertRefused("other.db", database, "no backup of Gatehouse");
        assertRefused("none.db", database, "does not exist");
        assertRefused("damaged.db", database, "damaged");
        assertRefused("newer.db", database, "999");

        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        assertThat(names()).noneMatch(name -> name.contains("restor"));
    }

    private void assertRefused(String backup, Path database, String words) {
        assertThatThrownBy(() -> restore(file(backup), database))
                .as(backup)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }

    /** Nothing where half the pages were. */
    private static void damage(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long middle = channel.size() / 2;
            channel.write(ByteBuffer.allocate((int) (channel.size() / 4)), middle);
        }
    }

    @Test
    void aRestoredBoothThatWritesBeforeItMeetsAnybodyLosesNothingAndConverges() throws Exception {
        try (Booth peer = new Booth(folder, "central-2")) {
            Booth booth = new Booth(folder, "central-1");
            Visit early = booth.enter("29A11111");
            backup(booth.file, file("b.db"));
            booth.leave(early, 25_000);
            booth.enter("29A22222");
            peer.pull(booth, 100);
            booth.close();

            restore(file("b.db"), booth.file);
            try (Booth restored = new Booth(folder, "central-1", 99)) {
                restored.leave(early, 10_000); // what it did after the backup it does not know
                restored.enter("29A33333");
                restored.pull(peer, 100);
                peer.pull(restored, 100);

                assertThat(restored.ledger().holdings().top())
                        .isEqualTo(peer.ledger().holdings().top());
                assertThat(restored.ledger().holdings().events()).isEqualTo(5);
                assertThat(restored.sharedVisits()).isEqualTo(peer.sharedVisits());
                assertThat(restored.visits())
                        .extracting(visit -> visit.plate().canonical())
                        .containsExactlyInAnyOrder("29A11111", "29A22222", "29A33333");
            }
            assertThat(verify(booth.file).findings()).isEmpty();
            assertThat(verify(peer.file).findings()).isEmpty();
        }
    }
}
