package dev.gatehouse.ledger.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Blocks of what the ledger really writes. */
class BlockOfFactsTest {
    private static final StreamId STREAM = new StreamId(1, 2);
    private static final Hlc CLOCK = Hlc.ofMs(1_733_140_800_000L);

    private final FactCodec codec = new FactCodec(Booth.ZONE);

    private LedgerEvent event(Fact fact, LedgerEvent.Source src, long seq) {
        return new LedgerEvent(
                STREAM,
                seq,
                Merkle.firstId(STREAM, seq),
                fact.kind(),
                src,
                new CentralId("central-1"),
                CLOCK,
                CLOCK.ms(),
                codec.encode(fact, "00112233aabbccdd"));
    }

    private List<LedgerEvent> events(Stream<Fact> facts, LedgerEvent.Source src, long first) {
        var events = new ArrayList<LedgerEvent>();
        facts.forEach(fact -> events.add(event(fact, src, first + events.size())));
        return events;
    }

    @Test
    void everyFactComesBackAsItWasWritten() {
        List<LedgerEvent> events = events(FactCodecTest.made(), LedgerEvent.Source.NODE, 1);
        events.addAll(
                events(FactCodecTest.takenIn(), LedgerEvent.Source.IMPORTED, events.size() + 1L));

        assertThat(Block.read(Block.pack(events)).events()).isEqualTo(events);
    }

    @Test
    void aFactIsReadFromABlockAsItIsFromItsPayload() {
        List<LedgerEvent> events = events(FactCodecTest.made(), LedgerEvent.Source.NODE, 1);
        events.addAll(
                events(FactCodecTest.takenIn(), LedgerEvent.Source.IMPORTED, events.size() + 1L));
        assertThat(readFromABlock(events)).isEqualTo(readOneByOne(events));
    }

    /** Values of other sorts than they are to have, and texts that are nearly none. */
    private static final List<String> STRANGE =
            List.of(
                    "null",
                    "true",
                    "false",
                    "0",
                    "-0",
                    "1",
                    "1.0",
                    "1e0",
                    "3.5",
                    "1e400",
                    "-1",
                    "999999999999999999",
                    "9223372036854775807",
                    "9223372036854775808",
                    "100000000000000000000000000000",
                    "2147483648",
                    "\"\"",
                    "\"x\"",
                    "\"1\"",
                    "\"Đ\"",
                    "\"\\u0110\"",
                    "\"a\\nb\"",
                    "\"\\ud800\"",
                    "{}",
                    "[]",
                    "[1]");

    @Property(tries = 400)
    void aPayloadOfAnyValuesMeansTheSameInABlock(@ForAll long seed) {
        var random = new Random(seed);
        List<LedgerEvent> made = events(FactCodecTest.made(), LedgerEvent.Source.NODE, 1);
        made.addAll(events(FactCodecTest.takenIn(), LedgerEvent.Source.IMPORTED, made.size() + 1L));
        List<LedgerEvent> events = made.stream().map(event -> altered(event, random)).toList();
        assertThat(readFromABlock(events)).isEqualTo(readOneByOne(events));
    }

    private static LedgerEvent altered(LedgerEvent event, Random random) {
        String payload = event.payload().text();
        for (int i = random.nextInt(3); i > 0; i--) {
            List<MatchResult> fields =
                    Pattern.compile("\"[a-z_]+\":(\"[^\"]*\"|[^,{}\\[\\]]+)")
                            .matcher(payload)
                            .results()
                            .toList();
            if (!fields.isEmpty()) {
                MatchResult one = fields.get(random.nextInt(fields.size()));
                payload =
                        payload.substring(0, one.start(1))
                                + STRANGE.get(random.nextInt(STRANGE.size()))
                                + payload.substring(one.end(1));
            }
        }
        return new LedgerEvent(
                event.stream(),
                event.seq(),
                event.id(),
                event.kind(),
                event.src(),
                event.central(),
                event.hlc(),
                event.wallMs(),
                Blob.ofText(payload));
    }

    private List<DecodedFact> readOneByOne(List<LedgerEvent> events) {
        return events.stream().map(codec::decode).toList();
    }

    private List<DecodedFact> readFromABlock(List<LedgerEvent> events) {
        var packed = PackedEvents.received(Blob.of(Block.pack(events)));
        Map<LedgerEvent, DecodedFact> decoded = packed.decoded(codec);
        return packed.events().stream().map(leafed -> decoded.get(leafed.event())).toList();
    }

    @Test
    void whatACarDidLiesByFields() {
        List<LedgerEvent> events =
                events(
                        FactCodecTest.made().filter(Fact.OfCar.class::isInstance),
                        LedgerEvent.Source.NODE,
                        1);

        Block block = Block.read(Block.pack(events));

        assertThat(block.shapes()).hasSizeGreaterThan(5).allMatch(shape -> shape.flat());
    }

    @Test
    void aPageOfALedgerComesBackWithItsLeaves(@TempDir Path folder) {
        try (var booth = new Booth(folder, "central-1")) {
            for (int i = 0; i < 60; i++) {
                booth.pass("51H" + (12_000 + i % 40));
            }
            StreamId stream = booth.ledger().holdings().all().iterator().next().stream();
            Arrival page = booth.page(stream, 1, Block.MAX_EVENTS);
            var leaves = new ByteArrayOutputStream();
            page.events().forEach(leafed -> leaves.writeBytes(leafed.leaf().bytes()));

            Block block =
                    Block.read(Block.pack(page.events().stream().map(HashedEvent::event).toList()));

            assertThat(block.size()).isEqualTo(60);
            assertThat(block.leaves()).isEqualTo(leaves.toByteArray());
        }
    }
}
