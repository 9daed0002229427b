package dev.gatehouse.node;

import dev.gatehouse.ledger.Backup;
import dev.gatehouse.ledger.Rebuild;
import dev.gatehouse.ledger.StoreException;
import dev.gatehouse.ledger.Verification;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.Verified;
import dev.gatehouse.trust.NodeKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is done to the database of a data folder from outside of a node. Each throws an {@link
 * IOException} whose message names the file, what is wrong and the remedy.
 */
public final class Maintenance {
    private Maintenance() {}

    /**
     * Checks the database, beside a node that works on it; writes nothing.
     *
     * @param zone the site's
     */
    public static Verified verify(Path folder, ZoneId zone, Progress progress) throws IOException {
        return said(() -> Verification.run(database(folder), zone, NodeKey::signed, progress));
    }

    /**
     * Builds all that is derived from the ledger anew; the caller holds the folder.
     *
     * @param zone the site's
     * @param self whose node it is
     * @return how many visits there are
     */
    public static long rebuild(Path folder, ZoneId zone, CentralId self, Progress progress)
            throws IOException {
        if (!Files.exists(database(folder))) {
            throw new IOException(
                    database(folder)
                            + " does not exist: name the data folder of a node with --data");
        }
        return said(() -> Rebuild.run(database(folder), zone, self, progress));
    }

    /** Copies the database, beside a node that works on it, to a file that does not exist yet. */
    public static void backup(Path folder, Path file, Progress progress) throws IOException {
        Backup.make(database(folder), file, progress);
    }

    /**
     * Puts a backup in the database's place; the caller holds the folder. The node's key stays.
     *
     * @return where the database lies that was there before; empty where there was none
     */
    public static Optional<Path> restore(Path folder, Path file, Instant now, Progress progress)
            throws IOException {
        return Backup.restore(file, database(folder), now, progress);
    }

    private static Path database(Path folder) {
        return folder.resolve(Node.DATABASE);
    }

    private static <T> T said(Supplier<T> work) throws IOException {
        try {
            return work.get();
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
