package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Messages as frames of dialect 2, and back. Thread-safe. */
final class Wire {
    static final String STATE = "G_STATE";
    static final String STREAMS = "G_STREAMS";
    static final String ASK = "G_ASK";
    static final String PAGE = "G_PAGE";
    static final String GRANT = "G_GRANT";
    static final String CANCEL = "G_CANCEL";
    static final String EVENT = "G_EVENT";
    static final String ASK_HASHES = "G_HASHES";
    static final String HASHES = "G_HASHED";
    static final String ASK_PICTURE = "G_PICTURE";
    static final String PIECE = "G_PIECE";

    /** A peer that says this reads pages by columns. */
    static final String CAP_COLUMNS = "cols";

    /** A peer that says this answers asks for the present. */
    static final String CAP_NOW = "now";

    /** A peer that says this answers asks for hashes. */
    static final String CAP_HASHES = "hashes";

    /** A peer that says this takes the hashes of all buckets deflated. */
    static final String CAP_DEFLATED = "deflated";

    /** A peer that says this answers asks for pictures. */
    static final String CAP_PICTURES = "pictures";

    /**
     * Asks and their answers: each has the number of its ask, a page its own besides. The others
     * may come twice without harm, and some are the same twice: a claim, a grant of an older peer.
     */
    static final Set<String> ONCE = Set.of(ASK, PAGE, ASK_HASHES, HASHES, ASK_PICTURE, PIECE);

    /** A peer that says this reads pages that are a block of version 1. */
    static final String CAP_BLOCKS = "block1";

    /** The name of that lane. */
    static final String LANE_NOW = "now";

    /** What this version understands, as it is told to peers. */
    static final List<String> CAPS =
            List.of(CAP_COLUMNS, CAP_NOW, CAP_HASHES, CAP_DEFLATED, CAP_PICTURES, CAP_BLOCKS);

    /**
     * Events of the smallest page that goes by columns: below it their names take more than they
     * save.
     */
    private static final int COLUMNS_FROM = 4;

    /** The generation of this dialect. */
    private static final int VERSION = 2;

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

    String heartbeat(Messages.Heartbeat hb) {
        ObjectNode g = frames.object();
        g.put("v", VERSION)
                .put("node", hb.node().toString())
                .put("hb", hb.hb())
                .put("wall", hb.wallMs())
                .put("hlc", hb.hlc().value())
                .put("top", hb.top().toString())
                .put("count", hb.count());
        FoldDigest fold = hb.fold();
        if (fold != null) {
            g.putArray("fold").add(fold.version()).add(fold.digest().toString());
        }
        heads(g.putArray("changed"), hb.changed(), hb.signed());
        descriptors(g.putArray("desc"), hb.described());
        ObjectNode ok = g.putObject("ok");
        hb.ok().forEach((central, number) -> ok.put(central.value(), number));
        Messages.Echo echo = hb.echo();
        if (echo != null) {
            g.putArray("echo").add(echo.hb()).add(echo.receivedMs()).add(echo.sentMs());
        }
        if (!hb.whole()) {
            g.put("part", true);
        }
        if (!hb.shared().isEmpty()) {
            ArrayNode shared = g.putArray("shared");
            hb.shared().forEach(central -> shared.add(central.value()));
        }
        ArrayNode linked = g.putArray("links");
        hb.links().forEach(central -> linked.add(central.value()));
        if (!hb.nodes().isEmpty()) {
            ArrayNode nodes = g.putArray("nodes");
            for (Messages.Node node : hb.nodes()) {
                nodes.addArray()
                        .add(node.central().value())
                        .add(node.node().toString())
                        .add(node.hb())
                        .add(node.address())
                        .add(node.ageMs());
            }
        }
        ArrayNode forks = g.putArray("forks");
        for (Fork fork : hb.forks()) {
            forks.addArray()
                    .add(fork.stream().toString())
                    .add(fork.seq())
                    .add(fork.held().toString())
                    .add(fork.other().toString());
        }
        ArrayNode caps = g.putArray("caps");
        hb.caps().forEach(caps::add);
        ObjectNode data = frames.object();
        data.set("g", g);
        return frames.text(Frame.HEARTBEAT, hb.wallMs(), data);
    }

    String state(List<Hash> buckets, long nowMs) {
        return frames.text(STATE, nowMs, buckets(buckets));
    }

    /**
     * The same deflated: 16 KB become 9, and of a young mesh, whose buckets are empty, far less.
     */
    byte[] deflatedState(List<Hash> buckets, long nowMs) {
        return frames.binary(STATE, nowMs, buckets(buckets));
    }

    private ObjectNode buckets(List<Hash> buckets) {
        ObjectNode data = frames.object();
        ArrayNode array = data.putArray("buckets");
        buckets.forEach(hash -> array.add(hash.toString()));
        return data;
    }

    String streams(Messages.Streams streams, long nowMs) {
        ObjectNode data = frames.object().put("bucket", streams.bucket());
        heads(data.putArray("streams"), streams.heads(), streams.signed());
        descriptors(data.putArray("desc"), streams.described());
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

    String ask(Messages.AskNow ask, long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("ask", ask.ask())
                        .put("lane", LANE_NOW)
                        .put("rows", ask.rows())
                        .put("bytes", ask.bytes())
                        .put("credit", ask.credit())
                        .put("missing", ask.missing());
        return frames.text(ASK, nowMs, data);
    }

    String ask(Messages.AskHashes ask, long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("ask", ask.ask())
                        .put("stream", ask.stream().toString())
                        .put("level", ask.level())
                        .put("from", ask.from())
                        .put("to", ask.to());
        return frames.text(ASK_HASHES, nowMs, data);
    }

    String hashes(Messages.Hashes hashes, long nowMs) {
        ObjectNode data = frames.object().put("ask", hashes.ask());
        ArrayNode array = data.putArray("hashes");
        hashes.hashes().forEach(hash -> array.add(hash.toString()));
        return frames.text(HASHES, nowMs, data);
    }

    String ask(Messages.AskPicture ask, long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("ask", ask.ask())
                        .put("hash", ask.hash().toString())
                        .put("from", ask.from());
        return frames.text(ASK_PICTURE, nowMs, data);
    }

    String piece(Messages.Piece piece, long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("ask", piece.ask())
                        .put("size", piece.size())
                        .put("bytes", piece.bytes().bytes());
        return frames.text(PIECE, nowMs, data);
    }

    String grant(Messages.Grant grant, long nowMs) {
        ObjectNode data = frames.object().put("ask", grant.ask());
        if (grant.pages() > 0) {
            data.put("pages", grant.pages());
        }
        return frames.text(GRANT, nowMs, data);
    }

    String cancel(long ask, long nowMs) {
        return frames.text(CANCEL, nowMs, frames.object().put("ask", ask));
    }

    /** Where and how a page goes: as an answer to which ask, and in which form. */
    record Envelope(long ask, int no, boolean more, boolean columns) {}

    byte[] page(Envelope envelope, StreamId stream, Page page, long nowMs) {
        return page(envelope, stream, page, List.of(), nowMs);
    }

    /**
     * Makes a page's frame.
     *
     * @param described whose the stream is, where the peer did not ask for it by name
     */
    byte[] page(
            Envelope envelope,
            StreamId stream,
            Page page,
            List<StreamDescriptor> described,
            long nowMs) {
        ObjectNode data =
                frames.object()
                        .put("ask", envelope.ask())
                        .put("no", envelope.no())
                        .put("stream", stream.toString());
        Blob block = page.block();
        ObjectNode packed =
                block == null && envelope.columns() && page.events().size() >= COLUMNS_FROM
                        ? PageColumns.pack(frames, page.events())
                        : null;
        if (block != null) {
            data.put("block", block.bytes());
        } else if (packed != null) {
            data.set("cols", packed);
        } else {
            rows(data.putArray("events"), page.events());
        }
        data.put("n", page.n()).put("root", page.root().toString());
        Blob sig = page.sig();
        if (sig != null) {
            data.put("sig", sig.hex());
        }
        ArrayNode proof = data.putArray("proof");
        page.proof().forEach(hash -> proof.add(hash.toString()));
        data.put("more", envelope.more());
        if (!described.isEmpty()) {
            descriptors(data.putArray("desc"), described);
        }
        return frames.binary(PAGE, nowMs, data);
    }

    private static void rows(ArrayNode rows, List<LedgerEvent> events) {
        for (LedgerEvent event : events) {
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
                    .add(event.wallMs());
            if (event.erased()) {
                row.addNull().add(event.payload().hex());
            } else {
                row.addRawValue(new RawValue(event.payload().text()));
            }
        }
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
        if (event.erased()) {
            data.put("erased", event.payload().hex());
        } else {
            data.putRawValue("payload", new RawValue(event.payload().text()));
        }
        data.put("n", event.seq()).put("root", root.toString());
        return frames.text(EVENT, nowMs, data);
    }

    private static void heads(
            ArrayNode out, Collection<StreamHead> heads, Collection<SignedHead> signed) {
        Map<StreamId, SignedHead> byStream = new HashMap<>();
        signed.forEach(head -> byStream.put(head.stream(), head));
        for (StreamHead head : heads) {
            StreamHead claim = head.claim();
            ArrayNode row = out.addArray();
            row.add(claim.stream().toString()).add(claim.n()).add(claim.root().toString());
            ArrayNode loose = row.addArray();
            for (Ranges.Interval interval : claim.loose().intervals()) {
                loose.addArray().add(interval.from()).add(interval.to());
            }
            if (claim.loose().isEmpty()) {
                row.addNull();
            } else {
                row.add(claim.looseDigest().toString());
            }
            SignedHead sig = byStream.get(claim.stream());
            if (sig != null && sig.n() == claim.n()) {
                row.add(sig.sig().hex());
            }
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

    /**
     * @throws BadMessageException when a field is missing, of another type or out of range
     */
    Messages parse(Frame frame) throws BadMessageException {
        try {
            return WireReader.parse(frames, frame);
        } catch (IllegalArgumentException | JacksonException e) {
            throw new BadMessageException(frame.type() + ": " + e.getMessage());
        }
    }
}
