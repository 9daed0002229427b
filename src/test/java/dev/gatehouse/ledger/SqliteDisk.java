package dev.gatehouse.ledger;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.store.DiskRoom;
import dev.gatehouse.ledger.store.SqliteStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Verified;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A disk with a real database of SQLite on it, in files that are in memory where the machine has
 * such a folder. Each process has files of its own: a kill copies the database and its log as they
 * are at that moment, and what the old connections still do is done to files that nobody reads. One
 * thread at a time.
 */
public final class SqliteDisk implements Disk {
    /** A file system in memory, on most Linux machines. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** SQLite's default, which no file reaches. */
    private static final long NO_LIMIT = 0xffff_fffeL;

    /** The tables of a new database, made once: that takes longer than most of a run. */
    private static byte @Nullable [] fresh;

    private @Nullable Path folder;
    private Supplier<Commit> schedule = () -> Commit.DONE;
    private boolean full;
    private int span = Block.MAX_EVENTS;
    private int files;
    private @Nullable Process process;

    /** What is on it. */
    private Image image = Image.NOTHING;

    /** What was on it after each commit that was not synced, in order; the first is from before. */
    private final List<Image> unsynced = new ArrayList<>();

    /**
     * What a database consists of.
     *
     * @param main the file, empty where there is none yet
     * @param log what is not in it yet
     */
    private record Image(byte[] main, byte[] log) {
        static final Image NOTHING = new Image(new byte[0], new byte[0]);

        static Image of(Path file) {
            try {
                Path log = logOf(file);
                return new Image(
                        Files.readAllBytes(file),
                        Files.exists(log) ? Files.readAllBytes(log) : new byte[0]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void write(Path file) {
            try {
                Files.write(file, main.length == 0 ? fresh() : main);
                Files.write(logOf(file), log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** With the first half of what the next commit appended to the log. */
        Image torn(Image next) {
            int length = log.length;
            boolean appended =
                    length <= next.log.length
                            && Arrays.equals(log, Arrays.copyOf(next.log, length))
                            && Arrays.equals(main, next.main);
            return appended
                    ? new Image(main, Arrays.copyOf(next.log, (length + next.log.length) / 2))
                    : this;
        }
    }

    /** Where its files are, made for the first of them: most copies never have one. */
    private Path file(String name) {
        try {
            Path made = folder;
            if (made == null) {
                made =
                        Files.isWritable(MEMORY)
                                ? Files.createTempDirectory(MEMORY, "gatehouse-sim")
                                : Files.createTempDirectory("gatehouse-sim");
                folder = made;
            }
            return made.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path logOf(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static synchronized byte[] fresh() {
        byte[] known = fresh;
        if (known == null) {
            try (SqliteDisk disk = new SqliteDisk()) {
                Path file = disk.file("fresh.db");
                SqliteStore.open(file, SqliteStore.BUSY_TIMEOUT, Backup::replace).close();
                known = Files.readAllBytes(file);
                fresh = known;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return known;
    }

    /** One process's way to the database. */
    private final class Process implements Store {
        private final Path file;
        private final Store store;
        private boolean alive = true;

        Process(Path file, FactCodec codec, CentralId central) {
            this.file = file;
            this.store = SqliteStore.open(file, SqliteStore.BUSY_TIMEOUT, Backup::replace);
            Rebuild.finish(file, codec, central);
        }

        private void requireAlive() {
            if (!alive) {
                throw new StoreException("the process that used this database was ended");
            }
        }

        @Override
        public <T> T write(Function<WriteTx, T> work) {
            requireAlive();
            var how = new Commit[] {Commit.DONE};
            T result =
                    store.write(
                            tx -> {
                                long pages = full ? 1 : NO_LIMIT; // one: as many as there are
                                DiskRoom.limit(tx, pages);
                                T done = work.apply(tx);
                                how[0] = schedule.get();
                                before(how[0]);
                                return done;
                            });
            after(how[0]);
            return result;
        }

        /** Nothing of the transaction is in a file yet; what is thrown rolls it back. */
        private void before(Commit commit) {
            switch (commit) {
                case DONE, DONE_BUT_REFUSED, KILLED_AFTER -> {}
                case REFUSED -> refuse();
                case KILLED_BEFORE -> {
                    image = Image.of(file);
                    alive = false;
                    requireAlive();
                }
                case NOT_SYNCED -> {
                    if (unsynced.isEmpty()) {
                        unsynced.add(Image.of(file));
                    }
                }
            }
        }

        private void after(Commit commit) {
            if (commit == Commit.NOT_SYNCED) {
                unsynced.add(Image.of(file));
            } else {
                unsynced.clear();
            }
            if (commit == Commit.KILLED_AFTER) {
                kill();
                requireAlive();
            }
            if (commit == Commit.DONE_BUT_REFUSED) {
                refuse();
            }
        }

        private static void refuse() {
            throw new StoreException("cannot write to the database: disk I/O error");
        }

        @Override
        public <T> T read(Function<ReadTx, T> work) {
            requireAlive();
            return store.read(work);
        }

        @Override
        public long foreignWrites() {
            requireAlive();
            return store.foreignWrites();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Override
    public Ledger ledger(
            Ledger.Means means,
            Consumer<List<Notice>> publish,
            Executor executor,
            Set<String> lacks) {
        kill();
        FoldVersion edition = Disk.edition(lacks);
        Path file = file("process-" + ++files + ".db");
        image.write(file);
        var fresh = new Process(file, new FactCodec(means.zone(), edition), means.central());
        process = fresh;
        return Ledger.open(fresh, means, edition, publish, executor, span);
    }

    @Override
    public void span(int events) {
        span = events;
    }

    @Override
    public void schedule(Supplier<Commit> schedule) {
        this.schedule = schedule;
    }

    @Override
    public void full(boolean full) {
        this.full = full;
    }

    @Override
    public void kill() {
        Process killed = process;
        if (killed != null) {
            process = null;
            image = killed.alive ? Image.of(killed.file) : image;
            killed.alive = false;
            killed.store.close();
            delete(killed.file);
        }
    }

    @Override
    public int unsynced() {
        return Math.max(0, unsynced.size() - 1);
    }

    @Override
    public void cutPower(int survivors) {
        kill();
        if (survivors < unsynced()) {
            image = unsynced.get(survivors).torn(unsynced.get(survivors + 1));
        }
        unsynced.clear();
    }

    private Image now() {
        Process running = process;
        return running == null || !running.alive ? image : Image.of(running.file);
    }

    @Override
    public Disk copy() {
        var copy = new SqliteDisk();
        copy.image = now();
        return copy;
    }

    @Override
    public Disk empty() {
        return new SqliteDisk();
    }

    @Override
    public void restore(Disk other) {
        kill();
        unsynced.clear();
        image = ((SqliteDisk) other).now();
    }

    /** Of another edition than ours nothing is said: {@link Verification} knows no other. */
    @Override
    public @Nullable String differsFromAFreshFold(CentralId self, Set<String> lacks) {
        if (!lacks.isEmpty()) {
            return null;
        }
        Path file = file("verified.db");
        now().write(file);
        Verified verified = Verification.run(file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {});
        delete(file);
        return verified.clean() ? null : verified.findings().toString();
    }

    private static void delete(Path file) {
        try {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        Path made = folder;
        folder = null;
        if (made == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
