package dev.gatehouse.ledger;

import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.Verified;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * How long it takes to verify, back up, rebuild and ask a large ledger, in the small heap of the
 * program's image. {@code mvn -q -Pbench -Dargs="maintenance 1000000"}.
 */
final class MaintenanceBenchmark {
    private static final int COMMIT = 1_024;

    /** A start a day for a year. */
    private static final int STREAMS = 365;

    /** So that a million of them are a year, and a day is some 2,900. */
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private static final HistoryQuery FIRST = HistoryQuery.FIRST;

    /** Of each question; the median counts. */
    private static final int ASKED = 101;

    private static final Progress QUIET = (_, _, _) -> {};

    private MaintenanceBenchmark() {}

    static void run(Path folder, BenchReport report, int events) throws Exception {
        Path file = fill(folder, events);
        report.row(
                BenchReport.figure("size of %,d events", events),
                "",
                BenchReport.figure("%,d MB", Files.size(file) / 1_000_000));
        ask(folder, report);
        time(report, "verify", "15 s", () -> verify(file));
        time(report, "backup", "", () -> Backup.make(file, folder.resolve("backup.db"), QUIET));
        time(report, "rebuild", "60 s", () -> rebuild(file));
        time(report, "verify after it", "15 s", () -> verify(file));
    }

    /** What the screens and the peers ask while all that is there. */
    private static void ask(Path folder, BenchReport report) throws Exception {
        try (Booth booth = new Booth(folder, "central-1")) {
            Ledger ledger = booth.ledger();
            for (String search : List.of("51H1", "0H1", "XYZ")) {
                var query = new HistoryQuery(100, 0, false, null, search);
                report.row(
                        "first page of a search for " + search + ", with the day's figures",
                        "100 ms",
                        BenchReport.figure("%.1f ms", medianMs(_ -> ledger.history(query))));
            }
            report.row(
                    "newest page",
                    "",
                    BenchReport.figure("%.1f ms", medianMs(_ -> ledger.history(FIRST))));
            var heads = ledger.holdings().all();
            var random = new Random(1);
            report.row(
                    "root(n), any n of any stream",
                    "1 ms",
                    BenchReport.figure(
                            "%.2f ms",
                            medianMs(
                                    _ -> {
                                        StreamHead head = heads.get(random.nextInt(heads.size()));
                                        return ledger.root(
                                                head.stream(), 1 + random.nextLong(head.n()));
                                    })));
        }
    }

    private static double medianMs(IntFunction<?> work) {
        var times = new double[ASKED];
        for (int i = -ASKED / 4; i < ASKED; i++) { // the first warm up
            long begin = System.nanoTime();
            var _ = work.apply(i);
            if (i >= 0) {
                times[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        return BenchReport.median(times);
    }

    /** Cars that come and go in a mixed order, each some ten times. */
    private static Path fill(Path folder, int events) {
        int cars = Math.max(1, events / 20);
        int perStream = Math.max(COMMIT, events / STREAMS);
        try (Booth booth = new Booth(folder, "central-1")) {
            for (int done = 0; done < events; done += COMMIT) {
                int from = done;
                if (done / perStream != (done - COMMIT) / perStream) {
                    booth.restart();
                }
                booth.ledger()
                        .decide(
                                desk -> {
                                    for (int i = from; i < Math.min(events, from + COMMIT); i++) {
                                        pass(desk, "51H" + (10_000 + i * 7_919L % cars));
                                        booth.clock.pass(BETWEEN);
                                    }
                                    return true;
                                })
                        .join();
                booth.notices.clear(); // of a million it would fill the memory
            }
            return booth.file;
        }
    }

    private static void pass(DecisionContext desk, String plate) {
        var _ =
                desk.openVisit(Booth.plate(plate))
                        .map(in -> Booth.left(desk, in, 25_000))
                        .orElseGet(() -> Booth.entered(desk, plate));
    }

    private static void verify(Path file) {
        Verified found = Verification.run(file, Booth.ZONE, (_, _, _) -> true, QUIET);
        if (!found.clean()) {
            throw new IllegalStateException(found.findings().toString());
        }
    }

    private static void rebuild(Path file) {
        var _ = Rebuild.run(file, Booth.ZONE, new CentralId("central-1"), QUIET);
    }

    private static void time(BenchReport report, String what, String aim, BenchReport.Work work)
            throws Exception {
        BenchReport.Took took = BenchReport.time(work);
        report.row(
                what,
                aim,
                BenchReport.figure("%.1f s (processor time %.1f s)", took.seconds(), took.busy()));
    }
}
