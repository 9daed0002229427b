package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.codec.CanonicalJson;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

class PageColumnsTest {
    private static final int MAX_BYTES = 384 * 1024;
    private static final StreamId STREAM = new StreamId(7, 11);
    private static final CentralId CENTRAL = new CentralId("central-1");

    private final FrameCodec frames = new FrameCodec(CENTRAL);

    @Property
    void whateverThePayloadsSayComesBackByteForByte(
            @ForAll("payloads") List<TreeMap<String, Object>> payloads, @ForAll long seed) {
        var random = new Random(seed);
        var events = new ArrayList<LedgerEvent>();
        long seq = 1 + random.nextInt(1_000_000);
        long ms = 1_733_140_800_000L;
        for (Map<String, Object> payload : payloads) {
            seq += random.nextInt(8) == 0 ? 1 + random.nextInt(90) : 1;
            ms += random.nextInt(5_000) - 1_000;
            events.add(
                    event(
                            seq,
                            new Hlc(Hlc.ofMs(ms).value() + random.nextInt(3)),
                            ms + random.nextInt(3) - 1,
                            payload,
                            random.nextInt(20) == 0 ? new EventId(ms, seq) : null));
        }

        events.replaceAll(e -> random.nextInt(9) == 0 ? erased(e, random) : e);

        ObjectNode packed = pack(events);

        assertThat(unpack(packed)).isEqualTo(events);
    }

    @Property
    void whatIsAlteredOnTheWayIsRefusedOrIsAnotherPage(@ForAll long seed) {
        var random = new Random(seed);
        List<LedgerEvent> events = traffic(20, random);
        ObjectNode packed = pack(events);
        List<String> fields = List.copyOf(packed.propertyNames());
        String field = fields.get(random.nextInt(fields.size()));
        switch (random.nextInt(3)) {
            case 0 -> packed.remove(field);
            case 1 -> packed.put(field, "\u007f<zz\u007fx-1_\u007fm9");
            default -> packed.put(field, random.nextInt());
        }
        try {
            assertThat(unpack(packed)).hasSizeLessThanOrEqualTo(1_024);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    /** The same without what it said. */
    private static LedgerEvent erased(LedgerEvent e, Random random) {
        var hash = new byte[32];
        random.nextBytes(hash);
        return make(
                e.seq(),
                e.id(),
                e.kind(),
                e.src().code(),
                e.central().value(),
                e.hlc().value(),
                e.wallMs(),
                Blob.of(hash),
                true);
    }

    @Test
    void aTextWithTheSeparatorGoesAsRows() {
        assertThat(PageColumns.pack(frames, List.of(event(1, 5, Map.of("note", "a\u007fb")))))
                .isNull();
    }

    @Test
    void aSmallPageThatWouldBecomeALargeOneIsRefused() {
        var events = new ArrayList<LedgerEvent>();
        String name = "central-1_1733140800000_" + "9".repeat(4_000);
        for (int i = 1; i <= 200; i++) {
            events.add(event(i, 1_733_140_800_000L + i, Map.of("event_id", name)));
        }
        ObjectNode packed = pack(events);
        assertThat(packed.toString()).hasSizeLessThan(10_000);
        assertThatThrownBy(() -> unpack(packed))
                .hasMessageContaining("too many bytes once put together");
    }

    @Test
    void aPayloadThatIsNotCanonicalIsRefusedSinceItCouldNotBePassedOn() {
        ObjectNode packed = pack(List.of(event(1, 5, Map.of("fee", 25_000L))));
        ((ObjectNode) packed.path("values")).put("fee", "=2.5e4");
        assertThatThrownBy(() -> unpack(packed)).hasMessageContaining("canonical");
    }

    @Test
    void aPageOfOrdinaryTrafficTakesAboutAThirdOfWhatItTakesAsRows() {
        List<LedgerEvent> events = traffic(1_024, new Random(3));
        ObjectNode packed = pack(events);

        int columns = frames.binary("G_PAGE", 1, packed).length;
        int rows = frames.binary("G_PAGE", 1, asRows(events)).length;

        assertThat((double) columns / rows).isLessThan(0.4);
        assertThat((double) columns / events.size())
                .as("bytes an event; 50 bytes a row of history are 31 bytes an event")
                .isLessThan(25);
    }

    private JsonNode asRows(List<LedgerEvent> events) {
        var rows = frames.object();
        var array = rows.putArray("events");
        for (LedgerEvent event : events) {
            array.addArray()
                    .add(event.seq())
                    .addNull()
                    .add(event.kind())
                    .add(event.src().code())
                    .add(event.central().value())
                    .add(event.hlc().value())
                    .add(event.wallMs())
                    .add(frames.value(event.payload()));
        }
        return rows;
    }

    private ObjectNode pack(List<LedgerEvent> events) {
        return Objects.requireNonNull(PageColumns.pack(frames, events), "columns");
    }

    private List<LedgerEvent> unpack(ObjectNode packed) {
        return PageColumns.unpack(frames, packed, STREAM, 1_024, MAX_BYTES, PageColumnsTest::make);
    }

    private static LedgerEvent make(
            long seq,
            EventId id,
            String kind,
            String src,
            String central,
            long hlc,
            long wallMs,
            Blob payload,
            boolean erased) {
        return new LedgerEvent(
                STREAM,
                seq,
                id,
                kind,
                LedgerEvent.Source.of(src),
                new CentralId(central),
                new Hlc(hlc),
                wallMs,
                payload,
                erased);
    }

    /** One booth's stream: entries, and exits of cars half of which came in elsewhere. */
    static List<LedgerEvent> traffic(int count, Random random) {
        var events = new ArrayList<LedgerEvent>();
        var inside = new ArrayList<String[]>();
        long ms = 1_733_140_800_000L;
        for (int seq = 1; seq <= count; seq++) {
            ms += 500 + random.nextInt(20_000);
            String salt = HexFormat.of().toHexDigits(random.nextLong());
            if (inside.size() > 30 && random.nextInt(100) < 39) {
                String[] car = inside.remove(random.nextInt(inside.size()));
                boolean here = random.nextBoolean();
                String name =
                        here
                                ? car[0]
                                : "central-2_" + (ms - random.nextInt(36_000_000)) + "_" + car[1];
                events.add(
                        event(
                                seq,
                                ms,
                                Map.of(
                                        "edge_id",
                                        "edge-2",
                                        "event_id",
                                        name,
                                        "fee",
                                        25_000L * random.nextInt(6),
                                        "plate_id",
                                        car[1],
                                        "plate_view",
                                        view(car[1]),
                                        "seconds",
                                        (long) random.nextInt(36_000),
                                        "salt",
                                        salt)));
            } else {
                String plate =
                        "%02d%c%05d"
                                .formatted(
                                        11 + random.nextInt(80),
                                        "ABCDEFGHKLM".charAt(random.nextInt(11)),
                                        random.nextInt(100_000));
                String name = CENTRAL + "_" + ms + "_" + plate;
                inside.add(new String[] {name, plate});
                events.add(
                        event(
                                seq,
                                ms,
                                Map.of(
                                        "edge_id", "edge-1",
                                        "event_id", name,
                                        "plate_id", plate,
                                        "plate_view", view(plate),
                                        "salt", salt)));
            }
        }
        return events;
    }

    private static String view(String plate) {
        return plate.substring(0, 3) + "-" + plate.substring(3, 6) + "." + plate.substring(6);
    }

    private static LedgerEvent event(long seq, long ms, Map<String, ?> payload) {
        return event(seq, Hlc.ofMs(ms), ms, payload, null);
    }

    private static LedgerEvent event(
            long seq, Hlc hlc, long wallMs, Map<String, ?> payload, @Nullable EventId id) {
        return make(
                seq,
                id == null ? Ledger.firstId(STREAM, seq) : id,
                payload.containsKey("fee") ? "exit" : "entry",
                "n",
                CENTRAL.value(),
                hlc.value(),
                wallMs,
                Blob.of(CanonicalJson.object(payload)),
                false);
    }

    @Provide
    Arbitrary<List<TreeMap<String, Object>>> payloads() {
        Arbitrary<String> names =
                Combinators.combine(
                                Arbitraries.of("central-1", "central-2", "c"),
                                Arbitraries.longs().between(1_733_140_700_000L, 1_733_140_900_000L),
                                Arbitraries.of("29A12345", "30E1", "", "a_b", "Đ1"))
                        .as((central, ms, rest) -> central + "_" + ms + "_" + rest);
        Arbitrary<Object> values =
                Arbitraries.oneOf(
                        names,
                        Arbitraries.of(
                                "29A12345",
                                "29A-123.45",
                                "3-0.E1",
                                "30E-1",
                                "a_b",
                                "Đ-1",
                                "",
                                "'",
                                "\\u007f",
                                "0123456789abcdef",
                                "\"\\\n",
                                "e",
                                "=1",
                                "ố"),
                        Arbitraries.strings().excludeChars('\u007f').ascii().ofMaxLength(12),
                        Arbitraries.longs(),
                        Arbitraries.doubles().map(d -> d),
                        Arbitraries.of(true, false));
        Arbitrary<TreeMap<String, Object>> payload =
                Arbitraries.maps(
                                Arbitraries.of("event_id", "plate_id", "plate_view", "salt", "fee"),
                                values)
                        .ofMaxSize(5)
                        .map(TreeMap::new);
        return payload.list().ofMinSize(1).ofMaxSize(30);
    }
}
