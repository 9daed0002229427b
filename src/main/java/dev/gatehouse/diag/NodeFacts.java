package dev.gatehouse.diag;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.SharedName;
import dev.gatehouse.model.WrongClock;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
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
 * @param cameras all that are known
 * @param clock why this node's clock cannot be right; null where nothing says so
 * @param namesakes names that more than one booth has
 * @param zone the site's
 */
public record NodeFacts(
        Health health,
        MeshStatus mesh,
        LedgerFacts ledger,
        OptionalLong diskFreeBytes,
        List<Camera> silent,
        List<Camera> cameras,
        @Nullable WrongClock clock,
        List<SharedName> namesakes,
        ZoneId zone) {
    public NodeFacts {
        silent = List.copyOf(silent);
        cameras = List.copyOf(cameras);
        namesakes = List.copyOf(namesakes);
    }
}
