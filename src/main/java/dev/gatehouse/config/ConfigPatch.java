package dev.gatehouse.config;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Puts a change into the JSON of a configuration file. In a section the keys that are named are
 * replaced, null removes one. The list of peers is replaced as a whole, but a peer that stays keeps
 * the keys that were not named, since an original's page knows only three of them. Pure.
 */
final class ConfigPatch {
    /** What the problems of a change are said to be in. */
    static final String BODY = "the body";

    private static final String PEERS = "peer_centrals";

    private ConfigPatch() {}

    /** What came of it. */
    sealed interface Result {
        record Patched(byte[] content) implements Result {}

        record Refused(List<String> problems) implements Result {}
    }

    /**
     * @param before the file's content, which is a JSON object
     * @param change what is to be put into it
     */
    static Result apply(byte[] before, byte[] change) {
        var problems = new Problems(BODY);
        JsonNode patch;
        try {
            patch = ConfigReader.JSON.readTree(change);
        } catch (JacksonException e) {
            var at = e.getLocation();
            problems.addSyntax(
                    at == null
                            ? "not JSON"
                            : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
                    e.getOriginalMessage().lines().findFirst().orElse("not JSON"));
            return new Result.Refused(problems.lines());
        }
        if (!(patch instanceof ObjectNode sections) || sections.isEmpty()) {
            problems.addText(
                    "all of it",
                    patch.isMissingNode() ? "empty" : "nothing to change",
                    "an object { … } with this_central or peer_centrals in it");
            return new Result.Refused(problems.lines());
        }
        ObjectNode file = (ObjectNode) ConfigReader.JSON.readTree(before);
        for (Map.Entry<String, JsonNode> section : sections.properties()) {
            String key = section.getKey();
            if (!ConfigReader.SECTIONS.contains(key)) {
                String known = String.join(", ", new TreeSet<>(ConfigReader.SECTIONS));
                problems.add(key, section.getValue(), "no such key, only " + known);
            } else if (key.equals(PEERS)) {
                file.set(PEERS, peers(file.get(PEERS), section.getValue()));
            } else {
                file.set(key, section(file.get(key), section.getValue()));
            }
        }
        return problems.none()
                ? new Result.Patched(
                        ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file))
                : new Result.Refused(problems.lines());
    }

    private static JsonNode section(@Nullable JsonNode before, JsonNode change) {
        if (!(change instanceof ObjectNode named) || !(before instanceof ObjectNode kept)) {
            return change;
        }
        ObjectNode merged = kept.deepCopy();
        for (Map.Entry<String, JsonNode> field : named.properties()) {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        }
        return merged;
    }

    private static JsonNode peers(@Nullable JsonNode before, JsonNode change) {
        if (!(change instanceof ArrayNode named)) {
            return change;
        }
        var known = new HashMap<String, JsonNode>();
        if (before instanceof ArrayNode list) {
            list.forEach(peer -> known.put(peer.path("id").asString(""), peer));
        }
        var merged = new ArrayList<JsonNode>();
        for (JsonNode peer : named) {
            JsonNode kept = known.get(peer.path("id").asString(""));
            merged.add(kept == null ? peer : section(kept, peer));
        }
        ArrayNode list = ConfigReader.JSON.createArrayNode();
        merged.forEach(list::add);
        return list;
    }
}
