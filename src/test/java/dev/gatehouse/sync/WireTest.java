package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.codec.CanonicalJson;
import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.ledger.query.Page;
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
import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

class WireTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final Wire wire = new Wire(new FrameCodec(new CentralId("central-1")));

    private static Frame read(JsonNode root) {
        return new Frame(
                root.path("type").stringValue(),
                root.path("source_central").stringValue(),
                root.path("timestamp").longValue(),
                root.path("data"));
    }

    private static Frame read(String text) {
        return read(JSON.readTree(text));
    }

    private static Frame read(byte[] deflated) {
        return read(
                JSON.readTree(
                        new InflaterInputStream(
                                new ByteArrayInputStream(deflated), new Inflater(true))));
    }

    @Test
    void theLargestHeadsThatGoInOneFrameFitIntoIt() {
        CentralId central = new CentralId("c".repeat(40));
        var heads = new ArrayList<StreamHead>();
        var signed = new ArrayList<SignedHead>();
        var described = new ArrayList<StreamDescriptor>();
        for (int i = 0; i < 3_000; i++) {
            StreamId stream = new StreamId(-1, i);
            int loose = i < 500 ? StreamHead.CLAIMED : 0;
            heads.add(largest(stream, loose));
            signed.add(new SignedHead(stream, heads.getLast().n(), hash(), Blob.of(new byte[64])));
            described.add(
                    new StreamDescriptor(
                            stream,
                            central,
                            Blob.of(new byte[44]),
                            Long.MAX_VALUE / 1_000_000,
                            Blob.of(new byte[64])));
        }
        int from = 0;
        for (List<StreamHead> part : Heartbeats.frames(heads)) {
            int to = from + part.size();
            assertThat(part).isEqualTo(heads.subList(from, to));
            var streams =
                    new Messages.Streams(
                            0, part, signed.subList(from, to), described.subList(from, to));
            assertThat(wire.streams(streams, Long.MAX_VALUE))
                    .hasSizeLessThan(FrameCodec.MAX_FRAME)
                    .hasSizeGreaterThan(to == heads.size() ? 0 : FrameCodec.MAX_FRAME / 3);
            from = to;
        }
        assertThat(from).isEqualTo(heads.size());
    }

    private static Hash hash() {
        return new Hash(-1, -1, -1, -1);
    }

    private static StreamHead largest(StreamId stream, int loose) {
        long n = 1_000_000_000_000L;
        Ranges ranges = Ranges.EMPTY;
        for (int i = 1; i <= loose; i++) {
            ranges = ranges.plus(Ranges.of(n + i * 10L, n + i * 10L + 1));
        }
        return new StreamHead(stream, n, hash(), ranges, hash());
    }

    /** Makes any message from one number. */
    private static final class Maker {
        private final Random random;

        Maker(long seed) {
            this.random = new Random(seed);
        }

        long number(long min, long max) {
            return switch (random.nextInt(4)) {
                case 0 -> min;
                case 1 -> max;
                default -> random.nextLong(min, max);
            };
        }

        Messages.Node node() {
            return new Messages.Node(
                    central(), stream(), number(1, 9_999), "10.0.0.7:9000", number(0, 60_000));
        }

        Hash hash() {
            return new Hash(
                    random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        }

        List<Hash> hashes(int count) {
            var hashes = new ArrayList<Hash>();
            for (int i = 0; i < count; i++) {
                hashes.add(hash());
            }
            return hashes;
        }

        StreamId stream() {
            return new StreamId(random.nextLong(), random.nextLong());
        }

        CentralId central() {
            return new CentralId("central-" + random.nextInt(99));
        }

        List<StreamHead> heads() {
            var heads = new ArrayList<StreamHead>();
            for (int i = random.nextInt(5); i > 0; i--) {
                long n = number(0, (1L << 40) - 99);
                heads.add(
                        random.nextBoolean()
                                ? new StreamHead(stream(), n, hash())
                                : new StreamHead(
                                        stream(),
                                        n,
                                        hash(),
                                        Ranges.of(n + 3, n + 5).plus(n + 1 + random.nextInt(90)),
                                        hash()));
            }
            return heads;
        }

        List<SignedHead> signed(List<StreamHead> heads) {
            var signed = new ArrayList<SignedHead>();
            for (StreamHead head : heads) {
                if (random.nextBoolean()) {
                    signed.add(new SignedHead(head.stream(), head.n(), head.root(), blob(64)));
                }
            }
            return signed;
        }

        List<Fork> forks() {
            var forks = new ArrayList<Fork>();
            for (int i = random.nextInt(3); i > 0; i--) {
                forks.add(new Fork(stream(), number(1, 1L << 40), hash(), hash()));
            }
            return forks;
        }

        /** The same, or without what it said. */
        LedgerEvent erasedOrNot(LedgerEvent e) {
            return random.nextInt(4) > 0
                    ? e
                    : new LedgerEvent(
                            e.stream(),
                            e.seq(),
                            e.id(),
                            e.kind(),
                            e.src(),
                            e.central(),
                            e.hlc(),
                            e.wallMs(),
                            Blob.of(hash().bytes()),
                            true);
        }

        Blob blob(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return Blob.of(bytes);
        }

        List<StreamDescriptor> descriptors() {
            var all = new ArrayList<StreamDescriptor>();
            for (int i = random.nextInt(4); i > 0; i--) {
                all.add(
                        new StreamDescriptor(
                                stream(),
                                central(),
                                blob(44),
                                number(0, 253_402_300_800_000L),
                                blob(64)));
            }
            return all;
        }

        LedgerEvent event(StreamId stream, long seq) {
            Map<String, Object> payload = new HashMap<>();
            payload.put("plate_id", "29A" + random.nextInt(100_000) + "Đ\"\\\u0001é🚗");
            payload.put("fee", random.nextLong());
            payload.put("confidence", random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
            payload.put("flag", random.nextBoolean());
            return new LedgerEvent(
                    stream,
                    seq,
                    random.nextBoolean()
                            ? Ledger.firstId(stream, seq)
                            : new EventId(random.nextLong(), random.nextLong()),
                    random.nextBoolean() ? "entry" : "kind-of-a-later-version",
                    random.nextBoolean() ? LedgerEvent.Source.NODE : LedgerEvent.Source.IMPORTED,
                    central(),
                    new Hlc(number(0, Hlc.ofMs(140_000_000_000_000L).value())),
                    number(0, 253_402_300_800_000L),
                    Blob.of(CanonicalJson.object(payload)));
        }
    }

    @Property
    void everyMessageComesBackAsItWas(@ForAll long seed) throws Exception {
        var make = new Maker(seed);
        Map<CentralId, Long> ok = new HashMap<>();
        for (int i = make.random.nextInt(4); i > 0; i--) {
            ok.put(make.central(), make.number(1, Long.MAX_VALUE));
        }
        List<StreamHead> changed = make.heads();
        var heartbeat =
                new Messages.Heartbeat(
                        make.stream(),
                        make.number(1, Long.MAX_VALUE),
                        make.number(0, 253_402_300_800_000L),
                        new Hlc(make.number(0, Long.MAX_VALUE)),
                        make.hash(),
                        make.number(0, Long.MAX_VALUE),
                        make.random.nextBoolean() ? null : new FoldDigest(3, make.hash()),
                        changed,
                        make.signed(changed),
                        make.descriptors(),
                        ok,
                        make.random.nextBoolean() ? null : new Messages.Echo(3, 4, 5),
                        make.random.nextBoolean(),
                        make.random.nextBoolean() ? List.of() : List.of(make.central()),
                        make.forks(),
                        make.random.nextBoolean() ? List.of() : List.of("cols", "later"),
                        make.random.nextBoolean() ? List.of() : List.of(make.central()),
                        make.random.nextBoolean() ? List.of() : List.of(make.node()));
        assertThat(wire.parse(read(wire.heartbeat(heartbeat)))).isEqualTo(heartbeat);

        var state = new Messages.State(make.hashes(HeadMap.BUCKETS));
        assertThat(wire.parse(read(wire.state(state.buckets(), 1)))).isEqualTo(state);
        assertThat(wire.parse(read(wire.deflatedState(state.buckets(), 1)))).isEqualTo(state);

        long first = make.number(0, (1L << 40) - 1_024);
        var askHashes =
                new Messages.AskHashes(
                        make.number(1, Long.MAX_VALUE),
                        make.stream(),
                        10 * make.random.nextInt(5),
                        first,
                        first + make.random.nextInt(1_024));
        assertThat(wire.parse(read(wire.ask(askHashes, 1)))).isEqualTo(askHashes);
        var hashes = new Messages.Hashes(askHashes.ask(), make.hashes(make.random.nextInt(1_025)));
        assertThat(wire.parse(read(wire.hashes(hashes, 1)))).isEqualTo(hashes);
        int byteNo = make.random.nextInt(PictureKind.MAX_BYTES);
        var askPicture = new Messages.AskPicture(askHashes.ask(), make.hash(), byteNo);
        assertThat(wire.parse(read(wire.ask(askPicture, 1)))).isEqualTo(askPicture);
        Blob bytes = make.blob(make.random.nextInt(Pictures.PIECE + 1));
        var piece = new Messages.Piece(askHashes.ask(), byteNo, bytes);
        assertThat(wire.parse(read(wire.piece(piece, 1)))).isEqualTo(piece);

        var streams =
                new Messages.Streams(
                        make.random.nextInt(256),
                        changed,
                        make.signed(changed),
                        make.descriptors());
        assertThat(wire.parse(read(wire.streams(streams, 1)))).isEqualTo(streams);

        long from = make.number(1, 1L << 40);
        var ask =
                new Messages.Ask(
                        make.number(1, Long.MAX_VALUE),
                        make.stream(),
                        from,
                        make.number(from, (1L << 40) + 1) & ((1L << 40) | from),
                        1 + make.random.nextInt(1_024),
                        1 + make.random.nextInt(262_144),
                        1 + make.random.nextInt(8));
        if (ask.to() >= ask.from() && ask.to() <= 1L << 40) {
            assertThat(wire.parse(read(wire.ask(ask, 1)))).isEqualTo(ask);
        }
        var grant = new Messages.Grant(ask.ask(), make.random.nextInt(3));
        assertThat(wire.parse(read(wire.grant(grant, 1)))).isEqualTo(grant);
        assertThat(wire.parse(read(wire.cancel(ask.ask(), 1))))
                .isEqualTo(new Messages.Cancel(ask.ask()));

        StreamId stream = ask.stream();
        var events = new ArrayList<LedgerEvent>();
        for (int i = make.random.nextInt(30); i > 0; i--) {
            events.add(make.erasedOrNot(make.event(stream, 7 + events.size())));
        }
        Page page =
                new Page(
                        events,
                        make.number(0, 1L << 40),
                        make.hash(),
                        make.random.nextBoolean() ? null : make.blob(64),
                        make.hashes(make.random.nextInt(20)));
        boolean columns = make.random.nextBoolean();
        List<StreamDescriptor> described = make.descriptors();
        var now = new Messages.AskNow(ask.ask(), ask.rows(), ask.bytes(), ask.credit(), 9_000);
        assertThat(wire.parse(read(wire.ask(now, 1)))).isEqualTo(now);
        assertThat(
                        wire.parse(
                                read(
                                        wire.page(
                                                new Wire.Envelope(ask.ask(), 3, true, columns),
                                                ask.stream(),
                                                page,
                                                described,
                                                1))))
                .isEqualTo(
                        new Messages.Pages(
                                ask.ask(),
                                3,
                                stream,
                                events,
                                page.n(),
                                page.root(),
                                page.sig(),
                                page.proof(),
                                true,
                                described,
                                null));

        LedgerEvent event = make.erasedOrNot(make.event(stream, 1 + make.random.nextInt(9_999)));
        assertThat(wire.parse(read(wire.live(event, page.root(), 1))))
                .isEqualTo(new Messages.Live(event, page.root()));
    }

    /** One frame of each type, all fields filled. */
    private List<ObjectNode> frames() {
        var make = new Maker(4);
        var described =
                new StreamDescriptor(
                        make.stream(), make.central(), make.blob(44), 1, make.blob(64));
        var head = new StreamHead(make.stream(), 5, make.hash(), Ranges.of(7, 9), make.hash());
        var signed = new SignedHead(head.stream(), 5, head.root(), make.blob(64));
        var ask = new Messages.Ask(1, make.stream(), 1, 9, 100, 1_000, 2);
        LedgerEvent event = make.event(ask.stream(), 1);
        var heartbeat =
                new Messages.Heartbeat(
                        make.stream(),
                        1,
                        1,
                        new Hlc(1),
                        make.hash(),
                        1,
                        new FoldDigest(2, make.hash()),
                        List.of(head),
                        List.of(signed),
                        List.of(described),
                        Map.of(make.central(), 3L),
                        new Messages.Echo(1, 2, 3),
                        true,
                        List.of(),
                        List.of(new Fork(make.stream(), 3, make.hash(), make.hash())),
                        Wire.CAPS,
                        List.of(make.central()),
                        List.of(make.node()));
        var few = new ArrayList<LedgerEvent>();
        for (int seq = 1; seq <= 4; seq++) {
            few.add(make.event(ask.stream(), seq));
        }
        var page = new Page(few, 4, make.hash(), make.blob(64), make.hashes(2));
        var streams = new Messages.Streams(1, List.of(head), List.of(signed), List.of(described));
        var all = new ArrayList<ObjectNode>();
        for (String text :
                List.of(
                        wire.heartbeat(heartbeat),
                        wire.state(make.hashes(256), 1),
                        wire.streams(streams, 1),
                        wire.ask(ask, 1),
                        wire.grant(new Messages.Grant(1, 3), 1),
                        wire.cancel(1, 1),
                        wire.live(event, make.hash(), 1))) {
            all.add((ObjectNode) JSON.readTree(text));
        }
        var packed =
                new Page(
                        page.numbers(),
                        List.of(),
                        4,
                        page.root(),
                        page.sig(),
                        page.proof(),
                        Blob.of(Block.pack(few)));
        for (var form :
                List.of(Map.entry(page, false), Map.entry(page, true), Map.entry(packed, true))) {
            var envelope = new Wire.Envelope(1, 1, true, form.getValue());
            byte[] deflated = wire.page(envelope, ask.stream(), form.getKey(), 1);
            all.add(
                    (ObjectNode)
                            JSON.readTree(
                                    new InflaterInputStream(
                                            new ByteArrayInputStream(deflated),
                                            new Inflater(true))));
        }
        return all;
    }

    @Test
    void aPageThatIsABlockComesWithItsEventsAndTheBlockAndOneOfAnotherStreamIsRefused()
            throws Exception {
        var make = new Maker(5);
        StreamId stream = make.stream();
        var events = new ArrayList<LedgerEvent>();
        for (int seq = 1; seq <= 30; seq++) {
            events.add(make.erasedOrNot(make.event(stream, seq)));
        }
        var block = Blob.of(Block.pack(events));
        var page = new Page(Ranges.of(1, 30), List.of(), 30, make.hash(), null, List.of(), block);
        var envelope = new Wire.Envelope(1, 1, false, true);

        var came = (Messages.Pages) wire.parse(read(wire.page(envelope, stream, page, 1)));

        assertThat(came.events()).isEqualTo(events);
        assertThat(requireNonNull(came.block()).bytes()).isEqualTo(block);
        byte[] elsewhere = wire.page(envelope, make.stream(), page, 1);
        assertThatThrownBy(() -> wire.parse(read(elsewhere))).hasMessageContaining("block");
    }

    private static List<JsonNode> wrongValues() {
        return List.of(
                JSON.readTree("null"),
                JSON.readTree("true"),
                JSON.readTree("-1"),
                JSON.readTree("1.5"),
                JSON.readTree("1e300"),
                JSON.readTree("9223372036854775808"),
                JSON.readTree("1" + "0".repeat(400)),
                JSON.readTree("\"\""),
                JSON.readTree("\"zz\""),
                JSON.readTree("\"" + "ab".repeat(200_000) + "\""),
                JSON.readTree("[]"),
                JSON.readTree("[[[]]]"),
                JSON.readTree("{}"),
                JSON.readTree("{\"a\":{\"b\":[1]}}"),
                JSON.readTree("[" + "1,".repeat(20_000) + "1]"));
    }

    /** What a later version may say, or what means nothing here. */
    private static final TreeSet<String> FREE =
            new TreeSet<>(
                    List.of(
                            "v", "fold", "links", "nodes", "forks", "caps", "payload", "echo",
                            "events", "proof", "sig"));

    @Test
    void aWrongValueInAnyPlaceIsABadMessageAndNothingElse() {
        for (ObjectNode frame : frames()) {
            ObjectNode data = (ObjectNode) frame.path("data");
            ObjectNode fields = data.has("g") ? (ObjectNode) data.path("g") : data;
            for (String field : new TreeSet<>(fields.propertyNames())) {
                spoil(frame, fields, field);
            }
        }
    }

    private void spoil(ObjectNode frame, ObjectNode fields, String field) {
        JsonNode right = fields.path(field);
        for (JsonNode wrong : wrongValues()) {
            fields.set(field, wrong);
            assertRefused(frame, field, wrong);
        }
        fields.remove(field);
        assertRefused(frame, field, JSON.nullNode());
        fields.set(field, right);
        if (right instanceof ArrayNode rows && !rows.isEmpty() && !FREE.contains(field)) {
            JsonNode first = rows.get(0);
            for (JsonNode wrong : wrongValues()) {
                rows.set(0, wrong);
                assertRefused(frame, field, wrong);
            }
            rows.set(0, first);
        }
        if (right instanceof ArrayNode rows
                && rows.size() > 0
                && rows.get(0) instanceof ArrayNode row) {
            for (int i = 0; i < row.size(); i++) {
                JsonNode before = row.get(i);
                for (JsonNode wrong : wrongValues()) {
                    row.set(i, wrong);
                    parse(frame);
                }
                row.set(i, before);
            }
        }
    }

    private void assertRefused(ObjectNode frame, String field, JsonNode wrong) {
        boolean refused = !parse(frame);
        boolean couldBeRight =
                FREE.contains(field)
                        || wrong.isArray() && wrong.isEmpty()
                        || field.equals("ok") && wrong.isObject() && wrong.isEmpty()
                        || field.equals("more") && wrong.isBoolean()
                        || field.equals("id") && wrong.isNull()
                        || field.equals("pages") && wrong.isNull()
                        || (field.equals("central") || field.equals("kind"))
                                && wrong.isString()
                                && wrong.stringValue().equals("zz");
        assertThat(refused || couldBeRight)
                .as("%s of %s = %.60s", field, frame.path("type"), wrong)
                .isTrue();
    }

    /** Whether it is a message; anything but a BadMessageException fails the test. */
    private boolean parse(ObjectNode frame) {
        try {
            return wire.parse(read(frame)) != null;
        } catch (Wire.BadMessageException e) {
            assertThat(e.getMessage()).hasSizeLessThan(310);
            return false;
        }
    }

    @Test
    void tooManyElementsAreABadMessage() {
        for (ObjectNode frame : frames()) {
            ObjectNode data = (ObjectNode) frame.path("data");
            ObjectNode fields = data.has("g") ? (ObjectNode) data.path("g") : data;
            for (String field :
                    List.of("changed", "desc", "streams", "buckets", "events", "proof", "forks")) {
                if (fields.path(field) instanceof ArrayNode rows) {
                    while (rows.size() <= 8_192) {
                        rows.add(rows.get(0));
                    }
                    assertThatThrownBy(() -> wire.parse(read(frame)))
                            .isInstanceOf(Wire.BadMessageException.class);
                    while (rows.size() > 1) {
                        rows.remove(1);
                    }
                }
            }
        }
    }

    @Test
    void aTypeOfALaterVersionIsNoFault() throws Exception {
        assertThat(wire.parse(new Frame("G_LATER", "central-2", 1, JSON.createObjectNode())))
                .isEqualTo(new Messages.Other("G_LATER"));
    }

    @Test
    void aHeartbeatThatIsMeantForAnOriginalIsNoFaultAndOneOfANodeIsReadWhole() throws Exception {
        var codec = new FrameCodec(new CentralId("central-2"));
        String greeting = codec.text(Frame.HEARTBEAT, 1, codec.object());
        assertThat(wire.parse(read(greeting))).isInstanceOf(Messages.Other.class);

        for (JsonNode wrong : List.of(codec.object(), JSON.nullNode())) {
            ObjectNode data = codec.object();
            data.set("g", wrong);
            var heartbeat = new Frame(Frame.HEARTBEAT, "central-2", 1, data);
            assertThatThrownBy(() -> wire.parse(heartbeat))
                    .isInstanceOf(Wire.BadMessageException.class);
        }
    }

    @Test
    void aHeartbeatOfTenBoothsIsSmall() {
        var make = new Maker(1);
        var heads = new ArrayList<StreamHead>();
        var linked = new ArrayList<CentralId>();
        for (int i = 0; i < 9; i++) {
            heads.add(new StreamHead(make.stream(), 1_000_000 + i, make.hash()));
            linked.add(new CentralId("central-" + i));
        }
        int quietBytes = wire.heartbeat(heartbeat(make, List.of(), linked)).length();
        int busyBytes = wire.heartbeat(heartbeat(make, heads, linked)).length();
        System.out.println("heartbeat: " + quietBytes + " bytes, " + busyBytes + " with 9 streams");
        assertThat(quietBytes).isLessThan(700);
        assertThat(busyBytes).isLessThan(3_000);
    }

    private static Messages.Heartbeat heartbeat(
            Maker make, List<StreamHead> changed, List<CentralId> linked) {
        return new Messages.Heartbeat(
                make.stream(),
                123_456,
                1_790_000_000_000L,
                Hlc.ofMs(1_790_000_000_000L),
                make.hash(),
                9_000_000,
                new FoldDigest(2, make.hash()),
                changed,
                make.signed(changed),
                List.of(),
                Map.of(new CentralId("central-2"), 654_321L),
                new Messages.Echo(654_321, 1_790_000_000_000L, 1_790_000_000_005L),
                true,
                List.of(),
                List.of(),
                Wire.CAPS,
                linked,
                List.of());
    }
}
