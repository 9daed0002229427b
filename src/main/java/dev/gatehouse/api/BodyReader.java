package dev.gatehouse.api;

import io.javalin.http.Context;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Reads a request's body as one JSON object, whatever the Content-Type says, and keeps the fields
 * that are asked for. What devices send is read by a {@link DeviceBodyReader}.
 */
final class BodyReader {
    /** Bytes of the largest body taken. */
    static final int MAX_BYTES = 1_000_000;

    /** Bytes that a body may have without waiting for a place among the large ones. */
    private static final int SMALL = 64 * 1_024;

    /** Large bodies held at once, so that all of them together stay at 16 MB of the heap. */
    private static final int LARGE_AT_ONCE = 16;

    /**
     * Pictures held at once, each as a text and as bytes: 30 MB of the heap. One is held for some
     * milliseconds once it has come; those that come beyond are passed over.
     */
    private static final int PICTURES_AT_ONCE = 8;

    /**
     * Bytes of a refused body that are still taken off the wire: most clients send all of it before
     * they look for an answer, and would otherwise see a reset in its place.
     */
    private static final long DRAIN_BYTES = 16_000_000;

    private static final int CHUNK = 8_192;

    /** A configuration has some 200 tokens. */
    private static final JsonFactory JSON = json(10_000);

    /**
     * A pass has at most 20 tokens and at least one for each 5 bytes, so a megabyte of passes or
     * staff has 200,000; a megabyte of digits has twice as many.
     */
    private static final JsonFactory LISTS = json(250_000);

    private final Duration limit;
    private final DeviceBodyReader devices;
    private final FieldNotes notes = new FieldNotes(System::nanoTime);
    private final Semaphore pictures = new Semaphore(PICTURES_AT_ONCE);
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    /** So many tokens take 25 MB of the heap while they are looked at: one list after the other. */
    private final Semaphore list = new Semaphore(1);

    BodyReader(Duration limit) {
        this.limit = limit;
        this.devices = new DeviceBodyReader(limit, notes, () -> false);
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
     * A body as devices send it, in any of the forms that {@link DeviceBodyReader} takes.
     *
     * @param wanted names of the fields to keep
     * @throws Problem 400 for what cannot be read, 408 when it takes too long, 413 when it is over
     *     {@link DeviceBodyReader#MAX_BYTES}, 415 for a form that is not taken
     */
    Body device(Context ctx, Set<String> wanted) {
        return devices.read(ctx, wanted);
    }

    /**
     * The same of a body that may have a picture in it, which is held only until it was used.
     *
     * @param use makes what is kept of the body
     * @throws Problem as {@link #device}
     */
    <T> T report(Context ctx, Set<String> wanted, Function<Body, T> use) {
        var held = new AtomicBoolean();
        var pictured =
                new DeviceBodyReader(
                        limit,
                        notes,
                        () ->
                                pictures.tryAcquire()
                                        && (held.compareAndSet(false, true) || giveBack()));
        try {
            return use.apply(pictured.read(ctx, wanted));
        } finally {
            if (held.get()) {
                pictures.release();
            }
        }
    }

    /** One body has one picture, in whichever of its parts. */
    private boolean giveBack() {
        pictures.release();
        return false;
    }

    /** The fields of a device's body whose strangeness costs no car its record. */
    LooseFields loose(Body body) {
        return new LooseFields(body, notes);
    }

    /**
     * A body with a list as long as a body may be.
     *
     * @param element makes what is kept of each object of it
     * @throws Problem as {@link #read}, and 503 when too many others send such lists
     */
    <T> List<T> readList(Context ctx, String name, Function<Body, T> element) {
        byte[] bytes = bytes(ctx);
        takePlace(list, Deadline.in(limit));
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
        var clock = Deadline.in(limit);
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

    private static boolean takePlace(Semaphore places, Deadline clock) {
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

    private static void drain(InputStream in, Deadline clock) throws IOException {
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
        try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes)) {
            Body body = new JsonFields(in, MAX_BYTES).read("", wanted);
            if (in.nextToken() != null) {
                throw JsonFields.notAnObject("more after it");
            }
            return body;
        } catch (JacksonException e) {
            throw JsonFields.broken(e);
        }
    }
}
