package dev.gatehouse.ledger.store;

import java.util.function.Function;

/**
 * Where the ledger is kept. A write is one transaction, durable when it returns; a read sees one
 * snapshot. Both throw {@link StoreException} when the medium fails, and then nothing was written.
 */
public interface Store extends AutoCloseable {
    /** Runs in one transaction; what {@code work} throws rolls it back. One thread at a time. */
    <T> T write(Function<WriteTx, T> work);

    /** Runs on one snapshot. Any thread. */
    <T> T read(Function<ReadTx, T> work);

    /**
     * A number that changes whenever somebody else has written to what this store keeps, as nobody
     * should; any thread, may wait for a transaction.
     */
    long foreignWrites();

    @Override
    void close();

    /** Reading. */
    interface ReadTx {
        /** Streams and events. */
        EventStore.Reader events();

        /** The trees over the streams. */
        TreeStore.Reader trees();

        /** The facts of cars. */
        FactStore.Reader facts();

        /** The visits. */
        VisitStore.Reader visits();

        /** The facts that concern no car. */
        SiteFactStore.Reader siteFacts();

        /** When peers were in step. */
        StampStore.Reader stamps();

        /** Runs a reading within this transaction. */
        default <T> T within(Function<ReadTx, T> work) {
            return work.apply(this);
        }
    }

    /** Writing. */
    interface WriteTx extends ReadTx {
        @Override
        EventStore.Writer events();

        @Override
        TreeStore.Writer trees();

        @Override
        FactStore.Writer facts();

        @Override
        VisitStore.Writer visits();

        @Override
        SiteFactStore.Writer siteFacts();

        @Override
        StampStore.Writer stamps();
    }
}
