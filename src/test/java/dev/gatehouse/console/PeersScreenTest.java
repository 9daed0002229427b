package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;
import dev.gatehouse.model.ResyncProgress.Stage;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.StreamId;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.SVGPath;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Peers and synchronisation, seen by the supervisor, with the keyboard alone. */
class PeersScreenTest {
    @TempDir Path settings;

    private Booth peers(FakeNode node) {
        Booth booth = new Booth(node, settings);
        booth.press(KeyCode.ALT, KeyCode.DIGIT3);
        until(() -> Booth.check(!booth.all("#sync-table .table-row-cell:filled").isEmpty()));
        return booth;
    }

    @Test
    void aStoppedPeersCellSaysSo() {
        try (var booth = peers(new FakeNode(9))) {
            booth.untilRead("#peer-central-3", t -> assertThat(t).contains("Đã kết nối"));
            booth.untilRead(
                    "#proof", t -> assertThat(t).contains("Cả 10 máy giống hệt nhau lúc 14:32:05"));

            booth.node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
            until(
                    () ->
                            assertThat(spoken(booth, 3))
                                    .isEqualTo(
                                            "central-3: Mất kết nối 33 phút, máy kia thiếu 112"));
            booth.untilRead(
                    "#proof",
                    t ->
                            assertThat(t)
                                    .contains("9/10 máy giống hệt nhau")
                                    .contains("central-3 mất từ 13:59:07"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT1);
            booth.untilRead(
                    "#message-line",
                    t ->
                            assertThat(t)
                                    .isEqualTo(
                                            "central-3 mất kết nối 33 phút. Vẫn làm việc bình"
                                                    + " thường; báo trưởng ca."));
        }
    }

    @Test
    void aPeerOfWhichNothingCameForAWeekIsIdleAndCallsForNobody() {
        FakeNode node = new FakeNode(4);
        Instant before = FakeNode.START.minus(Duration.ofDays(9));
        node.change(3, FakeNode.lost(Duration.ofDays(9), null, 112L));
        node.change(4, FakeNode.lost(Duration.ofDays(6), null, 112L));
        node.change( // not heard of since this node started, but before that
                5,
                p ->
                        new GivenPeer("central-5")
                                .link(new LinkState.Connecting(12, FakeNode.START))
                                .synced(before)
                                .state());
        try (var booth = peers(node)) {
            booth.untilRead("#peer-central-3", t -> assertThat(t).contains("Vắng 9 ngày"));
            booth.untilRead("#peer-central-4", t -> assertThat(t).contains("Mất kết nối 6 ngày"));
            booth.untilRead("#peer-central-5", t -> assertThat(t).contains("Vắng 9 ngày"));
            var worth = PseudoClass.getPseudoClass("p3");
            assertThat(booth.one("#peer-central-3").getPseudoClassStates()).doesNotContain(worth);
            assertThat(booth.one("#peer-central-4").getPseudoClassStates()).contains(worth);
            assertThat(booth.cell("#sync-table", 1, "link")).startsWith("Vắng ");
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.ENTER);
            booth.untilRead("#peer-details", t -> assertThat(t).contains("đã thử 12 lần"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT1);
            booth.untilRead("#message-line", t -> assertThat(t).startsWith("central-4 mất"));
            node.change(4, FakeNode.lost(Duration.ofDays(8), null, 112L));
            booth.untilRead(
                    "#message-line",
                    t -> assertThat(t).isEqualTo("3 máy vắng đã lâu. Các máy khác đều kết nối."));
        }
    }

    @Test
    void thePeersAreOrderedByKeyAndByHeaderTheUrgentOnesFirstAndItIsRemembered() {
        FakeNode node = new FakeNode(5);
        node.change(3, FakeNode.missing(0L, 7L));
        node.change(4, FakeNode.missing(48L, 0L));
        node.change(5, FakeNode.missing(null, null));
        node.change(6, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        try (var booth = peers(node)) {
            booth.press(KeyCode.DOWN);
            assertThat(order(booth)).isEqualTo("23456");

            booth.press(KeyCode.O);
            until(() -> assertThat(order(booth)).as("by link").isEqualTo("62345"));
            assertThat(booth.table("#sync-table").getSelectionModel().getSelectedItem())
                    .as("what is selected")
                    .isEqualTo(FakeNode.central(3));

            booth.click("#sync-table #we");
            until(() -> assertThat(order(booth)).as("by what we miss").isEqualTo("45623"));
            node.change(2, FakeNode.missing(112L, 0L));
            until(() -> assertThat(order(booth)).as("as it changes").isEqualTo("24563"));
            booth.click("#sync-table #we");
            until(() -> assertThat(order(booth)).as("the same again").isEqualTo("23456"));
            booth.click("#sync-table #they");
        }
        try (var booth = peers(node)) {
            until(() -> assertThat(order(booth)).as("by what they miss").startsWith("63"));
        }
    }

    private static String order(Booth booth) {
        return booth.table("#sync-table").getItems().stream()
                .map(id -> id.toString().substring("central-".length()))
                .collect(Collectors.joining());
    }

    @Test
    void aLineShowsWhatCameFromACentralAndIsReadOutInWords() {
        FakeNode node = new FakeNode(3);
        node.change(4, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        try (var booth = peers(node)) {
            until(() -> assertThat(spoken(booth, 2)).endsWith("0 sự kiện mới trong phút qua"));
            node.change(2, merged(7));
            until(() -> assertThat(spoken(booth, 2)).endsWith("7 sự kiện mới trong phút qua"));
            assertThat(spoken(booth, 3)).endsWith("0 sự kiện mới trong phút qua");
            assertThat(spoken(booth, 4)).doesNotContain("phút qua");
            node.pass(Duration.ofSeconds(5));
            until(
                    () -> {
                        assertThat(line(booth, 2)).as("to the top").endsWith(1.0);
                        assertThat(line(booth, 3)).as("flat").endsWith(17.0);
                    });
            node.pass(Duration.ofSeconds(5));
            until(() -> assertThat(line(booth, 2)).as("quiet again").endsWith(17.0));
        }
    }

    private static UnaryOperator<PeerState> merged(long more) {
        return p -> {
            PeerCounters c = p.counters();
            var next = new PeerCounters(c.received() + more, c.merged() + more, c.had(), 0, 0);
            return new GivenPeer(p).counters(next).state();
        };
    }

    private static String spoken(Booth booth, int central) {
        return booth.one("#peer-central-" + central).getAccessibleText();
    }

    private static List<Double> line(Booth booth, int central) {
        return ((Polyline) booth.one("#peer-central-" + central + " .sparkline")).getPoints();
    }

    @Test
    void whatTwoToldDifferentlyIsCounted() {
        FakeNode node = new FakeNode(2);
        node.change(
                3,
                p -> new GivenPeer(p).counters(new PeerCounters(9, 9, 0, 0, 0, 0, 2, 0)).state());
        try (var booth = peers(node)) {
            until(() -> assertThat(booth.cell("#sync-table", 1, "conflicts")).isEqualTo("2"));
            assertThat(booth.cell("#sync-table", 0, "conflicts")).isEqualTo("0");
        }
    }

    @Test
    void theBannerNamesAsManyAsThereIsRoomForAndCountsTheOthers() {
        FakeNode node = new FakeNode(9);
        var since = new LinkState.Disconnected(FakeNode.START.minusSeconds(60), 1, FakeNode.START);
        List.of(3, 4, 5).forEach(n -> node.change(n, FakeNode.link(since)));
        try (var booth = peers(node)) {
            booth.untilRead("#proof-open", t -> assertThat(t).endsWith("14:31:07 · +1 máy"));
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            booth.untilRead("#proof-open", t -> assertThat(t).isEqualTo("Chưa rõ 3 máy"));
            booth.press(KeyCode.CONTROL, KeyCode.MINUS);
            booth.press(KeyCode.CONTROL, KeyCode.MINUS);
            booth.untilRead("#proof-open", t -> assertThat(t).endsWith("14:31:07 · +1 máy"));
        }
    }

    @Test
    void whatIsUnknownIsAQuestionMarkAndNeverZero() {
        FakeNode node = new FakeNode(1);
        node.change(2, FakeNode.link(new LinkState.Unknown()));
        try (var booth = peers(node)) {
            until(
                    () -> {
                        for (String column : List.of("offset", "we", "they", "verified", "code")) {
                            assertThat(booth.cell("#sync-table", 0, column))
                                    .as(column)
                                    .isEqualTo("?");
                        }
                        assertThat(booth.cell("#sync-table", 0, "rtt")).isEqualTo("–");
                    });
            booth.untilRead("#peer-central-2", t -> assertThat(t).endsWith("thiếu ?"));
            booth.untilRead(
                    "#proof",
                    t -> assertThat(t).contains("Chưa rõ 1 máy kia có giống máy này không"));
        }
    }

    @Test
    void anOriginalIsComparedAndNotProven() {
        FakeNode node = new FakeNode(3);
        node.change(3, FakeNode.original(new Compared(FakeNode.START, 412, 3)));
        node.change(4, FakeNode.original(null));
        try (var booth = peers(node)) {
            booth.untilRead("#proof", t -> assertThat(t).contains("Cả 2 máy giống hệt nhau"));
            booth.untilRead("#peer-central-3", t -> assertThat(t).endsWith("đã so 412, lệch 3"));
            booth.untilRead("#peer-central-4", t -> assertThat(t).endsWith("chưa so"));
            until(
                    () -> {
                        assertThat(booth.cell("#sync-table", 1, "code")).isEqualTo("lệch 3");
                        assertThat(booth.cell("#sync-table", 1, "verified")).isEqualTo("14:32:07");
                        assertThat(booth.cell("#sync-table", 2, "verified")).isEqualTo("?");
                    });
        }
    }

    @Test
    void besideOriginalsAloneNothingIsProven() {
        FakeNode node = new FakeNode(1);
        node.change(2, FakeNode.original(new Compared(FakeNode.START, 412, 0)));
        try (var booth = peers(node)) {
            booth.untilRead("#proof", t -> assertThat(t).contains("Chỉ có máy đời cũ"));
            booth.untilRead("#proof", t -> assertThat(t).doesNotContain("Chưa rõ"));
        }
    }

    @Test
    void aRefusalIsReadInFull() {
        FakeNode node = new FakeNode(2);
        var why =
                new LinkState.Refusal(
                        LinkState.Refusal.Code.WRONG_ID,
                        "10.0.0.2:9000 answers as central-7, expected central-2: check peers",
                        "10.0.0.2:9000",
                        "central-2",
                        "central-7");
        String reason =
                "10.0.0.2:9000 là central-7 chứ không phải central-2. Kiểm tra peer_centrals ở đây"
                        + " và this_central ở máy đó.";
        node.change(2, FakeNode.link(new LinkState.Refused(FakeNode.START, why)));
        try (var booth = peers(node)) {
            booth.untilRead("#resync-line", t -> assertThat(t).endsWith("Bị từ chối: " + reason));
            booth.untilRead("#peer-central-2", t -> assertThat(t).contains("Bị từ chối"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT1);
            booth.untilRead("#message-line", t -> assertThat(t).endsWith(reason));
        }
    }

    @Test
    void aPeerIsPausedForAReasonAndATimeAndResumedAfterAQuestion() {
        FakeNode node = new FakeNode(2);
        try (var booth = peers(node)) {
            booth.press(KeyCode.P);
            booth.untilRead(
                    "#resync-line",
                    t -> assertThat(t).contains("central-2", "Tạm dừng vì sao?", "1: sửa mạng"));
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#resync-line", t -> assertThat(t).doesNotContain("vì sao"));
            booth.press(KeyCode.P);
            booth.press(KeyCode.DIGIT1);
            booth.untilRead(
                    "#resync-line",
                    t -> assertThat(t).contains("central-2", "bao lâu", "3: 4 giờ"));
            booth.press(KeyCode.DIGIT3);
            booth.untilRead(
                    "#peer-central-2", t -> assertThat(t).contains("Tạm dừng đến 18:32:07"));
            booth.untilRead(
                    "#peer-central-2",
                    t -> assertThat(t).endsWith("do " + System.getProperty("user.name")));
            booth.untilRead("#proof", t -> assertThat(t).contains("central-2 tạm dừng"));
            booth.untilRead("#proof", t -> assertThat(t).contains("2/3 máy giống hệt"));

            booth.press(KeyCode.P);
            booth.untilRead(
                    "#resync-line",
                    t ->
                            assertThat(t)
                                    .contains("đến 18:32:07. Kết nối lại ngay?")
                                    .endsWith("Enter Kết nối lại | Esc Thôi"));
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#resync-line", t -> assertThat(t).doesNotContain("ngay?"));
            assertThat(booth.read("#peer-central-2")).contains("Tạm dừng");
            booth.press(KeyCode.P);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("ngay?"));
            booth.press(KeyCode.ENTER);
            booth.untilRead("#peer-central-2", t -> assertThat(t).doesNotContain("Tạm dừng"));
        }
    }

    @Test
    void theQuestionWhetherToResumeGoesWhenThePauseEndsByItself() {
        FakeNode node = new FakeNode(2);
        var until = FakeNode.START.plusSeconds(1_800);
        node.change(
                2, FakeNode.link(new LinkState.Paused(FakeNode.START, until, "an", "đổi switch")));
        try (var booth = peers(node)) {
            booth.press(KeyCode.P);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("ngay?"));
            node.change(2, FakeNode.link(new LinkState.Connected(until)));
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Bấm R để so sánh"));
        }
    }

    @Test
    void aKeyThatDoesNothingJustNowSaysWhyInTheLine() {
        FakeNode node = new FakeNode(2);
        var until = FakeNode.START.plusSeconds(1_800);
        node.change(
                2, FakeNode.link(new LinkState.Paused(FakeNode.START, until, "an", "đổi switch")));
        node.change(3, FakeNode.lost(Duration.ofMinutes(5), null, null));
        try (var booth = peers(node)) {
            booth.type("d");
            booth.untilRead(
                    "#resync-line",
                    t -> assertThat(t).startsWith("D: ").contains("tạm dừng. Bấm P"));
            booth.type("x");
            booth.untilRead("#resync-line", t -> assertThat(t).startsWith("X: không có lần"));
            booth.press(KeyCode.DOWN);
            booth.untilRead("#resync-line", t -> assertThat(t).doesNotContain("X: "));
            booth.type("r");
            booth.untilRead("#resync-line", t -> assertThat(t).startsWith("R: Chưa kết nối"));
            booth.type("e");
            booth.untilRead("#resync-line", t -> assertThat(t).startsWith("E: nhật ký chưa có gì"));
            assertThat(node.asked()).isEmpty();
        }
    }

    @Test
    void theBannerNeverSaysThatAllAreIdenticalWhileACellCountsSomethingPending() {
        FakeNode node = new FakeNode(4);
        try (var booth = peers(node)) {
            booth.untilRead("#proof", t -> assertThat(t).startsWith("Cả 5 máy giống hệt nhau lúc"));
            List.of(2, 3, 4, 5).forEach(n -> node.change(n, pending(n == 2 ? 2L : 1L)));
            booth.untilRead(
                    "#proof",
                    t ->
                            assertThat(t)
                                    .startsWith(
                                            "Giống hệt lúc 14:32:05 | · đang gửi 2 sự kiện mới"));
            booth.untilRead("#peer-central-2", t -> assertThat(t).endsWith("đang gửi 2"));
            booth.untilRead("#peer-central-3", t -> assertThat(t).endsWith("đang gửi 1"));

            node.pass(Duration.ofSeconds(20)); // not under way any more: it is late
            booth.untilRead("#peer-central-2", t -> assertThat(t).endsWith("máy kia thiếu 2"));
            List.of(2, 3, 4, 5).forEach(n -> node.change(n, pending(0)));
            booth.untilRead("#proof", t -> assertThat(t).startsWith("Cả 5 máy giống hệt nhau lúc"));
        }
    }

    private static UnaryOperator<PeerState> pending(long they) {
        return p ->
                new GivenPeer(p)
                        .missing(0L, they)
                        .missingSince(null, they == 0 ? null : FakeNode.START)
                        .state();
    }

    @Test
    void theShapeTheWordAndTheFrameOfACellAgree() {
        FakeNode node = new FakeNode(6);
        node.change(2, FakeNode.lost(Duration.ofSeconds(10), 0L, 0L));
        node.change(3, FakeNode.lost(Duration.ofMinutes(6), 0L, 0L));
        node.change(4, p -> new GivenPeer(p).offset(-6_000.0).state());
        node.change(5, p -> new GivenPeer(p).offset(20_000.0).state());
        try (var booth = peers(node)) {
            booth.untilRead("#peer-central-2", t -> assertThat(t).contains("Mất kết nối 10 giây"));
            booth.untilRead("#peer-central-5", t -> assertThat(t).contains("Lệch giờ +20,0 s"));
            until(
                    () -> {
                        assertThat(framed(booth, 2)).as("may be restarting").isEqualTo("RING");
                        assertThat(framed(booth, 3)).isEqualTo("DIAMOND p3");
                        assertThat(framed(booth, 4)).isEqualTo("DIAMOND p3");
                        assertThat(framed(booth, 5)).isEqualTo("TRIANGLE p2");
                        assertThat(framed(booth, 6)).isEqualTo("DISC");
                    });
        }
    }

    /** The shape of a cell, and the colour of its frame where it has one. */
    private static String framed(Booth booth, int central) {
        Node cell = booth.one("#peer-central-" + central);
        String path = ((SVGPath) cell.lookup(".mark")).getContent();
        String shape =
                Arrays.stream(Mark.values())
                        .filter(mark -> mark.node().getContent().equals(path))
                        .findFirst()
                        .orElseThrow()
                        .name();
        return Stream.concat(
                        Stream.of(shape),
                        cell.getPseudoClassStates().stream()
                                .map(PseudoClass::getPseudoClassName)
                                .filter(List.of("p2", "p3")::contains))
                .collect(Collectors.joining(" "));
    }

    @Test
    void withoutPeersTheScreenNamesTheFileInWhichTheyAreAdded() {
        try (var booth = new Booth(new FakeNode(0), settings)) {
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead("#sync-table", t -> assertThat(t).contains(FakeNode.CONFIG.toString()));
        }
    }

    @Test
    void theDetailsOfAPeerOpenAndCloseByKey() {
        FakeNode node = new FakeNode(4);
        node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        try (var booth = peers(node)) {
            booth.press(KeyCode.ENTER);
            booth.untilRead(
                    "#peer-details",
                    t ->
                            assertThat(t)
                                    .startsWith("central-2")
                                    .contains("Đã kết nối, từ 13:32:07")
                                    .contains("10.0.0.2:9000")
                                    .contains("914 = gộp 874 + có sẵn 40 + loại 0 + chờ 0 ✓")
                                    .contains("7f3a91c2 00000000"));
            booth.press(KeyCode.DOWN);
            booth.untilRead(
                    "#peer-details",
                    t ->
                            assertThat(t)
                                    .startsWith("central-3")
                                    .contains("Mất từ 13:59:07, đã thử 12 lần"));
            booth.press(KeyCode.CONTROL, KeyCode.L);
            booth.untilRead("#peer-details", t -> assertThat(t).contains("tried 12 times"));
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#peer-details", t -> assertThat(t).isEmpty());
            booth.press(KeyCode.ENTER);
            booth.untilRead("#peer-details", t -> assertThat(t).startsWith("central-3"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT1);
            booth.untilRead("#peer-details", t -> assertThat(t).as("on another screen").isEmpty());
        }
    }

    @Test
    void aConnectionTestSaysHowFarItCameAndWhatToLookAt() {
        FakeNode node = new FakeNode(3);
        node.change(
                3, FakeNode.link(new LinkState.Disconnected(FakeNode.START, 12, FakeNode.START)));
        try (var booth = peers(node)) {
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.ENTER);
            booth.untilRead("#peer-details", t -> assertThat(t).contains("nhấn T để thử"));
            assertThat(node.tried).as("before T").isEmpty();

            CompletableFuture<Reach> first = node.reaching(3);
            booth.press(KeyCode.T);
            booth.untilRead("#peer-details", t -> assertThat(t).contains("Đang thử 10.0.0.3:9000"));
            first.complete(new Reach.Failed(Reach.Code.REFUSED, "", "10.0.0.3:9000"));
            booth.untilRead(
                    "#peer-details",
                    t ->
                            assertThat(t)
                                    .contains("10.0.0.3:9000 từ chối: máy tính đó đang bật")
                                    .contains("p2p_port"));
            booth.press(KeyCode.UP);
            booth.untilRead(
                    "#peer-details",
                    t -> assertThat(t).startsWith("central-2").contains("nhấn T để thử"));
            booth.press(KeyCode.DOWN);
            booth.untilRead(
                    "#peer-details",
                    t -> assertThat(t).startsWith("central-3").contains("từ chối"));

            CompletableFuture<Reach> second = node.reaching(3);
            booth.press(KeyCode.T);
            second.complete(new Reach.Answered(12));
            booth.untilRead(
                    "#peer-details",
                    t ->
                            assertThat(t)
                                    .contains("trả lời đúng là central-3, sau 12 ms")
                                    .contains("xem dòng Liên kết"));
            booth.press(KeyCode.CONTROL, KeyCode.L);
            booth.untilRead(
                    "#peer-details",
                    t -> assertThat(t).contains("answers as central-3, after 12 ms"));
        }
    }

    @Test
    void aConnectionTestThatIsClosedIsForgottenAndItsLateEndIsNotTakenForTheNext() {
        FakeNode node = new FakeNode(3);
        try (var booth = peers(node)) {
            CompletableFuture<Reach> late = node.reaching(2);
            booth.press(KeyCode.T);
            booth.untilRead("#peer-details", t -> assertThat(t).contains("Đang thử"));
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#peer-details", t -> assertThat(t).isEmpty());

            booth.press(KeyCode.ENTER);
            booth.untilRead("#peer-details", t -> assertThat(t).contains("nhấn T để thử"));

            CompletableFuture<Reach> next = node.reaching(2);
            booth.press(KeyCode.T);
            booth.untilRead("#peer-details", t -> assertThat(t).contains("Đang thử"));
            late.complete(new Reach.Answered(6_000));
            booth.still(Duration.ofMillis(500), "#peer-details", t -> t.contains("Đang thử"));
            next.complete(new Reach.Answered(12));
            booth.untilRead("#peer-details", t -> assertThat(t).contains("sau 12 ms"));
        }
    }

    @Test
    void aResyncShowsItsPlanRunsAndReports() {
        FakeNode node = new FakeNode(3);
        node.change(3, FakeNode.missing(112L, 3L));
        try (var booth = peers(node)) {
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.R);
            booth.untilRead(
                    "#resync-line",
                    t ->
                            assertThat(t)
                                    .isEqualTo(
                                            "central-3 | Đồng bộ lại: nhận 112, gửi 3. Bắt đầu? |"
                                                    + " Enter Đồng bộ | Esc Thôi"));
            assertThat(node.asked()).as("before the yes").isEmpty();

            booth.press(KeyCode.ENTER);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Đang so sánh…"));
            assertThat(node.asked()).containsExactly(FakeNode.central(3));

            node.change(
                    3, FakeNode.resyncing(new ResyncProgress(Stage.TRANSFER, 112, 64, 3, 24.0)));
            booth.untilRead(
                    "#resync-line",
                    t ->
                            assertThat(t)
                                    .contains("Nhận 64/112")
                                    .contains("57 % · 24/giây · còn 2 s"));
            until(
                    () ->
                            assertThat(((ProgressBar) booth.one("#resync-bar")).getProgress())
                                    .isEqualTo(0.57));

            node.change(3, FakeNode.resyncing(new ResyncProgress(Stage.VERIFY, 112, 112, 3, 24.0)));
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Đang xác minh…"));

            node.end(
                    3,
                    new ResyncOutcome.Identical(
                            FakeNode.START, 112, FakeNode.START, 48_325, FakeNode.DIGEST));
            booth.untilRead(
                    "#resync-line",
                    t ->
                            assertThat(t)
                                    .isEqualTo(
                                            "central-3 | Giống hệt lúc 14:32:07 · 48.325 sự kiện ·"
                                                    + " mã 7f3a 91c2 · gộp 112"));
        }
    }

    @Test
    void aResyncIsCancelledAtHalfKeepsWhatItMergedAndRunsAgainToTheEnd() {
        FakeNode node = new FakeNode(2);
        node.change(2, FakeNode.missing(112L, 0L));
        try (var booth = peers(node)) {
            booth.press(KeyCode.R);
            booth.press(KeyCode.ENTER);
            until(() -> assertThat(node.asked()).hasSize(1));
            node.change(
                    2, FakeNode.resyncing(new ResyncProgress(Stage.TRANSFER, 112, 64, 0, 24.0)));
            booth.untilRead("#resync-line", t -> assertThat(t).contains("64/112"));
            booth.press(KeyCode.X);
            booth.untilRead(
                    "#resync-line", t -> assertThat(t).contains("Đã hủy. Giữ lại 64 sự kiện."));

            node.change(2, FakeNode.missing(48L, 0L));
            booth.press(KeyCode.R);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("nhận 48, gửi 0"));
            booth.press(KeyCode.ENTER);
            until(() -> assertThat(node.asked()).hasSize(2));
            node.change(2, FakeNode.resyncing(new ResyncProgress(Stage.TRANSFER, 48, 48, 0, 24.0)));
            booth.untilRead("#resync-line", t -> assertThat(t).contains("48/48"));
            node.end(
                    2,
                    new ResyncOutcome.Identical(
                            FakeNode.START, 48, FakeNode.START, 48_325, FakeNode.DIGEST));
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Giống hệt", "gộp 48"));
        }
    }

    @Test
    void aPlanThatIsDeclinedStartsNothing() {
        FakeNode node = new FakeNode(2);
        try (var booth = peers(node)) {
            booth.press(KeyCode.R);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("nhận 0, gửi 0"));
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Bấm R để so sánh"));
            booth.press(KeyCode.ENTER);
            assertThat(node.asked()).isEmpty();
            booth.untilRead(
                    "#peer-details",
                    t -> assertThat(t).as("Enter is the details again").isNotEmpty());
        }
    }

    @Test
    void theButtonOfARowAsksTheSameQuestionAndIsDeadWhileThePeerIsLost() {
        FakeNode node = new FakeNode(2);
        node.change(3, FakeNode.lost(Duration.ofMinutes(5), null, null));
        try (var booth = peers(node)) {
            booth.click("#resync-central-2");
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Bắt đầu?"));
            booth.press(KeyCode.ESCAPE);
            until(() -> assertThat(booth.one("#resync-central-3").isDisabled()).isTrue());
            booth.press(KeyCode.DOWN);
            booth.untilRead(
                    "#resync-line", t -> assertThat(t).contains("Chưa kết nối với máy này"));
        }
    }

    @Test
    void everyReasonNotToStartIsSaidInWords() {
        Map<ResyncStart, String> reasons =
                Map.of(
                        new ResyncStart.UnknownPeer(), "Máy này không có trong cấu hình.",
                        new ResyncStart.Offline(), "Chưa kết nối với máy này.",
                        new ResyncStart.AlreadyRunning(), "Đang đồng bộ với máy này rồi.",
                        new ResyncStart.TooMany(), "Đang đồng bộ với hai máy khác.");
        FakeNode node = new FakeNode(2);
        try (var booth = peers(node)) {
            reasons.forEach(
                    (reason, said) -> {
                        node.refuse(reason);
                        booth.press(KeyCode.R);
                        booth.press(KeyCode.ENTER);
                        booth.untilRead("#resync-line", t -> assertThat(t).contains(said));
                    });
        }
    }

    @Test
    void everyOutcomeIsSaidInWords() {
        Instant at = FakeNode.START;
        Map<ResyncOutcome, String> outcomes =
                Map.of(
                        new ResyncOutcome.StillDifferent(at, 5, 1L, 2L, null),
                                "Vẫn còn khác lúc 14:32:07: 3 (máy này thiếu 1, máy kia thiếu 2).",
                        new ResyncOutcome.ComparedOnly(at, 5, new Compared(at, 412, 3)),
                                "So lúc 14:32:07: 412 lượt, lệch 3 · gộp 5",
                        new ResyncOutcome.Cancelled(at, 5), "Đã hủy. Giữ lại 5 sự kiện.",
                        new ResyncOutcome.Failed(at, 5, "LINK_LOST"),
                                "Chưa xong: mất kết nối giữa chừng. Giữ lại 5 sự kiện.",
                        new ResyncOutcome.Failed(at, 5, "STALLED"),
                                "Chưa xong: lâu không nhận thêm được gì.",
                        new ResyncOutcome.Failed(at, 5, "CODE_OF_A_LATER_NODE"),
                                "Chưa xong: chi tiết nằm trong nhật ký.");
        FakeNode node = new FakeNode(2);
        try (var booth = peers(node)) {
            int started = 0;
            for (var each : outcomes.entrySet()) {
                booth.press(KeyCode.R);
                booth.press(KeyCode.ENTER);
                int now = ++started;
                until(() -> assertThat(node.asked()).hasSize(now));
                booth.untilRead("#resync-line", t -> assertThat(t).contains("Đang so sánh…"));
                node.end(2, each.getKey());
                booth.untilRead("#resync-line", t -> assertThat(t).contains(each.getValue()));
            }
        }
    }

    static Differences twoFactsAndOneMissing() {
        var here =
                new Differences.Side(
                        new EventId(1, 2),
                        "entry",
                        FakeNode.START,
                        "29A11111",
                        new Hash(0x11223344L << 32, 2, 3, 4));
        var there =
                new Differences.Side(
                        new EventId(1, 2),
                        "later-kind",
                        FakeNode.START,
                        null,
                        new Hash(0x55667788L << 32, 2, 3, 4));
        CentralId source = new CentralId("central-9");
        var stream = new StreamId(1, 2);
        return new Differences(
                FakeNode.START,
                0,
                1,
                1,
                true,
                List.of(
                        new Differences.One(
                                Differences.Kind.TWO_FACTS, source, stream, 1_201, here, there),
                        new Differences.One(
                                Differences.Kind.THERE_ONLY, source, stream, 7, null, null)));
    }

    @Test
    void aResyncThatDidNotHelpListsWhatStillDiffersEventByEvent() {
        FakeNode node = new FakeNode(2);
        try (var booth = peers(node)) {
            booth.press(KeyCode.R);
            booth.press(KeyCode.ENTER);
            until(() -> assertThat(node.asked()).hasSize(1));
            node.end(
                    2,
                    new ResyncOutcome.StillDifferent(
                            FakeNode.START, 0, 1L, 0L, twoFactsAndOneMissing()));
            booth.untilRead(
                    "#resync-line",
                    t ->
                            assertThat(t)
                                    .contains(
                                            "Vẫn còn khác lúc 14:32:07: 2 sự kiện (máy này thiếu 1,"
                                                    + " máy kia thiếu 0, hai bản khác nhau 1)."));
            until(() -> assertThat(booth.table("#differences").getItems()).hasSize(2));
            assertThat(booth.one("#differences").isVisible()).isTrue();
            assertThat(booth.one("#merge-log").isVisible()).isFalse();
            until(
                    () -> {
                        assertThat(booth.cell("#differences", 0, "how"))
                                .isEqualTo("Hai bản khác nhau");
                        assertThat(booth.cell("#differences", 0, "source")).isEqualTo("central-9");
                        assertThat(booth.cell("#differences", 0, "number")).isEqualTo("1.201");
                        assertThat(booth.cell("#differences", 0, "here"))
                                .startsWith("VÀO 29A11111")
                                .endsWith("11223344");
                        assertThat(booth.cell("#differences", 0, "there"))
                                .startsWith("later-kind –")
                                .endsWith("55667788");
                        assertThat(booth.cell("#differences", 1, "how"))
                                .isEqualTo("Chỉ máy kia có");
                        assertThat(booth.cell("#differences", 1, "here")).isEqualTo("–");
                        assertThat(booth.cell("#differences", 1, "there"))
                                .as("not shown by the peer")
                                .isEqualTo("?");
                    });
            booth.press(KeyCode.ESCAPE);
            until(() -> assertThat(booth.one("#merge-log").isVisible()).isTrue());
            assertThat(booth.one("#differences").isVisible()).isFalse();
        }
    }

    @Test
    void theKeyForDifferencesComparesWithoutAResync() {
        FakeNode node = new FakeNode(2);
        node.differences = new DifferencesAnswer.Compared(twoFactsAndOneMissing());
        try (var booth = peers(node)) {
            booth.press(KeyCode.D);
            booth.untilRead(
                    "#resync-line",
                    t ->
                            assertThat(t)
                                    .contains("1 sự kiện chỉ máy kia có")
                                    .contains("1 có hai bản khác nhau"));
            until(() -> assertThat(booth.table("#differences").getItems()).hasSize(2));
            assertThat(node.asked()).isEmpty();
            booth.press(KeyCode.CONTROL, KeyCode.L);
            booth.untilRead(
                    "#resync-line", t -> assertThat(t).contains("1 only there, 0 only here"));
            until(() -> assertThat(booth.cell("#differences", 0, "how")).isEqualTo("Two versions"));
            node.differences = new DifferencesAnswer.NoAnswer();
            booth.press(KeyCode.D);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Press D to try again"));
            until(() -> assertThat(booth.one("#differences").isVisible()).isFalse());
        }
    }

    @Test
    void theKeyForDifferencesNamesARowThatSomebodyAlteredWithBothValues() {
        FakeNode node = new FakeNode(2);
        node.differences =
                new DifferencesAnswer.Compared(
                        new Differences(
                                FakeNode.START,
                                0,
                                0,
                                0,
                                true,
                                List.of(
                                        new Differences.One(
                                                Differences.Kind.RESTORED,
                                                new CentralId("central-2"),
                                                new StreamId(1, 2),
                                                8,
                                                entryOf("29A99999"),
                                                entryOf("29A11111")))));
        try (var booth = peers(node)) {
            booth.press(KeyCode.D);
            booth.untilRead(
                    "#resync-line",
                    t -> assertThat(t).contains("1 sự kiện bị sửa trên đĩa máy này"));
            until(
                    () -> {
                        assertThat(booth.cell("#differences", 0, "how"))
                                .isEqualTo("Bị sửa, đã khôi phục");
                        assertThat(booth.cell("#differences", 0, "here")).contains("29A99999");
                        assertThat(booth.cell("#differences", 0, "there")).contains("29A11111");
                    });
        }
    }

    @Test
    void theMergeLogIsFilteredHeldStillAndWrittenToAFile() throws Exception {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", settings.toString());
        try (var booth = peers(new FakeNode(2))) {
            booth.node.publish(1, 6);
            until(() -> assertThat(booth.table("#merge-log").getItems()).hasSize(5));
            for (int i = 0; i < 4; i++) { // past entries, exits and those made here
                booth.press(KeyCode.CONTROL, KeyCode.E);
            }
            booth.untilRead("#merges-list-state", t -> assertThat(t).contains("cổng khác"));
            int merged = booth.table("#merge-log").getItems().size();
            assertThat(merged).isBetween(1, 4);
            booth.press(KeyCode.CONTROL, KeyCode.S);
            booth.node.publish(7, 12);
            booth.untilRead("#merges-list-state", t -> assertThat(t).containsPattern("[1-9] mới"));
            assertThat(booth.table("#merge-log").getItems()).hasSize(merged);
            booth.press(KeyCode.E);
            booth.untilRead(
                    "#resync-line", t -> assertThat(t).contains("Đã ghi " + merged + " sự kiện"));
            Path file;
            try (var files = Files.list(settings)) {
                file = files.filter(f -> f.toString().endsWith(".csv")).findFirst().orElseThrow();
            }
            assertThat(Files.readAllLines(file))
                    .hasSize(merged + 1)
                    .first()
                    .asString()
                    .endsWith("Đến lúc,Máy,Biển số,Chiều,Lúc,Kết quả");
            booth.press(KeyCode.DOWN);
            booth.untilRead("#resync-line", t -> assertThat(t).doesNotContain("Đã ghi"));
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private static Differences.Side entryOf(String plate) {
        return new Differences.Side(
                new EventId(1, 2), "entry", FakeNode.START, plate, new Hash(1, 2, 3, 4));
    }

    @Test
    void whatDiffersIsShownThoughAnotherPeerIsResyncing() {
        FakeNode node = new FakeNode(2);
        node.change(3, FakeNode.resyncing(new ResyncProgress(Stage.TRANSFER, 112, 64, 3, 24.0)));
        node.differences = new DifferencesAnswer.Compared(twoFactsAndOneMissing());
        try (var booth = peers(node)) {
            booth.press(KeyCode.D);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("1 sự kiện chỉ máy kia"));
            assertThat(booth.one("#differences").isVisible()).isTrue();
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("64/112"));
        }
    }

    @Test
    void theQuestionBeforeAnotherPeersResyncIsNotHiddenByWhatDiffers() {
        FakeNode node = new FakeNode(2);
        node.differences = new DifferencesAnswer.Compared(twoFactsAndOneMissing());
        try (var booth = peers(node)) {
            booth.press(KeyCode.D);
            booth.untilRead("#resync-line", t -> assertThat(t).contains("1 sự kiện chỉ máy kia"));
            Button other =
                    Booth.fx(
                            () ->
                                    booth.all("#sync-table .button").stream()
                                            .map(Button.class::cast)
                                            .toList()
                                            .get(1));
            Booth.fx(
                    () -> {
                        other.fire();
                        return true;
                    });
            booth.untilRead("#resync-line", t -> assertThat(t).contains("central-3"));
            assertThat(booth.one("#differences").isVisible()).isFalse();
        }
    }

    @Test
    void keysThatDoNotFitLoseTheirWordsAndNoneIsCut() {
        FakeNode node = new FakeNode(2);
        node.differences = new DifferencesAnswer.Compared(twoFactsAndOneMissing());
        try (var booth = peers(node)) {
            booth.press(KeyCode.D); // so that there is a way back, and one key more
            until(() -> assertThat(booth.one("#differences").isVisible()).isTrue());
            until(
                    () -> {
                        List<Button> keys =
                                booth.all(".key").stream()
                                        .filter(Node::isVisible)
                                        .map(Button.class::cast)
                                        .toList();
                        assertThat(keys).hasSizeGreaterThan(6);
                        assertThat(keys).allMatch(key -> key.getWidth() >= key.prefWidth(-1));
                        assertThat(keys)
                                .allMatch(key -> key.getContentDisplay() == ContentDisplay.LEFT);
                    });
        }
    }

    @Test
    void howLongTheOldestEventHasBeenMissingIsInTheTableAndADashWhereNoneIs() throws Exception {
        Files.writeString(
                settings.resolve("console.properties"),
                "window.width=1600%nwindow.height=768%n".formatted());
        FakeNode node = new FakeNode(2);
        node.change(2, FakeNode.lacking(Duration.ofMinutes(33), 112));
        try (var booth = peers(node)) {
            until(() -> assertThat(booth.cell("#sync-table", 0, "oldest")).isEqualTo("33 phút"));
            assertThat(booth.cell("#sync-table", 1, "oldest")).isEqualTo("–");
        }
    }

    @Test
    void whatIsMergedAppearsInTheLog() {
        try (var booth = peers(new FakeNode(2))) {
            booth.node.publish(9_997, 9_999);
            until(() -> assertThat(booth.table("#merge-log").getItems()).hasSize(2));
            until(
                    () -> {
                        assertThat(booth.cell("#merge-log", 0, "central")).isEqualTo("central-1");
                        assertThat(booth.cell("#merge-log", 0, "what")).isEqualTo("tại đây");
                        assertThat(booth.cell("#merge-log", 0, "delay")).isEqualTo("22 s");
                        assertThat(booth.cell("#merge-log", 1, "what")).isEqualTo("gộp");
                    });
        }
    }

    @Test
    void oldStatusSaysItsAge() {
        try (var booth = peers(new FakeNode(2))) {
            booth.node.freeze(Duration.ofSeconds(75));
            booth.untilRead("#proof", t -> assertThat(t).contains("Dữ liệu cũ 1 phút"));
        }
    }
}
