package dev.gatehouse.model;

import java.time.Instant;

/**
 * When the last proven exchange with a peer was: the original's {@code last_sync_timestamp}.
 *
 * @param peer the peer
 * @param at own wall clock when its last confirmed heartbeat came
 * @param updatedAt when this was noted
 */
public record SyncStamp(CentralId peer, Instant at, Instant updatedAt) {}
