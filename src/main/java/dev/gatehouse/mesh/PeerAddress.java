package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;

/**
 * Where a configured peer listens.
 *
 * @param host an address or name
 * @param port its P2P port
 */
public record PeerAddress(CentralId id, String host, int port) {}
