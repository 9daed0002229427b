package dev.gatehouse.sync;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads which nodes a peer tells of, as {@link WireReader} the rest. Pure functions. */
final class NodesReader {
    /** Nodes told in one heartbeat: fifty booths, and those that were just started again. */
    static final int MOST = 128;

    /** An IP address or a host's name, and a port. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:%_\\[\\]-]{1,64}");

    private NodesReader() {}

    /**
     * @param rows missing where an older version speaks
     * @throws IllegalArgumentException when one is of another form or out of range
     */
    static List<Messages.Node> read(JsonNode rows) {
        if (rows.isMissingNode()) {
            return List.of();
        }
        var nodes = new ArrayList<Messages.Node>();
        for (JsonNode row : WireReader.array("nodes", rows, MOST)) {
            if (!row.isArray() || row.size() < 5) {
                throw new IllegalArgumentException(
                        "nodes: expected [central, node, hb, address, age]");
            }
            nodes.add(
                    new Messages.Node(
                            new CentralId(WireReader.text("nodes", row.get(0))),
                            StreamId.parse(WireReader.text("nodes", row.get(1))),
                            WireReader.within("nodes", row.get(2), 1, Long.MAX_VALUE),
                            address(WireReader.text("nodes", row.get(3))),
                            WireReader.within("nodes", row.get(4), 0, Integer.MAX_VALUE)));
        }
        return List.copyOf(nodes);
    }

    /** People are shown it, so that it has to look like one. */
    private static String address(String told) {
        return ADDRESS.matcher(told).matches() ? told : "";
    }
}
