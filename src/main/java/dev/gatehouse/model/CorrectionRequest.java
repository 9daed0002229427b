package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * A person read the plate of a visit again.
 *
 * @param historyId the row of the history
 * @param plateText the right plate, null where only its look is to change
 * @param plateView how people are to read it, null for the usual form of the plate
 * @param reason a person's words, null where none were given
 * @param staff who did it, null where nobody is named
 */
public record CorrectionRequest(
        long historyId,
        @Nullable String plateText,
        @Nullable String plateView,
        @Nullable String reason,
        @Nullable String staff) {}
