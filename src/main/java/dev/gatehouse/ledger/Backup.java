package dev.gatehouse.ledger;

import dev.gatehouse.model.Progress;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Copies of the database, made while others write to it, and their way back.
 *
 * <p>By SQLite's backup API on a connection that holds a snapshot: page by page, so a copy costs
 * little more than reading and writing the file, a writer is not held up, and a change in between
 * does not begin it anew. {@code VACUUM INTO} would build every table and index again, which takes
 * a booth's processor for several times as long, and would leave out, unseen, what is damaged.
 */
public final class Backup {
    /** 4 MiB at a time: often enough to show how far it is. */
    private static final int PAGES_PER_STEP = 1_024;

    /** Tries of one step while somebody holds the source's lock, with so long between them. */
    private static final int BUSY_TRIES = 100;

    private static final int BUSY_SLEEP_MS = 50;

    /** What a database of ours has, whatever its version. */
    private static final List<String> TABLES = List.of("stream", "event", "history_id");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

    private Backup() {}

    /** What becomes of a file that is in the way. */
    enum Existing {
        REFUSE,
        REPLACE
    }

    /** A connection that cannot write. */
    static Connection readOnly(Path file, int cacheKib) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) SqliteStore.BUSY_TIMEOUT.toMillis());
        config.setCacheSize(-cacheKib);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    /**
     * Backs a database up while others write to it.
     *
     * @param target does not exist yet
     * @throws IOException when it cannot be copied; the message names what and why
     */
    public static void make(Path database, Path target, Progress progress) throws IOException {
        copy(database, target, Existing.REFUSE, progress);
    }

    /**
     * Copies a database, as it is at this moment, into one file that needs no other beside it. The
     * copy appears under its name when it is complete and on disk, or not at all.
     *
     * @throws IOException when it cannot be copied; the message names what and why
     */
    static void copy(Path database, Path target, Existing existing, Progress progress)
            throws IOException {
        if (!Files.isRegularFile(database)) {
            throw new IOException(database + " does not exist");
        }
        if (existing == Existing.REFUSE && Files.exists(target)) {
            throw exists(target);
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException(folder + " is no folder: create it first");
        }
        Path fresh = temporary(folder, target);
        try {
            copyPages(database, fresh, progress);
            intoOneFile(fresh);
            force(fresh);
            move(fresh, target, existing);
            force(folder);
        } catch (SQLException e) {
            throw new IOException(
                    database + " cannot be copied to " + target + ": " + e.getMessage(), e);
        } finally {
            deleteWithLogs(fresh);
        }
    }

    /** For its owner only, as the data folder is: it holds who came and went. */
    private static Path temporary(Path folder, Path target) throws IOException {
        String name = target.getFileName() + "-";
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createTempFile(
                        folder,
                        name,
                        ".part",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, name, ".part");
    }

    private static IOException exists(Path target) {
        return new FileAlreadyExistsException(
                target + " exists already: name another file, or move that one away");
    }

    private static void move(Path fresh, Path target, Existing existing) throws IOException {
        switch (existing) {
            case REPLACE -> Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            case REFUSE -> {
                try {
                    // a rename would replace what somebody put there meanwhile; a link does not
                    Files.createLink(target, fresh);
                } catch (FileAlreadyExistsException e) {
                    throw exists(target);
                } catch (IOException | UnsupportedOperationException noLinks) {
                    moveWithoutLinks(fresh, target);
                }
            }
        }
    }

    private static void moveWithoutLinks(Path fresh, Path target) throws IOException {
        if (Files.exists(target)) {
            throw exists(target);
        }
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, target);
        }
    }

    private static void copyPages(Path database, Path fresh, Progress progress)
            throws SQLException {
        try (Connection connection = readOnly(database, 1_024)) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.executeQuery("SELECT count(*) FROM sqlite_master").close(); // the moment
                int code =
                        connection
                                .unwrap(SQLiteConnection.class)
                                .getDatabase()
                                .backup(
                                        "main",
                                        fresh.toString(),
                                        (left, all) -> progress.at("pages", all - left, all),
                                        BUSY_SLEEP_MS,
                                        BUSY_TRIES,
                                        PAGES_PER_STEP);
                if (code != 0) {
                    throw new SQLException("SQLite's backup ended with code " + code);
                }
            }
            connection.rollback();
        }
    }

    /** Out of the write-ahead mode, which wants two more files beside it even for reading. */
    private static void intoOneFile(Path fresh) throws SQLException {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + fresh);
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        }
    }

    /**
     * Puts a backup in the place of a database that nobody uses. What was there stays aside, and a
     * crash at any moment leaves either the one or the other.
     *
     * @param now for the name of what is put aside
     * @return where the old database lies now; empty where there was none
     * @throws IOException when the backup cannot be used, or not be put there; then nothing changed
     */
    public static Optional<Path> restore(Path backup, Path database, Instant now, Progress progress)
            throws IOException {
        Path fresh = sibling(database, ".restoring");
        deleteWithLogs(fresh);
        try {
            copy(backup, fresh, Existing.REPLACE, progress); // what is checked is what is used
            check(backup, fresh);
            Path aside = null;
            if (Files.exists(database)) {
                // with its log, and not opened: it may be what is damaged
                aside = sibling(database, ".before-restore-" + TIME.format(now));
                keep(database, aside);
                keepIfThere(sibling(database, "-wal"), sibling(aside, "-wal"));
                keepIfThere(sibling(database, "-shm"), sibling(aside, "-shm"));
            }
            // a log of the old database must never be read into the new one
            Files.deleteIfExists(sibling(database, "-wal"));
            Files.deleteIfExists(sibling(database, "-shm"));
            Files.move(fresh, database, StandardCopyOption.ATOMIC_MOVE);
            Path folder = database.toAbsolutePath().getParent();
            if (folder != null) {
                force(folder);
            }
            return Optional.ofNullable(aside);
        } finally {
            deleteWithLogs(fresh);
        }
    }

    private static void check(Path named, Path copy) throws IOException {
        try (Connection connection = readOnly(copy, 32_768)) {
            OptionalInt version = Schema.versionOf(connection);
            if (version.isEmpty() || !hasOurTables(connection)) {
                throw new IOException(
                        named + " is no backup of Gatehouse: name a file that its backup made");
            }
            try {
                Schema.OURS.refuseNewer(named, version.getAsInt());
            } catch (StoreException e) {
                throw new IOException(e.getMessage(), e);
            }
            String damage = damage(connection);
            if (damage != null) {
                throw new IOException(named + " is damaged: " + damage + "; name another backup");
            }
        } catch (SQLException e) {
            throw new IOException(named + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean hasOurTables(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")) {
            for (String table : TABLES) {
                statement.setString(1, table);
                try (var found = statement.executeQuery()) {
                    if (!found.next()) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static @Nullable String damage(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String first = found.next() ? found.getString(1) : "no answer";
            return "ok".equals(first) ? null : first;
        }
    }

    private static void keepIfThere(Path file, Path aside) throws IOException {
        if (Files.exists(file)) {
            keep(file, aside);
        }
    }

    /** A second name for the same bytes, so that at no moment there is none. */
    private static void keep(Path file, Path aside) throws IOException {
        try {
            Files.createLink(aside, file);
        } catch (FileAlreadyExistsException e) {
            throw exists(aside);
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.copy(file, aside);
            force(aside);
        }
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static void deleteWithLogs(Path file) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(sibling(file, suffix));
        }
    }

    /** A folder's entries are made durable where the system can do that; Windows does it itself. */
    private static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (var channel =
                FileChannel.open(
                        path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            if (!folder) {
                throw e;
            }
        }
    }
}
