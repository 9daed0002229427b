package dev.gatehouse.passage;

import dev.gatehouse.model.Lane;

import java.time.Duration;
import java.util.Set;

/**
 * Where a report comes from: a lane of the configuration, or the device itself where no lane names
 * it.
 *
 * @param key unique among lanes and devices
 * @param direction which ways cars go
 * @param window how long after a reading a like one is of the same car
 * @param sameGround the keys of the lanes whose devices see the same cars, this one's not among
 *     them
 * @param configured whether it is a lane of the configuration
 */
public record LaneSpot(
        String key,
        Lane.Direction direction,
        Duration window,
        Set<String> sameGround,
        boolean configured) {
    public LaneSpot {
        sameGround = Set.copyOf(sameGround);
    }

    /** The key of a lane of the configuration. */
    public static String keyOf(String laneId) {
        return "lane " + laneId;
    }
}
