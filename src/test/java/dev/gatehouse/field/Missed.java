package dev.gatehouse.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What a receiver missed while it was away: how long it takes until it has all, beside the bare
 * batch of as many rows just before, what passes the line for that, and what both ends pay.
 */
final class Missed {
    /** Exchanged before anything counts, in so many goes: the same for every system. */
    private static final int WARM_UP_ROWS = 3_000;

    private static final int WARM_UPS = 8;

    /** Before runs of many rows, whose own beginning is as long. */
    private static final int WARM_UPS_OF_MANY = 3;

    private static final int BARE = 3;

    /** It makes all its rows before its clock runs: a million are 1.5 GB. */
    private static final int BARE_HEAP_MB = 3_072;

    /** So much processor time of both ends in so long is calm; it is waited for only so long. */
    private static final double CALM_SECONDS = 0.03;

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS = 10;

    private final Path folder;
    private final Results results;
    private final Map<String, String> environment;
    private final String disk;

    /**
     * @param environment of the processes that are measured; empty for a disk as it is
     */
    Missed(Path folder, Results results, Map<String, String> environment) {
        this.folder = folder;
        this.results = results;
        this.environment = environment;
        this.disk = environment.isEmpty() ? Figure.AS_IT_IS : Figure.SLOWED;
    }

    void run(Contender system, int rows, int runs) throws Exception {
        Path home =
                Files.createDirectories(
                        folder.resolve(
                                system.id() + "-" + rows + (environment.isEmpty() ? "" : "-slow")));
        String limit = system.limit(rows);
        if (limit != null) {
            leaveOut(system, rows, limit);
            return;
        }
        try (Rival rival = system.open(home, environment);
                End bare =
                        End.start(
                                "bare-batch",
                                home,
                                environment,
                                End.java(
                                        BARE_HEAP_MB,
                                        BareBatch.class,
                                        home.resolve("bare.db").toString()))) {
            rival.open();
            measure(system, rival, bare, rows, runs);
        } catch (Absent | Waiting.InVain e) {
            leaveOut(system, rows, e.toString());
        }
    }

    private void leaveOut(Contender system, int rows, String why) throws Exception {
        results.add(new Figure("missed", system.id(), rows, disk, "ms", List.of(), List.of(), why));
    }

    private void measure(Contender system, Rival rival, End bare, int rows, int runs)
            throws Exception {
        int batch = 0;
        int warmUps = rows < FieldBenchmark.MANY ? WARM_UPS : WARM_UPS_OF_MANY;
        for (int go = 0; go < warmUps; go++) {
            bare.ask(Integer.toString(WARM_UP_ROWS), "ms");
            exchange(rival, new Rows(batch++, Math.min(WARM_UP_ROWS, system.mostRows())));
        }
        var took = new ArrayList<Double>();
        var alone = new ArrayList<Double>();
        var bytes = new ArrayList<Double>();
        var cpu = new ArrayList<Double>();
        var sender = new ArrayList<Double>();
        var receiver = new ArrayList<Double>();
        var waited = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
            calm(rival);
            alone.add(bareMilliseconds(bare, rows));
            rival.part();
            rival.write(new Rows(batch++, rows));
            calm(rival);
            long before = rival.bytes();
            double busy = cpuSeconds(rival);
            long slowed = slowed(rival);
            took.add(rival.join());
            waited.add((double) (slowed(rival) - slowed));
            bytes.add((rival.bytes() - before) / (double) rows);
            if (End.tellsCosts()) {
                cpu.add((cpuSeconds(rival) - busy) * 1e6 / rows);
                sender.add(End.memoryMb(rival.ends().get(0)));
                receiver.add(End.memoryMb(rival.ends().get(1)));
            }
        }
        long expected =
                (long) warmUps * Math.min(WARM_UP_ROWS, system.mostRows()) + (long) runs * rows;
        if (rival.held() != expected) {
            throw new IllegalStateException(
                    system.id() + " holds " + rival.held() + " rows, not " + expected);
        }
        if (!environment.isEmpty()) {
            keep("syncs made slow", system, rows, "of both ends", waited, List.of());
        }
        keep("missed", system, rows, "ms", took, alone);
        keep("wire of missed", system, rows, "bytes a row", bytes, List.of());
        keep("processor of missed", system, rows, "µs a row", cpu, List.of());
        keep("memory of the sender", system, rows, "MB", sender, List.of());
        keep("memory of the receiver", system, rows, "MB", receiver, List.of());
    }

    /** The median of some: one is shorter than what a machine does beside it now and then. */
    private static double bareMilliseconds(End bare, int rows) throws Exception {
        var took = new ArrayList<Double>();
        for (int time = 0; time < BARE; time++) {
            took.add(Double.parseDouble(bare.ask(Integer.toString(rows), "ms")));
        }
        return Figure.median(took);
    }

    /** What the ends still do by themselves must not slow down what is measured next. */
    private static void calm(Rival rival) throws Exception {
        double busy = Double.MAX_VALUE;
        for (int look = 0; look < LOOKS && busy > CALM_SECONDS; look++) {
            double before = cpuSeconds(rival);
            LockSupport.parkNanos(LOOK.toNanos());
            busy = cpuSeconds(rival) - before;
        }
    }

    private static void exchange(Rival rival, Rows rows) throws Exception {
        rival.part();
        rival.write(rows);
        rival.join();
    }

    /** Syncs of both ends that were made to wait; shown, or nobody could trust the slow disk. */
    private long slowed(Rival rival) throws Exception {
        long syncs = 0;
        for (ProcessHandle end : environment.isEmpty() ? List.<ProcessHandle>of() : rival.ends()) {
            syncs += SlowDisk.syncs(environment, end);
        }
        return syncs;
    }

    private static double cpuSeconds(Rival rival) throws Exception {
        double seconds = 0;
        if (End.tellsCosts()) {
            for (ProcessHandle end : rival.ends()) {
                seconds += End.cpuSeconds(end);
            }
        }
        return seconds;
    }

    private void keep(
            String part,
            Contender system,
            int rows,
            String unit,
            List<Double> values,
            List<Double> bare)
            throws Exception {
        if (!values.isEmpty()) {
            results.add(
                    new Figure(part, system.id(), rows, disk, unit, values, bare, system.remark()));
        }
    }
}
