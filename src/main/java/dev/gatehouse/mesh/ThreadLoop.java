package dev.gatehouse.mesh;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A loop on a thread of its own. */
final class ThreadLoop implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

    private final String name;
    private final ScheduledThreadPoolExecutor thread;

    ThreadLoop(String name) {
        this.name = name;
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name(name).daemon().factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public boolean post(Runnable work) {
        try {
            thread.execute(() -> guarded(work));
            return true;
        } catch (RejectedExecutionException closing) {
            LOG.trace("Closing; left undone", closing);
            return false;
        }
    }

    @Override
    public void hand(Runnable work) {
        try {
            thread.submit(work).get();
        } catch (RejectedExecutionException | CancellationException closing) {
            LOG.trace("Closing; left undone", closing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("{} failed at one frame", name, e.getCause());
        }
    }

    @Override
    public void every(Duration pause, Runnable work) {
        thread.scheduleWithFixedDelay(
                () -> guarded(work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What fails once, be it for want of memory, must neither end the loop nor go unseen. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.error("{} failed once", name, e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("The thread {} did not end within 1 s", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
