package dev.gatehouse.field;

import dev.gatehouse.it.BoothProcess;
import dev.gatehouse.it.DiskWatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** More than two booths, each linked with all the others. */
final class Meshes {
    /** More of them run in one process. */
    private static final int PROCESSES = 10;

    private static final int EVENTS = 10_000;
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Path LOOPBACK = Path.of("/sys/class/net/lo/statistics/tx_bytes");

    private static final int TEN = 10;
    private static final int EVENTS_A_SECOND = 100;
    private static final int SECONDS = 20;
    private static final int CLIENTS = 4;

    private final Path folder;
    private final Results results;

    Meshes(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    private void keep(String part, int nodes, String unit, double value, String remark)
            throws IOException {
        results.add(
                new Figure(
                        part,
                        "gatehouse",
                        nodes,
                        Figure.AS_IT_IS,
                        unit,
                        List.of(value),
                        List.of(),
                        remark));
    }

    /**
     * All but one are linked and have nothing; the one that has all comes. And what passes the
     * machine's loopback once all hold the same.
     */
    void growth(int nodes) throws Exception {
        Path home = Files.createDirectories(folder.resolve("growth-" + nodes));
        List<BoothProcess> booths = BoothProcess.mesh(nodes, home);
        BoothProcess full = booths.getFirst();
        List<BoothProcess> others = booths.subList(1, nodes);
        full.letInWhileOff("29A", EVENTS);
        boolean apart = nodes <= PROCESSES;
        String remark = apart ? "a process each" : "all but one in one process";
        try (End crowd = apart ? null : crowd(home, others)) {
            if (apart) {
                for (BoothProcess other : others) {
                    other.start();
                }
            }
            for (BoothProcess other : others) {
                Waiting.until(other::up, Duration.ofMillis(50));
                Waiting.until(() -> links(other) == nodes - 2, Duration.ofMillis(50));
            }
            full.start();
            Waiting.until(full::up);
            long begin = System.nanoTime();
            for (BoothProcess other : others) {
                try (var disk = new DiskWatch(other.database())) {
                    Waiting.until(() -> disk.events() >= EVENTS);
                }
            }
            keep("growth, all have all", nodes, "ms", (System.nanoTime() - begin) / 1e6, remark);
            for (BoothProcess booth : booths) {
                Waiting.until(
                        () -> booth.proof().path("identical").booleanValue(false),
                        Duration.ofMillis(200));
            }
            if (Files.exists(LOOPBACK)) {
                long before = loopback();
                LockSupport.parkNanos(QUIET.toNanos());
                keep(
                        "growth, quiet",
                        nodes,
                        "bytes/s",
                        (loopback() - before) / (double) QUIET.toSeconds(),
                        remark + "; all links together, with TCP's own bytes");
            }
        } finally {
            booths.forEach(BoothProcess::close);
        }
    }

    private static End crowd(Path home, List<BoothProcess> booths) throws IOException {
        End crowd =
                End.start(
                        "crowd",
                        home,
                        Map.of(),
                        Stream.concat(
                                        Stream.of(End.javaProgram(), "-Xmx3g"),
                                        End.java(
                                                        Crowd.class,
                                                        booths.stream()
                                                                .map(b -> b.folder().toString())
                                                                .toArray(String[]::new))
                                                .stream()
                                                .skip(1)
                                                .filter(word -> !word.startsWith("-Xmx")))
                                .toList());
        crowd.await("ready");
        return crowd;
    }

    private static long links(BoothProcess booth) throws Exception {
        return booth.get("/api/p2p/status").path("connected_peers").longValue(0);
    }

    private static long loopback() throws IOException {
        return Long.parseLong(Files.readString(LOOPBACK).strip());
    }

    /** Ten booths at each of which a hundred cars a second come in. */
    void ten() throws Exception {
        Path home = Files.createDirectories(folder.resolve("ten"));
        List<BoothProcess> booths = BoothProcess.mesh(TEN, home);
        try (var clients = Executors.newFixedThreadPool(TEN * CLIENTS)) {
            for (BoothProcess booth : booths) {
                booth.start();
            }
            for (BoothProcess booth : booths) {
                Waiting.until(() -> booth.up() && links(booth) == TEN - 1, Duration.ofMillis(50));
            }
            double busy = 0;
            for (BoothProcess booth : booths) {
                busy -= End.cpuSeconds(booth.handle());
            }
            long begin = System.nanoTime();
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < TEN; i++) {
                BoothProcess booth = booths.get(i);
                var rows = new Rows(300 + i, EVENTS_A_SECOND * SECONDS);
                for (int client = 0; client < CLIENTS; client++) {
                    int first = client;
                    done.add(
                            clients.submit(
                                    () -> {
                                        enterInTime(booth, rows, first, begin);
                                        return true;
                                    }));
                }
            }
            for (Future<?> client : done) {
                client.get();
            }
            double told = (System.nanoTime() - begin) / 1e9;
            long all = (long) TEN * EVENTS_A_SECOND * SECONDS;
            for (BoothProcess booth : booths) {
                try (var disk = new DiskWatch(booth.database())) {
                    Waiting.until(() -> disk.events() >= all);
                }
            }
            double held = (System.nanoTime() - begin) / 1e9;
            for (BoothProcess booth : booths) {
                busy += End.cpuSeconds(booth.handle());
            }
            keep("ten nodes, answered", TEN, "events/s", all / told, "1,000 were asked for");
            keep("ten nodes, all have all after the last", TEN, "ms", (held - told) * 1e3, "");
            keep(
                    "ten nodes, processor",
                    TEN,
                    "µs an event",
                    busy * 1e6 / all,
                    "of all ten together: one answers, nine merge");
            keep("ten nodes, came twice", TEN, "events", counted(booths, "had"), "");
            keep("ten nodes, dropped", TEN, "events", counted(booths, "live_dropped"), "");
        } finally {
            booths.forEach(BoothProcess::close);
        }
    }

    private static double counted(List<BoothProcess> booths, String what) throws Exception {
        double sum = 0;
        for (BoothProcess booth : booths) {
            for (var row : booth.get("/api/p2p/sync-state").path("sync_state")) {
                sum += row.path(what).doubleValue();
            }
        }
        return sum;
    }

    private static void enterInTime(BoothProcess booth, Rows rows, int first, long begin)
            throws Exception {
        for (int car = first; car < rows.count(); car += CLIENTS) {
            long due = begin + (long) car * 1_000_000_000 / EVENTS_A_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
            GatehouseRival.tell(booth, rows.car(car), "ENTRY");
        }
    }
}
