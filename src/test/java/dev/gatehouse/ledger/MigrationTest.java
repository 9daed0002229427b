package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

class MigrationTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    @TempDir Path folder;

    private void open(Path file) {
        SqliteStore.open(file, ZONE, Duration.ofSeconds(1)).close();
    }

    @Test
    void theNewestMigrationIsTheOneThatAStartLooksFor() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/dev/gatehouse/ledger/migration"))) {
            int newest =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("V\\d+__\\w+\\.sql"))
                            .mapToInt(
                                    name -> Integer.parseInt(name.substring(1, name.indexOf('_'))))
                            .max()
                            .orElseThrow();
            assertThat(SqliteStore.NEWEST_MIGRATION).isEqualTo(Integer.toString(newest));
        }
    }

    @Test
    void aDatabaseOpensAgainAsItIs() {
        Path file = folder.resolve("gatehouse.db");
        open(file);
        open(file);
        assertThat(file).exists();
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedWithItsName() throws SQLException {
        Path file = folder.resolve("gatehouse.db");
        open(file);
        addVersion(file, "999");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("version 999")
                .hasMessageContaining("up to " + SqliteStore.NEWEST_MIGRATION)
                .hasMessageContaining("install the newer Gatehouse");
        assertThatThrownBy(() -> Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}))
                .hasMessageContaining("version 999");
    }

    static void addVersion(Path file, String version) throws SQLException {
        HandMade.change(
                file,
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '"
                        + version
                        + "', 'from later', type, 'V999__later.sql', 1, installed_by,"
                        + " installed_on, 1, success FROM flyway_schema_history"
                        + " ORDER BY installed_rank DESC LIMIT 1");
    }

    /** The tables of a later program: those of this one and a migration that only tests have. */
    private static final Schema LATER =
            new Schema(
                    900,
                    List.of(
                            "classpath:dev/gatehouse/ledger/migration",
                            "classpath:dev/gatehouse/ledger/later"));

    private static void openLater(Path file) {
        SqliteStore.open(file, ZONE, Duration.ofSeconds(1), LATER).close();
    }

    @Test
    void anOlderDatabaseIsCopiedBesideItselfBeforeItIsBroughtUpToDate() throws Exception {
        Path aside = folder.resolve("central-1.db.before-v900");
        Path file;
        try (Booth booth = new Booth(folder, "central-1")) {
            file = booth.file;
            booth.enter("29A12345");
        }

        openLater(file);

        assertThat(HandMade.rows(file, "(SELECT a, 1, 1 FROM later)")).startsWith("brought up");
        assertThat(Verification.run(aside, ZONE, (_, _, _) -> true, (_, _, _) -> {}).visits())
                .isEqualTo(1);
        assertThatThrownBy(() -> open(file)).hasMessageContaining("version 900");

        byte[] copied = Files.readAllBytes(aside);
        openLater(file);
        assertThat(Files.readAllBytes(aside)).as("only before a change").isEqualTo(copied);

        Backup.restore(aside, file, Booth.NOON, (_, _, _) -> {});
        open(file);
    }

    @Test
    void aNewDatabaseHasNothingToCopy() throws IOException {
        openLater(folder.resolve("gatehouse.db"));
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.contains("before"));
        }
    }

    @Test
    void aMigrationMayAskForARebuildAndTheNextStartDoesIt() throws SQLException {
        Path file;
        try (Booth booth = new Booth(folder, "central-1")) {
            file = booth.file;
            booth.leave(booth.enter("29A12345"), 25_000);
        }
        HandMade.change(
                file,
                "CREATE TABLE rebuild (id INTEGER PRIMARY KEY, created_at TEXT, updated_at TEXT)");
        HandMade.change(file, "DELETE FROM visit");
        try (Booth booth = new Booth(folder, "central-1", 5)) {
            assertThat(booth.visits()).hasSize(1);
        }
        assertThat(Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}).clean())
                .isTrue();
    }
}
