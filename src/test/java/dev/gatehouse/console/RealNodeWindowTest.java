package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.Config;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.node.Node;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * The window over a whole node with a whole peer, both in this process, by HTTP and by the keys.
 */
class RealNodeWindowTest {
    private static final String HERE = "127.0.0.1";

    private final Config.ThisCentral one = FreePorts.central("central-1", HERE);
    private final Config.ThisCentral two = FreePorts.central("central-2", HERE);
    private Path folder;
    private Node node;
    private Node peer;
    private Booth booth;

    @BeforeEach
    void openBoth(@TempDir Path folder) throws Exception {
        this.folder = folder;
        node = start(one, two);
        peer = start(two, one);
        await().atMost(Duration.ofSeconds(20)).until(() -> node.mesh().status().proof().complete());
        booth = new Booth(new Backend(node, node.feed()), folder);
    }

    @AfterEach
    void closeAll() {
        booth.close();
        peer.close();
        node.close();
    }

    private Node start(Config.ThisCentral self, Config.ThisCentral other) throws Exception {
        var config =
                new Config(
                        self,
                        List.of(new Config.Peer(other.id(), HERE, other.p2pPort(), null, null)),
                        new Config.Site("CỔNG 1", ZoneId.of("Asia/Ho_Chi_Minh"), 300),
                        new FeeRules(30, 25_000),
                        new Config.Sync(7, 5_000, 1_024, true),
                        new Config.Mesh(1, 30),
                        new Config.Api(true));
        Path data = Files.createDirectories(folder.resolve(self.id().value()));
        Node opened = Node.open(Node.Means.real(data, config, "test", List.of()));
        opened.startStrictly();
        return opened;
    }

    private static String open(Config.ThisCentral at, String plate) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://"
                                                    + HERE
                                                    + ":"
                                                    + at.apiPort()
                                                    + "/api/edge/barrier/open"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"edge_id\":\"edge-1\",\"plate_id\":\""
                                                    + plate
                                                    + "\"}"))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aCamerasPostAppearsAsARowWhicheverBoothItWasSentTo() throws Exception {
        assertThat(open(one, "30G-567.89")).contains("\"success\":true");
        booth.untilRead(
                "#gate-events", t -> assertThat(t).contains("30G-567.89", "VÀO", "central-1"));

        booth.press(KeyCode.CONTROL, KeyCode.E); // those of other gates
        assertThat(open(two, "29A-123.45")).contains("\"success\":true");
        booth.untilRead("#gate-events", t -> assertThat(t).contains("29A-123.45", "central-2"));
    }

    @Test
    void aStoppedPeersCellSaysSoAndWhatItMissesIsCounted() throws Exception {
        booth.press(KeyCode.ALT, KeyCode.DIGIT3);
        booth.untilRead("#peer-central-2", t -> assertThat(t).contains("Đã kết nối"));

        peer.close();
        booth.untilRead("#peer-central-2", t -> assertThat(t).contains("Mất"));
        open(one, "30G-567.89");
        booth.untilRead("#peer-central-2", t -> assertThat(t).contains("máy kia thiếu 1"));

        peer = start(two, one);
        booth.untilRead("#peer-central-2", t -> assertThat(t).contains("Đã kết nối"));
        booth.untilRead("#proof", t -> assertThat(t).contains("Cả 2 máy giống hệt nhau"));
    }

    @Test
    void aResyncRunsAndReportsThatBothAreIdentical() throws Exception {
        open(one, "30G-567.89");
        open(two, "29A-123.45");
        booth.press(KeyCode.ALT, KeyCode.DIGIT3);
        Booth.until(() -> Booth.check(!booth.all("#sync-table .table-row-cell:filled").isEmpty()));

        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.R);
        booth.untilRead("#resync-line", t -> assertThat(t).contains("central-2", "Bắt đầu?"));
        booth.press(KeyCode.ENTER);

        booth.untilRead("#resync-line", t -> assertThat(t).contains("Giống hệt"));
        assertThat(node.mesh().status().peers().getFirst().lastResync())
                .isInstanceOf(ResyncOutcome.Identical.class);
    }

    @Test
    void aCarThatAnotherGateLetsOutWhileItsFeeIsShownIsNotLetInAgain() throws Exception {
        assertThat(open(one, "30G-567.89")).contains("\"success\":true");
        await().until(() -> !peer.history().insideLike("56789", 1).isEmpty());
        booth.press(KeyCode.F2);
        booth.type("30g56789");
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE RA"));
        assertThat(open(two, "30G-567.89")).contains("\"success\":true");

        booth.untilRead(
                "#gate-result",
                t -> assertThat(t).contains("30G-567.89 không còn lượt vào", "Không ghi gì"));
        enter();
        enter();
        assertThat(node.history().insideLike("56789", 1)).isEmpty();
    }

    /** Presses Enter as somebody does who looks first: a second one in a blink does not count. */
    private void enter() {
        await().pollDelay(Duration.ofMillis(350)).until(() -> true);
        booth.press(KeyCode.ENTER);
    }

    @Test
    void aCarIsLetInAndOutAndItsVisitCorrectedAndVoidedByTheKeys() {
        booth.press(KeyCode.F2);
        booth.type("30g56789");
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE VÀO"));
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("VÀO 30G-567.89"));
        booth.untilRead("#gate-events", t -> assertThat(t).contains("30G-567.89", "cổng này"));
        booth.type("6789");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("30G-567.89"));
        booth.press(KeyCode.DOWN);
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE RA"));
        booth.untilRead("#card-why", t -> assertThat(t).contains("miễn phí 30 phút đầu"));
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("RA 30G-567.89"));

        booth.press(KeyCode.ALT, KeyCode.DIGIT2);
        booth.untilRead("#history-visits", t -> assertThat(t).contains("30G-567.89"));
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.press(KeyCode.C);
        booth.type("30g56780");
        booth.press(KeyCode.TAB);
        booth.type("doc sai");
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("thành 30G56780"));
        enter();
        booth.untilRead(
                "#history-detail",
                t -> assertThat(t).contains("30G-567.89 → 30G-567.80", "doc sai"));

        booth.press(KeyCode.V);
        booth.type("xe thu");
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("Không lấy lại được"));
        enter();
        booth.untilRead("#history-visits", t -> assertThat(t).contains("Không có kết quả"));
        assertThat(node.history().changes(null, 10, 0)).hasSize(2);
    }
}
