package dev.gatehouse.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system throws is told apart where a person can do something about it. */
class FileTroubleTest {
    @TempDir Path folder;

    @Test
    void whatTheFileSystemThrowsIsKnown() throws IOException {
        Path file = Files.writeString(folder.resolve("cars.csv"), "1");
        assertThat(FileTrouble.of(writing(folder.resolve("none").resolve("cars.csv"))))
                .isEqualTo(FileTrouble.MISSING);
        assertThat(FileTrouble.of(catchThrowable(() -> Files.createFile(file))))
                .isEqualTo(FileTrouble.EXISTS);
        assertThat(FileTrouble.of(catchThrowable(() -> Path.of("\0"))))
                .isEqualTo(FileTrouble.BAD_NAME);
        assertThat(FileTrouble.of(new AccessDeniedException("cars.csv")))
                .isEqualTo(FileTrouble.NOT_ALLOWED);
    }

    private static Throwable writing(Path file) {
        return catchThrowable(() -> Files.writeString(file, "1"));
    }

    @Test
    void aFullDiskIsKnownByTheWordsOfEachSystemAndBehindAnotherException() {
        for (String words :
                new String[] {
                    "No space left on device", "There is not enough space on the disk."
                }) {
            var full = new FileSystemException("cars.csv", null, words);
            assertThat(FileTrouble.of(new UncheckedIOException(full))).isEqualTo(FileTrouble.FULL);
        }
        assertThat(FileTrouble.of(new IOException("Read-only file system")))
                .isEqualTo(FileTrouble.READ_ONLY);
    }

    @Test
    void whatIsNotKnownIsLeftToTheLog() {
        assertThat(FileTrouble.of(new IOException())).isEqualTo(FileTrouble.OTHER);
        assertThat(FileTrouble.of(new NoClassDefFoundError("x"))).isEqualTo(FileTrouble.OTHER);
    }
}
