package dev.gatehouse.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One row at a time between two that are linked. */
final class Live {
    private static final Duration BETWEEN = Duration.ofMillis(10);

    /** Until what runs has been compiled; a rival that is slow has had its time too. */
    private static final int WARM_UP = 5_000;

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);

    /** Of one run: its p99 is the second worst. */
    private static final int EVENTS = 200;

    private static final Rows ROWS = new Rows(100, 100_000);

    private final Path folder;
    private final Results results;
    private int number;

    Live(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    /** From the answer here to the commit there. */
    void latency(Contender system, int runs) throws Exception {
        Path home = Files.createDirectories(folder.resolve("live-" + system.id()));
        try (Rival rival = system.open(home, Map.of())) {
            rival.open();
            warmUp(rival);
            var p50 = new ArrayList<Double>();
            var p99 = new ArrayList<Double>();
            var cpu = new ArrayList<Double>();
            for (int run = 0; run < runs; run++) {
                double busy = cpuSeconds(rival);
                List<Double> took = run(rival);
                cpu.add((cpuSeconds(rival) - busy) * 1e6 / EVENTS);
                p50.add(took.get(EVENTS / 2));
                p99.add(took.get(EVENTS * 99 / 100));
            }
            keep(system, "live p50", "ms", p50);
            keep(system, "live p99", "ms", p99);
            keep(system, "processor of live", "µs an event", cpu);
        } catch (Absent | Waiting.InVain e) {
            results.add(
                    new Figure(
                            "live p50",
                            system.id(),
                            1,
                            Figure.AS_IT_IS,
                            "ms",
                            List.of(),
                            List.of(),
                            e.toString()));
        }
    }

    private void keep(Contender system, String part, String unit, List<Double> values)
            throws Exception {
        results.add(
                new Figure(
                        part,
                        system.id(),
                        1,
                        Figure.AS_IT_IS,
                        unit,
                        values,
                        List.of(),
                        system.remark()));
    }

    private static double cpuSeconds(Rival rival) throws Exception {
        double seconds = 0;
        for (ProcessHandle end : End.tellsCosts() ? rival.ends() : List.<ProcessHandle>of()) {
            seconds += End.cpuSeconds(end);
        }
        return seconds;
    }

    private void warmUp(Rival rival) throws Exception {
        long end = System.nanoTime() + LONGEST_WARM_UP.toNanos();
        for (int event = 0; event < WARM_UP && System.nanoTime() < end; event++) {
            rival.live(ROWS, number++);
        }
    }

    private List<Double> run(Rival rival) throws Exception {
        var took = new ArrayList<Double>();
        for (int event = 0; event < EVENTS; event++) {
            long begin = System.nanoTime();
            took.add(rival.live(ROWS, number++));
            LockSupport.parkNanos(BETWEEN.toNanos() - (System.nanoTime() - begin));
        }
        took.sort(null);
        return took;
    }
}
