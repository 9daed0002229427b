package dev.gatehouse.door;

import static org.awaitility.Awaitility.await;

import dev.gatehouse.it.BoothProcess;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The nodes that rows are tried on, each started when the first row asks for it. One thread. */
final class Stage implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private static final String LANES =
            """
            "lanes": [
             {"id": "lane-in", "name": "In", "direction": "in", "cameras": ["in-1", "in-2", "101"]},
             {"id": "lane-out", "name": "Out", "direction": "out", "cameras": ["out-1", "102"]},
             {"id": "lane-short", "name": "Short", "direction": "both", "cameras": ["short-1"],
              "window_seconds": 5},
             {"id": "lane-a", "name": "A", "direction": "both", "cameras": ["ground-a"]},
             {"id": "lane-b", "name": "B", "direction": "both", "cameras": ["ground-b"],
              "same_ground_as": ["lane-a"]}]
            """;

    private final Path folder;
    private @Nullable BoothProcess booth;
    private @Nullable Client boothClient;
    private @Nullable GateNode gate;
    private @Nullable GateNode laned;
    private int nodes;
    private int edges;

    Stage(Path folder) {
        this.folder = folder;
    }

    /** A node without lanes, started by its command as a process of its own. */
    Client booth() throws Exception {
        if (boothClient == null) {
            booth = BoothProcess.booth(1, "central-1", folder);
            booth.configure(List.of());
            booth.start();
            await().atMost(START).until(booth::up);
            boothClient = Client.of(booth.api());
        }
        return boothClient;
    }

    /** The process of {@link #booth}. */
    BoothProcess process() throws Exception {
        booth();
        if (booth == null) {
            throw new IllegalStateException("the booth is not started");
        }
        return booth;
    }

    /** A node without lanes whose time the rows let pass. */
    GateNode gate() throws Exception {
        if (gate == null) {
            gate = node("");
        }
        return gate;
    }

    /** A node with lanes whose time the rows let pass. */
    GateNode laned() throws Exception {
        if (laned == null) {
            laned = node(LANES);
        }
        return laned;
    }

    /** One more node, started, that the row closes. */
    GateNode node(String sections) throws Exception {
        return idle(new HandSetClock()).configured(sections).start();
    }

    /** One more node, neither configured nor started. */
    GateNode idle(HandSetClock clock) throws Exception {
        nodes++;
        return new GateNode(folder("node-" + nodes), nodes, clock);
    }

    /** One more node in a folder of that name. */
    GateNode in(String name) throws Exception {
        nodes++;
        return new GateNode(folder("node-" + nodes).resolve(name), nodes, new HandSetClock());
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    /** The name of a camera that nobody has used yet. */
    String edge() {
        edges++;
        return "door-" + edges;
    }

    @Override
    public void close() {
        for (AutoCloseable each : new AutoCloseable[] {gate, laned, boothClient, booth}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException("a node does not close", e);
            }
        }
    }
}
