package dev.gatehouse.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM, Ctrl+C and the end of a session: asks the command to stop, and holds the process until
 * it has. Closed by the command when it is done.
 */
final class StopSignal implements AutoCloseable {
    /** Longer than a node ever takes to close; then the process ends all the same. */
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch done = new CountDownLatch(1);

    private StopSignal() {}

    /**
     * @param stop asks the command to stop; any thread, returns at once
     */
    static StopSignal onStop(Runnable stop) {
        var signal = new StopSignal();
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop-signal")
                                .unstarted(
                                        () -> {
                                            if (signal.done.getCount() > 0) {
                                                stop.run();
                                                signal.awaitDone();
                                            }
                                        }));
        return signal;
    }

    /** A stop that was asked for and done is no failure: exit code 0, not the signal's 143. */
    private void awaitDone() {
        try {
            boolean stopped = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(stopped ? 0 : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
