package dev.gatehouse.node;

import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Restore;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.RestoreOutcome;
import dev.gatehouse.model.RestorePreview;
import dev.gatehouse.model.Verified;
import dev.gatehouse.trust.NodeKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Predicate;
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

    /**
     * Copies the database, beside a node that works on it, to a file that does not exist yet.
     *
     * @return what the copy holds
     */
    public static DatabaseFigures backup(Path folder, Path file, Progress progress)
            throws IOException {
        Backup.make(database(folder), file, progress);
        return said(() -> Backup.figures(file));
    }

    /**
     * Puts a backup in the database's place; the caller holds the folder. The node's key stays.
     *
     * @param agreed asked once, when all is checked and nothing is changed yet
     */
    public static RestoreOutcome restore(
            Path folder,
            Path file,
            Instant now,
            Predicate<RestorePreview> agreed,
            Progress progress)
            throws IOException {
        return Restore.run(file, database(folder), now, agreed, progress);
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
