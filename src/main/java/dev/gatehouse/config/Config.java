package dev.gatehouse.config;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Lane;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.List;

/**
 * All that can be configured, validated and with every default filled in.
 *
 * @param pictures how many pictures of cars are kept
 * @param lanes the ways through this booth's gate; with none, each device is a lane of its own
 */
public record Config(
        ThisCentral thisCentral,
        List<Peer> peers,
        Site site,
        FeeRules fees,
        Sync sync,
        Mesh mesh,
        Api api,
        Pictures pictures,
        List<Lane> lanes) {
    public Config {
        peers = List.copyOf(peers);
        lanes = List.copyOf(lanes);
    }

    /** A booth without lanes, and with the usual room for pictures. */
    public Config(
            ThisCentral thisCentral,
            List<Peer> peers,
            Site site,
            FeeRules fees,
            Sync sync,
            Mesh mesh,
            Api api) {
        this(thisCentral, peers, site, fees, sync, mesh, api, Pictures.USUAL, List.of());
    }

    /** No peers are configured: the booth works alone. */
    public boolean standalone() {
        return peers.isEmpty();
    }

    /**
     * This node.
     *
     * @param id its name in the mesh and in every event that it makes
     * @param ip the IPv4 address or host name that both ports bind, or {@link #AUTO}
     * @param p2pPort where peers connect, 1 to 65535
     * @param apiPort where cameras and browsers connect, 1 to 65535, never {@code p2pPort}
     */
    public record ThisCentral(CentralId id, String ip, int p2pPort, int apiPort) {
        /** All addresses for peers, loopback for the API. */
        public static final String AUTO = "auto";

        public boolean auto() {
            return ip.equals(AUTO);
        }
    }

    /**
     * Another central.
     *
     * @param id never this central's own, and only once in the list
     * @param ip its IPv4 address or host name
     * @param p2pPort 1 to 65535
     * @param dialect null to find it out
     * @param apiPort where {@code /ws/p2p} of the second generation is; null where not configured
     */
    public record Peer(
            CentralId id,
            String ip,
            int p2pPort,
            @Nullable Dialect dialect,
            @Nullable Integer apiPort) {}

    /** What an original central is known to speak. */
    public enum Dialect {
        /** The first generation: plain frames on the P2P port. */
        ORIGINAL("original"),
        /** The second generation: {@code /ws/p2p} of the API port. */
        ORIGINAL_2("original-2");

        private final String key;

        Dialect(String key) {
            this.key = key;
        }

        /** As it is written in the file. */
        public String key() {
            return key;
        }
    }

    /**
     * The car park.
     *
     * @param name for the header, null where not configured
     * @param zone in which people read times and a day begins
     * @param capacity places, null where not configured
     */
    public record Site(@Nullable String name, ZoneId zone, @Nullable Integer capacity) {}

    /**
     * What is fetched from peers.
     *
     * @param windowDays how far back an original is asked
     * @param requestLimit most rows that an original is asked for at once
     * @param pageSize most events of one page between Gatehouse nodes, 1 to 1,024
     * @param autoOnConnect whether a new link starts comparing by itself
     */
    public record Sync(int windowDays, int requestLimit, int pageSize, boolean autoOnConnect) {}

    /**
     * How often links are kept alive.
     *
     * @param heartbeatSeconds between Gatehouse nodes
     * @param originalHeartbeatSeconds to an original
     */
    public record Mesh(int heartbeatSeconds, int originalHeartbeatSeconds) {}

    /**
     * Who may call the HTTP API.
     *
     * @param trustLan whether calls from the LAN are taken; otherwise the API listens at loopback
     *     alone
     */
    public record Api(boolean trustLan) {}

    /**
     * How many pictures of cars are kept; the oldest go first.
     *
     * @param days how long at most
     * @param maxGb how much of the disk at most, in GiB; 1 GiB is left free in any case
     */
    public record Pictures(int days, int maxGb) {
        /** What a file without the section means. */
        public static final Pictures USUAL = new Pictures(30, 5);
    }
}
