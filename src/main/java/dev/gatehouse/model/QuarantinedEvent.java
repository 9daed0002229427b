package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An event that contradicts the one held under its number; it is no part of the ledger.
 *
 * @param event as it came
 * @param sender the central that it came from; null where that is not known
 * @param at when it came
 */
public record QuarantinedEvent(LedgerEvent event, @Nullable CentralId sender, Instant at) {}
