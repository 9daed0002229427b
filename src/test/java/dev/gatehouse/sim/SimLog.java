package dev.gatehouse.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;

import dev.gatehouse.ledger.StoreException;

import org.slf4j.LoggerFactory;

/**
 * Takes the log of the engine while a run goes on: its lines belong into the run's trace, and an
 * error that is no trouble of the disk is a fault of the program.
 */
final class SimLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.gatehouse");
    private final World world;

    private SimLog(World world) {
        this.world = world;
    }

    static SimLog of(World world) {
        var log = new SimLog(world);
        log.setContext(log.logger.getLoggerContext());
        log.start();
        log.logger.setAdditive(false);
        log.logger.setLevel(world.isTold() ? Level.INFO : Level.ERROR);
        log.logger.addAppender(log);
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        world.logged(event.getLevel() + " " + event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (event.getLevel() == Level.ERROR
                && thrown != null
                && !thrown.getClassName().equals(StoreException.class.getName())) {
            world.fault(event.getFormattedMessage() + ": " + thrown.getMessage());
        }
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
