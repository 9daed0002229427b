package dev.gatehouse.sync;

import dev.gatehouse.ledger.CanonicalJson;
import dev.gatehouse.ledger.HeadMap;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.Page;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages as frames of dialect 2, and back. Every number that comes from the network is checked
 * here, so that nothing behind it meets an impossible one. Thread-safe.
 */
final class Wire {
    static final String STATE = "G_STATE";
    static final String STREAMS = "G_STREAMS";
    static final String ASK = "G_ASK";
    static final String PAGE = "G_PAGE";
    static final String GRANT = "G_GRANT";
    static final String CANCEL = "G_CANCEL";
    static final String EVENT = "G_EVENT";

    /** The generation of this dialect. */
    private static final int VERSION = 2;

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
    private static final long MAX_SEQ = 1L << 40;

    private final FrameCodec frames;

    Wire(FrameCodec frames) {
        this.frames = frames;
    }

    /** A frame that says something else than it may; the message names the field. */
    static final class BadMessageException extends Exception {
        private static final long serialVersionUID = 1L;

        /** A frame may be one word of a megabyte. */
        private static final int LETTERS = 300;

        BadMessageException(String message) {
            super(message.length() <= LETTERS ? message : message.substring(0, LETTERS) + "…");
        }
    }

    // ---- writing

    String heartbeat(Messages.Heartbeat hb, Collection<CentralId> links) {
        ObjectNode g = frames.object();
        g.put("v", VERSION)
                .put("node", hb.node().toString())
                .put("hb", hb.hb())
                .put("wall", hb.wallMs())
                .put("hlc", hb.hlc().value())
                .put("top", hb.top().toString())
                .put("count", hb.count());
        heads(g.putArray("changed"), hb.changed());
        descriptors(g.putArray("desc"), hb.described());
        ObjectNode ok = g.putObject("ok");
        hb.ok().forEach((central, number) -> ok.put(central.value(), number));
        Messages.Echo echo = hb.echo();
        if (echo != null) {
            g.putArray("echo").add(echo.hb()).add(echo.receivedMs()).add(echo.sentMs());
        }
        ArrayNode linked = g.putArray("links");
        links.forEach(central -> linked.add(central.value()));
        g.putArray("forks");
        g.putArray("caps");
        ObjectNode data = frames.object();
        data.set("g", g);
        return frames.text(Frame.HEARTBEAT, hb.wallMs(), data);
    }

    String state(List<Hash> buckets, long nowMs) {
        ObjectNode data = frames.object();
        ArrayNode array = data.putArray("buckets");
        buckets.forEach(hash -> array.add(hash.toString()));
        return frames.text(STATE, nowMs, data);
    }

    String streams(
            int bucket, List<StreamHead> heads, List<StreamDescriptor> described, long nowMs) {
        ObjectNode data = frames.object().put("bucket", bucket);
        heads(data.putArray("streams"), heads);
        descriptors(data.putArray("desc"), described);
        return frames.text(STREAMS, nowMs, data);
    }

    String ask(Messages.Ask ask, long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("ask", ask.ask())
                        .put("stream", ask.stream().toString())
                        .put("from", ask.from())
                        .put("to", ask.to())
                        .put("rows", ask.rows())
                        .put("bytes", ask.bytes())
                        .put("credit", ask.credit());
        return frames.text(ASK, nowMs, data);
    }

    String grant(long ask, long nowMs) {
        return frames.text(GRANT, nowMs, frames.object().put("ask", ask));
    }

    String cancel(long ask, long nowMs) {
        return frames.text(CANCEL, nowMs, frames.object().put("ask", ask));
    }

    byte[] page(Messages.Ask ask, int no, Page page, boolean more, long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("ask", ask.ask())
                        .put("no", no)
                        .put("stream", ask.stream().toString());
        ArrayNode rows = data.putArray("events");
        for (LedgerEvent event : page.events()) {
            ArrayNode row = rows.addArray().add(event.seq());
            if (event.id().equals(Ledger.firstId(event.stream(), event.seq()))) {
                row.addNull();
            } else {
                row.add(event.id().toString());
            }
            row.add(event.kind())
                    .add(event.src().code())
                    .add(event.central().value())
                    .add(event.hlc().value())
                    .add(event.wallMs())
                    .addRawValue(new RawValue(event.payload().text()));
        }
        data.put("n", page.events().isEmpty() ? 0 : page.events().getLast().seq())
                .put("root", page.root().toString());
        ArrayNode proof = data.putArray("proof");
        page.proof().forEach(hash -> proof.add(hash.toString()));
        data.put("more", more);
        return frames.binary(PAGE, nowMs, data);
    }

    String live(LedgerEvent event, Hash root, long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("stream", event.stream().toString())
                        .put("seq", event.seq())
                        .put("id", event.id().toString())
                        .put("kind", event.kind())
                        .put("src", event.src().code())
                        .put("central", event.central().value())
                        .put("hlc", event.hlc().value())
                        .put("wall", event.wallMs());
        data.putRawValue("payload", new RawValue(event.payload().text()));
        data.put("n", event.seq()).put("root", root.toString());
        return frames.text(EVENT, nowMs, data);
    }

    private static void heads(ArrayNode out, Collection<StreamHead> heads) {
        for (StreamHead head : heads) {
            ArrayNode row = out.addArray();
            row.add(head.stream().toString()).add(head.n()).add(head.root().toString());
            row.addArray(); // loose intervals: this version holds none
            row.addNull(); // and so no digest of them
        }
    }

    private static void descriptors(ArrayNode out, Collection<StreamDescriptor> descriptors) {
        for (StreamDescriptor d : descriptors) {
            out.addObject()
                    .put("stream", d.stream().toString())
                    .put("central", d.central().value())
                    .put("key", d.key().hex())
                    .put("started", d.startedMs())
                    .put("sig", d.sig().hex());
        }
    }

    // ---- reading

    /**
     * @throws BadMessageException when a field is missing, of another type or out of range
     */
    Messages parse(Frame frame) throws BadMessageException {
        try {
            JsonNode data = frame.data();
            return switch (frame.type()) {
                case Frame.HEARTBEAT -> heartbeat(data.path("g"));
                case STATE -> state(data);
                case STREAMS ->
                        new Messages.Streams(
                                (int) number(data, "bucket", 0, HeadMap.BUCKETS - 1),
                                heads("streams", data.path("streams")),
                                descriptors(data.path("desc")));
                case ASK -> ask(data);
                case PAGE -> page(data);
                case GRANT -> new Messages.Grant(number(data, "ask", 1, Long.MAX_VALUE));
                case CANCEL -> new Messages.Cancel(number(data, "ask", 1, Long.MAX_VALUE));
                case EVENT -> live(data);
                default -> new Messages.Other(frame.type());
            };
        } catch (IllegalArgumentException | JacksonException e) {
            throw new BadMessageException(frame.type() + ": " + e.getMessage());
        }
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
                heads("changed", g.path("changed")),
                descriptors(g.path("desc")),
                ok,
                echo(g.path("echo")));
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

    private static Messages state(JsonNode data) {
        JsonNode buckets = data.path("buckets");
        if (buckets.size() != HeadMap.BUCKETS) {
            throw new IllegalArgumentException(
                    "buckets: " + buckets.size() + ", expected " + HeadMap.BUCKETS);
        }
        return new Messages.State(hashes("buckets", buckets, HeadMap.BUCKETS));
    }

    private static Messages ask(JsonNode data) {
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

    private static Messages page(JsonNode data) {
        StreamId stream = stream(data, "stream");
        var events = new ArrayList<LedgerEvent>();
        for (JsonNode row : array("events", data.path("events"), 1_024)) {
            if (!row.isArray() || row.size() != 8) {
                throw new IllegalArgumentException("events: expected rows of 8 values");
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
                            row.get(7)));
        }
        return new Messages.Pages(
                number(data, "ask", 1, Long.MAX_VALUE),
                (int) number(data, "no", 1, Integer.MAX_VALUE),
                stream,
                events,
                number(data, "n", 0, MAX_SEQ),
                hash(data, "root"),
                hashes("proof", data.path("proof"), 4_096),
                truth("more", data.path("more")));
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
                        data.path("payload")),
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
            JsonNode payload) {
        String kindName = text("kind", kind);
        if (kindName.isEmpty() || kindName.length() > LedgerEvent.MAX_KIND) {
            throw new IllegalArgumentException("kind '" + kindName + "': expected 1 to 32 letters");
        }
        if (payload.isMissingNode()) {
            throw new IllegalArgumentException("payload: missing");
        }
        byte[] bytes = CanonicalJson.of(payload);
        if (bytes.length > LedgerEvent.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "payload of " + bytes.length + " bytes is too large");
        }
        return new LedgerEvent(
                stream,
                seq,
                id.isNull() ? Ledger.firstId(stream, seq) : EventId.parse(text("id", id)),
                kindName,
                LedgerEvent.Source.of(text("src", src)),
                new CentralId(text("central", central)),
                new Hlc(within("hlc", hlc, 0, Hlc.ofMs(LAST_HLC_MS).value())),
                within("wall", wall, 0, LAST_MS),
                Blob.of(bytes));
    }

    private static List<StreamHead> heads(String field, JsonNode rows) {
        var heads = new ArrayList<StreamHead>();
        for (JsonNode row : array(field, rows, MAX_HEADS)) {
            if (!row.isArray() || row.size() < 3) {
                throw new IllegalArgumentException(field + ": expected [stream, n, root, …]");
            }
            heads.add(
                    new StreamHead(
                            StreamId.parse(text("stream", row.get(0))),
                            within("n", row.get(1), 0, MAX_SEQ),
                            Hash.parse(text("root", row.get(2)))));
        }
        return heads;
    }

    private static List<StreamDescriptor> descriptors(JsonNode rows) {
        var descriptors = new ArrayList<StreamDescriptor>();
        for (JsonNode row : array("desc", rows, MAX_HEADS)) {
            Blob key = Blob.parse(text("key", row.path("key")));
            Blob sig = Blob.parse(text("sig", row.path("sig")));
            if (key.length() > 128 || sig.length() > 128) {
                throw new IllegalArgumentException("desc: key or sig is too long");
            }
            descriptors.add(
                    new StreamDescriptor(
                            stream(row, "stream"),
                            new CentralId(text("central", row.path("central"))),
                            key,
                            number(row, "started", 0, LAST_MS),
                            sig));
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

    private static StreamId stream(JsonNode in, String field) {
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

    private static long number(JsonNode in, String field, long min, long max) {
        return within(field, in.path(field), min, max);
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
