package dev.gatehouse.ledger;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The ledger in one SQLite file: write-ahead log, {@code synchronous=FULL}, one writer connection
 * and a few readers on snapshots.
 */
final class SqliteStore implements Store {
    /** Readers at once: the screens, the API and two peers that catch up; more wait their turn. */
    private static final int READERS = 4;

    /**
     * How long a reader waits for its turn: longer than any query, shorter than a person's
     * patience.
     */
    private static final int READER_WAIT_SECONDS = 10;

    /**
     * Wait for another process's lock, such as a backup's: a commit takes 4 ms, so this is an age.
     */
    private static final int BUSY_TIMEOUT_MS = 5_000;

    /** 64 MiB of pages: the indexes of a few hundred thousand visits stay in memory. */
    private static final int CACHE_KIB = 65_536;

    /** Pages between checkpoints; four times the default halves the cost of a bulk merge. */
    private static final int CHECKPOINT_PAGES = 4_000;

    private final Handle writer;
    private final BlockingQueue<Handle> readers = new ArrayBlockingQueue<>(READERS);
    private final HistoryRows rows;
    private volatile boolean closed;

    private SqliteStore(Jdbi writing, Jdbi reading, ZoneId zone) {
        this.rows = new HistoryRows(zone);
        this.writer = writing.open();
        for (int i = 0; i < READERS; i++) {
            Handle reader = reading.open();
            readers.add(reader);
        }
    }

    /**
     * Opens the file, brings its tables up to date, and keeps it open.
     *
     * @param zone the site's zone, for the texts in {@code history}
     */
    static SqliteStore open(Path file, ZoneId zone) {
        try {
            SQLiteDataSource writing = source(file, true);
            migrate(writing, file);
            return new SqliteStore(Jdbi.create(writing), Jdbi.create(source(file, false)), zone);
        } catch (JdbiException e) {
            throw new StoreException(
                    "cannot open the database "
                            + file
                            + ": "
                            + reason(e)
                            + ". Check the disk and the"
                            + " rights on the folder.",
                    e);
        }
    }

    private static SQLiteDataSource source(Path file, boolean forWriting) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-CACHE_KIB);
        if (forWriting) {
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            config.setPragma(
                    SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        }
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void migrate(SQLiteDataSource source, Path file) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:dev/gatehouse/ledger/migration")
                    .ignoreMigrationPatterns(new String[0])
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "cannot bring the database " + file + " up to date: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized <T> T write(Function<WriteTx, T> work) {
        try {
            return writer.inTransaction(handle -> work.apply(new SqliteWriteTx(handle, rows)));
        } catch (JdbiException e) {
            throw new StoreException("cannot write to the database: " + reason(e), e);
        }
    }

    @Override
    public <T> T read(Function<ReadTx, T> work) {
        Handle reader = takeReader();
        try {
            return reader.inTransaction(handle -> work.apply(new SqliteReadTx(handle, rows)));
        } catch (JdbiException e) {
            throw new StoreException("cannot read the database: " + reason(e), e);
        } finally {
            readers.add(reader);
        }
    }

    private Handle takeReader() {
        try {
            Handle reader = closed ? null : readers.poll(READER_WAIT_SECONDS, TimeUnit.SECONDS);
            if (reader == null) {
                throw new StoreException(
                        closed
                                ? "the database is closed"
                                : "the database is busy: all "
                                        + READERS
                                        + " readers are taken. Try again.");
            }
            return reader;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", e);
        }
    }

    /** The words of SQLite itself, without the wrapping. */
    private static String reason(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public synchronized void close() {
        closed = true;
        var idle = new ArrayList<Handle>();
        for (int i = 0; i < READERS; i++) {
            try {
                Handle reader = readers.poll(2, TimeUnit.SECONDS);
                if (reader != null) {
                    idle.add(reader);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        idle.forEach(Handle::close);
        writer.close();
    }
}
