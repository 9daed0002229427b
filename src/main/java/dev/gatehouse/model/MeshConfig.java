package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Who is in the mesh, as configured.
 *
 * @param self this central
 * @param peers the others, in their order
 */
public record MeshConfig(Self self, List<Peer> peers) {
    public MeshConfig {
        peers = List.copyOf(peers);
    }

    /**
     * This central.
     *
     * @param ip the address of both ports, or {@code auto}
     */
    public record Self(CentralId id, String ip, int p2pPort, int apiPort) {}

    /**
     * Another one.
     *
     * @param dialect what an original is known to speak; null where that is found out
     * @param apiPort of an original of the second generation; null where not configured
     */
    public record Peer(
            CentralId id,
            String ip,
            int p2pPort,
            @Nullable String dialect,
            @Nullable Integer apiPort) {}
}
