package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;

import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private void window(int width, int height, String more) throws Exception {
        Files.writeString(
                settings.resolve("console.properties"),
                "window.mode=normal\nwindow.width=%d\nwindow.height=%d\n%s"
                        .formatted(width, height, more));
    }

    /** How much larger than drawn the window's content is shown. */
    private static double scale(Booth booth) {
        return fx(
                () -> {
                    Node row = booth.one(".tab-row");
                    return row.localToScene(row.getBoundsInLocal()).getHeight()
                            / row.getLayoutBounds().getHeight();
                });
    }

    @Test
    void aTypeThatTheWindowHasNoRoomForIsNotTakenAndThatIsSaid() throws Exception {
        window(1_366, 700, "");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            assertThat(scale(booth)).isEqualTo(1.25);
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            assertThat(scale(booth)).isEqualTo(1.25);
            booth.untilRead("#message-line", t -> assertThat(t).contains("không đủ chỗ", "125 %"));
            booth.press(KeyCode.CONTROL, KeyCode.MINUS);
            booth.press(KeyCode.CONTROL, KeyCode.MINUS);
            booth.untilRead(
                    "#message-line", t -> assertThat(t).isEqualTo("Cỡ chữ 100 % đã là nhỏ nhất."));
        }
        window(1_366, 768, "");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            assertThat(scale(booth)).isEqualTo(1.5);
            booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
            booth.untilRead("#message-line", t -> assertThat(t).contains("lớn hơn 150 %"));
        }
    }

    @Test
    void aRememberedTypeThatDoesNotFitIsUsedAsTheLargestThatDoesAndComesBackWithTheRoom()
            throws Exception {
        window(1_200, 640, "scale=largest\n");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            assertThat(scale(booth)).isEqualTo(1.25);
            fx(
                    () -> {
                        booth.stage().setWidth(1_400);
                        booth.stage().setHeight(780);
                        return true;
                    });
            until(() -> assertThat(scale(booth)).isEqualTo(1.5));
            fx(
                    () -> {
                        booth.stage().setWidth(900);
                        booth.stage().setHeight(560);
                        return true;
                    });
            until(() -> assertThat(scale(booth)).isEqualTo(1.0));
        }
    }

    @Test
    void aWindowUnderTheLeastSizeShowsPartOfAScreenAndWhatHasTheFocusIsBroughtIntoSight()
            throws Exception {
        window(640, 380, "");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            for (String part : List.of(".header", ".tab-row", "#message-line", ".key-strip")) {
                assertThat(within(booth, part)).as(part).isTrue();
            }
            booth.press(KeyCode.ALT, KeyCode.DIGIT2);
            until(() -> assertThat(within(booth, "#history-search")).isFalse());
            booth.press(KeyCode.F3);
            until(() -> assertThat(booth.one("#history-search").isFocused()).isTrue());
            until(() -> assertThat(within(booth, "#history-search")).isTrue());
            booth.press(KeyCode.CONTROL, KeyCode.DOWN);
            until(() -> assertThat(within(booth, "#history-search")).isFalse());
            booth.press(KeyCode.CONTROL, KeyCode.UP);
            until(() -> assertThat(within(booth, "#history-search")).isTrue());
        }
    }

    /** Whether all of it lies in the window, and in the part of the screen that is shown. */
    private static boolean within(Booth booth, String selector) {
        return fx(
                () -> {
                    Node node = booth.one(selector);
                    Bounds at = node.localToScene(node.getLayoutBounds());
                    for (Node above = node; above != null; above = above.getParent()) {
                        Node clip = above.getClip();
                        Bounds seen =
                                above.getParent() == null
                                        ? above.getLayoutBounds()
                                        : clip == null
                                                ? null
                                                : above.localToScene(clip.getLayoutBounds());
                        if (seen != null && !seen.contains(at)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    @Test
    void theWindowNeverOpensBeyondTheScreenAndFillsItAtTheFirstStart() throws Exception {
        Rectangle2D screen = Booth.SCREEN;
        window(1_366, 768, "window.x=40\nwindow.y=-12\n");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            assertThat(fx(() -> booth.stage().getY())).isGreaterThanOrEqualTo(screen.getMinY());
            assertThat(fx(() -> booth.stage().getX())).isEqualTo(40);
        }
        window(5_000, 4_000, "window.x=3900\nwindow.y=2000\n");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            var at = fx(() -> new double[] {booth.stage().getX(), booth.stage().getY()});
            assertThat(at[0]).isGreaterThanOrEqualTo(screen.getMinX());
            assertThat(at[1]).isGreaterThanOrEqualTo(screen.getMinY());
            assertThat(at[0] + fx(() -> booth.stage().getWidth()))
                    .isLessThanOrEqualTo(screen.getMaxX());
            assertThat(at[1] + fx(() -> booth.stage().getHeight()))
                    .isLessThanOrEqualTo(screen.getMaxY());
        }
        Files.writeString(settings.resolve("console.properties"), "window.mode=maximized\n");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            assertThat(fx(() -> booth.stage().isMaximized())).isTrue();
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
