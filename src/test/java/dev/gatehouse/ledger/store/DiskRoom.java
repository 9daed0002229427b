package dev.gatehouse.ledger.store;

/** Limits how large a database may become, as a disk that is full does. */
public final class DiskRoom {
    private DiskRoom() {}

    /**
     * Limits the database until the next such call on its connection.
     *
     * @param tx a transaction of a {@link SqliteStore}
     * @param pages at most so many, though never fewer than there are
     */
    public static void limit(Store.WriteTx tx, long pages) {
        ((SqliteTx) tx).sql.number("PRAGMA max_page_count = " + pages);
    }
}
