package dev.gatehouse.ledger;

import java.util.function.Function;

/**
 * The ledger in memory, as a process sees it that runs on a {@link MemoryDisk}: each write is made
 * beside what is there and takes its place at once, so a rollback and a snapshot cost nothing.
 */
final class MemoryStore implements Store {
    private final MemoryDisk disk;
    private final long process;
    private volatile boolean closed;

    /**
     * @param process the run that this is part of; the disk serves no other
     */
    MemoryStore(MemoryDisk disk, long process) {
        this.disk = disk;
        this.process = process;
    }

    @Override
    public synchronized <T> T write(Function<WriteTx, T> work) {
        requireOpen();
        MemoryTables changed = disk.tables(process).copy();
        T result = work.apply(new MemoryWriteTx(changed, disk.room()));
        disk.commit(process, changed);
        return result;
    }

    @Override
    public <T> T read(Function<ReadTx, T> work) {
        requireOpen();
        return work.apply(new MemoryReadTx(disk.tables(process)));
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
