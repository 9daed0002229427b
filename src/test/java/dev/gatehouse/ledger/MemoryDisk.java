package dev.gatehouse.ledger;

import dev.gatehouse.model.Notice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A disk in memory with one database on it. It outlives the processes that use it, one at a time:
 * what was committed and synced survives a power cut, what was only written survives a kill. How
 * each commit ends is asked of a schedule, which may also take its time. A copy costs a reference.
 */
public final class MemoryDisk {
    /** How a commit ends. */
    public enum Commit {
        /** Written and synced, and reported so. */
        DONE,
        /** Nothing is written, and reported so. */
        REFUSED,
        /** Written and synced, and reported as failed. */
        DONE_BUT_REFUSED,
        /** Written and reported as synced by a disk that lies: a power cut may lose it. */
        NOT_SYNCED,
        /** The process is killed before anything is written. */
        KILLED_BEFORE,
        /** The process is killed behind the commit, before it can tell anybody. */
        KILLED_AFTER
    }

    private MemoryTables synced = new MemoryTables();

    /** What was written since, in order. */
    private final Deque<MemoryTables> written = new ArrayDeque<>();

    private Supplier<Commit> schedule = () -> Commit.DONE;
    private long room = Long.MAX_VALUE;
    private boolean readable = true;
    private long process;

    /**
     * Opens the ledger on it, in a process that ends any that had it before.
     *
     * @param executor where each transaction has its turn
     */
    public Ledger ledger(Ledger.Means means, Consumer<List<Notice>> publish, Executor executor) {
        return Ledger.open(store(), means, publish, executor);
    }

    /** As {@link #ledger}, without one. */
    synchronized Store store() {
        kill();
        return new MemoryStore(this, process);
    }

    /** How the commits from now on end; asked once for each, on the thread that commits. */
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

    /** The process that used it ends where it stands; what it wrote is kept. */
    public synchronized void kill() {
        process++;
    }

    /** How many commits a power cut could lose. */
    public synchronized int unsynced() {
        return written.size();
    }

    /**
     * The power fails.
     *
     * @param survivors of the commits that were not synced, so many of the oldest are kept
     */
    public synchronized void cutPower(int survivors) {
        kill();
        while (written.size() > survivors) {
            written.removeLast();
        }
        sync();
    }

    /** Another disk with what is on this one now. */
    public synchronized MemoryDisk copy() {
        var copy = new MemoryDisk();
        copy.synced = latest();
        return copy;
    }

    /** Replaces what is on it by what is on another, as who restores a backup does. */
    public void restore(MemoryDisk other) {
        MemoryTables tables = other.copy().synced;
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

    synchronized long room() {
        return room;
    }

    synchronized MemoryTables tables(long reader) {
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

    void commit(long writer, MemoryTables changed) {
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
