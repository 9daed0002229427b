package dev.gatehouse.field;

import org.sqlite.SQLiteJDBCLoader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What all was measured on: without it no figure means anything. */
final class Machine {
    private static final int SYNCS = 101;
    private static final int SYNC_BYTES = 4_096;

    private Machine() {}

    static Map<String, String> describe(Path folder) throws IOException, InterruptedException {
        var environment = new LinkedHashMap<String, String>();
        environment.put("date", LocalDate.now().toString());
        environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("processor", processor());
        environment.put(
                "write and sync of 4 KiB",
                String.format(Locale.ROOT, "%.2f ms", syncMilliseconds(folder)));
        environment.put(
                "system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("Java", Runtime.version().toString());
        environment.put("SQLite", sqlite());
        environment.put("Gatehouse", said("git", "rev-parse", "--short", "HEAD"));
        environment.put("SymmetricDS", orWhy(SymmetricRival::version));
        environment.put("PouchDB", orWhy(PouchRival::version));
        environment.put("Node.js", said("node", "--version"));
        environment.put("PostgreSQL", orWhy(PostgresRival::version));
        return environment;
    }

    private interface Version {
        String get() throws Exception;
    }

    private static String orWhy(Version version) {
        try {
            return version.get();
        } catch (Exception absent) {
            return "none: " + absent.getMessage();
        }
    }

    private static String sqlite() {
        return orWhy(SQLiteJDBCLoader::getVersion);
    }

    private static String said(String... words) throws InterruptedException {
        try {
            return Tools.run(Path.of("").toAbsolutePath(), List.of(words));
        } catch (IOException absent) {
            return "unknown";
        }
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return System.getProperty("os.arch", "");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch", ""));
        }
    }

    private static double syncMilliseconds(Path folder) throws IOException {
        Path file = folder.resolve("sync");
        var times = new ArrayList<Double>();
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(SYNC_BYTES));
                channel.force(false);
                times.add((System.nanoTime() - begin) / 1e6);
            }
        }
        Files.delete(file);
        return Figure.median(times);
    }
}
