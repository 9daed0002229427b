package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Where a configured peer listens.
 *
 * @param host an address or name
 * @param port its P2P port
 * @param apiPort its API's port, where it may be reached too; null where it may not
 * @param dialect what it is known to speak; null where that is found out
 */
public record PeerAddress(
        CentralId id, String host, int port, @Nullable Integer apiPort, @Nullable Dialect dialect) {
    /** What is known of a peer before it says a word. */
    public enum Dialect {
        /** An original that has a P2P port. */
        ORIGINAL,
        /** An original of the second generation, which has only the API's port. */
        ORIGINAL_2
    }

    /** One that is reached by its P2P port, and of which nothing else is known. */
    public PeerAddress(CentralId id, String host, int port) {
        this(id, host, port, null, null);
    }

    /**
     * One way to it.
     *
     * @param path on that port
     */
    public record Way(String host, int port, String path) {}

    /** The ways that may lead to it, the likelier first; at least one. */
    public List<Way> ways() {
        Way p2p = new Way(host, port, "/");
        Integer api = apiPort;
        Way other = api == null ? null : new Way(host, api, "/ws/p2p");
        if (other == null || dialect == Dialect.ORIGINAL) {
            return List.of(p2p);
        }
        return dialect == Dialect.ORIGINAL_2 ? List.of(other) : List.of(p2p, other);
    }
}
