package dev.gatehouse.ledger.block;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the blocks that {@link GoldenBlocksTest} reads, once for each version of the format: what
 * was written once is never made anew, since the test shows that it is still read.
 */
final class GoldenBlocks {
    private static final int FULL = 1_024;

    private GoldenBlocks() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (var block : all().entrySet()) {
            Path file = folder.resolve(block.getKey() + ".block");
            if (!Files.exists(file)) {
                byte[] packed = Block.pack(block.getValue());
                Files.write(file, packed);
                Files.writeString(
                        folder.resolve(block.getKey() + ".tsv"), table(Block.read(packed)));
            }
        }
    }

    /**
     * What a block says, a line for each event: number, id, kind, source, central, clock, wall
     * clock, leaf, and the payload in hexadecimal digits: {@code erased} where it was, {@code -}
     * where the whole block has over 64 KiB of them.
     */
    static String table(Block block) {
        var out = new StringBuilder();
        byte[] leaves = block.leaves();
        List<LedgerEvent> events = block.events();
        boolean large = events.stream().mapToInt(e -> e.payload().length()).sum() > 64 * 1024;
        for (int row = 0; row < events.size(); row++) {
            LedgerEvent event = events.get(row);
            String leaf =
                    HexFormat.of().formatHex(leaves, row * Hash.BYTES, (row + 1) * Hash.BYTES);
            String said = event.erased() ? "erased" : large ? "-" : event.payload().hex();
            out.append(event.seq()).append('\t');
            out.append(event.id()).append('\t');
            out.append(event.kind()).append('\t');
            out.append(event.src().code()).append('\t');
            out.append(event.central()).append('\t');
            out.append(event.hlc().value()).append('\t');
            out.append(event.wallMs()).append('\t');
            out.append(leaf).append('\t').append(said).append('\n');
        }
        return out.toString();
    }

    private static Map<String, List<LedgerEvent>> all() {
        var all = new LinkedHashMap<String, List<LedgerEvent>>();
        all.put("one-event", new MadeEvents(1).traffic(1, 1));
        all.put("last-of-a-span", new MadeEvents(2).traffic(2_048, 1));
        all.put("part-of-a-day", new MadeEvents(3).traffic(1_025, 120));
        all.put("full", new MadeEvents(4).traffic(1, FULL));
        all.put("erased", erased(new MadeEvents(5).traffic(1, 40)));
        all.put("anything", new MadeEvents(6).anything(200));
        all.put("imported", imported(new MadeEvents(7).traffic(1, 30)));
        all.put("unknown-kinds", said("kind-of-tomorrow", unknown()));
        all.put("not-flat", said("entry", notFlat()));
        all.put("empty", said("entry", List.of("", "{}", "{\"a\":\"\"}", "{\"a\":\"\"}")));
        all.put("unicode", said("entry", unicode()));
        all.put("numbers", said("entry", numbers()));
        all.put("largest", largest());
        return all;
    }

    private static List<LedgerEvent> said(String kind, List<String> payloads) {
        var made = new MadeEvents(payloads.size());
        var events = new ArrayList<LedgerEvent>();
        for (String payload : payloads) {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            events.add(made.event(events.size() + 1, kind, bytes));
        }
        return events;
    }

    private static List<String> unknown() {
        return List.of(
                "{\"colour\":\"red\",\"salt\":\"0123456789abcdef\"}",
                "{\"colour\":\"blue\",\"salt\":\"fedcba9876543210\"}",
                "{\"list\":[1,2,{\"deep\":null}],\"salt\":\"00000000000000ff\"}");
    }

    private static List<String> notFlat() {
        return List.of(
                "",
                "[]",
                "7",
                "{\"b\":1,\"a\":2}",
                "{\"a\":1,\"a\":2}",
                "{ \"a\":1}",
                "{\"a\":1}\n",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"a\":1.0}",
                "{\"a\":1e21}",
                "{\"a\":1234567890123456789}",
                "{\"a\":-0}",
                "{\"a\":\"\\u0041\"}",
                "{\"a\":\"\\/\"}",
                "{\"\":1}",
                "{\"é\":1}",
                "{\"a\":\"x}");
    }

    private static List<String> unicode() {
        return List.of(
                "{\"camera_name\":\"Cổng số 1, đường Nguyễn"
                        + " Trãi\",\"plate_id\":\"29Đ12345\",\"plate_view\":\"29Đ-123.45\"}",
                "{\"camera_name\":\"停车场\",\"plate_id\":\"粤B12345\",\"plate_view\":\"粤B·12345\"}",
                "{\"camera_name\":\"😀\u0000\u007f\u2028\",\"plate_id\":\"\",\"plate_view\":\"-\"}"
                        .replace("\u0000", "\\u0000"),
                "{\"camera_name\":\"\\\"\\\\\\b\\f\\n"
                        + "\\r"
                        + "\\t\\u001f/\",\"plate_id\":\"e\u0301\",\"plate_view\":\"é\"}",
                "{\"camera_name\":\"\uffff\ufeff\",\"plate_id\":\"\u05d0\",\"plate_view\":\"\u05d0\"}");
    }

    private static List<String> numbers() {
        return List.of(
                "{\"at\":1767200000123,\"fee\":0,\"part\":0.5,\"truth\":true}",
                "{\"at\":1767200000000,\"fee\":-1,\"part\":-0.25,\"truth\":false}",
                "{\"at\":1767199990000,\"fee\":999999999999999999,\"part\":123456.789,\"truth\":null}",
                "{\"at\":1767200009999,\"fee\":-999999999999999999,\"part\":0.000001,\"truth\":\"\"}");
    }

    private static List<LedgerEvent> erased(List<LedgerEvent> events) {
        for (int i = 0; i < events.size(); i += 3) {
            LedgerEvent e = events.get(i);
            events.set(
                    i,
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
        }
        return events;
    }

    /** As those of an original: ids of their own, several centrals, and clocks of their own. */
    private static List<LedgerEvent> imported(List<LedgerEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            LedgerEvent e = events.get(i);
            events.set(
                    i,
                    new LedgerEvent(
                            e.stream(),
                            e.seq(),
                            new EventId(i, -i),
                            e.kind(),
                            LedgerEvent.Source.IMPORTED,
                            new CentralId("central-" + (1 + i % 4)),
                            new Hlc(e.hlc().value() - i * 7_000_000_000L),
                            e.wallMs() + i,
                            e.payload()));
        }
        return events;
    }

    private static List<LedgerEvent> largest() {
        var made = new MadeEvents(8);
        var events = new ArrayList<LedgerEvent>();
        for (int seq = 1; seq <= Block.MAX_PAYLOADS / LedgerEvent.MAX_PAYLOAD; seq++) {
            String text = "{\"text\":\"";
            String filler = "đ".repeat((LedgerEvent.MAX_PAYLOAD - text.length() - 3) / 2);
            String payload = text + filler + "x\"}";
            events.add(made.event(seq, "note", payload.getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }
}
