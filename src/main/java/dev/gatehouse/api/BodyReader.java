package dev.gatehouse.api;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads a request's body as one JSON object, whatever the Content-Type says, and keeps the fields
 * that are asked for. Other fields are passed over without being kept, since cameras send more.
 */
final class BodyReader {
    /** Bytes of the largest body taken. */
    static final int MAX_BYTES = 1_000_000;

    /** Bytes that a body may have without waiting for a place among the large ones. */
    private static final int SMALL = 64 * 1_024;

    /** Large bodies held at once, so that all of them together stay at 16 MB of the heap. */
    private static final int LARGE_AT_ONCE = 16;

    /**
     * Bytes of a refused body that are still taken off the wire: most clients send all of it before
     * they look for an answer, and would otherwise see a reset in its place.
     */
    private static final long DRAIN_BYTES = 16_000_000;

    private static final int CHUNK = 8_192;

    /** A camera's report has some 30 tokens. */
    private static final JsonFactory JSON = json(10_000);

    /**
     * A pass has at most 20 tokens and at least one for each 5 bytes, so a megabyte of passes or
     * staff has 200,000; a megabyte of digits has twice as many.
     */
    private static final JsonFactory LISTS = json(250_000);

    private final Duration limit;
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    /** So many tokens take 25 MB of the heap while they are looked at: one list after the other. */
    private final Semaphore list = new Semaphore(1);

    BodyReader(Duration limit) {
        this.limit = limit;
    }

    /**
     * A number of 40 digits holds every double in full. The limits keep a megabyte of brackets or
     * digits from costing more than a megabyte.
     */
    private static JsonFactory json(long tokens) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(32)
                                .maxNumberLength(40)
                                .maxNameLength(1_000)
                                .maxStringLength(MAX_BYTES)
                                .maxTokenCount(tokens)
                                .build())
                .build();
    }

    /**
     * @param wanted names of the fields to keep
     * @throws Problem 400 for what is not one JSON object, 408 when it takes too long, 413 when it
     *     is over {@link #MAX_BYTES}
     */
    Body read(Context ctx, Set<String> wanted) {
        return parse(JSON, bytes(ctx), wanted);
    }

    /**
     * A body with a list as long as a body may be.
     *
     * @param element makes what is kept of each object of it
     * @throws Problem as {@link #read}, and 503 when too many others send such lists
     */
    <T> List<T> readList(Context ctx, String name, Function<Body, T> element) {
        byte[] bytes = bytes(ctx);
        takePlace(list, new Clock(System.nanoTime() + limit.toNanos()));
        try {
            return parse(LISTS, bytes, Set.of(name)).objects(name).stream().map(element).toList();
        } finally {
            list.release();
        }
    }

    /**
     * A body as it came, for whoever understands it as a whole.
     *
     * @throws Problem 408 when it takes too long, 413 when it is over {@link #MAX_BYTES}
     */
    byte[] bytes(Context ctx) {
        var clock = new Clock(System.nanoTime() + limit.toNanos());
        boolean announcedTooLarge = ctx.req().getContentLengthLong() > MAX_BYTES;
        if (announcedTooLarge && ctx.header("Expect") != null) {
            // asks before sending; opening the stream would say yes
            throw tooLarge();
        }
        boolean holdsPlace = false;
        try (InputStream in = ctx.req().getInputStream()) {
            if (announcedTooLarge) {
                drain(in, clock);
                throw tooLarge();
            }
            var bytes = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                bytes.write(chunk, 0, n);
                if (bytes.size() > MAX_BYTES) {
                    drain(in, clock);
                    throw tooLarge();
                }
                if (!holdsPlace && bytes.size() > SMALL) {
                    holdsPlace = takePlace(large, clock);
                }
                if (clock.over()) {
                    throw tooSlow();
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            // the client is gone, was silent for too long, or sent chunks that are none
            throw clock.over() ? tooSlow() : new Problem(400, "BODY_CUT", "the body broke off");
        } finally {
            if (holdsPlace) {
                large.release();
            }
        }
    }

    private static boolean takePlace(Semaphore places, Clock clock) {
        try {
            if (places.tryAcquire(clock.leftNanos(), TimeUnit.NANOSECONDS)) {
                return true;
            }
            throw new Problem(503, "BUSY", "too many large bodies at once; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "STOPPING", "the node is stopping");
        }
    }

    private static void drain(InputStream in, Clock clock) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long drained = 0;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            drained += n;
            if (drained > DRAIN_BYTES || clock.over()) {
                return;
            }
        }
    }

    private static Problem tooLarge() {
        return new Problem(413, "TOO_LARGE", "the body is over 1 MB (1,000,000 bytes)");
    }

    private static Problem tooSlow() {
        return new Problem(408, "TOO_SLOW", "the body took too long to arrive");
    }

    private static Body parse(JsonFactory json, byte[] bytes, Set<String> wanted) {
        Body body;
        try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes)) {
            JsonToken first = in.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw notAnObject(first == null ? "nothing" : Body.kind(first));
            }
            body = object(in, "", wanted);
            if (in.nextToken() != null) {
                throw notAnObject("more after it");
            }
        } catch (JacksonException e) {
            var where = e.getLocation();
            String at =
                    where == null || where.getLineNr() < 1
                            ? ""
                            : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
            throw new Problem(
                    400,
                    "BAD_JSON",
                    "the body is not JSON that can be taken"
                            + at
                            + ": "
                            + firstLine(e.getOriginalMessage()));
        }
        return body;
    }

    /** An object whose brace was read. */
    private static Body object(JsonParser in, String path, @Nullable Set<String> wanted) {
        var fields = new HashMap<String, Body.Value>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken token = in.nextToken();
            if (wanted == null || wanted.contains(name)) {
                fields.put(name, value(in, token, path + name));
            } else {
                in.skipChildren();
            }
        }
        return new Body(path, Map.copyOf(fields));
    }

    /** What is wanted is kept with all that is in it. */
    private static Body.Value value(JsonParser in, JsonToken token, String path) {
        return switch (token) {
            case START_OBJECT ->
                    new Body.Value(
                            token, Body.kind(token), object(in, path + ".", null), List.of());
            case START_ARRAY -> {
                var list = new ArrayList<Body.Value>();
                for (JsonToken next = in.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = in.nextToken()) {
                    list.add(value(in, next, path + "[" + list.size() + "]"));
                }
                yield new Body.Value(token, Body.kind(token), null, List.copyOf(list));
            }
            default -> new Body.Value(token, text(in, token), null, List.of());
        };
    }

    private static Problem notAnObject(String got) {
        return new Problem(
                400, "BAD_JSON", "the body: got " + got + ", expected one JSON object {…}");
    }

    private static String text(JsonParser in, JsonToken token) {
        return token.isScalarValue() ? in.getString() : Body.kind(token);
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= 160 ? line : line.substring(0, 160) + "…";
    }

    private record Clock(long endNanos) {
        long leftNanos() {
            return Math.max(0, endNanos - System.nanoTime());
        }

        boolean over() {
            return leftNanos() == 0;
        }
    }
}
