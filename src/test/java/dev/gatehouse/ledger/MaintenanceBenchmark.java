package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.Verified;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long it takes to verify, back up and rebuild a large ledger. Run {@link #main}, with the
 * number of events if 1,000,000 are not wanted, and a small heap to see that memory stays flat.
 */
final class MaintenanceBenchmark {
    private static final int COMMIT = 1_024;

    /** A start a day for a year. */
    private static final int STREAMS = 365;

    private static final Progress QUIET = (_, _, _) -> {};

    private MaintenanceBenchmark() {}

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path folder = Files.createTempDirectory("gatehouse-maintenance");
        try {
            Path file = fill(folder, events);
            say("%,d events in %,d MB", events, Files.size(file) / 1_000_000);
            for (int i = 0; i < 2; i++) {
                time("verified", () -> verify(file));
            }
            time("backed up", () -> Backup.make(file, folder.resolve("backup.db"), QUIET));
            time("rebuilt", () -> rebuild(file));
            time("verified", () -> verify(file));
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
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
                                    }
                                    return true;
                                })
                        .join();
            }
            return booth.file;
        }
    }

    private static void pass(Desk desk, String plate) {
        var unused =
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
        long visits = Rebuild.run(file, Booth.ZONE, new CentralId("central-1"), QUIET);
        say("  %,d visits", visits);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void time(String what, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        say(
                "%s in %.1f s",
                what, (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
