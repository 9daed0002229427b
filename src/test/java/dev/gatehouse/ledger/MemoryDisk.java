package dev.gatehouse.ledger;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.store.MemoryStore;
import dev.gatehouse.ledger.store.MemoryTables;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Notice;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A disk in memory. Its schedule may also take its time; a copy costs a reference. */
public final class MemoryDisk implements Disk {
    private MemoryTables synced = new MemoryTables();

    /** What was written since, in order. */
    private final Deque<MemoryTables> written = new ArrayDeque<>();

    private Supplier<Commit> schedule = () -> Commit.DONE;
    private long room = Long.MAX_VALUE;
    private boolean readable = true;
    private int span = Block.MAX_EVENTS;
    private long process;

    @Override
    public Ledger ledger(
            Ledger.Means means,
            Consumer<List<Notice>> publish,
            Executor executor,
            Set<String> lacks) {
        FoldVersion edition = Disk.edition(lacks);
        Store store = store();
        deriveAnewIfOfAnother(edition, means);
        return Ledger.open(store, means, edition, publish, executor, span);
    }

    @Override
    public void span(int events) {
        span = events;
    }

    /** As {@link Rebuild#finish} does, in one step that cannot fail. */
    private synchronized void deriveAnewIfOfAnother(FoldVersion edition, Ledger.Means means) {
        FoldDigest fold = latest().fold;
        if (fold == null || fold.version() != edition.fold()) {
            var codec = new FactCodec(means.zone(), edition);
            written.add(MemoryRebuild.of(latest(), codec, means.central()));
            sync();
        }
    }

    /** As {@link #ledger} of this edition. */
    public Ledger ledger(Ledger.Means means, Consumer<List<Notice>> publish, Executor executor) {
        return ledger(means, publish, executor, Set.of());
    }

    @Override
    public synchronized @Nullable String differsFromAFreshFold(CentralId self, Set<String> lacks) {
        var codec = new FactCodec(Booth.ZONE, Disk.edition(lacks));
        return MemoryRebuild.difference(latest(), MemoryRebuild.of(latest(), codec, self));
    }

    @Override
    public void full(boolean full) {
        limit(full ? bytes() : Long.MAX_VALUE);
    }

    @Override
    public Disk empty() {
        return new MemoryDisk();
    }

    @Override
    public void close() {}

    /** What a process reads and writes that begins now. */
    public synchronized Store store() {
        kill();
        return new MemoryStore(this, process);
    }

    @Override
    public synchronized void schedule(Supplier<Commit> schedule) {
        this.schedule = schedule;
    }

    /** The bytes that all rows may have together, about; more is refused as a full disk does. */
    public synchronized void limit(long bytes) {
        room = bytes;
    }

    /** The bytes of all rows, about. */
    public synchronized long bytes() {
        return latest().bytes;
    }

    /** Whether it can be read; a disk that cannot be read cannot be written either. */
    public synchronized void readable(boolean value) {
        readable = value;
    }

    @Override
    public synchronized void kill() {
        process++;
    }

    @Override
    public synchronized int unsynced() {
        return written.size();
    }

    @Override
    public synchronized void cutPower(int survivors) {
        kill();
        while (written.size() > survivors) {
            written.removeLast();
        }
        sync();
    }

    @Override
    public synchronized MemoryDisk copy() {
        var copy = new MemoryDisk();
        copy.synced = latest();
        return copy;
    }

    @Override
    public void restore(Disk other) {
        MemoryTables tables = ((MemoryDisk) other).copy().synced;
        synchronized (this) {
            kill();
            written.clear();
            synced = tables;
        }
    }

    private MemoryTables latest() {
        return written.isEmpty() ? synced : written.getLast();
    }

    private void sync() {
        synced = latest();
        written.clear();
    }

    public synchronized long room() {
        return room;
    }

    public synchronized MemoryTables tables(long reader) {
        requireAlive(reader);
        if (!readable) {
            throw new StoreException("cannot read the database: disk I/O error");
        }
        return latest();
    }

    private void requireAlive(long user) {
        if (user != process) {
            throw new StoreException("the process that used this database was ended");
        }
    }

    public void commit(long writer, MemoryTables changed) {
        Commit commit = end(); // may take its time, so it holds no lock
        synchronized (this) {
            requireAlive(writer);
            switch (commit) {
                case REFUSED -> {}
                case KILLED_BEFORE -> kill();
                case DONE, DONE_BUT_REFUSED -> {
                    written.add(changed);
                    sync();
                }
                case NOT_SYNCED -> written.add(changed);
                case KILLED_AFTER -> {
                    written.add(changed);
                    sync();
                    kill();
                }
            }
            requireAlive(writer);
            if (commit == Commit.REFUSED || commit == Commit.DONE_BUT_REFUSED) {
                throw new StoreException("cannot write to the database: disk I/O error");
            }
        }
    }

    private Commit end() {
        Supplier<Commit> asked;
        synchronized (this) {
            asked = schedule;
        }
        return asked.get();
    }
}
