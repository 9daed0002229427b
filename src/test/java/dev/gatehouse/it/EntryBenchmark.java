package dev.gatehouse.it;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Entries that nodes acknowledge over HTTP: how many a second at most, and how long one takes at a
 * booth's own pace. Two nodes, such as of two builds, take turns, so that their ratio holds while
 * the speed of the machine drifts. Start them first, each on an empty folder, then: {@code mvn -q
 * -Pbench "-Dargs=entries http://127.0.0.11:8000 http://127.0.0.12:8000"}.
 */
public final class EntryBenchmark {
    private static final int CLIENTS = 16;
    private static final int ENTRIES = 3_000;

    /** Until then half of the processor compiles. */
    private static final int WARM_UPS = 5;

    private static final int ROUNDS = 7;
    private static final int SINGLE = 300;
    private static final long BETWEEN_NANOS = 10_000_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final PrintStream out;
    private int car;

    private EntryBenchmark(PrintStream out) {
        this.out = out;
    }

    /**
     * @param nodes where their APIs answer
     */
    public static void run(List<String> nodes, PrintStream out) throws Exception {
        var benchmark = new EntryBenchmark(out);
        try (benchmark.http) {
            benchmark.compare(nodes);
        }
    }

    private void compare(List<String> nodes) throws Exception {
        var rates = new ArrayList<List<Double>>();
        var waits = new ArrayList<List<Double>>();
        for (String _ : nodes) {
            rates.add(new ArrayList<>());
            waits.add(new ArrayList<>());
        }
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            for (int turn = 0; turn < nodes.size(); turn++) {
                int node = Math.floorMod(turn + round, nodes.size());
                double rate = rate(nodes.get(node));
                double wait = wait(nodes.get(node));
                if (round >= 0) {
                    rates.get(node).add(rate);
                    waits.get(node).add(wait);
                }
            }
        }
        for (int node = 0; node < nodes.size(); node++) {
            out.printf(
                    "%s  %,.0f entries/s with %d clients, p50 of one at a time %.2f ms%n",
                    nodes.get(node), median(rates.get(node)), CLIENTS, median(waits.get(node)));
        }
        if (nodes.size() == 2) {
            out.printf(
                    "second to first: %.3f of the entries/s, %.3f of the wait%n",
                    ratio(rates), ratio(waits));
        }
    }

    /** The median of the ratios of each round. */
    private static double ratio(List<List<Double>> figures) {
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            ratios.add(figures.get(1).get(round) / figures.get(0).get(round));
        }
        return median(ratios);
    }

    private double rate(String node) throws Exception {
        int first = car;
        car += ENTRIES;
        long begin = System.nanoTime();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var done = new ArrayList<Future<?>>();
            for (int client = 0; client < CLIENTS; client++) {
                int mine = client;
                done.add(
                        clients.submit(
                                () -> {
                                    for (int i = mine; i < ENTRIES; i += CLIENTS) {
                                        enter(node, first + i);
                                    }
                                    return true;
                                }));
            }
            for (Future<?> client : done) {
                client.get();
            }
        }
        return ENTRIES / ((System.nanoTime() - begin) / 1e9);
    }

    private double wait(String node) throws Exception {
        double[] ms = new double[SINGLE];
        for (int i = 0; i < SINGLE; i++) {
            long begin = System.nanoTime();
            enter(node, car++);
            ms[i] = (System.nanoTime() - begin) / 1e6;
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        Arrays.sort(ms);
        return ms[SINGLE / 2];
    }

    /** A camera's report, as the original's cameras send it; no two of them name one car. */
    private void enter(String node, int number) throws Exception {
        String plate =
                "%02d%c%05d"
                        .formatted(
                                11 + number / 2_600_000,
                                'A' + number / 100_000 % 26,
                                number % 100_000);
        String body =
                """
                {"type":"ENTRY","camera_id":%d,"camera_name":"Cong %d","event_id":"edge-%d",
                 "data":{"plate_text":"%s","confidence":0.93,"source":"auto"}}
                """
                        .formatted(number % 8, number % 8, number, plate);
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(node + "/api/edge/event"))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    private static double median(List<Double> figures) {
        var sorted = new ArrayList<>(figures);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
