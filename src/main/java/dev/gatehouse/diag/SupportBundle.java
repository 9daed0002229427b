package dev.gatehouse.diag;

import dev.gatehouse.model.BundleOutcome;
import dev.gatehouse.model.FileTrouble;
import dev.gatehouse.model.Progress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a zip file that helps whoever is called for help. Any thread; blocks. */
public final class SupportBundle {
    /** Newest first; a mail takes no more, once zipped to a tenth. */
    private static final long LOG_BYTES = 100_000_000;

    private static final String PART = ".part";
    private static final Logger LOG = LoggerFactory.getLogger(SupportBundle.class);

    /**
     * What goes in.
     *
     * @param logs the folder of the log files
     * @param config as it is in the file; empty where there is none
     * @param figures by the name of the file that they go into; none has a secret
     * @param withPlates whether licence plates may be in the logs and the figures
     */
    public record Contents(
            Path logs, String config, Map<String, String> figures, boolean withPlates) {
        public Contents {
            figures = Map.copyOf(figures);
        }
    }

    private final Contents contents;
    private final Progress progress;
    private final BooleanSupplier cancelled;
    private long done;
    private long total;

    private SupportBundle(Contents contents, Progress progress, BooleanSupplier cancelled) {
        this.contents = contents;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /**
     * Writes it: the whole of it is there in the end, or nothing.
     *
     * @param cancelled asked again and again
     */
    public static BundleOutcome write(
            Path file, Contents contents, Progress progress, BooleanSupplier cancelled) {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            new SupportBundle(contents, progress, cancelled).write(part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            LOG.info("Support bundle {} written", file);
            return new BundleOutcome.Saved(file, Files.size(file));
        } catch (CancellationException e) {
            remove(part);
            return new BundleOutcome.Cancelled();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Support bundle {} could not be written", file, e);
            remove(part);
            return new BundleOutcome.Failed(FileTrouble.of(e), file + ": " + e.getMessage());
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.warn("{} could not be removed", part, e);
        }
    }

    private void write(Path part) throws IOException {
        List<Path> logs = logs();
        try (var zip = new ZipOutputStream(Files.newOutputStream(part))) {
            if (!contents.config().isEmpty()) {
                put(zip, "config.json", Redaction.secrets(contents.config()));
            }
            for (Map.Entry<String, String> figures : contents.figures().entrySet()) {
                put(zip, figures.getKey(), kept(figures.getValue()));
            }
            for (Path log : logs) {
                copy(zip, log);
            }
        }
        progress.at("bytes", total, total);
    }

    /** Those that fit, newest first. */
    private List<Path> logs() throws IOException {
        if (!Files.isDirectory(contents.logs())) {
            return List.of();
        }
        var fitting = new ArrayList<Path>();
        try (var files = Files.list(contents.logs())) {
            List<Path> newestFirst =
                    files.filter(f -> f.getFileName().toString().endsWith(".log"))
                            .sorted(Comparator.comparing(SupportBundle::modified).reversed())
                            .toList();
            for (Path file : newestFirst) {
                long bytes = size(file);
                if (total + bytes <= LOG_BYTES) {
                    total += bytes;
                    fitting.add(file);
                }
            }
        }
        return fitting;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // it was rolled away meanwhile
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0; // it was rolled away meanwhile
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private String kept(String text) {
        return contents.withPlates() ? text : Redaction.plates(text);
    }

    /** A log that cannot be read, or not to its end, costs only itself. */
    private void copy(ZipOutputStream zip, Path log) throws IOException {
        if (!Files.exists(log)) {
            return; // it was rolled away meanwhile
        }
        zip.putNextEntry(new ZipEntry("logs/" + log.getFileName()));
        try (BufferedReader lines = open(log)) {
            for (String line : (Iterable<String>) lines.lines()::iterator) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("not wanted any more");
                }
                write(zip, kept(line));
            }
        } catch (UncheckedIOException e) {
            LOG.warn("{} cannot be read to its end for the support bundle", log, e);
            write(zip, "The rest of this log could not be read: " + e.getCause());
        }
        zip.closeEntry();
    }

    /** What is no UTF-8, as after a power cut, is shown as a replacement character. */
    private static BufferedReader open(Path log) {
        try {
            return new BufferedReader(
                    new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ZipOutputStream zip, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        zip.write(bytes);
        done += bytes.length;
        progress.at("bytes", Math.min(done, total), total);
    }
}
