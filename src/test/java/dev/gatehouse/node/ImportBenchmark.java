package dev.gatehouse.node;

import static dev.gatehouse.ledger.BenchReport.figure;

import com.sun.management.GcInfo;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.ledger.BenchReport;
import dev.gatehouse.model.Progress;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * How fast what an original left is taken over, and in how much memory, beside a bare copy of its
 * rows. {@code mvn -q -Pbench -Dargs="import 1000000"}.
 */
public final class ImportBenchmark {
    /** Rows in one commit of the bare copy, as many as the import writes at once. */
    private static final int BATCH = 500;

    private static final long MB = 1_000_000;

    private ImportBenchmark() {}

    /**
     * @param rows in the original's history
     */
    public static void run(Path folder, BenchReport report, int rows) throws Exception {
        Path original = folder.resolve("central.db");
        OriginalDatabase.make(original, 1, rows);
        double bare = seconds(() -> copy(original, folder.resolve("bare.db"), rows));
        report.row(
                figure("bare copy of %,d rows, with their indexes", rows),
                "",
                figure("%.1f s, %,.0f rows/s", bare, rows / bare));

        Path data = Files.createDirectories(folder.resolve("import"));
        Files.writeString(
                data.resolve(ConfigStore.FILE),
                "{\"this_central\":{\"id\":\"central-1\",\"ip\":\"127.0.3.53\"}}");
        var store = new ConfigStore(data, null, Map.of(), "booth");
        var means = Node.Means.real(data, store.load().config(), "test", List.of());
        System.gc();
        long idle = afterCollection();
        long[] most = {idle};
        Progress watching = (_, _, _) -> most[0] = Math.max(most[0], afterCollection());
        double took = seconds(() -> Takeover.run(means, original, watching));
        report.row(
                figure("import of %,d rows", rows),
                "",
                figure("%.1f s, %,.0f rows/s", took, rows / took));
        double again = seconds(() -> Takeover.run(means, original, watching));
        report.row(
                "the same again, which adds nothing",
                "",
                figure("%.1f s, %,.0f rows/s", again, rows / again));
        report.row(
                "memory of it over idle, after collections",
                "256 MB",
                figure("%,d MB", (most[0] - idle) / MB));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** What was alive when the memory was cleaned last, by whichever collector. */
    private static long afterCollection() {
        long latest = -1;
        long used = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            GcInfo last =
                    bean instanceof com.sun.management.GarbageCollectorMXBean one
                            ? one.getLastGcInfo()
                            : null;
            if (last != null && last.getEndTime() > latest) {
                latest = last.getEndTime();
                used =
                        ManagementFactory.getMemoryPoolMXBeans().stream()
                                .filter(pool -> pool.getType() == MemoryType.HEAP)
                                .map(pool -> last.getMemoryUsageAfterGc().get(pool.getName()))
                                .filter(usage -> usage != null)
                                .mapToLong(MemoryUsage::getUsed)
                                .sum();
            }
        }
        return used;
    }

    /** The table with its own indexes in a write-ahead log, synced at each commit. */
    private static void copy(Path original, Path to, int rows) throws SQLException, IOException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + to);
                Statement statement = db.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA cache_size = -65536");
            statement.execute("PRAGMA wal_autocheckpoint = 4000");
            statement.execute("ATTACH '" + original + "' AS theirs");
            statement.execute(OriginalDatabase.HISTORY);
            statement.execute("CREATE UNIQUE INDEX by_event ON history (event_id)");
            statement.execute("CREATE INDEX by_plate ON history (plate_id)");
            statement.execute("CREATE INDEX by_creation ON history (created_at)");
            db.setAutoCommit(false);
            try (PreparedStatement copy =
                    db.prepareStatement(
                            "INSERT INTO main.history SELECT * FROM theirs.history WHERE id > ?"
                                    + " AND id <= ?")) {
                for (int from = 0; from < rows; from += BATCH) {
                    copy.setInt(1, from);
                    copy.setInt(2, from + BATCH);
                    copy.executeUpdate();
                    db.commit();
                }
            }
        }
        Files.delete(to);
    }
}
