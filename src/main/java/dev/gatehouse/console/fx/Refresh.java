package dev.gatehouse.console.fx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A read that blocks, kept off the FX thread: one at a time, on a virtual thread; asked again while
 * it runs, it runs once more after. Any thread may ask.
 *
 * @param <T> what is read
 */
public final class Refresh<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);

    private final FxBridge bridge;
    private final String name;
    private final Duration apart;
    private final Supplier<T> read;
    private final Consumer<T> onFx;
    private final Consumer<Throwable> failedOnFx;
    private boolean running;
    private boolean again;

    /**
     * @param name of the thread and in the log
     * @param apart the least time from the end of one read to the start of the next
     * @param read blocks; what it throws goes to {@code failedOnFx}
     */
    public Refresh(
            FxBridge bridge,
            String name,
            Duration apart,
            Supplier<T> read,
            Consumer<T> onFx,
            Consumer<Throwable> failedOnFx) {
        this.bridge = bridge;
        this.name = name;
        this.apart = apart;
        this.read = read;
        this.onFx = onFx;
        this.failedOnFx = failedOnFx;
    }

    /** Asks for a read that sees everything committed before this call. */
    public synchronized void ask() {
        if (running) {
            again = true;
        } else {
            running = true;
            start();
        }
    }

    private void start() {
        Thread.ofVirtual().name("console-" + name).start(this::run);
    }

    private void run() {
        try {
            T result = read.get();
            bridge.execute(() -> onFx.accept(result));
        } catch (Throwable e) { // an Error too, or whoever waits would wait for ever
            if (e instanceof Error) {
                LOG.error("Reading {} failed", name, e);
            } else {
                LOG.warn("Reading {} failed: {}", name, e.toString());
            }
            bridge.execute(() -> failedOnFx.accept(e));
        } finally {
            bridge.after(apart, this::ended);
        }
    }

    private synchronized void ended() {
        if (again) {
            again = false;
            start();
        } else {
            running = false;
        }
    }
}
