package dev.gatehouse.ledger.store;

import dev.gatehouse.model.SqliteUrl;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The ledger in one SQLite file: write-ahead log, {@code synchronous=FULL}, one writer connection
 * and a few readers on snapshots. A connection on which the database failed is not used again.
 */
public final class SqliteStore implements Store {
    /**
     * Wait for another process's lock, such as a backup's: a commit takes 4 ms, so this is an age.
     */
    public static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    /** The version of the newest file among the migrations. */
    static final String NEWEST_MIGRATION = "11";

    /** Readers at once: the screens, the API and two peers that catch up; more wait their turn. */
    private static final int READERS = 4;

    /**
     * How long a reader waits for its turn: longer than any query, shorter than a person's
     * patience.
     */
    private static final int READER_WAIT_SECONDS = 10;

    /** How long closing waits for readers; those that take longer close their own connection. */
    private static final int CLOSE_WAIT_SECONDS = 2;

    /**
     * 16 MiB of pages: what is written of a hundred thousand visits. It fills within minutes, and
     * then what the process takes stays as it is.
     */
    private static final int WRITER_CACHE_KIB = 16_384;

    /** Readers look at what is new, or scan; four of them take half of what the writer does. */
    private static final int READER_CACHE_KIB = 4_096;

    /** Pages between checkpoints; four times the default halves the cost of a bulk merge. */
    private static final int CHECKPOINT_PAGES = 4_000;

    /** What a log that a long reader made grow is cut back to. */
    private static final int LOG_BYTES = 64 * 1024 * 1024;

    /** How long the writer waits for readers once something was erased; a car waits as long. */
    private static final int ERASED_WAIT_MILLIS = 20;

    private static final String CANNOT_WRITE = "cannot write to the database";

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private final Path file;
    private final SQLiteDataSource writing;
    private final SQLiteDataSource reading;
    private final BlockCache blocks = new BlockCache();
    private final Semaphore turns = new Semaphore(READERS, true);
    private final Queue<Sql> idle = new ArrayDeque<>();

    private final Duration busyTimeout;

    /** Whether what was erased may still lie in the log; the writer's. */
    private boolean logHoldsErased;

    /** Held by whoever uses the connection that writes. */
    private final ReentrantLock mayWrite = new ReentrantLock();

    private @Nullable Sql writer;
    private volatile boolean closed;

    /** The writer's. */
    private final Dictionary texts = new Dictionary();

    /** The writer's. */
    private final CarCache cars = new CarCache();

    private SqliteStore(
            Path file, SQLiteDataSource writing, SQLiteDataSource reading, Duration busyTimeout) {
        this.file = file;
        this.busyTimeout = busyTimeout;
        this.writing = writing;
        this.reading = reading;
    }

    /**
     * Opens the file and brings its tables up to date.
     *
     * @param busyTimeout how long to wait for another process's lock
     * @param copy makes a copy of an older database before it is migrated
     */
    public static SqliteStore open(Path file, Duration busyTimeout, Schema.Copy copy) {
        return open(file, busyTimeout, copy, Schema.OURS);
    }

    /**
     * @param schema the tables as they are to be
     */
    static SqliteStore open(Path file, Duration busyTimeout, Schema.Copy copy, Schema schema) {
        SQLiteDataSource writing = source(file, true, busyTimeout);
        schema.bringUpToDate(writing, file, copy);
        return new SqliteStore(file, writing, source(file, false, busyTimeout), busyTimeout);
    }

    /**
     * Has the view {@code history} show its times so far from UTC; there is one offset for all of
     * them, also where the site's changes with the season.
     */
    public void showTimesAt(ZoneOffset offset) {
        int seconds = offset.getTotalSeconds();
        long shown = read(tx -> ((SqliteTx) tx).sql.number("SELECT seconds FROM site_offset"));
        if (shown != seconds) {
            write(tx -> ((SqliteTx) tx).sql.update("UPDATE site_offset SET seconds = ?", seconds));
        }
    }

    /** Connections to the file, for one writer or for readers that write nothing. */
    static SQLiteDataSource source(Path file, boolean forWriting, Duration busyTimeout) {
        return forWriting
                ? writing(file, busyTimeout, WRITER_CACHE_KIB)
                : source(file, config(busyTimeout, READER_CACHE_KIB));
    }

    /** Connections to the file for one writer, with so large a cache. */
    public static SQLiteDataSource writing(Path file, Duration busyTimeout, int cacheKib) {
        var config = config(busyTimeout, cacheKib);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setPragma(
                SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(LOG_BYTES));
        // else what was erased would lie in the file's gaps; not FAST, which leaves the pages that
        // a
        // block or a long row gives back as they were
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "ON");
        return source(file, config);
    }

    private static SQLiteConfig config(Duration busyTimeout, int cacheKib) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) busyTimeout.toMillis());
        config.setCacheSize(-cacheKib);
        config.setGetGeneratedKeys(false); // a query more after every insert, and nobody asks
        // a connection is one thread's at a time, so SQLite need not lock it at every call
        config.resetOpenMode(SQLiteOpenMode.FULLMUTEX);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        return config;
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig config) {
        var source = new SQLiteDataSource(config);
        source.setUrl(SqliteUrl.of(file));
        return source;
    }

    private Sql connect(SQLiteDataSource source, String failing) {
        try {
            return new Sql(source.getConnection(), failing);
        } catch (SQLException e) {
            throw StoreException.of(failing, e, file);
        }
    }

    @Override
    public <T> T write(Function<WriteTx, T> work) {
        mayWrite.lock();
        try {
            return writeNow(work);
        } finally {
            mayWrite.unlock();
        }
    }

    private <T> T writeNow(Function<WriteTx, T> work) {
        if (closed) {
            throw new StoreException("the database is closed");
        }
        Sql sql = writer != null ? writer : connect(writing, CANNOT_WRITE);
        writer = sql;
        boolean committed = false;
        try {
            var tx = new SqliteTx(sql, texts, cars, blocks);
            T result =
                    transact(
                            sql,
                            () -> {
                                T done = work.apply(tx);
                                tx.facts().settle();
                                return done;
                            });
            committed = true;
            logHoldsErased |= tx.erased();
            if (logHoldsErased) {
                logHoldsErased = !emptyLog(sql);
            }
            return result;
        } catch (StoreException e) {
            throw e.getCause() instanceof SQLException cause
                    ? StoreException.of(CANNOT_WRITE, cause, file)
                    : e;
        } finally {
            if (!committed) {
                texts.forget();
                cars.clear();
            }
            if (sql.broken()) {
                writer = null;
                closeQuietly(sql);
            }
        }
    }

    /**
     * Moves all of the log into the file and cuts the log to nothing, so that what was erased lies
     * in neither; a reader that goes on reading an old snapshot keeps it.
     *
     * @return false where somebody reads; it is to be tried again
     */
    private boolean emptyLog(Sql sql) {
        sql.number("PRAGMA busy_timeout = " + ERASED_WAIT_MILLIS);
        try {
            return sql.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        } finally {
            sql.number("PRAGMA busy_timeout = " + busyTimeout.toMillis());
        }
    }

    @Override
    public long foreignWrites() {
        mayWrite.lock();
        try {
            return dataVersion();
        } finally {
            mayWrite.unlock();
        }
    }

    private long dataVersion() {
        if (closed) {
            throw new StoreException("the database is closed");
        }
        Sql sql = writer != null ? writer : connect(writing, "cannot read the database");
        writer = sql; // the number is one connection's: another one counts anew
        try {
            return sql.number("PRAGMA data_version");
        } finally {
            if (sql.broken()) {
                writer = null;
                closeQuietly(sql);
            }
        }
    }

    @Override
    public <T> T read(Function<ReadTx, T> work) {
        Sql sql = takeReader();
        try {
            return transact(
                    sql,
                    () -> work.apply(new SqliteTx(sql, new Dictionary(), new CarCache(), blocks)));
        } finally {
            giveBack(sql);
        }
    }

    private static <T> T transact(Sql sql, Supplier<T> work) {
        sql.begin();
        boolean done = false;
        try {
            T result = work.get();
            sql.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                sql.rollback();
            }
        }
    }

    private Sql takeReader() {
        try {
            if (!turns.tryAcquire(READER_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException(
                        "the database is busy: all " + READERS + " readers are taken. Try again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", e);
        }
        try {
            synchronized (idle) {
                if (closed) {
                    throw new StoreException("the database is closed");
                }
                Sql sql = idle.poll();
                if (sql != null) {
                    return sql;
                }
            }
            return connect(reading, "cannot read the database");
        } catch (RuntimeException e) {
            turns.release();
            throw e;
        }
    }

    private void giveBack(Sql sql) {
        synchronized (idle) {
            if (!closed && !sql.broken()) {
                idle.add(sql);
                turns.release();
                return;
            }
        }
        closeQuietly(sql);
        turns.release();
    }

    private static void closeQuietly(Sql sql) {
        try {
            sql.close();
        } catch (StoreException e) {
            LOG.warn("A connection to the database could not be closed", e);
        }
    }

    /** No more reads and writes begin; those under way are given two seconds. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(SqliteStore::closeQuietly);
            idle.clear();
        }
        try {
            if (!turns.tryAcquire(READERS, CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The database is closed while somebody still reads");
            } else {
                turns.release(READERS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeWriter();
    }

    private void closeWriter() {
        try {
            if (!mayWrite.tryLock(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The database is closed while a write hangs");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (writer != null) {
                closeQuietly(writer);
                writer = null;
            }
        } finally {
            mayWrite.unlock();
        }
    }
}
