package dev.gatehouse.field;

import dev.gatehouse.it.BoothProcess;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Entries a second that a booth answers over HTTP, each on its disk before the answer. */
final class Acknowledged {
    private static final int CLIENTS = 32;
    private static final int ENTRIES = 8_000;

    /** So many times that many warm up: until then half of the processor compiles. */
    private static final int WARM_UPS = 6;

    private Acknowledged() {}

    static void run(Path folder, Results results, int runs) throws Exception {
        Path home = Files.createDirectories(folder.resolve("acknowledged"));
        try (BoothProcess booth = BoothProcess.mesh(1, home).getFirst()) {
            booth.start();
            Waiting.until(booth::up);
            var rates = new ArrayList<Double>();
            for (int run = -WARM_UPS; run < runs; run++) {
                var rows = new Rows(200 + run, ENTRIES);
                long begin = System.nanoTime();
                enter(booth, rows);
                double seconds = (System.nanoTime() - begin) / 1e9;
                if (run >= 0) {
                    rates.add(ENTRIES / seconds);
                }
            }
            results.add(
                    new Figure(
                            "acknowledged",
                            "gatehouse",
                            CLIENTS,
                            Figure.AS_IT_IS,
                            "entries/s",
                            rates,
                            List.of(),
                            "the clients run on the same cores"));
        }
    }

    private static void enter(BoothProcess booth, Rows rows) throws Exception {
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var done = new ArrayList<Future<?>>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                done.add(
                        clients.submit(
                                () -> {
                                    for (int car = first; car < rows.count(); car += CLIENTS) {
                                        GatehouseRival.tell(booth, rows.car(car), "ENTRY");
                                    }
                                    return true;
                                }));
            }
            for (Future<?> client : done) {
                client.get();
            }
        }
    }
}
