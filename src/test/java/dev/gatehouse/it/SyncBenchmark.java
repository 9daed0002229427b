package dev.gatehouse.it;

import static dev.gatehouse.ledger.BenchReport.figure;
import static dev.gatehouse.ledger.BenchReport.median;

import dev.gatehouse.ledger.BenchReport;
import dev.gatehouse.sync.Cable;
import dev.gatehouse.sync.HeartbeatBenchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast two booths come to hold the same, what that costs the line, and how much memory: two
 * processes from the classes of this run, watched from outside. {@code mvn -q -Pbench -Dargs="sync
 * 1000000"} for as many events in the largest backfill.
 */
public final class SyncBenchmark {
    private static final int RUNS = 5;

    /** Live events of one run: its p99 is the fourth worst. */
    private static final int LIVE = 400;

    /** Until the virtual machines have compiled what they run. */
    private static final int WARM_UP = 3_000;

    private static final Duration BETWEEN = Duration.ofMillis(10);

    /** Visits in the backfill whose bytes are counted. */
    private static final int VISITS = 10_000;

    /** Cars that a large car park holds, however long it has been there. */
    private static final int ROOM = 1_000;

    private static final Pattern AFTER_COLLECTION = Pattern.compile("M->(\\d+)M\\(");

    private final Path folder;
    private final BenchReport report;
    private int parts;

    private SyncBenchmark(Path folder, BenchReport report) {
        this.folder = folder;
        this.report = report;
    }

    /**
     * @param events of the largest backfill, and rows of the one whose memory is looked at
     */
    public static void run(Path folder, BenchReport report, int events) throws Exception {
        var benchmark = new SyncBenchmark(folder, report);
        benchmark.live();
        benchmark.bytesOfARow();
        benchmark.carsInsideAfterCut(1_000);
        benchmark.carsInsideAfterCut(8_000);
        for (int backlog : List.of(1_000, 8_000, events)) {
            benchmark.carsInsideAfterStart(backlog);
        }
        benchmark.memory(events);
        for (int nodes : List.of(2, 10, 50)) {
            HeartbeatBenchmark.run(folder, report, nodes);
        }
    }

    private List<BoothProcess> pair() throws Exception {
        parts++;
        return BoothProcess.mesh(2, Files.createDirectories(folder.resolve("part-" + parts)));
    }

    private static void until(Callable<Boolean> there) throws Exception {
        until(there, Duration.ofMillis(5));
    }

    private static void until(Callable<Boolean> there, Duration each) throws Exception {
        long begin = System.nanoTime();
        while (!there.call()) {
            if (System.nanoTime() - begin > Duration.ofMinutes(10).toNanos()) {
                throw new IllegalStateException("in vain for ten minutes");
            }
            LockSupport.parkNanos(each.toNanos());
        }
    }

    // ---- live

    private void live() throws Exception {
        List<BoothProcess> two = pair();
        try (BoothProcess one = two.get(0);
                BoothProcess other = two.get(1)) {
            one.start();
            other.start();
            until(() -> one.up() && other.up());
            until(() -> one.syncState("central-2").path("connected").booleanValue(false));
            var p50 = new double[RUNS];
            var p99 = new double[RUNS];
            try (var disk = new DiskWatch(other.database())) {
                liveRun(one, disk, "10A", WARM_UP, Duration.ofMillis(2));
                for (int run = 0; run < RUNS; run++) {
                    double[] took = liveRun(one, disk, (11 + run) + "A", LIVE, BETWEEN);
                    Arrays.sort(took);
                    p50[run] = took[took.length / 2];
                    p99[run] = took[took.length * 99 / 100];
                }
            }
            report.row(
                    "live event, from the answer at one booth to the commit at the other, p50",
                    "1 ms",
                    figure("%.1f ms", median(p50)));
            report.row("the same, p99", "8 ms", figure("%.1f ms", median(p99)));
        }
    }

    /** Milliseconds from each answer to the commit there; negative where that was sooner. */
    private static double[] liveRun(
            BoothProcess one, DiskWatch disk, String series, int count, Duration between)
            throws Exception {
        long held = disk.events();
        var took = new double[count];
        for (int car = 0; car < count; car++) {
            long begin = System.nanoTime();
            String plate = "%s%05d".formatted(series, car);
            var answered = new CompletableFuture<Long>();
            Thread.ofVirtual().start(() -> post(one, plate, answered));
            long expected = ++held;
            until(() -> disk.events() >= expected, Duration.ofNanos(20_000));
            took[car] = (System.nanoTime() - answered.join()) / 1e6;
            LockSupport.parkNanos(between.toNanos() - (System.nanoTime() - begin));
        }
        return took;
    }

    private static void post(BoothProcess booth, String plate, CompletableFuture<Long> answered) {
        try {
            booth.open(plate);
            answered.complete(System.nanoTime());
        } catch (Exception e) {
            answered.completeExceptionally(e);
        }
    }

    // ---- backfill

    /** A booth that was away, on a line that can be cut and whose bytes are counted. */
    private final class Away implements AutoCloseable {
        final BoothProcess full;
        final BoothProcess empty;
        final Cable cable;

        Away(BusyDays missed) throws Exception {
            List<BoothProcess> two = pair();
            full = two.get(0);
            empty = two.get(1);
            missed.passAt(full);
            cable = new Cable(full.p2p());
            cable.pullOut();
            empty.configure(List.of(BoothProcess.Peer.at("central-1", cable.end())));
            full.configure(List.of(BoothProcess.nobody("central-2")));
        }

        /** Both are up and have nothing to do. */
        void start() throws Exception {
            full.start();
            empty.start();
            until(() -> full.up() && empty.up());
        }

        /**
         * Lets them meet.
         *
         * @return milliseconds since the link came up until it was as asked
         */
        double join(Callable<Boolean> there) throws Exception {
            cable.putBack();
            until(there);
            return (System.nanoTime() - cable.joinedAtNanos()) / 1e6;
        }

        @Override
        public void close() throws Exception {
            full.close();
            empty.close();
            cable.close();
        }
    }

    private void bytesOfARow() throws Exception {
        try (var away = new Away(new BusyDays(VISITS, 58, 1, VISITS))) {
            long events = away.full.onDisk();
            away.start();
            try (var disk = new DiskWatch(away.empty.database())) {
                double ms = away.join(() -> disk.events() >= events);
                report.row(
                        figure("bytes of a row of history, %,d visits", VISITS),
                        "50",
                        figure(
                                "%.1f (%.1f an event)",
                                away.cable.bytes() / (double) VISITS,
                                away.cable.bytes() / (double) events));
                report.row(
                        figure("%,d events to a booth just started", events),
                        "",
                        figure("%,.0f ms", ms));
            }
        }
    }

    /** Until the cars inside are known to a booth just started, most of the others gone again. */
    private void carsInsideAfterStart(int events) throws Exception {
        try (var away = new Away(new BusyDays(events * 100 / 195, 95, 256, ROOM))) {
            long all = away.full.onDisk();
            away.start();
            try (var there = new DiskWatch(away.full.database());
                    var here = new DiskWatch(away.empty.database())) {
                List<String> inside = there.inside();
                here.lookFor(inside);
                double known = away.join(() -> here.unknown() == 0);
                double whole = away.join(() -> here.events() >= all);
                report.row(
                        figure("%,d cars inside known, of %,d events", inside.size(), all),
                        "1,000 ms",
                        figure("%,.0f ms, all after %,.0f ms (just started)", known, whole));
            }
        }
    }

    /** The same for a booth that was running all the while, with its line cut. */
    private void carsInsideAfterCut(int events) throws Exception {
        try (var away = new Away(new BusyDays(1_000, 58, 256, ROOM))) {
            away.start();
            var known = new double[RUNS];
            var whole = new double[RUNS];
            int cars = 0;
            try (var there = new DiskWatch(away.full.database());
                    var here = new DiskWatch(away.empty.database())) {
                away.join(() -> here.events() == there.events());
                for (int run = -1; run < RUNS; run++) { // the first warms up
                    away.cable.pullOut();
                    BusyLanes.pass(away.full, 20 + run, events / 2, events / 2 - 200);
                    List<String> inside = there.inside();
                    here.lookFor(inside);
                    cars = inside.size();
                    long all = there.events();
                    double knownMs = away.join(() -> here.unknown() == 0);
                    double wholeMs = away.join(() -> here.events() >= all);
                    if (run >= 0) {
                        known[run] = knownMs;
                        whole[run] = wholeMs;
                    }
                }
            }
            report.row(
                    figure("%,d cars inside known, of %,d events", cars, events),
                    "1,000 ms",
                    figure(
                            "%,.0f ms, all after %,.0f ms (line cut)",
                            median(known), median(whole)));
        }
    }

    private void memory(int rows) throws Exception {
        try (var away = new Away(new BusyDays(rows, 58, 256, rows))) {
            long all = away.full.onDisk();
            Path log = away.empty.folder().resolve("gc.log");
            away.empty.jvmOptions("-Xlog:gc:file=" + log);
            away.start();
            away.empty.collectGarbage();
            long idle = afterCollections(log).getLast();
            try (var disk = new DiskWatch(away.empty.database())) {
                double ms = away.join(() -> disk.events() >= all);
                List<Long> during = afterCollections(log);
                away.empty.collectGarbage();
                report.row(
                        figure(
                                "heap over idle (%d MB) while %,d rows, %,d events, are fetched",
                                idle, rows, all),
                        "64 MB",
                        figure(
                                "%d MB after the collection that left most; %d MB at the end",
                                during.stream().mapToLong(Long::longValue).max().orElse(0) - idle,
                                afterCollections(log).getLast() - idle));
                report.row(
                        "the same, until all are committed",
                        "",
                        figure("%,.0f s, %,.0f events/s", ms / 1_000, all / ms * 1_000));
            }
        }
    }

    /** Megabytes that each collection of garbage left, in order. */
    private static List<Long> afterCollections(Path log) throws Exception {
        var left = new ArrayList<Long>();
        for (String line : Files.readAllLines(log)) {
            Matcher sizes = AFTER_COLLECTION.matcher(line);
            if (sizes.find()) {
                left.add(Long.parseLong(sizes.group(1)));
            }
        }
        return left;
    }
}
