package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;

import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** What the window does whatever is shown in it: type size, failures, and switching while busy. */
class ShellTest {
    @TempDir Path settings;

    private static double heightOf(Booth booth, String selector) {
        return fx(
                () -> {
                    Node node = booth.one(selector);
                    return node.localToScene(node.getBoundsInLocal()).getHeight();
                });
    }

    @Test
    void theTypeGrowsAndShrinksByKeysAndIsRemembered() {
        double normal;
        try (var booth = new Booth(new FakeNode(2), settings)) {
            normal = heightOf(booth, ".tab-row");
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            until(() -> assertThat(booth.one("#header-inside").isVisible()).isTrue());
            assertThat(heightOf(booth, ".tab-row")).isEqualTo(normal * 1.25);
        }
        try (var booth = new Booth(new FakeNode(2), settings)) {
            assertThat(heightOf(booth, ".tab-row")).isEqualTo(normal * 1.25);
            booth.press(KeyCode.CONTROL, KeyCode.MINUS);
            assertThat(heightOf(booth, ".tab-row")).isEqualTo(normal);
            booth.press(KeyCode.CONTROL, KeyCode.MINUS); // there is nothing smaller
            assertThat(heightOf(booth, ".tab-row")).isEqualTo(normal);
        }
    }

    @Test
    void whereTheTypeIsTooLargeForTheWindowThatIsSaidWithTheKeyThatHelps() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            booth.untilRead(
                    "#too-small",
                    t -> assertThat(t).contains("1.536 × 900", "1.366 × 768", "Ctrl+−", "150%"));
            booth.press(KeyCode.CONTROL, KeyCode.MINUS);
            booth.untilRead("#too-small", t -> assertThat(t).isEmpty());
        }
    }

    @Test
    void aWindowThatIsTooSmallSaysWhatItNeeds() throws Exception {
        Files.writeString(
                settings.resolve("console.properties"),
                "language=en\nwindow.width=900\nwindow.height=560\n");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.untilRead(
                    "#too-small",
                    t ->
                            assertThat(t)
                                    .contains("needs 1,024 by 600 pixels and has 900 by 560")
                                    .contains("F11"));
        }
    }

    @Test
    void languageThemeAndTypeSizeAreSwitchedDuringAResyncAndNothingIsLost() {
        FakeNode node = new FakeNode(3);
        try (var booth = new Booth(node, settings)) {
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            until(() -> assertThat(booth.all("#sync-table .table-row-cell:filled")).isNotEmpty());
            booth.press(KeyCode.DOWN);
            Object selected =
                    fx(() -> booth.table("#sync-table").getSelectionModel().getSelectedItem());
            booth.press(KeyCode.R);
            booth.press(KeyCode.ENTER);
            until(() -> assertThat(node.asked()).hasSize(1));
            int peer = Integer.parseInt(node.asked().getFirst().value().substring(8));
            node.change(
                    peer,
                    FakeNode.resyncing(
                            new ResyncProgress(ResyncProgress.Stage.TRANSFER, 112, 64, 0, 210)));
            booth.untilRead("#resync-line", t -> assertThat(t).contains("64/112"));
            assertThat(fx(() -> booth.one("#resync-line").getAccessibleText()))
                    .contains("Nhận 64/112", "57 %", "Xác minh");

            booth.press(KeyCode.CONTROL, KeyCode.L);
            booth.press(KeyCode.CONTROL, KeyCode.T);
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            node.change(
                    peer,
                    FakeNode.resyncing(
                            new ResyncProgress(ResyncProgress.Stage.TRANSFER, 112, 90, 0, 210)));

            booth.untilRead(
                    "#resync-line", t -> assertThat(t).contains("Received 90/112", "Cancel"));
            assertThat(selected).isNotNull();
            assertThat(fx(() -> booth.window().scene().getUserAgentStylesheet())).contains("dark");
            assertThat(node.asked()).as("asked once, and not cancelled").hasSize(1);

            node.end(peer, new ResyncOutcome.Cancelled(FakeNode.START, 90));
            booth.untilRead("#resync-line", t -> assertThat(t).contains("Cancelled. 90 events"));
        }
    }

    @Test
    void aFailureOfTheWindowHasACodeAndItsDetailsAreCopiedByKeysAlone() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            until(() -> assertThat(booth.window().scene().getFocusOwner()).isNotNull());
            Node before = fx(() -> booth.window().scene().getFocusOwner());
            fx(
                    () -> {
                        booth.window().unforeseen(new IllegalStateException("no such row"));
                        booth.window().unforeseen(new IllegalStateException("nor that one"));
                        return true;
                    });
            booth.untilRead(
                    "#failure",
                    t ->
                            assertThat(t)
                                    .contains("Cửa sổ này gặp lỗi", "no such row", "Thêm một lỗi")
                                    .containsPattern("WIN-[0-9A-F]{4}"));
            assertThat(fx(before::isDisabled)).as("what is covered takes nothing").isTrue();
            booth.press(KeyCode.ALT, KeyCode.DIGIT3); // waits until the failure is read
            booth.press(KeyCode.SPACE);
            booth.untilRead("#failure", t -> assertThat(t).contains("Đã sao chép"));
            assertThat(fx(() -> Clipboard.getSystemClipboard().getString()))
                    .containsPattern("WIN-[0-9A-F]{4}")
                    .contains("no such row", "IllegalStateException", "ShellTest", "Java 25");
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#failure", t -> assertThat(t).isEmpty());
            assertThat(fx(() -> booth.window().scene().getFocusOwner())).isSameAs(before);
        }
    }

    @Test
    void whyANodeDidNotOpenIsCopiedAsWell() {
        CompletableFuture<Backend> backend =
                CompletableFuture.failedFuture(new IllegalStateException("gatehouse.db is torn"));
        try (var booth = new Booth(new FakeNode(2), settings, backend)) {
            booth.untilRead("#failed", t -> assertThat(t).contains("Sao chép chi tiết"));
            booth.click("#failed-copy");
            booth.untilRead("#failed", t -> assertThat(t).contains("Đã sao chép"));
            assertThat(fx(() -> Clipboard.getSystemClipboard().getString()))
                    .containsPattern("OPEN-[0-9A-F]{4}")
                    .contains("gatehouse.db is torn");
        }
    }
}
