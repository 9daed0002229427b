package dev.gatehouse.console;

import dev.gatehouse.model.BundleOutcome;
import dev.gatehouse.model.LogLine;
import dev.gatehouse.model.Progress;
import dev.gatehouse.port.DiagPort;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A log that a test writes, and a support bundle that is ready when it says. Any thread. */
final class FakeDiagnostics implements DiagPort {
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final List<LogLine> lines = new ArrayList<>();
    private boolean unreadable;
    private @Nullable Progress progress;
    private boolean withPlates;
    private CompletableFuture<BundleOutcome> outcome = new CompletableFuture<>();

    synchronized void log(LogLine.Level level, String source, String text) {
        String at = WRITTEN.format(FakeNode.START.atZone(ZoneId.systemDefault()));
        lines.addFirst(new LogLine(at, level, source, text));
    }

    synchronized void unreadable(boolean next) {
        unreadable = next;
    }

    synchronized boolean asked() {
        return progress != null;
    }

    synchronized boolean askedWithPlates() {
        return withPlates;
    }

    synchronized void at(long done, long total) {
        Progress told = progress;
        if (told != null) {
            told.at("bytes", done, total);
        }
    }

    void end(BundleOutcome what) {
        CompletableFuture<BundleOutcome> running;
        synchronized (this) {
            running = outcome;
        }
        running.complete(what);
    }

    @Override
    public synchronized List<LogLine> log(int limit) {
        if (unreadable) {
            throw new UncheckedIOException(new AccessDeniedException("gatehouse.log"));
        }
        return List.copyOf(lines.subList(0, Math.min(limit, lines.size())));
    }

    @Override
    public synchronized Bundling save(Path folder, boolean plates, Progress told) {
        progress = told;
        withPlates = plates;
        outcome = new CompletableFuture<>();
        CompletableFuture<BundleOutcome> running = outcome;
        return new Bundling() {
            @Override
            public CompletableFuture<BundleOutcome> outcome() {
                return running;
            }

            @Override
            public void cancel() {
                running.complete(new BundleOutcome.Cancelled());
            }
        };
    }
}
