package dev.gatehouse.port;

import dev.gatehouse.model.BundleOutcome;
import dev.gatehouse.model.LogLine;
import dev.gatehouse.model.Progress;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is needed when somebody is called for help. */
public interface DiagPort {
    /**
     * The end of this node's log, newest first; empty where it goes to the console alone. Blocks
     * for a read of half a megabyte.
     *
     * @param limit at most so many
     * @throws UncheckedIOException when it cannot be read
     */
    List<LogLine> log(int limit);

    /**
     * Begins to write a support bundle: a zip file with the log, the configuration without its
     * secrets, and the node's figures. Its name tells the central and the time.
     *
     * @param folder where it is put
     * @param withPlates whether licence plates may be in it, and the last passages are
     * @param progress is told how far it is, in bytes
     */
    Bundling save(Path folder, boolean withPlates, Progress progress);

    /** A support bundle that is being written. */
    interface Bundling {
        /** Completes when it is over, never exceptionally. */
        CompletableFuture<BundleOutcome> outcome();

        /** Ends it soon; nothing of it stays. */
        void cancel();
    }
}
