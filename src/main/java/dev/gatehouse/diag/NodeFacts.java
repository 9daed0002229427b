package dev.gatehouse.diag;

import dev.gatehouse.model.Health;
import dev.gatehouse.model.MeshStatus;

import java.util.OptionalLong;

/**
 * What the rules look at.
 *
 * @param health of the node's own parts
 * @param mesh how it stands with the peers
 * @param ledger what it knows of itself
 * @param diskFreeBytes where the data lie; empty where that is not known
 */
public record NodeFacts(
        Health health, MeshStatus mesh, LedgerFacts ledger, OptionalLong diskFreeBytes) {}
