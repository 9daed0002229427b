package dev.gatehouse.sync;

import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * How this node keeps in step with its peers.
 *
 * @param self this central
 * @param peers the configured peers, in the order in which they are shown
 * @param auto whether what is missing is fetched without being asked for
 * @param pageSize events in a page, 1 to 1,024
 * @param heartbeat time between heartbeats
 * @param zone in which the log writes times, and originals theirs
 * @param originals how those are dealt with
 */
public record SyncSettings(
        CentralId self,
        List<PeerAddress> peers,
        boolean auto,
        int pageSize,
        Duration heartbeat,
        ZoneId zone,
        WithOriginals originals) {
    /**
     * What concerns originals only.
     *
     * @param heartbeat time between heartbeats to one
     * @param window how far back one is asked and told
     * @param requestLimit rows that one answers at most at once
     */
    public record WithOriginals(Duration heartbeat, Duration window, int requestLimit) {
        /** As the original has them. */
        public static final WithOriginals USUAL =
                new WithOriginals(Duration.ofSeconds(30), Duration.ofDays(7), 5_000);
    }

    /** With originals as usual. */
    public SyncSettings(
            CentralId self,
            List<PeerAddress> peers,
            boolean auto,
            int pageSize,
            Duration heartbeat,
            ZoneId zone) {
        this(self, peers, auto, pageSize, heartbeat, zone, WithOriginals.USUAL);
    }
}
