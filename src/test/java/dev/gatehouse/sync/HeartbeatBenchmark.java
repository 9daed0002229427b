package dev.gatehouse.sync;

import static dev.gatehouse.ledger.BenchReport.figure;

import dev.gatehouse.ledger.BenchReport;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How large a heartbeat is in a mesh of so many nodes: one of them hears all the others, and a
 * listener beside them takes what it is told. All in one process, since only bytes are counted.
 */
public final class HeartbeatBenchmark {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_HELLOS = Duration.ofMillis(250);

    /** Until a heartbeat has come that tells of all streams at once; the fullest counts. */
    private static final int ROUNDS = 10;

    private HeartbeatBenchmark() {}

    /**
     * @param nodes how many nodes, each with its stream
     */
    public static void run(Path folder, BenchReport report, int nodes) throws Exception {
        Path root = Files.createDirectories(folder.resolve("heartbeats-" + nodes));
        var others = new ArrayList<TestNode>();
        try (var heard = new TestNode(root, 1).knowsWithoutReaching("central-" + (nodes + 1))) {
            for (int i = 2; i <= nodes; i++) {
                heard.knowsWithoutReaching("central-" + i);
                others.add(new TestNode(root, i).knows(heard));
            }
            heard.start();
            for (TestNode node : others) {
                node.start();
            }
            RawPeer listener = RawPeer.connect(heard.address, "central-" + (nodes + 1), root);
            listener.sayHello();
            listen(heard, others, listener, report, nodes);
            listener.close();
            others.forEach(TestNode::close);
        } finally {
            others.forEach(TestNode::close);
        }
    }

    private static void listen(
            TestNode heard, List<TestNode> others, RawPeer listener, BenchReport report, int nodes)
            throws IOException, InterruptedException {
        heard.enter("51H00000");
        others.forEach(node -> node.enter("51H00000"));
        await(listener, beat -> linked(beat) == nodes && changed(beat) == 0);
        JsonNode quiet = beats(listener).filter(beat -> changed(beat) == 0).toList().getLast();
        report.row(figure("heartbeat at %d nodes, nothing new", nodes), "", bytes(quiet));
        JsonNode fullest = quiet;
        for (int round = 1; round <= ROUNDS && changed(fullest) < nodes; round++) {
            String plate = "51H%05d".formatted(round);
            listener.came.clear();
            heard.entering(plate);
            others.forEach(node -> node.entering(plate));
            await(listener, beat -> changed(beat) == 0);
            fullest =
                    Stream.concat(Stream.of(fullest), beats(listener))
                            .max(Comparator.comparingInt(HeartbeatBenchmark::changed))
                            .orElseThrow();
        }
        report.row(
                figure("heartbeat at %d nodes, %d streams grown", nodes, changed(fullest)),
                "",
                bytes(fullest));
    }

    private static Stream<JsonNode> beats(RawPeer listener) {
        return listener.came("HEARTBEAT").stream();
    }

    private static String bytes(JsonNode beat) {
        return figure("%,d bytes", beat.toString().getBytes(StandardCharsets.UTF_8).length);
    }

    private static int linked(JsonNode beat) {
        return beat.path("data").path("g").path("links").size();
    }

    private static int changed(JsonNode beat) {
        return beat.path("data").path("g").path("changed").size();
    }

    private static void await(RawPeer listener, Predicate<JsonNode> there) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_HELLOS)
                .until(
                        () -> {
                            listener.sayHello(); // or it would be cut as silent
                            return beats(listener).anyMatch(there);
                        });
    }
}
