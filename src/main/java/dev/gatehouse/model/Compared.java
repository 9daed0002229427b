package dev.gatehouse.model;

import java.time.Instant;

/**
 * What came of comparing an original's history with the visits here. An original is never proven to
 * hold the same: it is only ever compared.
 *
 * @param at when it was asked
 * @param rows visits that were compared
 * @param differ of those, how many it lacks, has otherwise, or has alone
 */
public record Compared(Instant at, long rows, long differ) {}
