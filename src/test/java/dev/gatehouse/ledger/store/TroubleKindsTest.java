package dev.gatehouse.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.StoreTrouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Why a database cannot be written is told apart, each with its own remedy. */
class TroubleKindsTest {
    @TempDir private Path folder;

    private SqliteStore open(Path file) {
        return SqliteStore.open(file, Duration.ofMillis(150), Backup::replace);
    }

    private Path file() {
        return folder.resolve("store.db");
    }

    /** A write that needs pages, after a pragma on its connection. */
    private static StoreException refused(SqliteStore store, String pragma) {
        StoreException refused =
                catchThrowableOfType(
                        StoreException.class,
                        () ->
                                store.write(
                                        tx -> {
                                            Sql sql = ((SqliteTx) tx).sql;
                                            if (!pragma.isEmpty()) {
                                                sql.list(pragma, row -> row.getInt(1));
                                            }
                                            return sql.update(
                                                    "INSERT INTO loose_root (stream, n, root)"
                                                            + " WITH RECURSIVE i(x) AS (SELECT 1"
                                                            + " UNION ALL SELECT x + 1 FROM i"
                                                            + " WHERE x < 5000)"
                                                            + " SELECT 1, x, ? FROM i",
                                                    new byte[Hash.BYTES]);
                                        }));
        assertThat(refused).as("a write that cannot be done").isNotNull();
        return refused;
    }

    private static void is(StoreException refused, StoreTrouble kind, String... words) {
        assertThat(refused.trouble()).as(refused.getMessage()).isEqualTo(kind);
        assertThat(refused).hasMessageStartingWith("cannot write to the database: ");
        for (String each : words) {
            assertThat(refused).hasMessageContaining(each);
        }
    }

    @Test
    void aFileThatMayNotGrowIsAFullDisk() {
        try (SqliteStore store = open(file())) {
            is(
                    refused(store, "PRAGMA max_page_count = 1"),
                    StoreTrouble.FULL,
                    "the disk is full: make room",
                    "SQLITE_FULL");
        }
    }

    @Test
    void aDatabaseThatTakesNoWritesIsReadOnlyAndNotFull() {
        try (SqliteStore store = open(file())) {
            StoreException refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () ->
                                    store.write(
                                            tx ->
                                                    ((SqliteTx) tx)
                                                            .sql.update("PRAGMA query_only = 1")));
            assertThat(refused).as("the pragma itself").isNull();
            is(refused(store, ""), StoreTrouble.READ_ONLY, "the disk is read-only", "checked");
        }
    }

    @Test
    void aDatabaseThatAnotherHoldsIsLocked() throws Exception {
        try (SqliteStore store = open(file());
                var other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            is(refused(store, ""), StoreTrouble.LOCKED, "another program holds", "SQLITE_BUSY");
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void aFolderThatIsGoneIsMissing() throws Exception {
        Path away = folder.resolve("away");
        Path data = Files.createDirectories(folder.resolve("data"));
        try (SqliteStore store = open(data.resolve("store.db"))) {
            Files.move(data, away);
            is(refused(store, ""), StoreTrouble.MISSING, "is gone", "bring the folder");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsDamagedAlsoAtTheStart() throws Exception {
        Files.writeString(file(), "Dear diary, today nothing came in and nothing left at all.");
        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> open(file()).close());
        assertThat(refused.trouble()).isEqualTo(StoreTrouble.DAMAGED);
        assertThat(refused)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("restore the last backup");
    }

    @Test
    void aDiskThatIsMountedReadOnlyIsReadOnly() throws Exception {
        open(file()).close();
        assumeTrue(run("mount", "--bind", folder, folder), "only root can mount");
        try {
            assumeTrue(run("mount", "-o", "remount,bind,ro", folder), "not remounted");
            StoreException refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () -> {
                                try (SqliteStore store = open(file())) {
                                    refused(store, "");
                                    throw refused(store, "");
                                }
                            });
            assertThat(refused.trouble()).isEqualTo(StoreTrouble.READ_ONLY);
            assertThat(refused).hasMessageContaining("the disk is read-only");
        } finally {
            assertThat(run("umount", "-l", folder)).isTrue();
        }
    }

    private static boolean run(Object... command) throws InterruptedException {
        List<String> words = Stream.of(command).map(Object::toString).toList();
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL, FULL",
        "SQLITE_READONLY, READ_ONLY",
        "SQLITE_READONLY_ROLLBACK, READ_ONLY",
        "SQLITE_READONLY_DBMOVED, MISSING",
        "SQLITE_READONLY_DIRECTORY, NOT_ALLOWED",
        "SQLITE_PERM, NOT_ALLOWED",
        "SQLITE_BUSY, LOCKED",
        "SQLITE_BUSY_SNAPSHOT, LOCKED",
        "SQLITE_LOCKED_SHAREDCACHE, LOCKED",
        "SQLITE_IOERR, IO_ERROR",
        "SQLITE_IOERR_WRITE, IO_ERROR",
        "SQLITE_IOERR_FSYNC, IO_ERROR",
        "SQLITE_CORRUPT, DAMAGED",
        "SQLITE_NOTADB, DAMAGED",
        "SQLITE_CANTOPEN, MISSING",
        "SQLITE_MISUSE, OTHER"
    })
    void everyCodeOfADiskHasItsKind(SQLiteErrorCode code, StoreTrouble kind) {
        assertThat(TroubleKinds.of(code)).isEqualTo(kind);
    }

    @Test
    void anErrorOnADiskThatTakesWritesStaysAnError() {
        assertThat(TroubleKinds.look(StoreTrouble.IO_ERROR, file()))
                .isEqualTo(StoreTrouble.IO_ERROR);
        assertThat(folder).as("the look leaves nothing").isEmptyDirectory();
    }
}
