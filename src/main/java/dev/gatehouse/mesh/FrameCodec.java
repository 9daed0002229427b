package dev.gatehouse.mesh;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Frames as text and as deflated bytes, and back. What comes from the network is bounded in size,
 * depth and inflated size before it becomes an object. Thread-safe.
 */
public final class FrameCodec {
    /** Bytes of the largest frame from a Gatehouse node, in either direction. */
    public static final int MAX_FRAME = 1024 * 1024;

    /**
     * Bytes of the largest frame from an original: its answer of 5,000 rows is 2.5 MB in one frame.
     */
    public static final int MAX_FRAME_OF_ORIGINAL = 16 * 1024 * 1024;

    /** Bytes of the largest page once inflated: one of 256 KiB, and one event of 64 KiB over it. */
    public static final int MAX_INFLATED = 384 * 1024;

    /** Levels of JSON: a page has five, and a payload of a later version may add some. */
    private static final int MAX_DEPTH = 24;

    /** Speed before size: level 6 saves another tenth and takes three times as long. */
    private static final int DEFLATE_LEVEL = 1;

    private final JsonMapper json = mapper(MAX_FRAME);
    private final JsonMapper large = mapper(MAX_FRAME_OF_ORIGINAL);

    private final CentralId self;

    public FrameCodec(CentralId self) {
        this.self = self;
    }

    private static JsonMapper mapper(int mostBytes) {
        return JsonMapper.builder(
                        JsonFactory.builder()
                                .streamReadConstraints(
                                        StreamReadConstraints.builder()
                                                .maxNestingDepth(MAX_DEPTH)
                                                .maxDocumentLength(mostBytes)
                                                .build())
                                .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** An empty object to fill. */
    public ObjectNode object() {
        return json.createObjectNode();
    }

    /** The value that a payload is; null where it is none. */
    public @Nullable JsonNode value(Blob payload) {
        try {
            return json.readTree(payload.bytes());
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** A heartbeat names its sender at the top, for whoever looks for it there. */
    public String text(String type, long timestampMs, JsonNode data) {
        return text(type, self, timestampMs, null, data);
    }

    /**
     * A message for an original.
     *
     * @param source who made what it tells; of a heartbeat and in a sync, who sends it
     * @param eventId the visit that it names, null where it names none
     */
    public String text(
            String type,
            CentralId source,
            long timestampMs,
            @Nullable String eventId,
            JsonNode data) {
        ObjectNode frame = json.createObjectNode();
        if (type.equals(Frame.HEARTBEAT)) {
            frame.put("peer_id", self.value());
        }
        frame.put("type", type)
                .put("source_central", source.value())
                .put("timestamp", timestampMs)
                .put("event_id", eventId)
                .set("data", data);
        return json.writeValueAsString(frame);
    }

    /** The answer to a frame that cannot be understood. */
    String error(String why, long timestampMs) {
        return json.writeValueAsString(
                json.createObjectNode()
                        .put("type", Frame.ERROR)
                        .put("error", why)
                        .put("timestamp", timestampMs));
    }

    /** The same frame as deflated bytes, for a large one. */
    public byte[] binary(String type, long timestampMs, JsonNode data) {
        byte[] plain = text(type, timestampMs, data).getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(plain.length / 3 + 64);
        var deflater = new Deflater(DEFLATE_LEVEL, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /**
     * @throws IOException when it is not a frame; the message names the field and what was expected
     */
    Frame parse(String text) throws IOException {
        return parse(json, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #parse(String)}, for what an original sends. */
    Frame parseLarge(String text) throws IOException {
        return parse(large, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IOException when it is not deflated, too large once inflated, or not a frame
     */
    Frame inflate(byte[] deflated) throws IOException {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            var plain = new ByteArrayOutputStream(Math.min(deflated.length * 4, MAX_INFLATED));
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0) {
                    throw new IOException("binary frame: deflated data ends too early");
                }
                plain.write(buffer, 0, length);
                if (plain.size() > MAX_INFLATED) {
                    throw new IOException(
                            "binary frame: over " + MAX_INFLATED + " bytes once inflated");
                }
            }
            return parse(json, plain.toByteArray());
        } catch (DataFormatException e) {
            throw new IOException("binary frame: not deflated data", e);
        } finally {
            inflater.end();
        }
    }

    private static Frame parse(JsonMapper mapper, byte[] utf8) throws IOException {
        JsonNode root;
        try {
            root = mapper.readTree(utf8);
        } catch (JacksonException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new IOException("frame: expected a JSON object");
        }
        JsonNode type = root.path("type");
        JsonNode caller = root.path("peer_id");
        if (type.isMissingNode() && caller.isString()) {
            return new Frame(
                    Frame.INTRODUCTION, caller.stringValue(), 0, mapper.createObjectNode());
        }
        if (!type.isString() || type.stringValue().isEmpty()) {
            throw new IOException("type: expected a text");
        }
        boolean error = type.stringValue().equals(Frame.ERROR);
        JsonNode source = root.path("source_central");
        if (!source.isString() && !error) {
            throw new IOException("source_central: expected a text");
        }
        JsonNode timestamp = root.path("timestamp");
        boolean timed = timestamp.isIntegralNumber() && timestamp.canConvertToLong();
        if (!timed && !error) {
            throw new IOException("timestamp: expected milliseconds");
        }
        JsonNode data = root.path("data");
        JsonNode eventId = root.path("event_id");
        return new Frame(
                type.stringValue(),
                source.isString() ? source.stringValue() : "",
                timed ? timestamp.longValue() : 0,
                eventId.isString() ? eventId.stringValue() : null,
                error ? root : data.isObject() ? data : mapper.createObjectNode());
    }
}
