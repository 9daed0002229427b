package dev.gatehouse.ledger.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.ledger.store.Schema;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.RestoreOutcome;
import dev.gatehouse.model.RestorePreview;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** Puts a backup in the place of a database that nobody uses. */
public final class Restore {
    /** What a database of ours has, whatever its version. */
    private static final List<String> TABLES = List.of("stream", "event");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    /** SQLite's file format: at this byte it says whether changes go to a log beside the file. */
    private static final int WRITE_VERSION_AT = 18;

    private static final int WRITE_AHEAD = 2;

    /**
     * The rest of its header that is read here; the last two say whether the pages were counted.
     */
    private static final String MAGIC = "SQLite format 3\0";

    private static final int HEADER_BYTES = 100;
    private static final int PAGE_SIZE_AT = 16;
    private static final int CHANGES_AT = 24;
    private static final int PAGES_AT = 28;
    private static final int COUNTED_AT = 92;
    private static final long MOST_PAGE_BYTES = 65_536;
    private static final int CACHE_KIB = 32_768;

    private final Path backup;
    private final Path database;
    private final Path fresh;

    private Restore(Path backup, Path database) {
        this.backup = backup;
        this.database = database;
        this.fresh = Backup.sibling(database, ".restoring");
    }

    /**
     * Restores. What was there stays aside, and a crash at any moment leaves either the one or the
     * other.
     *
     * @param now for the name of what is put aside
     * @param agreed asked once, when all is checked and nothing is changed yet
     * @throws IOException when the backup cannot be used, or not be put there; then nothing changed
     */
    public static RestoreOutcome run(
            Path backup,
            Path database,
            Instant now,
            Predicate<RestorePreview> agreed,
            Progress progress)
            throws IOException {
        return new Restore(backup, database).run(now, agreed, progress);
    }

    private RestoreOutcome run(Instant now, Predicate<RestorePreview> agreed, Progress progress)
            throws IOException {
        boolean withoutLog = isWithoutItsLog(); // before SQLite opens it, which makes a log
        requireWhole();
        Set<Path> made = new HashSet<>(logs());
        made.removeIf(Files::exists);
        Backup.deleteWithLogs(fresh);
        try {
            // what is checked is what is used
            Backup.copy(backup, fresh, Backup.Existing.REPLACE, progress);
            String damage = check();
            if (!agreed.test(preview(withoutLog, damage))) {
                return new RestoreOutcome.Declined();
            }
            delete(made);
            return new RestoreOutcome.Restored(putInPlace(now));
        } finally {
            Backup.deleteWithLogs(fresh);
            delete(made);
        }
    }

    /** To read a file in write-ahead mode leaves an empty log and its index. */
    private static void delete(Set<Path> made) throws IOException {
        for (Path log : made) {
            Files.deleteIfExists(log);
        }
    }

    /** The logs of both files, whether there or not; nobody else uses either file. */
    private List<Path> logs() {
        return List.of(
                Backup.sibling(backup, "-wal"),
                Backup.sibling(backup, "-shm"),
                Backup.sibling(database, "-wal"),
                Backup.sibling(database, "-shm"));
    }

    private @Nullable Path putInPlace(Instant now) throws IOException {
        Path aside = null;
        if (Files.exists(database)) {
            // with its log, and not opened: it may be what is damaged
            aside = Backup.sibling(database, ".before-restore-" + TIME.format(now));
            keep(database, aside);
            keepIfThere(Backup.sibling(database, "-wal"), Backup.sibling(aside, "-wal"));
            keepIfThere(Backup.sibling(database, "-shm"), Backup.sibling(aside, "-shm"));
        }
        // a log of the old database must never be read into the new one
        Files.deleteIfExists(Backup.sibling(database, "-wal"));
        Files.deleteIfExists(Backup.sibling(database, "-shm"));
        Files.move(fresh, database, StandardCopyOption.ATOMIC_MOVE);
        Path folder = database.toAbsolutePath().getParent();
        if (folder != null) {
            Backup.force(folder);
        }
        return aside;
    }

    /**
     * Looks at the copy.
     *
     * @return what is damaged in it; null where nothing is
     */
    private @Nullable String check() throws IOException {
        try (Connection connection = Backup.readOnly(fresh, CACHE_KIB)) {
            OptionalInt version = Schema.versionOf(connection);
            if (!isWithoutTables(connection) && (version.isEmpty() || !hasOurTables(connection))) {
                throw new IOException(
                        backup + " is no backup of Gatehouse: name a file that its backup made");
            }
            if (version.isPresent()) {
                Schema.OURS.refuseNewer(backup, version.getAsInt());
            }
            return damage(connection);
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(SQLException e) {
        return new IOException(
                backup + " cannot be read: " + e.getMessage() + "; name another backup", e);
    }

    private RestorePreview preview(boolean withoutLog, @Nullable String damage) throws IOException {
        var losses = new ArrayList<String>();
        if (damage != null) {
            losses.add("the backup is damaged (" + damage + ")");
        }
        if (withoutLog) {
            losses.add(
                    "the backup is a copy of a database's file without its log, FILE-wal, and may"
                            + " lack the last events");
        }
        DatabaseLook there = DatabaseLook.NOTHING;
        try {
            there = DatabaseLook.at(fresh);
        } catch (StoreException e) {
            if (damage != null) {
                throw new IOException(
                        backup + " is damaged: " + damage + "; name another backup", e);
            }
        }
        if (there.figures().empty()) {
            losses.add("the backup is empty");
        }
        DatabaseLook here = null;
        String unreadable = null;
        if (Files.exists(database)) {
            try {
                here = DatabaseLook.at(database);
            } catch (StoreException e) {
                unreadable = String.valueOf(e.getMessage());
            }
        }
        if (here != null && !there.figures().empty()) {
            compare(there, here, losses);
        }
        return new RestorePreview(
                there.figures(), here == null ? null : here.figures(), unreadable, losses);
    }

    private static void compare(DatabaseLook there, DatabaseLook here, List<String> losses) {
        DatabaseFigures backup = there.figures();
        DatabaseFigures present = here.figures();
        long events = here.lackedBy(there);
        long streams = here.streamsLackedBy(there);
        if (events > 0) {
            losses.add(text("the backup lacks events that are here (%,d)", events));
        }
        if (streams > 0) {
            losses.add(text("it lacks streams that are here (%,d)", streams));
        }
        if (backup.visits() < present.visits()) {
            losses.add(text("it has fewer visits (by %,d)", present.visits() - backup.visits()));
        }
        if (present.newest() != null
                && Objects.requireNonNullElse(backup.newest(), Instant.MIN)
                        .isBefore(present.newest())) {
            losses.add("its newest event is older");
        }
    }

    private static String text(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }

    /** A file in write-ahead mode that somebody copied alone, as {@code cp} does. */
    private boolean isWithoutItsLog() throws IOException {
        Path log = Backup.sibling(backup, "-wal");
        if (!Files.isRegularFile(backup) || (Files.exists(log) && Files.size(log) > 0)) {
            return false;
        }
        try (var channel = FileChannel.open(backup);
                var in = Channels.newInputStream(channel.position(WRITE_VERSION_AT))) {
            return in.read() == WRITE_AHEAD;
        }
    }

    /**
     * @throws IOException when the file ends before the pages that its own header counts
     */
    private void requireWhole() throws IOException {
        if (!Files.isRegularFile(backup) || Files.size(backup) < HEADER_BYTES) {
            return; // what else it is, SQLite says
        }
        var header = ByteBuffer.allocate(HEADER_BYTES);
        try (var channel = FileChannel.open(backup)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {
                continue;
            }
        }
        int page = Short.toUnsignedInt(header.getShort(PAGE_SIZE_AT));
        long bytes =
                (page == 1 ? MOST_PAGE_BYTES : page)
                        * Integer.toUnsignedLong(header.getInt(PAGES_AT));
        boolean counted = header.getInt(CHANGES_AT) == header.getInt(COUNTED_AT);
        boolean ours = new String(header.array(), 0, MAGIC.length(), US_ASCII).equals(MAGIC);
        long present = Files.size(backup);
        if (ours && counted && present < bytes) {
            throw new IOException(
                    text(
                            backup.toString().replace("%", "%%")
                                    + " is cut off: %,d of %,d bytes are there; copy it again, or"
                                    + " name another backup",
                            present,
                            bytes));
        }
    }

    private static boolean isWithoutTables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT 1 FROM sqlite_master LIMIT 1")) {
            return !found.next();
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
            throw Backup.exists(aside);
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.copy(file, aside);
            Backup.force(aside);
        }
    }
}
