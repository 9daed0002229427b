package dev.gatehouse.it;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.mesh.Transport;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.node.Node;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cars that come and go at a booth, seconds apart, written by its own node without ports while the
 * booth is off: the same events as by HTTP, sooner.
 *
 * @param visits how many cars come in
 * @param ended how many in a hundred leave again
 * @param together requests that may share a commit, and then its time; with one each event has a
 *     time of its own, as in a real day, and the writing takes longer
 * @param room cars that may be inside: with one more the one that came first leaves
 */
record BusyDays(int visits, int ended, int together, int room) {
    private static final List<String> CAMERAS =
            List.of("Cổng Nguyễn Trãi", "Cổng sau", "Hầm B1", "Hầm B2");

    /** Milliseconds from one event to the next at most: some 2,900 a day. */
    private static final int GAP_MS = 60_000;

    /** Cars that came later than one that leaves, at most: a stay of some hours. */
    private static final int STAY = 200;

    /** Writes them, the last one about now. */
    void passAt(BoothProcess booth) throws Exception {
        var random = new Random(1);
        long left = Math.max((long) visits * ended / 100, (long) visits - room);
        long events = visits + left;
        long begin = System.currentTimeMillis() - events * (GAP_MS / 2) - GAP_MS;
        var sinceMs = new AtomicLong();
        var loaded = new ConfigStore(booth.folder(), null, Map.of(), booth.id()).load();
        var means =
                new Node.Means(
                        booth.folder(),
                        booth.folder().resolve("logs"),
                        loaded.config(),
                        "test",
                        () -> Instant.ofEpochMilli(begin + sinceMs.get()),
                        () -> sinceMs.get() * 1_000_000,
                        new SecureRandom(),
                        Transport.webSockets(),
                        List.of(),
                        null);
        var waiting = new ArrayDeque<CompletableFuture<Passed>>();
        var inside = new ArrayList<String>();
        try (Node node = Node.open(means)) {
            for (int car = 0; car < visits; car++) {
                String plate = plate(random);
                inside.add(plate);
                pass(node, plate, random, waiting);
                sinceMs.addAndGet(1 + random.nextInt(GAP_MS));
                if (random.nextInt(100) < ended) {
                    int leaving = inside.size() - 1 - random.nextInt(Math.min(STAY, inside.size()));
                    pass(node, inside.remove(leaving), random, waiting);
                    sinceMs.addAndGet(1 + random.nextInt(GAP_MS));
                } else if (inside.size() > room) {
                    pass(node, inside.removeFirst(), random, waiting);
                    sinceMs.addAndGet(1 + random.nextInt(GAP_MS));
                }
            }
            while (!waiting.isEmpty()) {
                require(waiting.remove());
            }
        }
    }

    private static String plate(Random random) {
        return "%02d%c%05d"
                .formatted(
                        11 + random.nextInt(80),
                        "ABCDEFGHKLM".charAt(random.nextInt(11)),
                        random.nextInt(100_000));
    }

    private void pass(
            Node node, String plate, Random random, ArrayDeque<CompletableFuture<Passed>> waiting) {
        int camera = random.nextInt(CAMERAS.size());
        waiting.add(
                node.gate()
                        .open(
                                new OpenRequest(
                                        plate,
                                        null,
                                        "edge-" + (camera + 1),
                                        camera + 1,
                                        CAMERAS.get(camera),
                                        (80 + random.nextInt(20)) / 100.0,
                                        "auto")));
        while (waiting.size() >= together) {
            require(waiting.remove());
        }
    }

    private static void require(CompletableFuture<Passed> answer) {
        OpenOutcome outcome = answer.join().outcome();
        if (!(outcome instanceof OpenOutcome.Entered || outcome instanceof OpenOutcome.Left)) {
            throw new IllegalStateException(outcome.toString());
        }
    }
}
