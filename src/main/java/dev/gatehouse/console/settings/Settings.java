package dev.gatehouse.console.settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What the window remembers, in {@code console.properties}. A file that cannot be read means the
 * defaults, and one that cannot be written costs only the memory: neither stops a booth. Any
 * thread; the file is written half a second after the last change, by a thread of its own, whole or
 * not at all.
 */
public final class Settings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String FILE = "console.properties";
    private static final long WRITE_DELAY_MS = 500;
    private static final long CLOSE_LIMIT_S = 2;

    private final Path file;
    private final Map<String, String> values = new TreeMap<>();
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("console-settings").factory());
    private boolean dirty;

    private Settings(Path file) {
        this.file = file;
    }

    /** Reads the file of that folder; blocks for one small read. */
    public static Settings in(Path folder) {
        Settings settings = new Settings(folder.resolve(FILE));
        settings.read();
        return settings;
    }

    private synchronized void read() {
        var properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return; // the first start
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The window's settings {} cannot be read, using the defaults", file, e);
            return;
        }
        properties.forEach((key, value) -> values.put((String) key, (String) value));
    }

    public synchronized @Nullable String get(String key) {
        return values.get(key);
    }

    /** The constant of that name; the default where there is none such. */
    public <E extends Enum<E>> E get(String key, E otherwise) {
        E found = find(key, otherwise.getDeclaringClass());
        return found == null ? otherwise : found;
    }

    /** The constant of that name, null where there is none such. */
    public <E extends Enum<E>> @Nullable E find(String key, Class<E> type) {
        String value = get(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        return null;
    }

    /** A finite number above 0; the default where there is none such. */
    public double get(String key, double otherwise) {
        String value = get(key);
        try {
            double number = value == null ? otherwise : Double.parseDouble(value);
            return Double.isFinite(number) && number > 0 ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    public void put(String key, Enum<?> value) {
        put(key, value.name().toLowerCase(Locale.ROOT));
    }

    public void put(String key, double value) {
        put(key, Long.toString(Math.round(value)));
    }

    private synchronized void put(String key, String value) {
        if (value.equals(values.put(key, value)) || writer.isShutdown()) {
            return;
        }
        if (!dirty) {
            dirty = true;
            writer.schedule(this::write, WRITE_DELAY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void write() {
        var text = new StringWriter();
        synchronized (this) {
            if (!dirty) {
                return;
            }
            dirty = false;
            values.forEach((key, value) -> text.append(key + "=" + value + "\n"));
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling(FILE + ".new");
            Files.writeString(draft, text.toString(), StandardCharsets.UTF_8);
            replace(draft);
        } catch (IOException e) {
            LOG.warn("The window's settings {} cannot be written", file, e);
        }
    }

    private void replace(Path draft) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes what is not written yet. */
    @Override
    public void close() {
        writer.execute(this::write);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS)) {
                LOG.warn("The window's settings {} were not written in time", file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
