package dev.gatehouse.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the log goes once the data folder is known. Until then {@code logback.xml} holds: the
 * console alone, and nothing below INFO.
 */
final class LogSetup {
    /** Below the data folder; older files lie beside it with their day and number. */
    static final Path FILE = Path.of("logs", "gatehouse.log");

    static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0} %msg%n";

    /** What these say at INFO is about themselves and would hide what the node says. */
    static final List<String> QUIET =
            List.of("org.eclipse.jetty", "io.javalin", "org.flywaydb", "org.java_websocket");

    private LogSetup() {}

    /** For a node without a window: INFO to the console and to the file. */
    static void forNode(Path dataFolder) {
        configure(context(), dataFolder, Level.INFO, Limits.BOOTH);
    }

    /** For the window: INFO to the file, the console only for what is wrong. */
    static void forWindow(Path dataFolder) {
        configure(context(), dataFolder, Level.WARN, Limits.BOOTH);
    }

    /** For a command that says itself what it does: only what is wrong, on the console. */
    static void forCommand() {
        var context = context();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context, Level.WARN));
    }

    /**
     * Replaces what was configured. A file that cannot be written is said on the console, and the
     * program goes on: a booth works without a log.
     */
    static void configure(
            LoggerContext context, Path dataFolder, Level consoleLevel, Limits limits) {
        context.reset();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        root.addAppender(console(context, consoleLevel));
        Path file = dataFolder.resolve(FILE);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var appender = file(context, file, limits);
            if (!appender.isStarted()) {
                throw new IOException("not writable");
            }
            root.addAppender(appender);
        } catch (IOException e) {
            context.getLogger(LogSetup.class)
                    .warn(
                            "Log file {} cannot be written ({}); the log goes to the console alone",
                            file,
                            e.toString());
        }
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Appender<ILoggingEvent> console(LoggerContext context, Level level) {
        var threshold = new ThresholdFilter();
        threshold.setLevel(level.toString());
        threshold.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setName("console");
        // a Windows console may not be in UTF-8, and names of gates are Vietnamese
        console.setEncoder(encoder(context, System.out.charset()));
        console.addFilter(threshold);
        console.start();
        return console;
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Path path, Limits limits) {
        var file = new RollingFileAppender<ILoggingEvent>();
        file.setContext(context);
        file.setName("file");
        file.setFile(path.toString());
        file.setEncoder(encoder(context, StandardCharsets.UTF_8));
        var rolling = new LogRolling(path, limits);
        rolling.setParent(file);
        rolling.start();
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(rolling);
        file.start();
        return file;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, Charset charset) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.setCharset(charset);
        encoder.start();
        return encoder;
    }

    /**
     * How much log is kept.
     *
     * @param fileBytes a file is rolled once it is larger
     * @param days older files are deleted
     * @param oldBytes the oldest files are deleted while all rolled ones together are larger
     */
    record Limits(long fileBytes, int days, long oldBytes) {
        private static final long MB = 1_000_000;

        /**
         * Two weeks of a busy gate, in 14 files or so: nothing to a disk, and mailed when zipped.
         */
        static final Limits BOOTH = new Limits(10 * MB, 14, 150 * MB);
    }
}
