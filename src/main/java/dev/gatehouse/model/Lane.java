package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * One way through the gate of a booth, and the devices that look at it.
 *
 * @param id unique within this booth
 * @param name what people call it
 * @param direction which ways cars go
 * @param cameras each an {@code edge_id}, a {@code camera_id} or the name of a device
 * @param window how long after a reading a like one is of the same car
 * @param sameGround the ids of lanes whose devices see the same cars as those of this lane
 */
public record Lane(
        String id,
        String name,
        Direction direction,
        List<String> cameras,
        Duration window,
        List<String> sameGround) {
    /**
     * Until another car stands at the barrier: the driver of the first has paid, taken his change
     * and gone.
     */
    public static final Duration USUAL_WINDOW = Duration.ofSeconds(20);

    public Lane {
        cameras = List.copyOf(cameras);
        sameGround = List.copyOf(sameGround);
    }

    /** Which ways cars go through a lane. */
    public enum Direction {
        IN,
        OUT,
        BOTH;

        /** The only way there is; null where there are two. */
        public GateEvent.@Nullable Kind only() {
            return switch (this) {
                case IN -> GateEvent.Kind.ENTRY;
                case OUT -> GateEvent.Kind.EXIT;
                case BOTH -> null;
            };
        }

        /** Whether cars go that way; where no way is named, whether they go any. */
        public boolean allows(GateEvent.@Nullable Kind way) {
            return way == null || only() == null || way == only();
        }
    }
}
