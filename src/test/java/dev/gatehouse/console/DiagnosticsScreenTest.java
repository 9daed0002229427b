package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.BundleOutcome;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LogLine;

import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The Diagnostics screen by its keys alone. */
class DiagnosticsScreenTest {
    @TempDir Path settings;
    private final FakeNode node = new FakeNode(2);

    private Booth diagnostics() {
        Booth booth = new Booth(node, settings);
        booth.press(KeyCode.ALT, KeyCode.DIGIT7);
        return booth;
    }

    @Test
    void itSaysOfEachPartWhetherItWorksAndWhatToDo() {
        node.health(
                new Health(
                        List.of(
                                Health.Check.well("store"),
                                Health.Check.broken(
                                        "api", Health.Code.PORT_TAKEN, "taken", "10.0.0.1", "8000"),
                                Health.Check.pending("p2p"),
                                Health.Check.well("config"))));
        try (Booth booth = diagnostics()) {
            booth.untilRead(
                    "#self-checks",
                    t ->
                            assertThat(t)
                                    .contains("Cơ sở dữ liệu | đang hoạt động")
                                    .contains("8000")
                                    .contains("đang thử…")
                                    .doesNotContain("taken"));
        }
    }

    @Test
    void itSaysWhetherTheCamerasTheDiskAndTheClockAreAsTheyShouldBe() {
        node.health(new Health(List.of(Health.Check.well("store"))));
        try (Booth booth = diagnostics()) {
            booth.untilRead(
                    "#self-checks",
                    t ->
                            assertThat(t)
                                    .contains("Camera | chưa camera nào gửi tín hiệu")
                                    .contains("Ổ đĩa | còn đủ chỗ")
                                    .contains("Đồng hồ | không thấy lệch với máy nào"));
            Instant at = FakeNode.START;
            node.cameras = List.of(new Camera(1, "Cổng A", "ENTRY", true, at, 9, 0, at));
            booth.untilRead(
                    "#self-checks",
                    t -> assertThat(t).contains("Camera | 1 camera đang gửi tín hiệu"));
            node.alarms(
                    new AlarmList(
                            List.of(
                                    FakeNode.alarm(Alarm.Code.CAMERA_SILENT, 2, "Cổng A (1)", ""),
                                    FakeNode.alarm(Alarm.Code.CLOCK_SKEW, 2, "central-2", "+17"),
                                    FakeNode.alarm(Alarm.Code.DISK_LOW, 3, "", "4")),
                            List.of()));
            booth.untilRead(
                    "#self-checks",
                    t ->
                            assertThat(t)
                                    .contains("Camera | Camera “Cổng A (1)” không gửi tín hiệu. Gõ")
                                    .contains("Ổ đĩa | Ổ đĩa sắp đầy, còn 4 GB. Dọn ổ đĩa.")
                                    .contains("Đồng hồ | Giờ của central-2 lệch +17 s"));
        }
    }

    @Test
    void aChangedConfigurationIsSeenWithoutAnotherStart() {
        try (Booth booth = diagnostics()) {
            booth.untilRead("#self-checks", t -> assertThat(t).contains("8000"));
            node.configured("CỔNG TÂY", 250, 8001);
            booth.untilRead("#site", t -> assertThat(t).isEqualTo("CỔNG TÂY"));
            until(
                    () ->
                            assertThat(booth.one("#header-inside").getAccessibleText())
                                    .endsWith("/250"));
            booth.untilRead("#self-checks", t -> assertThat(t).contains("8001"));
        }
    }

    @Test
    void theLogIsShownNewestFirstIsFilteredAndCopied() {
        node.diagnostics.log(LogLine.Level.INFO, "Node", "opened in 300 ms");
        node.diagnostics.log(LogLine.Level.ERROR, "Mesh", "failed once\njava.io.IOException: gone");
        try (Booth booth = diagnostics()) {
            until(() -> assertThat(booth.cell("#log", 0, "text")).isEqualTo("failed once"));
            assertThat(fx(() -> booth.cell("#log", 0, "level"))).isEqualTo("■ Lỗi");
            assertThat(fx(() -> booth.cell("#log", 0, "at")))
                    .as("the site's time, whatever this PC's is")
                    .isEqualTo("22/11 14:32:07");
            until(() -> assertThat(booth.cell("#log", 1, "text")).isEqualTo("opened in 300 ms"));

            node.diagnostics.log(LogLine.Level.WARN, "AlarmBook", "Alarm 1");
            until(() -> assertThat(booth.cell("#log", 0, "text")).isEqualTo("Alarm 1"));

            booth.press(KeyCode.W);
            until(() -> assertThat(booth.table("#log").getItems()).hasSize(2));
            booth.untilRead("#log-title", t -> assertThat(t).contains("2 cảnh báo và lỗi"));
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.CONTROL, KeyCode.C);
            until(
                    () ->
                            assertThat(Clipboard.getSystemClipboard().getString())
                                    .contains("ERROR Mesh failed once", "IOException: gone"));
        }
    }

    @Test
    void aLogThatCannotBeReadSaysSoAndComesBack() {
        node.diagnostics.unreadable(true);
        try (Booth booth = diagnostics()) {
            booth.untilRead(
                    "#log-title",
                    t ->
                            assertThat(t)
                                    .contains(
                                            "Không đọc được nhật ký (máy tính không cho phép ở"
                                                    + " đó)"));
            node.diagnostics.unreadable(false);
            booth.untilRead("#log-title", t -> assertThat(t).contains("0 dòng"));
            until(() -> assertThat(booth.read("#log")).contains("Nhật ký trống"));
        }
    }

    @Test
    void aSupportBundleIsSavedWithProgressWithoutPlatesUnlessTicked() {
        try (Booth booth = diagnostics()) {
            booth.press(KeyCode.S);
            until(() -> assertThat(node.diagnostics.asked()).isTrue());
            assertThat(node.diagnostics.askedWithPlates()).isFalse();
            node.diagnostics.at(57, 100);
            booth.untilRead("#bundle-line", t -> assertThat(t).contains("Đang lưu, 57%", "Hủy"));
            assertThat(fx(() -> booth.one("#bundle-line .progress-bar").getAccessibleText()))
                    .contains("57%");
            node.diagnostics.end(
                    new BundleOutcome.Saved(Path.of("gatehouse-support.zip"), 812_000));
            booth.untilRead(
                    "#bundle-line",
                    t -> assertThat(t).contains("Đã lưu: gatehouse-support.zip (812 kB)"));

            booth.press(KeyCode.B);
            booth.press(KeyCode.S);
            until(() -> assertThat(node.diagnostics.askedWithPlates()).isTrue());
            booth.press(KeyCode.X);
            booth.untilRead("#bundle-line", t -> assertThat(t).contains("Đã hủy"));
        }
    }
}
