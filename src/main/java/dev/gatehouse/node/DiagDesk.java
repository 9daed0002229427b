package dev.gatehouse.node;

import dev.gatehouse.diag.FiguresText;
import dev.gatehouse.diag.LogTail;
import dev.gatehouse.diag.SupportBundle;
import dev.gatehouse.model.BundleOutcome;
import dev.gatehouse.model.FileTrouble;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LogLine;
import dev.gatehouse.model.Progress;
import dev.gatehouse.port.DiagPort;
import dev.gatehouse.port.StoreUnreadableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The log and the support bundle, for the outer world. Any thread.
 *
 * @param logs the folder of the log files
 * @param config as it is in the file; empty where there is none
 * @param central named in the bundle's name
 * @param figures how the node is
 * @param recent the last passages, at most so many
 */
record DiagDesk(
        Path logs,
        Supplier<String> config,
        Supplier<String> central,
        Supplier<String> figures,
        IntFunction<List<GateEvent>> recent,
        InstantSource wall,
        ZoneId zone)
        implements DiagPort {
    private static final Logger LOG = LoggerFactory.getLogger(DiagDesk.class);
    private static final String LOG_FILE = "gatehouse.log";
    private static final int RECENT = 1_000;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Override
    public List<LogLine> log(int limit) {
        try {
            return LogTail.read(logs.resolve(LOG_FILE), limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Bundling save(Path folder, boolean withPlates, Progress progress) {
        var running = new Running();
        Thread.ofVirtual()
                .name("support-bundle")
                .start(() -> running.run(() -> write(folder, withPlates, progress, running)));
        return running;
    }

    private BundleOutcome write(
            Path folder, boolean withPlates, Progress progress, Running running) {
        Map<String, String> texts = new HashMap<>();
        texts.put("figures.txt", figures.get());
        if (withPlates) {
            texts.put("passages.csv", passages());
        }
        String at = NAME.format(wall.instant().atZone(zone));
        return SupportBundle.write(
                folder.resolve("gatehouse-support-" + central.get() + "-" + at + ".zip"),
                new SupportBundle.Contents(logs, config.get(), texts, withPlates),
                progress,
                () -> running.cancelled);
    }

    private String passages() {
        try {
            return FiguresText.csv(recent.apply(RECENT));
        } catch (StoreUnreadableException e) { // the very trouble that help is needed with
            return String.valueOf(e.getMessage());
        }
    }

    private static final class Running implements Bundling {
        private final CompletableFuture<BundleOutcome> outcome = new CompletableFuture<>();
        private volatile boolean cancelled;

        private void run(Supplier<BundleOutcome> work) {
            try {
                outcome.complete(work.get());
            } catch (Throwable e) { // an Error too, or whoever waits would wait for ever
                LOG.error("The support bundle failed", e);
                outcome.complete(new BundleOutcome.Failed(FileTrouble.of(e), e.toString()));
            }
        }

        @Override
        public CompletableFuture<BundleOutcome> outcome() {
            return outcome;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
