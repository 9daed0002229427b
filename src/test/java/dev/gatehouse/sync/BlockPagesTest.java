package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.ledger.HandMade;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Blocks that go to a peer as they are kept. */
class BlockPagesTest {
    private static final CentralId PEER = new CentralId("central-3");

    /** Two spans and a rest. */
    private static final int EVENTS = 2_100;

    private static final int SPAN = 1_024;

    @TempDir private Path folder;
    private TestNode one;

    @BeforeEach
    void aNodeThatHasPackedWhatItWrote() throws IOException {
        one =
                new TestNode(folder, 1)
                        .knowsWithoutReaching(PEER.value())
                        .knowsWithoutReaching("central-2");
        one.start();
        one.enterMany("CAR", EVENTS);
        await().atMost(Duration.ofSeconds(15)).until(() -> isPacked(1) && isPacked(1 + SPAN));
    }

    @AfterEach
    void off() {
        one.close();
    }

    private StreamId stream() {
        return one.ledger().currentStream().stream();
    }

    private boolean isPacked(long from) {
        return one.ledger().packedPage(stream(), from, EVENTS, SPAN, Asks.PAGE_BYTES).block()
                != null;
    }

    private List<JsonNode> pagesFor(String... caps) throws Exception {
        RawPeer peer = RawPeer.connect(one.address, PEER.value(), folder);
        try {
            ObjectNode hello = peer.heartbeat();
            var told = ((ObjectNode) hello.path("g")).putArray("caps");
            List.of(caps).forEach(told::add);
            peer.say("HEARTBEAT", hello);
            await().until(() -> one.sync().shared.sessionOf(PEER) != null);
            Session session = requireNonNull(one.sync().shared.sessionOf(PEER));
            await().until(() -> session.caps.size() == caps.length);
            peer.say(
                    "G_ASK",
                    peer.frames
                            .object()
                            .put("ask", 1)
                            .put("stream", stream().toString())
                            .put("from", 25)
                            .put("to", EVENTS)
                            .put("rows", SPAN)
                            .put("bytes", Asks.PAGE_BYTES)
                            .put("credit", 8));
            await().until(
                            () ->
                                    peer.came("G_PAGE").stream()
                                            .anyMatch(
                                                    page -> !page.at("/data/more").booleanValue()));
            return peer.came("G_PAGE").stream().map(page -> page.path("data")).toList();
        } finally {
            peer.close();
        }
    }

    @Test
    void aPeerThatReadsBlocksGetsThemAsTheyAreFromTheNextSpanOn() throws Exception {
        List<JsonNode> pages = pagesFor(Wire.CAP_COLUMNS, Wire.CAP_BLOCKS);

        assertThat(pages.stream().filter(page -> page.has("block"))).hasSize(1);
        int at = 0;
        while (!pages.get(at).has("block")) {
            at++;
        }
        assertThat(pages.subList(0, at)).isNotEmpty().allMatch(page -> page.has("cols"));
        assertThat(pages.subList(at + 1, pages.size()))
                .isNotEmpty()
                .allMatch(page -> page.has("cols"));
    }

    @Test
    void aPeerOfTheVersionBeforeGetsTheSameEventsByColumns() throws Exception {
        assertThat(pagesFor(Wire.CAP_COLUMNS))
                .isNotEmpty()
                .allMatch(page -> page.has("cols") && !page.has("block"));
    }

    @Test
    void whatComesAsABlockIsKeptAsTheBlockThatItIs() throws Exception {
        try (TestNode two = new TestNode(folder, 2).knows(one)) {
            two.start();
            await().atMost(Duration.ofSeconds(15)).until(() -> one.holdsTheSameAs(two));

            assertThat(blocks(two)).isEqualTo(blocks(one)).isNotEmpty();
            assertThat(two.ledger().stats().vehiclesInside()).isEqualTo(EVENTS);
        }
    }

    private String blocks(TestNode node) throws SQLException {
        return HandMade.rows(
                folder.resolve(node.id.value()).resolve("gatehouse.db"),
                "(SELECT first, hex(data) || hex(leaves) FROM block WHERE stream = (SELECT id FROM"
                        + " stream WHERE stream = x'"
                        + stream().toString().replace("-", "")
                        + "'))");
    }
}
