package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the wanted fields of one JSON object out of a stream of tokens. All others are passed over
 * without being kept, since cameras send more.
 */
final class JsonFields {
    private final JsonParser in;
    private final long room;
    private final int longest;
    private long kept;

    /**
     * @param room characters that the names and texts which are kept may have altogether
     */
    JsonFields(JsonParser in, long room) {
        this(in, room, Integer.MAX_VALUE);
    }

    /**
     * @param longest characters of a text that count; one that is longer is a picture, for which
     *     there is a place
     */
    JsonFields(JsonParser in, long room, int longest) {
        this.in = in;
        this.room = room;
        this.longest = longest;
    }

    /**
     * @param wanted names of the fields to keep; null for all
     * @throws Problem 400 for what does not begin with one JSON object
     */
    Body read(String path, @Nullable Set<String> wanted) {
        JsonToken first = in.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw notAnObject(first == null ? "nothing" : Body.kind(first));
        }
        return object(path, wanted);
    }

    /** An object whose brace was read. */
    private Body object(String path, @Nullable Set<String> wanted) {
        var fields = new HashMap<String, Body.Value>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken token = in.nextToken();
            if (wanted == null || wanted.contains(name)) {
                keep(name.length());
                fields.put(name, value(token, path + name));
            } else {
                in.skipChildren();
            }
        }
        return new Body(path, Map.copyOf(fields));
    }

    /** What is wanted is kept with all that is in it. */
    private Body.Value value(JsonToken token, String path) {
        return switch (token) {
            case START_OBJECT ->
                    new Body.Value(token, Body.kind(token), object(path + ".", null), List.of());
            case START_ARRAY -> {
                var list = new ArrayList<Body.Value>();
                for (JsonToken next = in.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = in.nextToken()) {
                    list.add(value(next, path + "[" + list.size() + "]"));
                }
                yield new Body.Value(token, Body.kind(token), null, List.copyOf(list));
            }
            default -> {
                String text = token.isScalarValue() ? in.getString() : Body.kind(token);
                keep(Math.min(text.length(), longest));
                yield new Body.Value(token, text, null, List.of());
            }
        };
    }

    private void keep(int characters) {
        kept += characters;
        if (kept > room) {
            throw new Problem(
                    400, "BAD_JSON", "the fields that are read have over " + room + " characters");
        }
    }

    static Problem notAnObject(String got) {
        return new Problem(
                400, "BAD_JSON", "the body: got " + got + ", expected one JSON object {…}");
    }

    static Problem broken(JacksonException e) {
        var where = e.getLocation();
        String at =
                where == null || where.getLineNr() < 1
                        ? ""
                        : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
        return new Problem(
                400,
                "BAD_JSON",
                "the body is not JSON that can be taken"
                        + at
                        + ": "
                        + firstLine(e.getOriginalMessage()));
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= 160 ? line : line.substring(0, 160) + "…";
    }
}
