package dev.gatehouse.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes away what the SQLite driver leaves in the folder for temporary files. Each process unpacks
 * its own copy of the native library there, of a megabyte, with a lock file beside it. Who is
 * killed, or loses power, leaves both, and the driver never removes a copy that has a lock file.
 */
final class NativeLeftovers {
    private static final String LOCKS = "sqlite-*sqlitejdbc*.lck";

    /** Whatever unpacked it has loaded it by then, and does not need the file any more. */
    private static final Duration OLD = Duration.ofDays(1);

    private NativeLeftovers() {}

    /**
     * Deletes the copies that are older than a day. One that cannot be deleted stays with its lock
     * file: Windows keeps a library that a process has loaded, and others own theirs. It runs
     * before there is a log.
     *
     * @param folder where the driver unpacks
     */
    static void clear(Path folder, Instant now) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder, LOCKS)) {
            for (Path lock : locks) {
                clearOne(lock, now);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // they stay as they were, and the next start looks again
        }
    }

    private static void clearOne(Path lock, Instant now) {
        String name = lock.getFileName().toString();
        Path copy = lock.resolveSibling(name.substring(0, name.length() - ".lck".length()));
        try {
            if (Files.getLastModifiedTime(lock).toInstant().isBefore(now.minus(OLD))) {
                Files.deleteIfExists(copy);
                Files.deleteIfExists(lock);
            }
        } catch (IOException e) {
            // a process has it loaded, or it is another user's
        }
    }
}
