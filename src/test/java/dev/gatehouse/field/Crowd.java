package dev.gatehouse.field;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.node.Node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many nodes in one process, with real sockets: for meshes that no one machine has memory for. */
final class Crowd {
    private Crowd() {}

    /**
     * Runs them until its input ends.
     *
     * @param args the data folder of each
     */
    public static void main(String[] args) throws Exception {
        var nodes = new ArrayList<Node>();
        try {
            for (String folder : args) {
                Path home = Path.of(folder);
                var loaded = new ConfigStore(home, null, Map.of(), "field").load();
                Node node = Node.open(Node.Means.real(home, loaded.config(), "field", List.of()));
                nodes.add(node);
                node.start();
            }
            System.out.println("ready");
            while (System.in.read() >= 0) {} // until whoever started it ends it or is gone
        } finally {
            for (Node node : nodes) {
                node.close();
            }
        }
    }
}
