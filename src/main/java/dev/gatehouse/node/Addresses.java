package dev.gatehouse.node;

import dev.gatehouse.config.Config;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.MeshConfig;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Where peers are, as the mesh wants it, of what is configured. Pure functions. */
final class Addresses {
    private static final int API_PORT_OF_ORIGINALS = 8_000;

    private Addresses() {}

    static List<PeerAddress> of(Config config) {
        return config.peers().stream()
                .map(
                        peer -> {
                            Integer told = peer.apiPort();
                            boolean asUsual =
                                    peer.dialect() == Config.Dialect.ORIGINAL_2
                                            || isAlone(peer, config);
                            return of(
                                    peer,
                                    told == null && asUsual
                                            ? Integer.valueOf(API_PORT_OF_ORIGINALS)
                                            : told);
                        })
                .toList();
    }

    /**
     * Whether no other central is at that address: at the port where originals have their API there
     * could else be the API of another one, or of this.
     */
    private static boolean isAlone(Config.Peer peer, Config config) {
        Config.ThisCentral self = config.thisCentral();
        boolean own =
                self.auto()
                        ? peer.ip().startsWith("127.") || peer.ip().equals("localhost")
                        : peer.ip().equals(self.ip());
        return !own && config.peers().stream().filter(p -> p.ip().equals(peer.ip())).count() == 1;
    }

    static PeerAddress of(MeshConfig.Peer peer) {
        String told = peer.dialect();
        Config.Dialect dialect = null;
        for (Config.Dialect one : Config.Dialect.values()) {
            dialect = one.key().equals(told) ? one : dialect;
        }
        return of(new Config.Peer(peer.id(), peer.ip(), peer.p2pPort(), dialect, peer.apiPort()));
    }

    static PeerAddress of(Config.Peer peer) {
        Integer told = peer.apiPort();
        return of(peer, told == null ? Integer.valueOf(API_PORT_OF_ORIGINALS) : told);
    }

    private static PeerAddress of(Config.Peer peer, @Nullable Integer apiPort) {
        Config.Dialect dialect = peer.dialect();
        PeerAddress.Dialect known =
                dialect == null
                        ? null
                        : switch (dialect) {
                            case ORIGINAL -> PeerAddress.Dialect.ORIGINAL;
                            case ORIGINAL_2 -> PeerAddress.Dialect.ORIGINAL_2;
                        };
        return new PeerAddress(peer.id(), peer.ip(), peer.p2pPort(), apiPort, known);
    }
}
