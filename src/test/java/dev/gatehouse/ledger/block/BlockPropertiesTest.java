package dev.gatehouse.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class BlockPropertiesTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    @Property(tries = 2_000)
    void whateverEventsSayComesBackByteForByte(@ForAll long seed) {
        List<LedgerEvent> events = some(seed);

        Block block = Block.read(Block.pack(events));

        assertThat(block.events()).isEqualTo(events);
        assertThat(block.stream()).isEqualTo(MadeEvents.STREAM);
        assertThat(block.first()).isEqualTo(events.getFirst().seq());
        assertThat(block.last()).isEqualTo(events.getLast().seq());
    }

    @Property(tries = 300)
    void theLeavesAreThoseOfTheEvents(@ForAll long seed) {
        List<LedgerEvent> events = some(seed);

        byte[] leaves = Block.read(Block.pack(events)).leaves();

        assertThat(leaves).isEqualTo(leavesOf(events));
    }

    @Property
    void aFieldSaysWhatAReaderOfThePayloadFinds(@ForAll long seed) {
        requireFieldsOfPayloads(Block.read(Block.pack(some(seed))));
    }

    @Property
    void theSameEventsAreLaidOutInTheSameWay(@ForAll long seed) {
        byte[] body = BlockWriter.body(some(seed));

        assertThat(BlockWriter.body(BlockReader.read(body).events())).isEqualTo(body);
    }

    @Property
    void alteredBytesAreRefusedOrAreAnotherBlock(@ForAll long seed) {
        var random = new Random(seed);
        byte[] packed = Block.pack(some(seed));

        requireRefusedOrWhole(() -> Block.read(altered(packed, random)));
    }

    /** Deflate would refuse most of what is altered outside of it before the columns are read. */
    @Property(tries = 2_000)
    void anAlteredBodyIsRefusedOrIsAnotherBlockWhoseFieldsAreThoseOfItsPayloads(@ForAll long seed) {
        var random = new Random(seed);
        byte[] body = BlockWriter.body(some(seed));

        requireRefusedOrWhole(() -> BlockReader.read(altered(body, random)));
    }

    @Property
    void bytesOfNothingAreRefused(@ForAll long seed) {
        byte[] bytes = new MadeEvents(seed).bytes(new Random(seed).nextInt(400));
        if (bytes.length > 0) {
            bytes[0] = Limits.VERSION;
        }

        requireRefusedOrWhole(() -> Block.read(bytes));
        requireRefusedOrWhole(() -> BlockReader.read(bytes));
    }

    private static List<LedgerEvent> some(long seed) {
        var random = new Random(seed);
        int count = random.nextInt(40) == 0 ? 1_024 : 1 + random.nextInt(40);
        return new MadeEvents(seed).anything(count);
    }

    private interface Reading {
        Block read();
    }

    private static void requireRefusedOrWhole(Reading reading) {
        Block block;
        try {
            block = reading.read();
        } catch (BlockException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(block.size()).isBetween(1, Block.MAX_EVENTS);
        long total = 0;
        for (LedgerEvent event : block.events()) {
            assertThat(event.payload().length()).isLessThanOrEqualTo(LedgerEvent.MAX_PAYLOAD);
            total += event.payload().length();
        }
        assertThat(total).isLessThanOrEqualTo(Block.MAX_PAYLOADS);
        assertThat(block.leaves()).isEqualTo(leavesOf(block.events()));
        requireFieldsOfPayloads(block);
        assertThat(Block.read(Block.pack(block.events())).events()).isEqualTo(block.events());
    }

    private static byte[] leavesOf(List<LedgerEvent> events) {
        var descriptor =
                new StreamDescriptor(
                        events.getFirst().stream(),
                        new CentralId("central-1"),
                        Blob.empty(),
                        0,
                        Blob.empty());
        var leaves = new ByteArrayOutputStream();
        for (HashedEvent leafed : Arrival.unproven(descriptor, events).events()) {
            leaves.writeBytes(leafed.leaf().bytes());
        }
        return leaves.toByteArray();
    }

    private static void requireFieldsOfPayloads(Block block) {
        for (int row = 0; row < block.size(); row++) {
            Shape shape = block.shape(row);
            if (!shape.flat()) {
                assertThat(shape.fields()).isEmpty();
                continue;
            }
            JsonNode payload = JSON.readTree(block.event(row).payload().bytes());
            assertThat(payload.propertyNames()).containsExactlyElementsOf(shape.fields());
            for (String name : shape.fields()) {
                int field = shape.field(name);
                Object value = block.value(row, field);
                assertThat(value).isEqualTo(plain(payload.get(name)));
                if (block.namedMs(row, field) != 0) {
                    assertThat((String) value)
                            .startsWith(
                                    block.namedCentral(row, field)
                                            + "_"
                                            + block.namedMs(row, field)
                                            + "_");
                }
            }
        }
    }

    private static @Nullable Object plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue();
            case BOOLEAN -> value.booleanValue();
            case NULL -> null;
            case NUMBER ->
                    value.isIntegralNumber()
                            ? (Object) value.longValue()
                            : (Object) value.doubleValue();
            default -> throw new AssertionError(value);
        };
    }

    /** A few bytes changed, put in, left out, repeated or cut off. */
    private static byte[] altered(byte[] bytes, Random random) {
        byte[] out = bytes;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(out.length);
            int to = Math.min(out.length, at + 1 + random.nextInt(9));
            byte[] head = Arrays.copyOf(out, at);
            byte[] rest = Arrays.copyOfRange(out, at, out.length);
            out =
                    switch (random.nextInt(8)) {
                        case 0 -> head.length == 0 ? out : head;
                        case 1 -> joined(head, new byte[] {(byte) random.nextInt(256)}, rest);
                        case 2 -> joined(head, Arrays.copyOfRange(out, to, out.length));
                        case 3 -> joined(head, Arrays.copyOfRange(out, at, to), rest);
                        default -> {
                            byte[] changed = out.clone();
                            changed[at] += (byte) (1 + random.nextInt(3) - 2);
                            if (random.nextBoolean()) {
                                changed[at] = (byte) random.nextInt(256);
                            }
                            yield changed;
                        }
                    };
            if (out.length == 0) {
                return bytes;
            }
        }
        return out;
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
