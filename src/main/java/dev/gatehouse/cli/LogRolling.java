package dev.gatehouse.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingPolicy;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.TriggeringPolicy;
import ch.qos.logback.core.rolling.helper.CompressionMode;
import ch.qos.logback.core.spi.ContextAwareBase;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a log file aside under its day and a number when the day ends or the file is large, and
 * deletes the oldest. Logback's own policy reads the whole path as a pattern, so that a folder with
 * a percent sign or a backslash in its name has no log. Guarded by the appender's lock.
 */
final class LogRolling extends ContextAwareBase
        implements RollingPolicy, TriggeringPolicy<ILoggingEvent> {
    private static final Pattern OLD =
            Pattern.compile("gatehouse\\.(\\d{4}-\\d\\d-\\d\\d)\\.(\\d{1,9})\\.log");

    private final Path file;
    private final LogSetup.Limits limits;
    private final ZoneId zone = ZoneId.systemDefault();
    private LocalDate day = LocalDate.EPOCH;
    private boolean started;

    LogRolling(Path file, LogSetup.Limits limits) {
        this.file = file;
        this.limits = limits;
    }

    /** A file that was put aside. */
    private record Old(LocalDate day, int number, Path path, long bytes) {}

    @Override
    public void start() {
        day = dayOf(System.currentTimeMillis());
        try {
            if (Files.exists(file)) {
                day = dayOf(Files.getLastModifiedTime(file).toMillis());
            }
        } catch (IOException e) {
            addWarn("Not known from when " + file + " is", e);
        }
        started = true;
    }

    private LocalDate dayOf(long epochMs) {
        return Instant.ofEpochMilli(epochMs).atZone(zone).toLocalDate();
    }

    @Override
    public boolean isTriggeringEvent(File active, ILoggingEvent event) {
        return !dayOf(event.getTimeStamp()).equals(day) || active.length() > limits.fileBytes();
    }

    @Override
    public void rollover() {
        try {
            List<Old> old = old();
            int number =
                    old.stream()
                            .filter(one -> one.day().equals(day))
                            .mapToInt(one -> one.number() + 1)
                            .max()
                            .orElse(0);
            if (Files.exists(file) && Files.size(file) > 0) {
                Files.move(file, file.resolveSibling("gatehouse." + day + "." + number + ".log"));
            }
            day = dayOf(System.currentTimeMillis());
            deleteOldest();
        } catch (IOException e) {
            throw new RolloverFailure("the log cannot be put aside", e);
        }
    }

    private List<Old> old() throws IOException {
        var found = new ArrayList<Old>();
        try (var files = Files.list(file.toAbsolutePath().getParent())) {
            for (Path path : (Iterable<Path>) files::iterator) {
                Matcher name = OLD.matcher(path.getFileName().toString());
                if (name.matches()) {
                    found.add(
                            new Old(
                                    LocalDate.parse(name.group(1)),
                                    Integer.parseInt(name.group(2)),
                                    path,
                                    Files.size(path)));
                }
            }
        }
        found.sort(Comparator.comparing(Old::day).thenComparing(Old::number).reversed());
        return found;
    }

    private void deleteOldest() throws IOException {
        LocalDate oldest = day.minusDays(limits.days());
        long bytes = 0;
        for (Old one : old()) {
            bytes += one.bytes();
            if (bytes > limits.oldBytes() || one.day().isBefore(oldest)) {
                Files.deleteIfExists(one.path());
            }
        }
    }

    @Override
    public String getActiveFileName() {
        return file.toString();
    }

    @Override
    public CompressionMode getCompressionMode() {
        return CompressionMode.NONE;
    }

    @Override
    public void setParent(FileAppender<?> appender) {
        setContext(appender.getContext());
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public boolean isStarted() {
        return started;
    }
}
