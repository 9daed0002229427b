package dev.gatehouse.sync;

import static dev.gatehouse.ledger.BenchReport.figure;

import dev.gatehouse.ledger.BenchReport;
import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.block.MadeEvents;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * What a block costs beside a page of columns with the same events, on one thread and in processor
 * time: to make it, to read it, to read it and hash each event, and how many bytes it has.
 */
public final class BlockBenchmark {
    private static final int ROUNDS = 15;
    private static final int WARM = 5;

    private final CentralId central = new CentralId("central-1");
    private final FrameCodec frames = new FrameCodec(central);
    private final Wire wire = new Wire(frames);
    private final JsonMapper json = new JsonMapper();
    private final List<List<LedgerEvent>> spans = new ArrayList<>();
    private final int events;
    private final BenchReport report;

    private BlockBenchmark(int blocks, boolean unique, BenchReport report) {
        this.report = report;
        this.events = blocks * Block.MAX_EVENTS;
        var made = new MadeEvents(blocks);
        for (int i = 0; i < blocks; i++) {
            long first = 1 + (long) i * Block.MAX_EVENTS;
            spans.add(
                    unique
                            ? made.trafficOfUniqueTexts(first, Block.MAX_EVENTS)
                            : made.traffic(first, Block.MAX_EVENTS));
        }
    }

    /**
     * @param blocks how many full ones
     */
    public static void run(BenchReport report, int blocks) throws IOException {
        new BlockBenchmark(blocks, false, report).compare("");
        new BlockBenchmark(blocks, true, report).compare(", texts that never repeat");
    }

    private interface Work {
        Object of(int span) throws IOException;
    }

    private void compare(String of) throws IOException {
        var blocks = new ArrayList<byte[]>();
        var pages = new ArrayList<byte[]>();
        for (List<LedgerEvent> span : spans) {
            blocks.add(Block.pack(span));
            pages.add(page(span));
        }
        row(
                "bytes of an event" + of,
                blocks.stream().mapToInt(b -> b.length).sum() / (double) events,
                pages.stream().mapToInt(b -> b.length).sum() / (double) events);
        row(
                "ns to make it" + of,
                nanos(i -> Block.pack(spans.get(i))),
                nanos(i -> page(spans.get(i))));
        row(
                "ns to read it" + of,
                nanos(i -> Block.read(blocks.get(i))),
                nanos(i -> read(pages.get(i))));
        row(
                "ns to read it and hash each event" + of,
                nanos(i -> Block.read(blocks.get(i)).leaves()),
                nanos(i -> Arrival.unproven(descriptor(i), read(pages.get(i)))));
        row(
                "ns to read it and make each event a value" + of,
                nanos(i -> Block.read(blocks.get(i)).events()),
                nanos(i -> read(pages.get(i))));
    }

    private void row(String what, double block, double page) {
        report.row("block: " + what, "", figure("%.0f (page of today: %.0f)", block, page));
    }

    /** The median of some rounds over all spans, for one event. */
    private double nanos(Work work) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        var rounds = new double[ROUNDS];
        int seen = 0;
        for (int round = -WARM; round < ROUNDS; round++) {
            long begin = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < spans.size(); i++) {
                seen += work.of(i).hashCode() == 0 ? 1 : 0;
            }
            if (round >= 0) {
                rounds[round] = (threads.getCurrentThreadCpuTime() - begin) / (double) events;
            }
        }
        if (seen > spans.size() * (ROUNDS + WARM)) {
            throw new IllegalStateException("more results than work");
        }
        return BenchReport.median(rounds);
    }

    private StreamDescriptor descriptor(int span) {
        return new StreamDescriptor(
                spans.get(span).getFirst().stream(), central, Blob.empty(), 0, Blob.empty());
    }

    private byte[] page(List<LedgerEvent> span) {
        return wire.page(
                new Wire.Envelope(1, 1, true, true),
                span.getFirst().stream(),
                new Page(span, span.getLast().seq(), Hash.OF_NOTHING, null, List.of()),
                1);
    }

    private List<LedgerEvent> read(byte[] page) throws IOException {
        byte[] plain;
        try (var in = new InflaterInputStream(new ByteArrayInputStream(page), new Inflater(true))) {
            plain = in.readAllBytes();
        }
        JsonNode frame = json.readTree(plain);
        Messages read =
                WireReader.parse(
                        frames, new Frame(Wire.PAGE, central.value(), 1, frame.path("data")));
        if (read instanceof Messages.Pages pages) {
            return pages.events();
        }
        throw new IllegalStateException("no page");
    }
}
