package dev.gatehouse.model;

/**
 * A resync under way.
 *
 * @param stage where it is
 * @param toReceive events that the plan asks from the peer
 * @param received of those, written here so far
 * @param toSend events that the plan expects the peer to fetch from here
 * @param perSecond events received a second since the transfer began; 0 before
 */
public record ResyncProgress(
        Stage stage, long toReceive, long received, long toSend, double perSecond) {
    /** The three stages, in order. */
    public enum Stage {
        COMPARE,
        TRANSFER,
        VERIFY
    }
}
