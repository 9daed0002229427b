package dev.gatehouse.diag;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.MeshStatus;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the rules look at.
 *
 * @param health of the node's own parts
 * @param mesh how it stands with the peers
 * @param ledger what it knows of itself
 * @param diskFreeBytes where the data lie; empty where that is not known
 * @param silent cameras that were heard since the start and are not any more
 */
public record NodeFacts(
        Health health,
        MeshStatus mesh,
        LedgerFacts ledger,
        OptionalLong diskFreeBytes,
        List<Camera> silent) {
    public NodeFacts {
        silent = List.copyOf(silent);
    }
}
