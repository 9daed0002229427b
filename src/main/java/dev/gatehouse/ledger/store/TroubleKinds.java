package dev.gatehouse.ledger.store;

import dev.gatehouse.model.FileTrouble;
import dev.gatehouse.model.StoreTrouble;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * From SQLite's codes to what a person can do. SQLite has one code for several troubles of a disk:
 * a disk that turned read-only or a quota that is used up are a failed write to it. So a few bytes
 * are written beside the database, and the system's own words tell which it is.
 */
public final class TroubleKinds {
    private static final int PRIMARY_CODE = 0xff;
    private static final String PROBE = ".gatehouse-probe";

    /** As much as a page of the file system, so that a full disk cannot hide it in a gap. */
    private static final int PROBE_BYTES = 4_096;

    private TroubleKinds() {}

    /** The kind by the code alone. */
    public static StoreTrouble of(SQLException thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof SQLiteException sqlite) {
                return of(sqlite.getResultCode());
            }
        }
        return StoreTrouble.OTHER;
    }

    static StoreTrouble of(SQLiteErrorCode code) {
        if (code == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) {
            return StoreTrouble.MISSING;
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY_DIRECTORY) {
            return StoreTrouble.NOT_ALLOWED;
        }
        return switch (primary(code)) {
            case SQLITE_FULL -> StoreTrouble.FULL;
            case SQLITE_READONLY -> StoreTrouble.READ_ONLY;
            case SQLITE_PERM, SQLITE_AUTH -> StoreTrouble.NOT_ALLOWED;
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> StoreTrouble.LOCKED;
            case SQLITE_IOERR -> StoreTrouble.IO_ERROR;
            case SQLITE_CORRUPT, SQLITE_NOTADB -> StoreTrouble.DAMAGED;
            case SQLITE_CANTOPEN -> StoreTrouble.MISSING;
            default -> StoreTrouble.OTHER;
        };
    }

    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & PRIMARY_CODE);
    }

    /**
     * The kind after a look at the disk.
     *
     * @param byCode what the code says
     * @param file that of the database
     */
    static StoreTrouble look(StoreTrouble byCode, Path file) {
        return switch (byCode) {
            case READ_ONLY, IO_ERROR, MISSING -> lookAt(byCode, file);
            case FULL, NOT_ALLOWED, LOCKED, DAMAGED, OTHER -> byCode;
        };
    }

    private static StoreTrouble lookAt(StoreTrouble byCode, Path file) {
        Path probe = file.resolveSibling(PROBE);
        try {
            Files.write(probe, new byte[PROBE_BYTES]);
        } catch (IOException e) {
            return switch (FileTrouble.of(e)) {
                case FULL -> StoreTrouble.FULL;
                case READ_ONLY -> StoreTrouble.READ_ONLY;
                case NOT_ALLOWED -> StoreTrouble.NOT_ALLOWED;
                case MISSING -> StoreTrouble.MISSING;
                case EXISTS, BAD_NAME, OTHER -> byCode;
            };
        } finally {
            remove(probe);
        }
        // the folder takes writes, so what is wrong is with the file itself
        if (byCode == StoreTrouble.IO_ERROR || mayWrite(file)) {
            return byCode;
        }
        return Files.exists(file) ? StoreTrouble.NOT_ALLOWED : StoreTrouble.MISSING;
    }

    private static boolean mayWrite(Path file) {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            return channel.isOpen();
        } catch (IOException e) {
            return false;
        }
    }

    private static void remove(Path probe) {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException readOnly) {
            return; // then there is nothing to remove
        }
    }
}
