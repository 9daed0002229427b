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
 * @param zone in which the log writes times
 */
public record SyncSettings(
        CentralId self,
        List<PeerAddress> peers,
        boolean auto,
        int pageSize,
        Duration heartbeat,
        ZoneId zone) {}
