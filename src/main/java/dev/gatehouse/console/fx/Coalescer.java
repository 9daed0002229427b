package dev.gatehouse.console.fx;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes one run on the FX thread out of many touches: the first goes through at once, those of the
 * following interval become one. While the FX thread is busy nothing piles up. Any thread may
 * touch.
 */
public final class Coalescer {
    /** Four updates a second: as fast as people read, and slow enough for an old booth PC. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private final FxBridge bridge;
    private final Duration interval;
    private final Runnable onFx;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicLong runs = new AtomicLong();
    private volatile long nextNanos = System.nanoTime();

    public Coalescer(FxBridge bridge, Duration interval, Runnable onFx) {
        this.bridge = bridge;
        this.interval = interval;
        this.onFx = onFx;
    }

    /** Says that there is something new. */
    public void touch() {
        if (asked.compareAndSet(false, true)) {
            long wait = Math.max(0, nextNanos - System.nanoTime());
            bridge.after(Duration.ofNanos(wait), this::run);
        }
    }

    /** How often it ran. */
    public long runs() {
        return runs.get();
    }

    private void run() {
        nextNanos = System.nanoTime() + interval.toNanos();
        asked.set(false);
        runs.incrementAndGet();
        onFx.run();
    }
}
