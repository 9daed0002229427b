package dev.gatehouse.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

class BlockTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final long MS = 1_767_200_000_000L;

    // ---- what a block tells

    @Test
    void aNameIsKeptInParts() {
        Block block = Block.read(Block.pack(new MadeEvents(1).traffic(1, 200)));
        int exits = 0;
        for (int row = 0; row < block.size(); row++) {
            if (block.shape(row).kind().equals("exit")) {
                int field = block.shape(row).field("event_id");
                assertThat(block.namedMs(row, field)).isBetween(MS, block.hlc(row) >> 16);
                assertThat(block.namedCentral(row, field)).isEqualTo(new CentralId("central-1"));
                exits++;
            }
        }
        assertThat(exits).isGreaterThan(20);
    }

    @Test
    void eventsWithOneCodeHaveOneValue() {
        Block block = Block.read(Block.pack(new MadeEvents(1).traffic(1, 200)));
        int shape = block.shapeOf(0);
        int field = block.shapes().get(shape).field("camera_name");
        for (int row = 0; row < block.size(); row++) {
            if (block.shapeOf(row) == shape && block.code(row, field) == block.code(0, field)) {
                assertThat(block.value(row, field)).isEqualTo(block.value(0, field));
            }
        }
        assertThat(block.code(0, field)).isNotNegative();
    }

    @Test
    void aFieldThatIsNotThereHasNoPlace() {
        Block block = Block.read(Block.pack(new MadeEvents(1).traffic(1, 3)));

        assertThat(block.shape(0).field("colour")).isEqualTo(-1);
    }

    @Test
    void anEventThatDoesNotLieByFieldsHasNone() {
        LedgerEvent event = new MadeEvents(1).event(1, "entry", "[1]".getBytes(UTF_8));
        Block block = Block.read(Block.pack(List.of(event)));

        assertThat(block.shape(0).flat()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> block.value(0, 0));
    }

    @Test
    void aFullBlockOfTrafficTakesAFifthOfItsPayloads() {
        List<LedgerEvent> events = new MadeEvents(3).traffic(1_025, 1_024);
        int said = events.stream().mapToInt(event -> event.payload().length()).sum();

        assertThat(Block.pack(events).length).isLessThan(said / 5);
    }

    // ---- what is no block's to hold

    @Test
    void noEventsAreNoBlock() {
        assertThatIllegalArgumentException().isThrownBy(() -> Block.pack(List.of()));
    }

    @Test
    void moreThanASpanIsNoBlock() {
        List<LedgerEvent> events = new MadeEvents(1).traffic(1, 1_025);

        assertThatIllegalArgumentException().isThrownBy(() -> Block.pack(events));
    }

    @Test
    void eventsOfTwoSpansAreNoBlock() {
        List<LedgerEvent> events = new MadeEvents(1).traffic(1_024, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Block.pack(events))
                .withMessageContaining("1024 to 1025");
    }

    @Test
    void eventsWithAGapAreNoBlock() {
        List<LedgerEvent> events = new MadeEvents(1).traffic(1, 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Block.pack(List.of(events.get(0), events.get(2))));
    }

    @Test
    void payloadsOverTheLimitAreNoBlock() {
        var made = new MadeEvents(1);
        var events = new ArrayList<LedgerEvent>();
        for (int seq = 1; seq <= 9; seq++) {
            events.add(made.event(seq, "note", new byte[LedgerEvent.MAX_PAYLOAD]));
        }
        Block.pack(events.subList(0, 8));

        assertThatIllegalArgumentException().isThrownBy(() -> Block.pack(events));
    }

    // ---- packing

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9})
    void anyDeflaterWillDo(int level) {
        List<LedgerEvent> events = new MadeEvents(4).anything(50);
        byte[] body = BlockWriter.body(events);

        assertThat(Block.read(packed(body, body.length, level)).events()).isEqualTo(events);
    }

    private static byte[] packed(byte[] body, int told, int level) {
        var out = new BlockOutput();
        out.put(Limits.VERSION);
        out.number(told);
        try (var deflater = new Deflater(level, true)) {
            deflater.setInput(body);
            deflater.finish();
            var piece = new byte[2 * body.length + 100];
            out.put(piece, 0, deflater.deflate(piece));
        }
        return out.bytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 255})
    void anotherVersionIsRefused(int version) {
        byte[] packed = Block.pack(new MadeEvents(1).traffic(1, 3));
        packed[0] = (byte) version;

        refused(packed, "version " + version);
    }

    @Test
    void aBlockIsRefusedWhereverItIsCutOff() {
        byte[] packed = Block.pack(new MadeEvents(1).traffic(1, 3));
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatExceptionOfType(BlockException.class).isThrownBy(() -> Block.read(cut));
        }
    }

    @Test
    void aBodyIsRefusedWhereverItIsCutOff() {
        byte[] body = BlockWriter.body(new MadeEvents(1).anything(9));
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatExceptionOfType(BlockException.class).isThrownBy(() -> BlockReader.read(cut));
        }
    }

    @Test
    void bytesBehindABlockAreRefused() {
        byte[] packed = Block.pack(new MadeEvents(1).traffic(1, 3));

        refused(Arrays.copyOf(packed, packed.length + 1), "behind the block");
    }

    @Test
    void bytesBehindTheLastColumnAreRefused() {
        byte[] body = BlockWriter.body(new MadeEvents(1).traffic(1, 3));

        refusedBody(Arrays.copyOf(body, body.length + 1), "behind the last column");
    }

    @Test
    void aBodyOfAnotherLengthThanToldIsRefused() {
        byte[] body = BlockWriter.body(new MadeEvents(1).traffic(1, 3));

        refused(packed(body, body.length - 1, 1), "not as long");
        refused(packed(body, body.length + 1, 1), "not as long");
    }

    @Test
    void noMoreThanAMegabyteIsInflated() {
        refused(packed(new byte[0], Limits.BODY + 1, 1), "length of the body");
        refused(packed(new byte[16], Limits.BODY, 1), "too early");
        refused(packed(new byte[4 * Limits.BODY], Limits.BODY, 9), "not as long");
    }

    @Test
    void whatIsNotDeflatedIsRefused() {
        var out = new BlockOutput();
        out.put(Limits.VERSION);
        out.number(100);
        out.put(new byte[] {-1, -1, -1, -1});

        refused(out.bytes(), "not deflated");
    }

    private static void refused(byte[] packed, String why) {
        assertThatExceptionOfType(BlockException.class)
                .isThrownBy(() -> Block.read(packed))
                .withMessageContaining(why);
    }

    private static void refusedBody(byte[] body, String why) {
        assertThatExceptionOfType(BlockException.class)
                .isThrownBy(() -> BlockReader.read(body))
                .withMessageContaining(why);
    }

    private static void refusedBody(BlockOutput body, String why) {
        refusedBody(body.bytes(), why);
    }

    // ---- bodies by hand

    /** All that stands before the columns of events of one shape. */
    private static BlockOutput body(int count, String... fields) {
        var out = head(1, count);
        out.number(1);
        out.put(0);
        out.text("entry");
        out.put('n');
        out.number(0);
        out.number(fields.length);
        for (String field : fields) {
            out.text(field);
        }
        return rows(out, count);
    }

    private static BlockOutput head(long first, int count) {
        var out = new BlockOutput();
        out.put(MadeEvents.STREAM.bytes());
        out.number(first);
        out.number(count);
        out.number(1);
        out.text("c-1");
        return out;
    }

    private static BlockOutput rows(BlockOutput out, int count) {
        out.put(new byte[count]);
        out.signed(MS);
        out.put(new byte[count - 1]);
        out.put(new byte[2 * count]);
        out.number(0);
        return out;
    }

    private static BlockOutput texts(BlockOutput out, String... texts) {
        for (String text : texts) {
            out.number(text.getBytes(UTF_8).length);
        }
        for (String text : texts) {
            out.put(text.getBytes(UTF_8));
        }
        return out;
    }

    private static BlockOutput mode(BlockOutput out, Mode mode) {
        out.put(mode.ordinal());
        return out;
    }

    private static String payload(BlockOutput body, int row) {
        return BlockReader.read(body.bytes()).event(row).payload().text();
    }

    @Test
    void aValueThatAllHaveStandsOnce() {
        BlockOutput body = texts(mode(body(2, "a"), Mode.SAME), "true");

        assertThat(payload(body, 1)).isEqualTo("{\"a\":true}");
    }

    @Test
    void anObjectMayHaveNoFields() {
        assertThat(payload(body(1), 0)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1,\"b\":2",
                "\"a\",\"b\":\"c\"",
                "\"",
                "\"\"\"",
                "{}",
                "[]",
                "[1]",
                "tru",
                "nulls",
                "-",
                "-0",
                "01",
                "1.",
                ".5",
                "1.50",
                "1.0",
                "1e5",
                "+1",
                "1 ",
                "NaN",
                "1234567890123456789",
                "\"\\u0041\"",
                "\"\\u000A\"",
                "\"\\u000a\"",
                "\"\\/\"",
                "\"\\\"",
                "\"\t\""
            })
    void whatIsNoPlainValueInItsOnlyFormIsRefused(String value) {
        refusedBody(texts(mode(body(1, "a"), Mode.SAME), value), "a value is none");
        refusedBody(texts(mode(body(1, "a"), Mode.VALUE), value), "a value is none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "999999999999999999",
                "-999999999999999999.999999999999999999",
                "-0.5",
                "true",
                "false",
                "null",
                "\"\"",
                "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\"",
                "\"\u007fé€😀\u2028\"",
                "\"/\""
            })
    void whatIsAPlainValueIsTaken(String value) {
        assertThat(payload(texts(mode(body(1, "a"), Mode.VALUE), value), 0))
                .isEqualTo("{\"a\":" + value + "}");
        LedgerEvent event =
                new MadeEvents(1).event(1, "x", ("{\"a\":" + value + "}").getBytes(UTF_8));
        assertThat(Block.read(Block.pack(List.of(event))).shape(0).flat()).isTrue();
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() {
        for (int[] bad :
                new int[][] {
                    {0x80},
                    {0xc0, 0x80},
                    {0xc1, 0xbf},
                    {0xc3},
                    {0xe0, 0x9f, 0xbf},
                    {0xed, 0xa0, 0x80},
                    {0xf0, 0x8f, 0xbf, 0xbf},
                    {0xf4, 0x90, 0x80, 0x80},
                    {0xf5, 0x80, 0x80, 0x80},
                    {0xe2, 0x82},
                    {0xff}
                }) {
            BlockOutput body = mode(body(1, "a"), Mode.TEXT);
            body.number(bad.length);
            for (int b : bad) {
                body.put(b);
            }
            refusedBody(body, "a text is none");
        }
    }

    @Test
    void aTextWithAQuoteIsRefused() {
        refusedBody(texts(mode(body(1, "a"), Mode.TEXT), "x\",\"b\":\"y"), "a text is none");
    }

    @Test
    void fieldsOutOfOrderOrTwiceAreRefused() {
        refusedBody(body(1, "b", "a"), "not in order");
        refusedBody(body(1, "a", "a"), "not in order");
        refusedBody(body(1, "a\\u0062"), "plain letters");
        refusedBody(body(1, "é"), "plain letters");
        refusedBody(body(1, ""), "name of a field");
    }

    @Test
    void whatIsReferredToIsThere() {
        BlockOutput body = mode(body(2, "a"), Mode.DICTIONARY);
        body.number(2);
        texts(body, "1", "2");
        body.number(0);
        body.number(2);

        refusedBody(body, "value: expected 0 to 1");
        refusedBody(rows(shapeless(), 1), "shape: expected 0 to 0");
    }

    /** One shape, and an event of a second. */
    private static BlockOutput shapeless() {
        var out = head(1, 1);
        out.number(1);
        out.put(1);
        out.text("entry");
        out.put('n');
        out.number(0);
        out.number(1);
        return out;
    }

    @Test
    void aNameHasItsTailFromATextBesideIt() {
        BlockOutput body = mode(body(1, "a", "b"), Mode.NAME);
        body.number(2);
        body.number(1);
        body.signed(5);
        texts(mode(body, Mode.TEXT), "51H");

        assertThat(payload(body, 0))
                .isEqualTo("{\"a\":\"c-1_" + (MS - 5) + "_51H\",\"b\":\"51H\"}");
    }

    @Test
    void aNameCannotHaveItsTailFromItselfOrAnother() {
        BlockOutput itself = mode(body(1, "a"), Mode.NAME);
        itself.number(1);
        itself.number(1);
        itself.signed(0);
        refusedBody(itself, "referred to");

        BlockOutput another = body(1, "a", "b");
        for (int tails : new int[] {2, 1}) {
            mode(another, Mode.NAME);
            another.number(tails);
            another.number(1);
            another.signed(0);
        }
        refusedBody(another, "referred to");
    }

    @Test
    void aTailIsNoNumber() {
        BlockOutput body = mode(body(1, "a", "b"), Mode.NAME);
        body.number(2);
        body.number(1);
        body.signed(0);
        texts(mode(body, Mode.SAME), "7");

        refusedBody(body, "referred to");
    }

    @Test
    void theMillisecondsOfANameHaveThirteenDigits() {
        BlockOutput body = mode(body(1, "a"), Mode.NAME);
        body.number(0);
        body.number(1);
        body.signed(MS - 999_999_999_999L);
        texts(body, "x");

        refusedBody(body, "13 digits");
    }

    private static BlockOutput marked(String plain, int before, int mark) {
        BlockOutput body = texts(mode(body(1, "a", "b"), Mode.TEXT), plain);
        mode(body, Mode.MARKED);
        body.number(0);
        body.number(1);
        body.number(1);
        body.number(before);
        body.put(mark);
        body.number(1);
        return body;
    }

    @Test
    void aMarkStandsBetweenLetters() {
        assertThat(payload(marked("51H1", 3, '-'), 0))
                .isEqualTo("{\"a\":\"51H1\",\"b\":\"51H-1\"}");
        assertThat(payload(marked("51", 2, '.'), 0)).isEqualTo("{\"a\":\"51\",\"b\":\"51.\"}");
    }

    @Test
    void aMarkCutsNoLetterAndNoEscapeAndIsNone() {
        refusedBody(marked("29Đ1", 3, '-'), "a mark stands where none can");
        refusedBody(marked("a\\n", 2, '-'), "a mark stands where none can");
        refusedBody(marked("51", 3, '-'), "a mark stands where none can");
        for (char mark : new char[] {'"', '\\', 'n', '7', '\t', '\u00e9'}) {
            refusedBody(marked("51H1", 3, mark), "a mark is none");
        }
    }

    @Test
    void aSmallBlockDoesNotBecomeALargeOne() {
        String name = "x".repeat(60_000);
        BlockOutput nine = texts(mode(body(9, "a"), Mode.SAME), "\"" + name + "\"");
        BlockOutput eight = texts(mode(body(8, "a"), Mode.SAME), "\"" + name + "\"");

        assertThat(BlockReader.read(eight.bytes()).size()).isEqualTo(8);
        refusedBody(nine, "too large");
        String half = "\"" + "x".repeat(40_000) + "\"";
        refusedBody(
                texts(mode(texts(mode(body(1, "a", "b"), Mode.SAME), half), Mode.SAME), half),
                "too large");
    }

    @Test
    void whatWouldBecomeTooLargeIsNotLookedAtFurther() {
        String text = "\"" + "x".repeat(60_000) + "\"";
        BlockOutput body = texts(mode(body(8, "a", "b", "c"), Mode.SAME), text);
        mode(body, Mode.MARKED);
        body.number(0);
        body.number(1);
        body.number(0);
        body.put(new byte[] {1, 1, 1, 1, 1, 1, 1, 1});
        body.put(99); // no such mode

        refusedBody(body, "too large");
    }

    @Test
    void aNumberHasOneForm() {
        BlockOutput longer = mode(body(1, "a"), Mode.NUMBER);
        longer.put(new byte[] {(byte) 0x80, 0});
        refusedBody(longer, "longer than it needs to be");

        BlockOutput larger = mode(body(1, "a"), Mode.NUMBER);
        larger.put(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2});
        refusedBody(larger, "64 bits");

        BlockOutput wide = mode(body(1, "a"), Mode.NUMBER);
        wide.signed(1_000_000_000_000_000_000L);
        refusedBody(wide, "18 digits");
    }

    @Test
    void countsHaveLimits() {
        refusedBody(head(1, 0), "events: expected 1 to 1024");
        refusedBody(head(1, 1_025), "events: expected 1 to 1024");
        refusedBody(head(0, 1), "first number");
        refusedBody(head((1L << 40) + 1, 1), "first number");
        refusedBody(head(1_024, 2), "more than one span");
        refusedBody(body(1, many(129)), "fields: expected 0 to 128");
        BlockOutput unused = head(1, 1);
        unused.number(2);
        refusedBody(unused, "shapes: expected 1 to 1");
    }

    private static String[] many(int fields) {
        var names = new String[fields];
        for (int i = 0; i < fields; i++) {
            names[i] = "f" + (1_000 + i);
        }
        return names;
    }

    @Test
    void aShapeHasAnEvent() {
        BlockOutput out = head(1, 2);
        out.number(2);
        for (int shape = 0; shape < 2; shape++) {
            out.put(1);
            out.text("entry");
            out.put('n');
            out.number(0);
        }
        rows(out, 2);
        texts(out, "x", "y");

        refusedBody(out, "a shape of no event");
    }

    @Test
    void anErasedEventKeepsItsHash() {
        List<LedgerEvent> events = new ArrayList<>(new MadeEvents(5).traffic(1, 20));
        LedgerEvent e = events.get(7);
        events.set(
                7,
                new LedgerEvent(
                        e.stream(),
                        e.seq(),
                        e.id(),
                        e.kind(),
                        e.src(),
                        e.central(),
                        e.hlc(),
                        e.wallMs(),
                        Blob.of(Hash.over(e.payload().bytes()).bytes()),
                        true));
        Block before = Block.read(Block.pack(new MadeEvents(5).traffic(1, 20)));
        byte[] packed = Block.pack(events);

        assertThat(Block.read(packed).leaves()).isEqualTo(before.leaves());
        assertThat(Block.read(packed).shape(7).erased()).isTrue();
    }
}
