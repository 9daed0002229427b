package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.store.SqliteStore;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.store.TroubleKinds;
import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.SqliteUrl;
import dev.gatehouse.model.StoreTrouble;
import dev.gatehouse.model.TemporaryName;

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
import java.util.List;

/**
 * Copies of the database, made while others write to it.
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
        source.setUrl(SqliteUrl.of(file));
        return source.getConnection();
    }

    /**
     * What a database holds, of any version.
     *
     * @throws StoreException when it cannot be read, or is no database of ours
     */
    public static DatabaseFigures figures(Path file) {
        return DatabaseLook.at(file).figures();
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
     * Copies a database as {@link #copy} does, in place of an earlier copy.
     *
     * @throws IOException when it cannot be copied; the message names what and why
     */
    public static void replace(Path database, Path target) throws IOException {
        copy(database, target, Existing.REPLACE, (_, _, _) -> {});
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
            throw new IOException(database + " cannot be copied to " + target + ": " + why(e), e);
        } finally {
            deleteWithLogs(fresh);
        }
    }

    /** What is damaged here is the source, which may be a backup itself. */
    private static String why(SQLException e) {
        StoreTrouble trouble = TroubleKinds.of(e);
        String words = String.valueOf(e.getMessage());
        return trouble == StoreTrouble.DAMAGED
                ? "it is damaged or no database (" + words + ")"
                : trouble.sentence(words);
    }

    /** For its owner only, as the data folder is: it holds who came and went. */
    private static Path temporary(Path folder, Path target) throws IOException {
        String name = TemporaryName.prefix(target);
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createTempFile(
                        folder,
                        name,
                        ".part",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, name, ".part");
    }

    static IOException exists(Path target) {
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
                                        fresh.toAbsolutePath().toString(),
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
        source.setUrl(SqliteUrl.of(fresh));
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        }
    }

    static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    static void deleteWithLogs(Path file) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(sibling(file, suffix));
        }
    }

    /** A folder's entries are made durable where the system can do that; Windows does it itself. */
    static void force(Path path) throws IOException {
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
