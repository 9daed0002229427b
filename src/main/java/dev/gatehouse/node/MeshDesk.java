package dev.gatehouse.node;

import dev.gatehouse.mesh.Probe;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.MeshConfig;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PauseOutcome;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.port.MeshPort;
import dev.gatehouse.sync.SyncManager;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The mesh for the outer world. Any thread.
 *
 * @param config as it is in force
 */
record MeshDesk(SyncManager sync, Pauses pauses, Supplier<MeshConfig> config) implements MeshPort {
    @Override
    public PauseOutcome pause(CentralId peer, Duration length, String reason, String by) {
        return pauses.pause(peer, length, reason, by);
    }

    @Override
    public boolean resume(CentralId peer, String by) {
        return pauses.resume(peer, by);
    }

    @Override
    public Reach reach(CentralId peer) {
        return config.get().peers().stream()
                .filter(p -> p.id().equals(peer))
                .findFirst()
                .map(p -> Probe.reach(Addresses.of(p)))
                .orElseGet(Reach.UnknownPeer::new);
    }

    @Override
    public MeshStatus status() {
        return sync.status();
    }

    @Override
    public CompletableFuture<ResyncStart> resync(CentralId peer) {
        return sync.resync(peer);
    }

    @Override
    public CompletableFuture<DifferencesAnswer> differences(CentralId peer) {
        return sync.differences(peer);
    }

    @Override
    public CompletableFuture<Boolean> cancelResync(CentralId peer) {
        return sync.cancelResync(peer);
    }
}
