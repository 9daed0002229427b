package dev.gatehouse.console.gate;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Whether a fee may be another because the clock of the gate where the car came in is not that of
 * this one: a person looks at it then. Pure functions.
 */
final class ClockDoubt {
    /** From here on the alarm about that clock asks somebody to act. */
    private static final double SKEW_MS = 15_000;

    private ClockDoubt() {}

    /**
     * @param entered where the car came in
     * @param status null while nothing is known of the peers
     */
    static boolean changesFee(Sighting.Due due, CentralId entered, @Nullable MeshStatus status) {
        return status != null
                && status.peers().stream()
                        .filter(peer -> peer.id().equals(entered))
                        .anyMatch(peer -> changesFee(due, peer));
    }

    private static boolean changesFee(Sighting.Due due, PeerState peer) {
        Double offset = peer.clockOffsetMs();
        double unsure = Objects.requireNonNullElse(peer.rttP50Ms(), 0.0) / 2;
        return offset != null
                && Math.abs(offset) >= SKEW_MS
                && Math.abs(offset) > unsure // frames that wait on their way show as much
                && fee(due, Math.round(offset / 1_000)) != fee(due, 0);
    }

    /** What is to be paid where the entry was really so much earlier. */
    private static long fee(Sighting.Due due, long earlierSeconds) {
        return due.rules()
                .price(due.openSeconds() + earlierSeconds, due.freeSecondsUsedBefore())
                .feeDong();
    }
}
