package dev.gatehouse.console.fx;

import javafx.application.Platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The only way to the FX thread. Nothing else calls {@link Platform#runLater}, so that what floods
 * the window can be found, coalesced and stopped in one place. Any thread may call it.
 */
public final class FxBridge implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FxBridge.class);

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("console-timer").factory());
    private volatile boolean closed;

    /** Runs the task on the FX thread, after those handed over before; dropped once closed. */
    @Override
    public void execute(Runnable task) {
        if (!closed) {
            Platform.runLater(
                    () -> {
                        if (!closed) {
                            task.run();
                        }
                    });
        }
    }

    /** Runs the task on the FX thread after that time. */
    public void after(Duration delay, Runnable task) {
        try {
            timer.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The window is closing; dropped a task of {} ms", delay.toMillis());
        }
    }

    /**
     * Runs a task that does not block on the timer's thread, again and again; what it throws is
     * logged and does not end the series.
     */
    public void every(Duration period, Runnable task) {
        Runnable guarded =
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) { // it would end the series without a word
                        LOG.warn("A periodic task of the window failed", e);
                    }
                };
        timer.scheduleWithFixedDelay(guarded, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops the timer; what was handed over and has not run yet never runs. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
    }
}
