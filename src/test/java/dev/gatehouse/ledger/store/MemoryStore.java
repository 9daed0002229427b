package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.MemoryDisk;

import java.util.function.Function;

/**
 * The ledger in memory, as a process sees it that runs on a {@link MemoryDisk}: each write is made
 * beside what is there and takes its place at once, so a rollback and a snapshot cost nothing.
 */
public final class MemoryStore implements Store {
    private final MemoryDisk disk;
    private final long process;
    private volatile boolean closed;

    /**
     * @param process the run that this is part of; the disk serves no other
     */
    public MemoryStore(MemoryDisk disk, long process) {
        this.disk = disk;
        this.process = process;
    }

    @Override
    public synchronized <T> T write(Function<WriteTx, T> work) {
        requireOpen();
        MemoryTables changed = disk.tables(process).copy();
        T result = work.apply(new MemoryTx(changed, disk.room()));
        disk.commit(process, changed);
        return result;
    }

    @Override
    public <T> T read(Function<ReadTx, T> work) {
        requireOpen();
        return work.apply(new MemoryTx(disk.tables(process), Long.MAX_VALUE));
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("the database is closed");
        }
    }

    /** Nobody else can reach what is in memory. */
    @Override
    public long foreignWrites() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
