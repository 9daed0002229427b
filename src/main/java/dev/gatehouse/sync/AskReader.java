package dev.gatehouse.sync;

import static dev.gatehouse.sync.WireReader.MAX_SEQ;
import static dev.gatehouse.sync.WireReader.number;
import static dev.gatehouse.sync.WireReader.stream;

import dev.gatehouse.ledger.query.Inspector;

import tools.jackson.databind.JsonNode;

/** Reads what peers ask for. Pure functions; throw as {@link WireReader} does. */
final class AskReader {
    /** The level of a node above all events that one stream may have. */
    private static final int MAX_LEVEL = 40;

    private AskReader() {}

    static Messages ask(JsonNode data) {
        if (data.has("lane") && WireReader.text("lane", data.path("lane")).equals(Wire.LANE_NOW)) {
            return new Messages.AskNow(
                    number(data, "ask", 1, Long.MAX_VALUE),
                    (int) number(data, "rows", 1, 1_024),
                    (int) number(data, "bytes", 1, 262_144),
                    (int) number(data, "credit", 1, 8),
                    data.has("missing")
                            ? number(data, "missing", 0, Long.MAX_VALUE)
                            : Long.MAX_VALUE);
        }
        long from = number(data, "from", 1, MAX_SEQ);
        return new Messages.Ask(
                number(data, "ask", 1, Long.MAX_VALUE),
                stream(data, "stream"),
                from,
                number(data, "to", from, MAX_SEQ),
                (int) number(data, "rows", 1, 1_024),
                (int) number(data, "bytes", 1, 262_144),
                (int) number(data, "credit", 1, 8));
    }

    /** An older peer does not say how many pages in all. */
    static Messages.Grant grant(JsonNode data) {
        return new Messages.Grant(
                number(data, "ask", 1, Long.MAX_VALUE),
                data.has("pages") ? (int) number(data, "pages", 1, Integer.MAX_VALUE) : 0);
    }

    static Messages.AskHashes hashes(JsonNode data) {
        long level = number(data, "level", 0, MAX_LEVEL);
        if (level % Inspector.LEVELS != 0) {
            throw new IllegalArgumentException(
                    "level " + level + ": expected a multiple of " + Inspector.LEVELS);
        }
        long from = number(data, "from", 0, MAX_SEQ);
        return new Messages.AskHashes(
                number(data, "ask", 1, Long.MAX_VALUE),
                stream(data, "stream"),
                (int) level,
                from,
                number(data, "to", from, Math.min(MAX_SEQ, from + Inspector.FAN - 1)));
    }
}
