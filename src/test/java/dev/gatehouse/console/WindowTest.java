package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.port.StoreUnreadableException;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the window does on every screen. */
class WindowTest {
    @TempDir Path settings;

    @Test
    void theWindowIsThereBeforeTheNode() {
        var backend = new CompletableFuture<Backend>();
        FakeNode node = new FakeNode(2);
        try (var booth = new Booth(node, settings, backend)) {
            booth.untilRead("#opening", t -> assertThat(t).contains("Đang mở…"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead("#opening", t -> assertThat(t).contains("Đang mở…"));
            backend.complete(node.backend());
            until(() -> assertThat(booth.all("#gate-events")).hasSize(1));
            until(() -> assertThat(booth.all("#opening")).isEmpty());
        }
    }

    @Test
    void aNodeThatDoesNotOpenSaysWhyAndTheWindowStays() {
        CompletableFuture<Backend> backend =
                CompletableFuture.failedFuture(
                        new StoreUnreadableException(
                                "gatehouse.db is in use by another program", new IOException()));
        try (var booth = new Booth(new FakeNode(2), settings, backend)) {
            booth.untilRead(
                    "#failed",
                    t ->
                            assertThat(t)
                                    .contains("Không mở được")
                                    .contains("gatehouse.db is in use by another program")
                                    .containsPattern("OPEN-[0-9A-F]{4}"));
            assertThat(fx(() -> booth.stage().isShowing())).isTrue();
            booth.press(KeyCode.CONTROL, KeyCode.L);
            booth.untilRead("#failed", t -> assertThat(t).contains("Could not open"));
        }
    }

    @Test
    void theLanguageSwitchesLiveWithoutLosingRowsOrSelection() {
        try (var booth = new Booth(new FakeNode(4), settings)) {
            booth.node.publish(9_990, 9_999);
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(9));
            booth.press(KeyCode.TAB); // from the plate field
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.DOWN);
            Object selected =
                    fx(() -> booth.table("#gate-events").getSelectionModel().getSelectedItem());
            assertThat(selected).isNotNull();

            booth.press(KeyCode.CONTROL, KeyCode.L);
            until(
                    () -> {
                        assertThat(booth.read(".tab-row")).contains("1");
                        assertThat(booth.cell("#gate-events", 0, "origin")).isEqualTo("here");
                        assertThat(booth.read("#gate-day")).contains("In today");
                        assertThat(booth.table("#gate-events").getItems()).hasSize(9);
                        assertThat(
                                        (Object)
                                                booth.table("#gate-events")
                                                        .getSelectionModel()
                                                        .getSelectedItem())
                                .isEqualTo(selected);
                    });
            booth.press(KeyCode.CONTROL, KeyCode.L);
            until(() -> assertThat(booth.cell("#gate-events", 0, "origin")).isEqualTo("tại đây"));
        }
    }

    @Test
    void theThemeSwitchesLiveAndBothChoicesAreRemembered() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            // 14:32 at the site is day
            assertThat(fx(() -> booth.window().scene().getUserAgentStylesheet())).contains("light");
            booth.press(KeyCode.CONTROL, KeyCode.T);
            booth.press(KeyCode.CONTROL, KeyCode.L);
            assertThat(fx(() -> booth.window().scene().getUserAgentStylesheet())).contains("dark");
        }
        assertThat(settings.resolve("console.properties"))
                .content()
                .contains("theme=dark")
                .contains("language=en")
                .contains("window.width=1366");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            assertThat(fx(() -> booth.window().scene().getUserAgentStylesheet())).contains("dark");
            booth.untilRead("#gate-day", t -> assertThat(t).contains("In today"));
        }
    }

    @Test
    void theNightIsDarkWhereNobodyHasChosen() {
        FakeNode node = new FakeNode(2);
        try (var booth = new Booth(node, settings)) {
            node.pass(Duration.ofHours(4));
            until(
                    () ->
                            assertThat(booth.window().scene().getUserAgentStylesheet())
                                    .contains("dark"));
        }
    }

    @Test
    void aDraggedColumnKeepsItsWidth() {
        double before;
        try (var booth = new Booth(new FakeNode(2), settings)) {
            until(() -> assertThat(booth.all("#gate-events #time")).isNotEmpty());
            before = booth.columnWidth("#gate-events", "time");
            booth.dragColumn("#gate-events", "time", 60);
            assertThat(booth.columnWidth("#gate-events", "time")).isGreaterThan(before + 40);
        }
        try (var booth = new Booth(new FakeNode(2), settings)) {
            until(
                    () ->
                            assertThat(booth.columnWidth("#gate-events", "time"))
                                    .isGreaterThan(before + 40));
        }
    }

    @Test
    void aBrokenSettingsFileMeansTheDefaults() throws IOException {
        Files.writeString(
                settings.resolve("console.properties"),
                "language=\\u00zz\nwindow.width=NaN\ntheme=plaid\n");
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.untilRead("#gate-day", t -> assertThat(t).contains("Vào hôm nay"));
            assertThat(fx(() -> booth.window().scene().getWidth())).isEqualTo(MainWindow.WIDTH);
        }
    }

    @Test
    void theNodesOwnTroubleIsSaidOnEveryScreen() {
        FakeNode node = new FakeNode(2);
        try (var booth = new Booth(node, settings)) {
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));
            node.health(
                    new Health(
                            List.of(
                                    Health.Check.broken(
                                            "store",
                                            Health.Code.STORE_CANNOT_WRITE,
                                            "disk full"))));
            booth.untilRead(
                    "#message-line",
                    t ->
                            assertThat(t)
                                    .contains("Không ghi được dữ liệu")
                                    .doesNotContain("disk full"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead("#message-line", t -> assertThat(t).contains("Không ghi được"));
        }
    }

    @Test
    void aPortThatIsStillBeingTriedIsNoTrouble() {
        FakeNode node = new FakeNode(2);
        node.health(
                new Health(
                        List.of(
                                Health.Check.well("store"),
                                Health.Check.pending("api"),
                                Health.Check.pending("p2p"))));
        try (var booth = new Booth(node, settings)) {
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));
        }
    }

    @Test
    void aPeerThatIsStillBeingDialledIsNotCalledConnected() {
        FakeNode node = new FakeNode(2);
        node.change(2, FakeNode.link(new LinkState.Connecting(1, FakeNode.START)));
        try (var booth = new Booth(node, settings)) {
            booth.untilRead(
                    "#message-line", t -> assertThat(t).isEqualTo("Đang kết nối với 1 máy…"));
            node.change(2, FakeNode.link(new LinkState.Connecting(5, FakeNode.START)));
            booth.untilRead(
                    "#message-line", t -> assertThat(t).startsWith("Chưa kết nối được central-2"));
        }
    }

    @Test
    void allPeersLostAndNoPeersAtAllAreToldApart() {
        FakeNode node = new FakeNode(2);
        node.change(2, FakeNode.lost(Duration.ofMinutes(5), null, null));
        node.change(3, FakeNode.lost(Duration.ofMinutes(5), null, null));
        try (var booth = new Booth(node, settings)) {
            booth.untilRead(
                    "#message-line",
                    t ->
                            assertThat(t)
                                    .isEqualTo("Mất mạng tới mọi máy. Xe vẫn vào ra bình thường."));
            for (KeyCode screen : List.of(KeyCode.DIGIT3, KeyCode.DIGIT7)) {
                booth.press(KeyCode.ALT, screen);
                booth.untilRead(
                        "#message-line", t -> assertThat(t).contains("Xe vẫn vào ra bình thường"));
            }
        }
        try (var booth = new Booth(new FakeNode(0), settings)) {
            booth.untilRead("#message-line", t -> assertThat(t).contains("làm việc một mình"));
        }
    }

    @Test
    void whoLooksForACarAtTheGateIsTakenToTheSearchOfTheHistory() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.untilRead(".key-strip", t -> assertThat(t).contains("F3"));
            booth.press(KeyCode.F3);
            until(() -> assertThat(booth.one("#history-search").isFocused()).isTrue());
            booth.press(KeyCode.ALT, KeyCode.DIGIT1);
            booth.press(KeyCode.CONTROL, KeyCode.F);
            until(() -> assertThat(booth.one("#history-search").isFocused()).isTrue());
        }
    }

    @Test
    void theKeyStripShowsOnlyKeysThatWork() {
        FakeNode node = new FakeNode(2);
        try (var booth = new Booth(node, settings)) {
            booth.untilRead(
                    ".key-strip",
                    t -> assertThat(t).contains("Ctrl+L").doesNotContain("Ctrl+R", "Enter"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead(
                    ".key-strip",
                    t ->
                            assertThat(t)
                                    .contains("Đồng bộ lại", "Chi tiết | Enter")
                                    .doesNotContain("Xác nhận", "Hủy"));
            booth.press(KeyCode.R);
            booth.untilRead(
                    ".key-strip",
                    t ->
                            assertThat(t)
                                    .contains("Xác nhận | Enter", "Esc")
                                    .doesNotContain("Chi tiết", "↓"));
        }
    }

    @Test
    void aKeyHasAllOfItsWordOrNoneHoweverWideTheStripIs() {
        try (var booth = new Booth(new FakeNode(9), settings)) {
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead(".key-strip", t -> assertThat(t).contains("Đồng bộ lại"));
            Booth.fx(
                    () -> {
                        var strip = (Region) booth.all(".key-strip").iterator().next();
                        for (int width = 1_000; width <= 1_366; width++) {
                            strip.resize(width, strip.getHeight());
                            strip.layout();
                            for (Node child : strip.getChildrenUnmodifiable()) {
                                if (child instanceof Button key && key.isVisible()) {
                                    assertThat(key.getWidth() + 0.01)
                                            .as("%s at %s", key.getText(), width)
                                            .isGreaterThanOrEqualTo(key.prefWidth(-1));
                                }
                            }
                        }
                        return true;
                    });
        }
    }

    @Test
    void everythingElseIsReachedByTabAndShowsItsFocus() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            for (String id :
                    List.of(
                            "gate-events",
                            "tab-gate",
                            "tab-history",
                            "tab-peers",
                            "tab-diagnostics",
                            "plate-field")) {
                booth.press(KeyCode.TAB);
                until(
                        () ->
                                assertThat(booth.window().scene().getFocusOwner().getId())
                                        .isEqualTo(id));
            }
        }
    }

    @Test
    void whatIsTypedAfterAClickOnTheLanguageOrAtATabIsThePlateAndEnterMeansTheCar() {
        FakeNode node = new FakeNode(2);
        node.desk.enter("29A-123.07", Duration.ofHours(1), 1);
        try (var booth = new Booth(node, settings)) {
            booth.click("#language");
            booth.untilRead("#gate-day", t -> assertThat(t).contains("In today"));
            booth.type("30");
            fx(
                    () -> {
                        booth.one("#tab-peers").requestFocus();
                        return true;
                    });
            booth.type("7");
            assertThat(fx(() -> ((TextField) booth.one("#plate-field")).getText()))
                    .isEqualTo("307");
            booth.press(KeyCode.BACK_SPACE);
            booth.press(KeyCode.BACK_SPACE);
            booth.press(KeyCode.BACK_SPACE);
            booth.type("07");
            booth.untilRead("#gate-matches", t -> assertThat(t).contains("29A-123.07"));
            booth.click("#language");
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.ENTER);
            booth.untilRead("#gate-card", t -> assertThat(t).contains("XE RA", "29A-123.07"));
        }
    }

    @Test
    void theWorstAlarmIsReadWithWhatToDoAndCountedInTheHeader() {
        FakeNode node = new FakeNode(2);
        node.alarms(
                new AlarmList(
                        List.of(
                                FakeNode.alarm(Alarm.Code.CLOCK_SKEW, 2, "central-3", "+17"),
                                FakeNode.alarm(Alarm.Code.DISK_LOW, 3, "", "4")),
                        List.of()));
        try (var booth = new Booth(node, settings)) {
            booth.untilRead(
                    "#message-line",
                    t ->
                            assertThat(t)
                                    .isEqualTo(
                                            "Lệch giờ với central-3: +17 s. Chỉnh giờ; phí có thể"
                                                    + " sai."));
            booth.untilRead("#header-alarms", t -> assertThat(t).contains("2"));
            node.alarms(AlarmList.NONE);
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));
        }
    }
}
