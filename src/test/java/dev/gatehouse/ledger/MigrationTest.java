package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;

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
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '999',"
                            + " 'from later', type, 'V999__later.sql', 1, installed_by,"
                            + " installed_on, 1, success FROM flyway_schema_history"
                            + " ORDER BY installed_rank DESC LIMIT 1");
        }
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }
}
