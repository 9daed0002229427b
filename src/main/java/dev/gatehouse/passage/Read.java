package dev.gatehouse.passage;

import dev.gatehouse.model.GateEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * One report of a car: a device read a plate, or a sender decided that a barrier opens.
 *
 * @param spot where
 * @param device which camera or edge computer, as it calls itself; empty where it does not
 * @param decision whether the sender decided: then only the same plate is the same car
 * @param way which way the car goes, where that is said and the lane allows it; null otherwise
 * @param plate the canonical plate, null where none was read
 * @param usual whether the plate has one of the forms that plates have
 * @param text what was read, as the device wrote it
 * @param confidence 0 to 1, null where the device told none
 * @param told the device's own name of the report, null where it gave none
 * @param passed when the car passed, by the device's clock where that is known to be right;
 *     otherwise when the report arrived, by this node's clock
 * @param steady what the steady clock of this process showed when the car passed; null where that
 *     was before this start
 * @param seen when the device saw the car, by the device's clock; null where it told no instant
 */
public record Read(
        LaneSpot spot,
        String device,
        boolean decision,
        GateEvent.@Nullable Kind way,
        @Nullable String plate,
        boolean usual,
        String text,
        @Nullable Double confidence,
        @Nullable String told,
        Instant passed,
        @Nullable Duration steady,
        @Nullable Instant seen) {
    /** Stands for a confidence that nobody told: neither sure nor unlikely. */
    private static final double UNTOLD = 0.5;

    /** From here on a device is sure of what it read. */
    private static final double SURE = 0.9;

    /** How sure the device is, 0 to 1. */
    double certainty() {
        return confidence == null ? UNTOLD : confidence;
    }

    /** Who decides without a word of how sure he is has seen the car. */
    boolean isSure() {
        return confidence == null ? decision : confidence >= SURE;
    }

    boolean isUnsure() {
        return confidence != null && confidence < SURE;
    }

    /**
     * How much later this car was seen than another report's. One device's clock tells it also
     * where that clock is wrong, and where it was cut off and tells all it saw at once. Of this
     * node's two clocks the one that tells more is right: the wall clock may be set back, and the
     * steady one may stand still while the PC sleeps.
     */
    Duration since(Read other) {
        Instant mine = seen;
        Instant theirs = other.seen;
        if (mine != null && theirs != null && isOfOneClock(other)) {
            return Duration.between(theirs, mine);
        }
        Duration byWall = Duration.between(other.passed, passed);
        if (steady == null || other.steady == null) {
            return byWall;
        }
        Duration bySteady = steady.minus(other.steady);
        return bySteady.compareTo(byWall) > 0 ? bySteady : byWall;
    }

    /** Whether one device's clock tells how long after another report this one is. */
    boolean isOfOneClock(Read other) {
        return seen != null
                && other.seen != null
                && !device.isEmpty()
                && device.equals(other.device);
    }
}
