package dev.gatehouse.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import sun.misc.Signal;

import java.util.List;

/**
 * SIGTERM, Ctrl+C and the end of a session ask the command to stop, and it ends by itself with exit
 * code 0. The signals are taken before they begin to end the process: JavaFX takes its window down
 * in a shutdown hook of its own, beside which no window can be closed in order.
 */
final class StopSignal {
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private StopSignal() {}

    /**
     * @param stop asks the command to stop; any thread, returns at once
     * @param close closes what must not be cut off, where the process is ended in another way;
     *     waits until it is closed, and does nothing when it is already
     */
    static void on(Runnable stop, Runnable close) {
        for (String name : SIGNALS) {
            try {
                Signal.handle(
                        new Signal(name),
                        signal -> {
                            LOG.info("Stopping on SIG{}", signal.getName());
                            stop.run();
                        });
            } catch (IllegalArgumentException notOnThisSystem) {
                LOG.debug("No SIG{} here", name);
            }
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(close));
    }
}
