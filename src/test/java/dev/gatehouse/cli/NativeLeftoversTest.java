package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** A booth whose power fails each day does not fill its disk with copies of a library. */
class NativeLeftoversTest {
    private static final Instant NOW = Instant.parse("2026-11-22T07:32:07Z");
    private static final String YESTERDAY = "sqlite-3.54.1.0-4724dbc3-libsqlitejdbc.so";
    private static final String TODAY = "sqlite-3.54.1.0-76b3da59-libsqlitejdbc.so";
    private static final String WINDOWS = "sqlite-3.50.1.0-0a14f8be-sqlitejdbc.dll";

    @TempDir Path folder;

    private void file(String name, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    private void copy(String name, Duration age) throws IOException {
        file(name, age);
        file(name + ".lck", age);
    }

    @Test
    void copiesOfAKilledProcessGoWhenADayIsOverWhateverTheirVersion() throws IOException {
        copy(YESTERDAY, Duration.ofHours(25));
        copy(WINDOWS, Duration.ofDays(300));
        copy(TODAY, Duration.ofHours(23));
        file("sqlite-notes.lck", Duration.ofDays(300));
        file("gatehouse.db", Duration.ofDays(300));

        NativeLeftovers.clear(folder, NOW);

        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            TODAY, TODAY + ".lck", "sqlite-notes.lck", "gatehouse.db");
        }
    }

    @Test
    void aCopyThatCannotBeDeletedKeepsItsLock() throws IOException {
        Path copy = Files.createDirectory(folder.resolve(YESTERDAY));
        Files.createFile(copy.resolve("in-use"));
        file(YESTERDAY + ".lck", Duration.ofDays(2));

        NativeLeftovers.clear(folder, NOW);

        assertThat(folder.resolve(YESTERDAY + ".lck")).exists();
    }

    @Test
    void aFolderThatIsNotThereIsNoFailure() {
        NativeLeftovers.clear(folder.resolve("none"), NOW);
    }
}
