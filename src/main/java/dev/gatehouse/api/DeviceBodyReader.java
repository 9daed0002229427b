package dev.gatehouse.api;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Reads a body as cameras and their software send it: JSON whatever the Content-Type says, in any
 * of UTF, with filling around it; the same in a multipart body or a form, or its fields there; each
 * also compressed. All of it is read as a stream, of which the wanted fields are kept, and one
 * picture where there is a place for it: however many cameras send pictures at once, only so many
 * are ever held.
 */
final class DeviceBodyReader {
    /** Bytes of the largest body taken: three pictures of 2 MB in base64. */
    static final int MAX_BYTES = 8_000_000;

    /**
     * Bytes of a refused body that are still taken off the wire: most clients send all of it before
     * they look for an answer, and would otherwise see a reset in its place.
     */
    private static final long DRAIN_BYTES = 16_000_000;

    /** Bytes of the longest body that is taken whole; a report has some 500. */
    private static final int SHORT = 8_192;

    /** Characters of all fields that are kept: a report's have some 500. */
    private static final int ROOM = 64_000;

    /** A form that is not announced as one begins with a name by which devices call their JSON. */
    private static final Pattern BEGINS_FORM =
            Pattern.compile("(?:(?:json|payload|event|data|body)=|%7[Bb]).*", Pattern.DOTALL);

    /** JSON that is no object. */
    private static final Pattern SCALAR =
            Pattern.compile("(?:true|false|null|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)[\\s\\x00]*");

    /** Bytes that tell one form from another; a number or a word of JSON is shorter. */
    private static final int AHEAD = 64;

    /**
     * Python writes NaN and Infinity, which are as strange as any other figure. Some write all the
     * digits of a double, which has up to 400 of them as C prints it.
     */
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(32)
                                    .maxNumberLength(400)
                                    .maxNameLength(1_000)
                                    .maxTokenCount(10_000)
                                    .build())
                    .build();

    private final Duration limit;
    private final FieldNotes notes;
    private final BooleanSupplier place;

    /**
     * @param limit how long a body may take to arrive
     * @param notes told what was passed over
     * @param place whether there is one for a picture; asked for each part of a body
     */
    DeviceBodyReader(Duration limit, FieldNotes notes, BooleanSupplier place) {
        this.limit = limit;
        this.notes = notes;
        this.place = place;
    }

    /**
     * @param wanted names of the fields to keep
     * @throws Problem 400 for what cannot be read, 408 when it takes too long, 411 where nothing
     *     says how long it is, 413 when it is over {@link #MAX_BYTES} as it came or decompressed,
     *     415 for a form that is not taken
     */
    Body read(Context ctx, Set<String> wanted) {
        var deadline = Deadline.in(limit);
        long announced = ctx.req().getContentLengthLong();
        if (announced > MAX_BYTES && ctx.header("Expect") != null) {
            // asks before sending; opening the stream would say yes
            throw BodyStream.tooLarge(MAX_BYTES);
        }
        if (announced < 0 && ctx.header("Transfer-Encoding") == null) {
            throw new Problem(
                    411,
                    "LENGTH_REQUIRED",
                    "nothing says how long the body is; expected Content-Length, or"
                            + " Transfer-Encoding: chunked");
        }
        try (InputStream wire = ctx.req().getInputStream()) {
            var body = new BodyStream(wire, MAX_BYTES, deadline, _ -> BodyStream.cut());
            try {
                if (announced > MAX_BYTES) {
                    throw BodyStream.tooLarge(MAX_BYTES);
                }
                Body read = decompressed(ctx, buffered(body, announced), deadline, wanted);
                body.finish();
                return read;
            } catch (Problem e) {
                discard(wire, deadline);
                throw e;
            }
        } catch (IOException e) {
            throw deadline.over() ? BodyStream.tooSlow() : BodyStream.cut();
        }
    }

    /** What is still to come of a body that is refused already. */
    private static void discard(InputStream wire, Deadline deadline) throws IOException {
        try {
            var rest = new BodyStream(wire, DRAIN_BYTES, deadline, _ -> BodyStream.cut());
            rest.finish();
        } catch (Problem e) {
            // there is more than is worth waiting for; the first refusal is the answer
        }
    }

    /** A report without a picture is taken whole: a stream's buffers are larger than it is. */
    private static InputStream buffered(BodyStream body, long announced) throws IOException {
        return announced >= 0 && announced <= SHORT
                ? new ByteArrayInputStream(body.readNBytes((int) announced))
                : new BufferedInputStream(body);
    }

    private Body decompressed(Context ctx, InputStream in, Deadline deadline, Set<String> wanted)
            throws IOException {
        String coding = ctx.header("Content-Encoding");
        String named = ctx.header("Content-Type");
        String type = named == null ? "" : named.toLowerCase(Locale.ROOT).strip();
        try (InputStream plain = Compression.undone(coding, in)) {
            if (plain == in) {
                return read(in, type, wanted);
            }
            var bounded = new BodyStream(plain, MAX_BYTES, deadline, Compression::broken);
            return read(new BufferedInputStream(bounded), type, wanted);
        }
    }

    /**
     * @param in with marks
     */
    private Body read(InputStream in, String type, Set<String> wanted) throws IOException {
        Charset charset = TextStart.charset(in);
        boolean isBytes = charset.equals(StandardCharsets.UTF_8);
        int first = isBytes ? TextStart.firstByte(in) : -1;
        if (first == '{') {
            return json(in, charset, "", wanted);
        }
        in.mark(AHEAD);
        String ahead =
                new String(in.readNBytes(AHEAD), isBytes ? StandardCharsets.ISO_8859_1 : charset);
        in.reset();
        if (ahead.startsWith("<")) {
            throw notTaken("XML", shown(type));
        }
        if (first == -1 || first == '[' || first == '"') {
            return json(in, charset, "", wanted);
        }
        if (type.startsWith("multipart/") || ahead.startsWith("--")) {
            return multipart(new BufferedInputStream(in), wanted);
        }
        if (type.startsWith("application/x-www-form-urlencoded")
                || BEGINS_FORM.matcher(ahead).matches()) {
            return form(new BufferedInputStream(in), wanted);
        }
        if (SCALAR.matcher(ahead).matches()) {
            return json(in, charset, "", wanted);
        }
        throw notTaken("no JSON", shown(type));
    }

    private static String shown(String type) {
        return type.isEmpty() ? "without a Content-Type" : "of type " + Problem.shown(type);
    }

    /** A text of JSON with nothing behind it but filling. */
    private Body json(InputStream in, Charset charset, String path, @Nullable Set<String> wanted)
            throws IOException {
        Body plain =
                in instanceof ByteArrayInputStream whole && charset.equals(StandardCharsets.UTF_8)
                        ? plain(whole, path, wanted)
                        : null;
        return plain == null ? decoded(in, charset, path, wanted) : plain;
    }

    /** Reads what most cameras send without a detour; null for what has anything odd about it. */
    private static @Nullable Body plain(
            ByteArrayInputStream in, String path, @Nullable Set<String> wanted) throws IOException {
        if (in.available() > LongTextFilter.KEPT) {
            return null; // it may hold a text that is too long to be kept
        }
        in.mark(0);
        byte[] bytes = in.readAllBytes();
        in.reset();
        try (JsonParser tokens = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            Body body = new JsonFields(tokens, ROOM).read(path, wanted);
            return tokens.nextToken() == null ? body : null;
        } catch (JacksonException | Problem odd) {
            return null;
        }
    }

    private Body decoded(InputStream in, Charset charset, String path, @Nullable Set<String> wanted)
            throws IOException {
        var decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        var text = new LongTextFilter(reader(in, decoder), place);
        try (JsonParser tokens = JSON.createParser(ObjectReadContext.empty(), text)) {
            Body body = new JsonFields(tokens, ROOM, LongTextFilter.KEPT).read(path, wanted);
            var behind = new StringWriter();
            tokens.releaseBuffered(behind);
            if (!TextStart.isFilling(behind.toString()) || !TextStart.isFilling(text)) {
                throw JsonFields.notAnObject("more after it");
            }
            if (text.dropped() > 0) {
                notes.passedOver(
                        "long text", text.dropped() + " characters of a long text in JSON");
            }
            return body;
        } catch (JacksonException e) {
            throw e.getCause() instanceof CharacterCodingException
                    ? notInCharset(charset)
                    : JsonFields.broken(e);
        } catch (CharacterCodingException e) {
            throw notInCharset(charset);
        }
    }

    private static Reader reader(InputStream in, CharsetDecoder decoder) {
        if (!(in instanceof ByteArrayInputStream whole)) {
            return new InputStreamReader(in, decoder);
        }
        try {
            return Reader.of(decoder.decode(ByteBuffer.wrap(whole.readAllBytes())));
        } catch (CharacterCodingException e) {
            throw notInCharset(decoder.charset());
        }
    }

    private static Problem notInCharset(Charset charset) {
        return new Problem(400, "BAD_JSON", "the body is no text in " + charset.name());
    }

    private Body multipart(BufferedInputStream in, Set<String> wanted) throws IOException {
        var found = new FoundFields(wanted);
        var parts = new Multipart(in);
        var others = new StringJoiner(", ");
        for (Multipart.Part part = parts.next(); part != null; part = parts.next()) {
            var content = new BufferedInputStream(part.content());
            if (part.type().startsWith("image/") || !take(part, content, found)) {
                long bytes = content.transferTo(OutputStream.nullOutputStream());
                notes.passedOver("part", "the part " + part.shown() + " of " + bytes + " bytes");
                if (others.length() < 200) { // enough to tell what it is that came
                    others.add(part.shown());
                }
            }
        }
        if (found.isEmpty()) {
            throw notTaken("a multipart body without JSON", "with the parts: " + others);
        }
        return found.body();
    }

    /** Whether it is JSON or a plain field, and then it is taken. */
    private boolean take(Multipart.Part part, BufferedInputStream content, FoundFields found)
            throws IOException {
        Charset charset = TextStart.charset(content);
        int first = TextStart.firstByte(content);
        boolean json = first == '{' || first != -1 && part.type().contains("json");
        if (json || !charset.equals(StandardCharsets.UTF_8)) {
            found.object(part.name(), object(part.name(), content, charset, found));
        } else if (part.isField()) {
            found.field(part.name(), TextStart.text(content));
        } else {
            return false;
        }
        return true;
    }

    private Body form(BufferedInputStream in, Set<String> wanted) throws IOException {
        var found = new FoundFields(wanted);
        var form = new UrlEncodedForm(in);
        for (UrlEncodedForm.Field field = form.next(); field != null; field = form.next()) {
            var value = new BufferedInputStream(field.value());
            if (TextStart.firstByte(value) == '{') {
                found.object(
                        field.name(), object(field.name(), value, StandardCharsets.UTF_8, found));
            } else {
                found.field(field.name(), TextStart.text(value));
            }
        }
        if (found.isEmpty()) {
            throw notTaken("a form without JSON", "and without a field that is known here");
        }
        return found.body();
    }

    private Body object(String name, InputStream in, Charset charset, FoundFields found)
            throws IOException {
        boolean inner = found.isObject(name);
        return json(in, charset, inner ? name + "." : "", inner ? null : found.wanted());
    }

    private static Problem notTaken(String what, String more) {
        return new Problem(
                415,
                "UNSUPPORTED_BODY",
                "the body is "
                        + what
                        + " "
                        + more
                        + "; taken are one JSON object {…} in any Content-Type,"
                        + " multipart/form-data with a part that is JSON or with fields,"
                        + " application/x-www-form-urlencoded with json={…} or with fields,"
                        + " and each of them in Content-Encoding gzip or deflate");
    }
}
