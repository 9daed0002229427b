package dev.gatehouse.port;

import dev.gatehouse.model.LaneState;

import java.util.List;

/** What stands before the barriers of this booth, and why. Any thread; nothing here blocks. */
public interface LanePort {
    /**
     * All lanes in the order of the configuration, one at least; then devices without a lane that
     * reported a car.
     */
    List<LaneState> lanes();

    /**
     * A person has decided about a car, or leaves it alone. A card that is gone already stays so.
     *
     * @param lane the lane's id
     * @param card the card's
     */
    void decided(String lane, long card);

    /**
     * Runs that after every change, until it is closed.
     *
     * @param changed must not block, and may be run on any thread
     */
    Watching watch(Runnable changed);

    /** Ends with {@link #close}. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }
}
