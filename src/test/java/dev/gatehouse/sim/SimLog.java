package dev.gatehouse.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;

import dev.gatehouse.ledger.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Takes the log of the engine while a run goes on in this thread: its lines belong into the run's
 * trace, and an error that is no trouble of the disk is a fault of the program.
 */
final class SimLog extends AppenderBase<ILoggingEvent> {
    private static final ThreadLocal<@Nullable World> RUNNING = new ThreadLocal<>();
    private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("dev.gatehouse");

    /** Another in each class loader. */
    private static final String NAME = "sim " + System.identityHashCode(SimLog.class);

    private SimLog() {}

    /** From now on the lines of this thread are that world's; null gives them back. */
    static void of(@Nullable World world) {
        RUNNING.set(world);
        if (world != null) {
            install(world.isTold() ? Level.INFO : Level.ERROR);
        }
    }

    private static synchronized void install(Level level) {
        if (ENGINE.getAppender(NAME) == null) {
            var log = new SimLog();
            log.setName(NAME);
            log.setContext(ENGINE.getLoggerContext());
            log.start();
            ENGINE.setAdditive(false);
            ENGINE.addAppender(log);
        }
        ENGINE.setLevel(level);
    }

    /** The engine's log goes where it went before. */
    static synchronized void remove() {
        ENGINE.detachAppender(NAME);
        ENGINE.setAdditive(true);
        ENGINE.setLevel(null);
    }

    @Override
    protected void append(ILoggingEvent event) {
        World world = RUNNING.get();
        if (world == null) {
            return;
        }
        world.logged(event.getLevel() + " " + event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (event.getLevel() == Level.ERROR
                && thrown != null
                && !thrown.getClassName().equals(StoreException.class.getName())) {
            world.fault(event.getFormattedMessage() + ": " + thrown.getMessage());
        }
    }
}
