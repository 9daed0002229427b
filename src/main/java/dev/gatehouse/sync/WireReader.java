package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.codec.CanonicalJson;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what peers say. Every number that comes from the network is checked here, so that nothing
 * behind it meets an impossible one. Pure functions.
 */
final class WireReader {
    /** The first instant that no parking ticket will ever need: the year 9999. */
    private static final long LAST_MS = 253_402_300_800_000L;

    /** The same for the ledger's clock, whose packed value ends in the year 6429. */
    private static final long LAST_HLC_MS = 140_000_000_000_000L;

    /**
     * Streams named in one message; ten booths with three starts a day fill it after ten months.
     */
    private static final int MAX_HEADS = 8_192;

    /**
     * Events of one stream: fifty a second for 700 years. Sums of as many as a peer may claim fit
     * into a long.
     */
    static final long MAX_SEQ = 1L << 40;

    /** Forks told in one heartbeat: each is an alarm, and a person looks at one at a time. */
    static final int MAX_FORKS = 64;

    /** Abilities told in one heartbeat: this version has fewer than ten. */
    private static final int MAX_CAPS = 64;

    /** Events in one page. */
    private static final int MAX_ROWS = 1_024;

    /** Bytes of a key or a signature: those of Ed25519 have 44 and 64. */
    private static final int MAX_SIG = 128;

    private WireReader() {}

    /**
     * @throws IllegalArgumentException when a field is missing, of another type or out of range
     */
    static Messages parse(FrameCodec frames, Frame frame) {
        JsonNode data = frame.data();
        return switch (frame.type()) {
            // one without it is meant for an original: nothing was heard from here for long
            case Frame.HEARTBEAT ->
                    data.has("g")
                            ? heartbeat(data.path("g"))
                            : new Messages.Other(frame.type() + " of an original");
            case Wire.STATE -> state(data);
            case Wire.STREAMS ->
                    new Messages.Streams(
                            (int) number(data, "bucket", 0, HeadMap.BUCKETS - 1),
                            heads("streams", data.path("streams")),
                            signed(data.path("streams")),
                            descriptors(data.path("desc")));
            case Wire.ASK -> AskReader.ask(data);
            case Wire.PAGE -> page(frames, data);
            case Wire.GRANT -> AskReader.grant(data);
            case Wire.CANCEL -> new Messages.Cancel(number(data, "ask", 1, Long.MAX_VALUE));
            case Wire.EVENT -> live(data);
            case Wire.ASK_HASHES -> AskReader.hashes(data);
            case Wire.HASHES ->
                    new Messages.Hashes(
                            number(data, "ask", 1, Long.MAX_VALUE),
                            hashes("hashes", data.path("hashes"), Inspector.FAN));
            case Wire.ASK_PICTURE -> PictureReader.ask(data);
            case Wire.PIECE -> PictureReader.piece(data);
            default -> new Messages.Other(frame.type());
        };
    }

    private static Messages heartbeat(JsonNode g) {
        JsonNode said = g.path("ok");
        if (!said.isObject()) {
            throw new IllegalArgumentException("ok: expected an object");
        }
        Map<CentralId, Long> ok = new HashMap<>();
        for (var entry : limited("ok", said, 1_024).properties()) {
            ok.put(
                    new CentralId(entry.getKey()),
                    within("ok", entry.getValue(), 1, Long.MAX_VALUE));
        }
        return new Messages.Heartbeat(
                stream(g, "node"),
                number(g, "hb", 1, Long.MAX_VALUE),
                number(g, "wall", 0, LAST_MS),
                new Hlc(number(g, "hlc", 0, Long.MAX_VALUE)),
                hash(g, "top"),
                number(g, "count", 0, Long.MAX_VALUE),
                fold(g.path("fold")),
                heads("changed", g.path("changed")),
                signed(g.path("changed")),
                descriptors(g.path("desc")),
                ok,
                echo(g.path("echo")),
                !g.path("part").asBoolean(false),
                centrals("shared", g.path("shared")),
                forks(g.path("forks")),
                caps(g.path("caps")),
                centrals("links", g.path("links")),
                NodesReader.read(g.path("nodes")));
    }

    private static List<CentralId> centrals(String field, JsonNode names) {
        var centrals = new ArrayList<CentralId>();
        for (JsonNode name : limited(field, names, 128)) {
            centrals.add(new CentralId(name.asString("")));
        }
        return List.copyOf(centrals);
    }

    private static @Nullable FoldDigest fold(JsonNode fold) {
        if (fold.isMissingNode()) {
            return null;
        }
        if (!fold.isArray() || fold.size() != 2) {
            throw new IllegalArgumentException("fold: expected [version, digest]");
        }
        return new FoldDigest(
                (int) within("fold", fold.get(0), 0, Integer.MAX_VALUE),
                Hash.parse(text("fold", fold.get(1))));
    }

    private static Messages.@Nullable Echo echo(JsonNode echo) {
        if (echo.isMissingNode() || echo.isNull()) {
            return null;
        }
        if (!echo.isArray() || echo.size() != 3) {
            throw new IllegalArgumentException("echo: expected [hb, received, sent]");
        }
        return new Messages.Echo(
                within("echo", echo.get(0), 1, Long.MAX_VALUE),
                within("echo", echo.get(1), 0, LAST_MS),
                within("echo", echo.get(2), 0, LAST_MS));
    }

    private static List<String> caps(JsonNode rows) {
        if (rows.isMissingNode()) {
            return List.of();
        }
        var caps = new ArrayList<String>();
        for (JsonNode row : array("caps", rows, MAX_CAPS)) {
            caps.add(text("caps", row));
        }
        return List.copyOf(caps);
    }

    private static Messages state(JsonNode data) {
        JsonNode buckets = data.path("buckets");
        if (buckets.size() != HeadMap.BUCKETS) {
            throw new IllegalArgumentException(
                    "buckets: " + buckets.size() + ", expected " + HeadMap.BUCKETS);
        }
        return new Messages.State(hashes("buckets", buckets, HeadMap.BUCKETS));
    }

    private static Messages page(FrameCodec frames, JsonNode data) {
        StreamId stream = stream(data, "stream");
        PackedEvents block = data.has("block") ? block(stream, data.path("block")) : null;
        return new Messages.Pages(
                number(data, "ask", 1, Long.MAX_VALUE),
                (int) number(data, "no", 1, Integer.MAX_VALUE),
                stream,
                block != null
                        ? block.events().stream().map(HashedEvent::event).toList()
                        : data.has("cols")
                                ? columns(frames, stream, data.path("cols"))
                                : rows(stream, data.path("events")),
                number(data, "n", 0, MAX_SEQ),
                hash(data, "root"),
                data.has("sig") ? sig(data.path("sig")) : null,
                hashes("proof", data.path("proof"), 4_096),
                truth("more", data.path("more")),
                data.has("desc") ? descriptors(data.path("desc")) : List.of(),
                block);
    }

    private static PackedEvents block(StreamId stream, JsonNode value) {
        byte[] bytes = Base64.getDecoder().decode(text("block", value));
        PackedEvents block = PackedEvents.received(Blob.of(bytes));
        if (!block.stream().equals(stream)) {
            throw new IllegalArgumentException("block: of another stream than its page");
        }
        return block;
    }

    private static List<LedgerEvent> columns(FrameCodec frames, StreamId stream, JsonNode cols) {
        try {
            return PageColumns.unpack(
                    frames,
                    cols,
                    stream,
                    MAX_ROWS,
                    FrameCodec.MAX_INFLATED,
                    (seq, id, kind, src, central, hlc, wall, payload, erased) ->
                            event(stream, seq, id, kind, src, central, hlc, wall, payload, erased));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("cols: differences that add up to no number", e);
        }
    }

    private static List<LedgerEvent> rows(StreamId stream, JsonNode rows) {
        var events = new ArrayList<LedgerEvent>();
        for (JsonNode row : array("events", rows, MAX_ROWS)) {
            if (!row.isArray() || row.size() < 8 || row.size() > 9) {
                throw new IllegalArgumentException("events: expected rows of 8 or 9 values");
            }
            long seq = within("seq", row.get(0), 1, MAX_SEQ);
            events.add(
                    event(
                            stream,
                            seq,
                            row.get(1),
                            row.get(2),
                            row.get(3),
                            row.get(4),
                            row.get(5),
                            row.get(6),
                            row.get(7),
                            row.path(8)));
        }
        return events;
    }

    private static Messages live(JsonNode data) {
        long seq = number(data, "seq", 1, MAX_SEQ);
        if (number(data, "n", 1, MAX_SEQ) != seq) {
            throw new IllegalArgumentException("n: expected " + seq + ", as seq");
        }
        return new Messages.Live(
                event(
                        stream(data, "stream"),
                        seq,
                        data.path("id"),
                        data.path("kind"),
                        data.path("src"),
                        data.path("central"),
                        data.path("hlc"),
                        data.path("wall"),
                        data.path("payload"),
                        data.path("erased")),
                hash(data, "root"));
    }

    private static LedgerEvent event(
            StreamId stream,
            long seq,
            JsonNode id,
            JsonNode kind,
            JsonNode src,
            JsonNode central,
            JsonNode hlc,
            JsonNode wall,
            JsonNode payload,
            JsonNode erased) {
        boolean gone = !erased.isMissingNode();
        return event(
                stream,
                seq,
                id.isNull() ? Ledger.firstId(stream, seq) : EventId.parse(text("id", id)),
                text("kind", kind),
                text("src", src),
                text("central", central),
                within("hlc", hlc, 0, Hlc.ofMs(LAST_HLC_MS).value()),
                within("wall", wall, 0, LAST_MS),
                gone ? Blob.of(Hash.parse(text("erased", erased)).bytes()) : payload(payload),
                gone);
    }

    /** Of fields that are of the right type; whether they say something possible is seen here. */
    private static LedgerEvent event(
            StreamId stream,
            long seq,
            EventId id,
            String kind,
            String src,
            String central,
            long hlc,
            long wallMs,
            Blob payload,
            boolean erased) {
        if (kind.isEmpty() || kind.length() > LedgerEvent.MAX_KIND) {
            throw new IllegalArgumentException("kind '" + kind + "': expected 1 to 32 letters");
        }
        if (payload.length() > LedgerEvent.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "payload of " + payload.length() + " bytes is too large");
        }
        return new LedgerEvent(
                stream,
                between("seq", seq, 1, MAX_SEQ),
                id,
                kind,
                LedgerEvent.Source.of(src),
                new CentralId(central),
                new Hlc(between("hlc", hlc, 0, Hlc.ofMs(LAST_HLC_MS).value())),
                between("wall", wallMs, 0, LAST_MS),
                payload,
                erased);
    }

    private static Blob payload(JsonNode payload) {
        if (payload.isMissingNode()) {
            throw new IllegalArgumentException("payload: missing");
        }
        return Blob.of(CanonicalJson.of(payload));
    }

    private static List<StreamHead> heads(String field, JsonNode rows) {
        var heads = new ArrayList<StreamHead>();
        for (JsonNode row : array(field, rows, MAX_HEADS)) {
            if (!row.isArray() || row.size() < 3) {
                throw new IllegalArgumentException(field + ": expected [stream, n, root, …]");
            }
            StreamId stream = StreamId.parse(text("stream", row.get(0)));
            long n = within("n", row.get(1), 0, MAX_SEQ);
            Hash root = Hash.parse(text("root", row.get(2)));
            Ranges loose = loose(n, row.path(3));
            heads.add(
                    loose.isEmpty()
                            ? new StreamHead(stream, n, root)
                            : new StreamHead(
                                    stream,
                                    n,
                                    root,
                                    loose,
                                    Hash.parse(text("looseDigest", row.path(4)))));
        }
        return heads;
    }

    private static Ranges loose(long n, JsonNode rows) {
        if (rows.isMissingNode()) {
            return Ranges.EMPTY;
        }
        var intervals = new ArrayList<Ranges.Interval>();
        long least = n + 1;
        for (JsonNode row : array("loose", rows, StreamHead.CLAIMED)) {
            if (!row.isArray() || row.size() != 2) {
                throw new IllegalArgumentException("loose: expected [from, to]");
            }
            long from = within("loose", row.get(0), least, MAX_SEQ);
            long to = within("loose", row.get(1), from, MAX_SEQ);
            intervals.add(new Ranges.Interval(from, to));
            least = to + 2; // in order, and no two touch or overlap
        }
        return Ranges.of(intervals);
    }

    /** The heads of those rows that came with a signature; their shape has been checked. */
    private static List<SignedHead> signed(JsonNode rows) {
        var signed = new ArrayList<SignedHead>();
        for (JsonNode row : rows) {
            if (row.size() > 5) {
                signed.add(
                        new SignedHead(
                                StreamId.parse(row.get(0).asString()),
                                row.get(1).asLong(),
                                Hash.parse(row.get(2).asString()),
                                sig(row.get(5))));
            }
        }
        return signed;
    }

    private static Blob sig(JsonNode value) {
        Blob sig = Blob.parse(text("sig", value));
        if (sig.length() > MAX_SIG) {
            throw new IllegalArgumentException("sig is too long");
        }
        return sig;
    }

    private static List<Fork> forks(JsonNode rows) {
        if (rows.isMissingNode()) {
            return List.of();
        }
        var forks = new ArrayList<Fork>();
        for (JsonNode row : array("forks", rows, MAX_FORKS)) {
            if (!row.isArray() || row.size() != 4) {
                throw new IllegalArgumentException("forks: expected [stream, seq, held, other]");
            }
            forks.add(
                    new Fork(
                            StreamId.parse(text("stream", row.get(0))),
                            within("seq", row.get(1), 1, MAX_SEQ),
                            Hash.parse(text("held", row.get(2))),
                            Hash.parse(text("other", row.get(3)))));
        }
        return forks;
    }

    private static List<StreamDescriptor> descriptors(JsonNode rows) {
        var descriptors = new ArrayList<StreamDescriptor>();
        for (JsonNode row : array("desc", rows, MAX_HEADS)) {
            Blob key = Blob.parse(text("key", row.path("key")));
            if (key.length() > MAX_SIG) {
                throw new IllegalArgumentException("desc: key is too long");
            }
            descriptors.add(
                    new StreamDescriptor(
                            stream(row, "stream"),
                            new CentralId(text("central", row.path("central"))),
                            key,
                            number(row, "started", 0, LAST_MS),
                            sig(row.path("sig"))));
        }
        return descriptors;
    }

    private static JsonNode limited(String field, JsonNode node, int limit) {
        if (node.size() > limit) {
            throw new IllegalArgumentException(
                    field + ": " + node.size() + " elements, expected at most " + limit);
        }
        return node;
    }

    static JsonNode array(String field, JsonNode node, int limit) {
        if (!node.isArray()) {
            throw new IllegalArgumentException(field + ": expected an array");
        }
        return limited(field, node, limit);
    }

    private static List<Hash> hashes(String field, JsonNode array, int limit) {
        var hashes = new ArrayList<Hash>();
        for (JsonNode hash : array(field, array, limit)) {
            hashes.add(Hash.parse(text(field, hash)));
        }
        return hashes;
    }

    private static Hash hash(JsonNode in, String field) {
        return Hash.parse(text(field, in.path(field)));
    }

    static StreamId stream(JsonNode in, String field) {
        return StreamId.parse(text(field, in.path(field)));
    }

    static String text(String field, JsonNode value) {
        if (!value.isString()) {
            throw new IllegalArgumentException(field + ": expected a text");
        }
        return value.stringValue();
    }

    private static boolean truth(String field, JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(field + ": expected true or false");
        }
        return value.booleanValue();
    }

    static long number(JsonNode in, String field, long min, long max) {
        return within(field, in.path(field), min, max);
    }

    private static long between(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    field + " " + value + ": expected a whole number from " + min + " to " + max);
        }
        return value;
    }

    static long within(String field, JsonNode value, long min, long max) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw new IllegalArgumentException(
                    field + " " + value + ": expected a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }
}
