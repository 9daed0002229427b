package dev.gatehouse.ledger.store;

import org.jspecify.annotations.Nullable;

/** Counts what the tables of one transaction take, as a disk does. */
final class MemoryRoom {
    /** About what a row takes in the file, besides a payload. */
    static final int ROW_BYTES = 120;

    private final MemoryTables tables;
    private final long limit;

    /**
     * @param limit bytes that all tables may have together
     */
    MemoryRoom(MemoryTables tables, long limit) {
        this.tables = tables;
        this.limit = limit;
    }

    void grow(long bytes) {
        tables.bytes += bytes;
        if (bytes > 0 && tables.bytes > limit) {
            throw new StoreException("cannot write to the database: database or disk is full");
        }
    }

    static void requireNew(@Nullable Object present, String what) {
        if (present != null) {
            throw new IllegalStateException("cannot write to the database: " + what + " is there");
        }
    }
}
