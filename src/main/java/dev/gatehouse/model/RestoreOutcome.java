package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** What came of a restore. */
public sealed interface RestoreOutcome {
    /**
     * The backup is in the place of the database.
     *
     * @param aside where the database lies that was there before; null where there was none
     */
    record Restored(@Nullable Path aside) implements RestoreOutcome {}

    /** Nobody agreed, so nothing changed. */
    record Declined() implements RestoreOutcome {}
}
