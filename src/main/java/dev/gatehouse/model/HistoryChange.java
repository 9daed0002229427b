package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A correction, a void or an exit that was taken back, and what it changed.
 *
 * @param id its number here, given once
 * @param before the visit as it was before, in its row of the history; id 0 where it never had one
 * @param after the visit with this change, null where it was voided
 * @param at when, by the clock of the central where it was made
 * @param central where it was made
 * @param staff who did it, null where nobody is named
 * @param reason a person's words, null where none were given
 */
public record HistoryChange(
        long id,
        Visit before,
        @Nullable Visit after,
        Instant at,
        CentralId central,
        @Nullable String staff,
        @Nullable String reason) {}
