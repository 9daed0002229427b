package dev.gatehouse.ledger;

import dev.gatehouse.ledger.store.BareHistory;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * How fast requests are acknowledged and pages are merged, beside what SQLite alone needs for the
 * same rows in the same run: on a busy machine only the ratios mean anything, and those of
 * processor time most. {@code mvn -q -Pbench}, or {@code -Dargs="ledger 100000"} for as many
 * visits.
 */
final class LedgerBenchmark {
    private static final int CLIENTS = 32;
    private static final int PAGE = 1_024;
    private static final int RUNS = 5;

    /** In a hundred visits; as measured where the original runs. */
    private static final int ENDED = 58;

    /** How many cars come in before the first leaves. */
    private static final int INSIDE = 1_000;

    /** So long that a row has some 560 bytes, as those of the original. */
    private static final Fact.Reading READING =
            new Fact.Reading(
                    1, "Camera cổng số 1, phía đường Nguyễn Trãi ".repeat(5), 0.94, "auto");

    private final Path folder;
    private final BenchReport report;

    private LedgerBenchmark(Path folder, BenchReport report) {
        this.folder = folder;
        this.report = report;
    }

    static void run(Path folder, BenchReport report, int visits) throws Exception {
        var benchmark = new LedgerBenchmark(folder, report);
        benchmark.acknowledge(visits / 4);
        benchmark.merge(visits);
    }

    private void acknowledge(int entries) throws Exception {
        var all = new ArrayList<BenchReport.Took>();
        var alone = new ArrayList<Double>();
        try (Booth booth = new Booth(folder, "central-9")) {
            for (int run = -1; run < RUNS; run++) { // the first warms up
                int series = 10 + run;
                BenchReport.Took took = BenchReport.time(() -> enter(booth, series + "A", entries));
                double single = singleCommits();
                if (run >= 0) {
                    all.add(took);
                    alone.add(single);
                }
            }
        }
        double rate = entries / BenchReport.Took.median(all).seconds();
        double single =
                BenchReport.median(alone.stream().mapToDouble(Double::doubleValue).toArray());
        report.row(
                "entries acknowledged, synced, " + CLIENTS + " clients",
                "3,000/s",
                BenchReport.figure("%,.0f/s", rate));
        report.row(
                "SQLite alone, one row a commit, one client",
                "",
                BenchReport.figure("%,.0f/s (ratio %.1f)", single, rate / single));
    }

    private static void enter(Booth booth, String series, int entries) throws Exception {
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < CLIENTS; t++) {
            int first = t;
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = first; i < entries; i += CLIENTS) {
                                            booth.enter(series + (100_000 + i));
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private double singleCommits() throws Exception {
        int rows = 500;
        var bare = new BareHistory(folder.resolve("single.db"));
        try {
            @Nullable Object[] row = Collections.nCopies(BareHistory.COLUMNS.size(), "x").toArray();
            BenchReport.Took took =
                    BenchReport.time(
                            () -> {
                                for (int i = 0; i < rows; i++) {
                                    row[0] = i;
                                    row[1] = "central-1_" + i;
                                    bare.insert(List.<@Nullable Object[]>of(row));
                                }
                            });
            return rows / took.seconds();
        } finally {
            bare.close();
        }
    }

    private void merge(int visits) throws Exception {
        try (Booth source = new Booth(folder, "central-1")) {
            fill(source, visits);
            var rows = new ArrayList<@Nullable Object[]>();
            var hashed = new ArrayList<BenchReport.Took>();
            var merged = new ArrayList<BenchReport.Took>();
            var together = new ArrayList<BenchReport.Took>();
            var bare = new ArrayList<BenchReport.Took>();
            for (int run = -1; run < RUNS; run++) {
                var pages = new ArrayList<Arrival>();
                BenchReport.Took hash = BenchReport.time(() -> pages.addAll(pages(source)));
                BenchReport.Took merge;
                try (Booth peer = new Booth(folder, "central-2")) {
                    merge = BenchReport.time(() -> mergeAll(peer, pages));
                    pages.clear(); // else they crowd the heap while the rest is timed
                    requireSame(source, peer);
                    if (rows.isEmpty()) {
                        rows.addAll(historyOf(peer));
                    }
                }
                BenchReport.Took both;
                try (Booth peer = new Booth(folder, "central-3")) {
                    both = BenchReport.time(() -> pipeline(source, peer));
                    requireSame(source, peer);
                }
                BenchReport.Took batch = bareBatch(rows);
                if (run >= 0) {
                    hashed.add(hash);
                    merged.add(merge);
                    together.add(both);
                    bare.add(batch);
                }
                forget("central-2");
                forget("central-3");
            }
            tell(source.ledger().holdings().events(), rows, hashed, merged, together, bare);
        }
    }

    private void tell(
            long events,
            List<@Nullable Object[]> rows,
            List<BenchReport.Took> hashed,
            List<BenchReport.Took> merged,
            List<BenchReport.Took> together,
            List<BenchReport.Took> bare) {
        BenchReport.Took batch = BenchReport.Took.median(bare);
        BenchReport.Took merge = BenchReport.Took.median(merged);
        BenchReport.Took hash = BenchReport.Took.median(hashed);
        BenchReport.Took both = BenchReport.Took.median(together);
        report.row(
                "read, proved, hashed and checked",
                "",
                BenchReport.figure("%,.0f events/s", events / hash.seconds()));
        report.row(
                "merged and folded",
                "",
                BenchReport.figure("%,.0f events/s", events / merge.seconds()));
        report.row(
                "all of that, overlapping as in a node",
                "",
                BenchReport.figure("%,.0f events/s", events / both.seconds()));
        report.row(
                BenchReport.figure(
                        "SQLite alone, the %,d rows of these %,d events (%,d bytes each)",
                        rows.size(), events, bytes(rows)),
                "",
                BenchReport.figure("%,.0f rows/s", rows.size() / batch.seconds()));
        report.row(
                "time of all that against SQLite alone, same visits",
                "2",
                BenchReport.figure(
                        "%.1f (processor time %.1f)",
                        both.seconds() / batch.seconds(), both.busy() / batch.busy()));
        report.row(
                "time of an event against that of a row",
                "",
                BenchReport.figure(
                        "%.1f (processor time %.1f)",
                        both.seconds() / batch.seconds() * rows.size() / events,
                        both.busy() / batch.busy() * rows.size() / events));
        report.row(
                "time of merging and folding alone, same visits",
                "",
                BenchReport.figure(
                        "%.1f (processor time %.1f)",
                        merge.seconds() / batch.seconds(), merge.busy() / batch.busy()));
    }

    private static int bytes(List<@Nullable Object[]> rows) {
        long bytes = 0;
        for (@Nullable Object[] row : rows) {
            for (Object value : row) {
                bytes += value instanceof String text ? text.length() : value == null ? 0 : 8;
            }
        }
        return (int) (bytes / rows.size());
    }

    /** A car every two seconds; more than half of the visits end, of cars that come five times. */
    static void fill(Booth booth, int visits) {
        int cars = Math.max(INSIDE + 1, visits / 5);
        Queue<Visit> inside = new ArrayDeque<>();
        for (int done = 0; done < visits; done += PAGE) {
            int from = done;
            booth.ledger()
                    .decide(
                            desk -> {
                                for (int i = from; i < Math.min(visits, from + PAGE); i++) {
                                    boolean ends = i % 100 < ENDED;
                                    String plate = ends ? "51H" + (10_000 + i % cars) : "30F" + i;
                                    inside.add(entered(desk, plate));
                                    booth.clock.pass(Duration.ofSeconds(2));
                                    if (inside.size() > INSIDE) {
                                        Visit next = inside.remove();
                                        if (next.plate().canonical().startsWith("51H")) {
                                            left(desk, next);
                                        }
                                    }
                                }
                                return true;
                            })
                    .join();
            booth.clock.pass(Duration.ofSeconds(1));
        }
    }

    private static Visit entered(DecisionContext desk, String plate) {
        return desk.append(
                Booth.plate(plate),
                hlc ->
                        new Fact.Entry(
                                desk.central() + "_" + hlc.ms() + "_" + plate,
                                Booth.plate(plate),
                                "gate-1",
                                READING));
    }

    private static void left(DecisionContext desk, Visit visit) {
        desk.append(
                visit.plate(),
                _ ->
                        new Fact.Exit(
                                visit.eventId(), visit.plate(), "gate-2", READING, 25_000, 2_000));
    }

    private interface PageTaker {
        void take(Arrival page) throws InterruptedException;
    }

    private static void eachPage(Booth booth, PageTaker taker) throws InterruptedException {
        for (StreamHead head : booth.ledger().holdings().all()) {
            for (long from = 1; from <= head.n(); from += PAGE) {
                taker.take(booth.packedPage(head.stream(), from, PAGE));
            }
        }
    }

    static List<Arrival> pages(Booth booth) throws InterruptedException {
        var pages = new ArrayList<Arrival>();
        eachPage(booth, pages::add);
        return pages;
    }

    static void mergeAll(Booth booth, List<Arrival> pages) {
        var merging = new Merging(booth);
        pages.forEach(merging::take);
        merging.end();
    }

    /** As a node does it: what its asks to one peer may bring at once waits for the writer. */
    private static final class Merging {
        private static final int WAITING = 8;

        private final Booth booth;
        private final Queue<CompletableFuture<MergeResult>> waiting = new ArrayDeque<>();

        Merging(Booth booth) {
            this.booth = booth;
        }

        void take(Arrival page) {
            if (waiting.size() >= WAITING) {
                joinOne();
            }
            waiting.add(booth.ledger().merge(page));
        }

        void end() {
            while (!waiting.isEmpty()) {
                joinOne();
            }
        }

        private void joinOne() {
            if (waiting.remove().join().fit() != MergeResult.Fit.FITS) {
                throw new IllegalStateException("a page was refused");
            }
        }
    }

    /** Two pages are read ahead at most, as in a node. */
    private static void pipeline(Booth from, Booth to) throws InterruptedException {
        var pages = new ArrayBlockingQueue<List<Arrival>>(2);
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        eachPage(from, page -> pages.put(List.of(page)));
                                        pages.put(List.of());
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        List<Arrival> next = pages.take();
        var merging = new Merging(to);
        while (!next.isEmpty()) {
            next.forEach(merging::take);
            next = pages.take();
        }
        merging.end();
        reader.join();
    }

    private static void requireSame(Booth one, Booth other) {
        Hash top = one.ledger().holdings().top();
        if (!top.equals(other.ledger().holdings().top())) {
            throw new IllegalStateException("the digests differ");
        }
    }

    private void forget(String central) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(central)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<@Nullable Object[]> historyOf(Booth booth) throws SQLException {
        var rows = new ArrayList<@Nullable Object[]>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + booth.file);
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT "
                                        + String.join(", ", BareHistory.COLUMNS)
                                        + " FROM history ORDER BY id")) {
            while (found.next()) {
                var row = new @Nullable Object[BareHistory.COLUMNS.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = found.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private BenchReport.Took bareBatch(List<@Nullable Object[]> rows) throws Exception {
        var bare = new BareHistory(folder.resolve("bare.db"));
        try {
            return BenchReport.time(() -> bare.insert(rows));
        } finally {
            bare.close();
        }
    }
}
