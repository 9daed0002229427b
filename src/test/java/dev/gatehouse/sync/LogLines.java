package dev.gatehouse.sync;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** What the nodes of this test write into their logs, at INFO and above. */
final class LogLines implements AutoCloseable {
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.gatehouse");
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    events.add(event);
                }
            };

    LogLines() {
        ours.setLevel(Level.INFO);
        ours.setAdditive(false);
        appender.start();
        ours.addAppender(appender);
    }

    List<String> all() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    List<String> warnings() {
        return atLeast(Level.WARN);
    }

    List<String> errors() {
        return atLeast(Level.ERROR);
    }

    private List<String> atLeast(Level level) {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(level))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** From the first line that begins so to the last that begins otherwise. */
    long millisBetween(String begin, String end) {
        return at(end).max().orElseThrow() - at(begin).min().orElseThrow();
    }

    private LongStream at(String begin) {
        return events.stream()
                .filter(event -> event.getFormattedMessage().startsWith(begin))
                .mapToLong(ILoggingEvent::getTimeStamp);
    }

    void forget() {
        events.clear();
    }

    @Override
    public void close() {
        ours.detachAppender(appender);
        ours.setAdditive(true);
        ours.setLevel(null);
    }
}
