package dev.gatehouse.model;

import java.nio.file.Path;

/** What became of a support bundle. */
public sealed interface BundleOutcome {
    /** It is there, whole. */
    record Saved(Path file, long bytes) implements BundleOutcome {}

    /** Somebody did not want it any more; nothing of it is left. */
    record Cancelled() implements BundleOutcome {}

    /**
     * It could not be written; nothing of it is left.
     *
     * @param trouble what a person can do something about
     * @param why names the file, in English
     */
    record Failed(FileTrouble trouble, String why) implements BundleOutcome {}
}
