package dev.gatehouse.ledger;

import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.write.Arrival;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What blocks are worth: the same pages merged by a ledger that packs them and by one that keeps
 * rows, in turns in one process, the bytes of both files, and how long the rows of an older
 * database take to become blocks.
 */
final class PackingBenchmark {
    private static final int RUNS = 5;

    private final Path folder;
    private final BenchReport report;
    private final List<Double> bytesOfRows = new ArrayList<>();
    private final List<Double> bytesOfBlocks = new ArrayList<>();
    private final List<BenchReport.Took> sealed = new ArrayList<>();

    private PackingBenchmark(Path folder, BenchReport report) {
        this.folder = folder;
        this.report = report;
    }

    static void run(Path folder, BenchReport report, int visits) throws Exception {
        new PackingBenchmark(folder, report).run(visits);
    }

    private void run(int visits) throws Exception {
        List<Arrival> pages;
        long events;
        try (Booth source = new Booth(folder, "central-1", 1, 0)) {
            LedgerBenchmark.fill(source, visits);
            pages = LedgerBenchmark.pages(source);
            events = source.ledger().holdings().events();
        }
        var rows = new ArrayList<BenchReport.Took>();
        var blocks = new ArrayList<BenchReport.Took>();
        for (int run = -1; run < RUNS; run++) {
            BenchReport.Took withRows = merge(pages, 0, bytesOfRows, events);
            seal(events);
            forget();
            BenchReport.Took withBlocks = merge(pages, Block.MAX_EVENTS, bytesOfBlocks, events);
            forget();
            if (run >= 0) { // the first warms up
                rows.add(withRows);
                blocks.add(withBlocks);
            }
        }
        tell(events, BenchReport.Took.median(rows), BenchReport.Took.median(blocks));
    }

    private void tell(long events, BenchReport.Took rows, BenchReport.Took blocks) {
        report.row(
                BenchReport.figure("merging %,d events into blocks against rows", events),
                "",
                BenchReport.figure(
                        "%.2f (processor time %.2f)",
                        blocks.seconds() / rows.seconds(), blocks.busy() / rows.busy()));
        report.row(
                "bytes of the file an event, blocks and rows",
                "",
                BenchReport.figure("%,.0f, %,.0f", bytesOfBlocks.getLast(), bytesOfRows.getLast()));
        BenchReport.Took sealing = BenchReport.Took.median(sealed.subList(1, sealed.size()));
        report.row(
                "rows of an older database into blocks",
                "",
                BenchReport.figure(
                        "%,.0f events/s (processor time of an event %.1f us)",
                        events / sealing.seconds(), sealing.busy() / events * 1e6));
    }

    private BenchReport.Took merge(List<Arrival> pages, int span, List<Double> bytes, long events)
            throws Exception {
        BenchReport.Took took;
        try (Booth booth = new Booth(folder, "central-2", 2, span)) {
            took = BenchReport.time(() -> LedgerBenchmark.mergeAll(booth, pages));
        }
        bytes.add((double) Files.size(folder.resolve("central-2.db")) / events);
        return took;
    }

    private void seal(long events) throws Exception {
        long whole = events / Block.MAX_EVENTS;
        sealed.add(
                BenchReport.time(
                        () -> {
                            try (Booth booth = new Booth(folder, "central-2", 3)) {
                                await().atMost(10, TimeUnit.MINUTES)
                                        .until(() -> blocks(booth.file) >= whole);
                            }
                        }));
    }

    private static long blocks(Path file) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT count(*) FROM block")) {
            return found.getLong(1);
        }
    }

    private void forget() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("central-2.db")) {
                    Files.delete(file);
                }
            }
        }
    }
}
