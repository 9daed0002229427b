package dev.gatehouse.console.fx;

import java.time.Duration;

/**
 * Waits by the bridge's timer. JavaFX's own animation would end with a frame of the screen, up to
 * 17 ms late: a person who types sees that.
 */
public final class FxDelay implements Delay {
    private final FxBridge bridge;
    private final Duration length;

    /** The number of the last wait; an older one that ends does nothing. */
    private long last;

    /**
     * @param length how long it waits
     */
    public FxDelay(FxBridge bridge, Duration length) {
        this.bridge = bridge;
        this.length = length;
    }

    @Override
    public void start(Runnable then) {
        long mine = ++last;
        bridge.after(
                length,
                () -> {
                    if (mine == last) {
                        then.run();
                    }
                });
    }

    @Override
    public void cancel() {
        last++;
    }
}
