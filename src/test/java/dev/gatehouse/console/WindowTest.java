package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.port.StoreUnreadableException;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;

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
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(5));
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
                        assertThat(booth.cell("#gate-events", 0, "origin")).isEqualTo("this gate");
                        assertThat(booth.read("#gate-card")).contains("Waiting for a car");
                        assertThat(booth.table("#gate-events").getItems()).hasSize(5);
                        assertThat(
                                        (Object)
                                                booth.table("#gate-events")
                                                        .getSelectionModel()
                                                        .getSelectedItem())
                                .isEqualTo(selected);
                    });
            booth.press(KeyCode.CONTROL, KeyCode.L);
            until(() -> assertThat(booth.cell("#gate-events", 0, "origin")).isEqualTo("cổng này"));
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
            booth.untilRead("#gate-card", t -> assertThat(t).contains("Waiting for a car"));
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
            booth.untilRead("#gate-card", t -> assertThat(t).contains("Chờ xe"));
            assertThat(fx(() -> booth.window().scene().getWidth())).isEqualTo(WindowPlace.WIDTH);
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
    void aPeerThatIsStillBeingDialledIsNotCalledConnectedAndNotLostBeforeItIsAnAlarm() {
        FakeNode node = new FakeNode(2);
        node.change(2, FakeNode.link(new LinkState.Connecting(1, FakeNode.START)));
        try (var booth = new Booth(node, settings)) {
            booth.untilRead(
                    "#message-line", t -> assertThat(t).isEqualTo("Đang kết nối với 1 máy…"));
            node.change(2, FakeNode.link(new LinkState.Connecting(5, FakeNode.START)));
            node.change(3, FakeNode.lost(Duration.ofSeconds(55), null, null));
            booth.untilRead(
                    "#message-line", t -> assertThat(t).isEqualTo("Đang kết nối với 2 máy…"));
            booth.untilRead("#header-peers", t -> assertThat(t).doesNotContain("mất"));
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
                    t -> assertThat(t).startsWith("Mất mạng tới mọi máy").contains("Xe vẫn vào"));
            until(
                    () ->
                            assertThat(booth.one("#header-peers").getAccessibleText())
                                    .isEqualTo("Máy 1/3 mất mạng"));
            for (KeyCode screen : List.of(KeyCode.DIGIT3, KeyCode.DIGIT7)) {
                booth.press(KeyCode.ALT, screen);
                booth.untilRead(
                        "#message-line", t -> assertThat(t).contains("Xe vẫn vào ra bình thường"));
            }
        }
        try (var booth = new Booth(new FakeNode(0), settings)) {
            booth.untilRead(
                    "#message-line",
                    t -> assertThat(t).contains("làm việc một mình", FakeNode.CONFIG.toString()));
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
    void theKeyStripShowsOnlyKeysOfThisScreenThatWorkAndTheOneForHelp() {
        FakeNode node = new FakeNode(2);
        try (var booth = new Booth(node, settings)) {
            booth.untilRead(
                    ".key-strip",
                    t ->
                            assertThat(t)
                                    .contains("Trợ giúp | F1", "Biển số | F2")
                                    .doesNotContain("Ctrl+L", "Ctrl+T", "F11", "Ctrl+R", "Enter"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead(
                    ".key-strip",
                    t ->
                            assertThat(t)
                                    .contains("Đồng bộ lại", "Chi tiết | Enter", "Trợ giúp | F1")
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
    void everyKeyOfTheStripHasAllOfItsWordHoweverWideItIsAndTheAnswersStayLongest() {
        try (var booth = new Booth(new FakeNode(9), settings)) {
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead(".key-strip", t -> assertThat(t).contains("Đồng bộ lại"));
            Booth.fx(
                    () -> {
                        var strip = (Region) booth.all(".key-strip").iterator().next();
                        for (int width = 500; width <= 1_366; width += 3) {
                            strip.resize(width, strip.getHeight());
                            strip.layout();
                            for (Node child : strip.getChildrenUnmodifiable()) {
                                if (child instanceof Button key && key.isVisible()) {
                                    assertThat(key.getWidth() + 0.01)
                                            .as("%s at %s", key.getText(), width)
                                            .isGreaterThanOrEqualTo(key.prefWidth(-1));
                                    assertThat(key.getBoundsInParent().getMaxX())
                                            .as("%s at %s", key.getText(), width)
                                            .isLessThanOrEqualTo(width);
                                }
                            }
                            assertThat(booth.read(".key-strip"))
                                    .contains("Chi tiết | Enter", "Trợ giúp | F1");
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
            booth.untilRead("#gate-card", t -> assertThat(t).contains("Waiting for a car"));
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
                                            "Giờ của central-3 lệch +17 s so với máy này. Báo"
                                                    + " quản trị chỉnh giờ; phí có thể sai. | +1"));
            booth.untilRead("#header-alarms", t -> assertThat(t).contains("2"));
            node.alarms(AlarmList.NONE);
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));
        }
    }

    @Test
    void somethingToActUponNowIsLargeAndFlashesUntilSomebodyKnows() {
        FakeNode node = new FakeNode(2);
        var alarm = FakeNode.alarm(Alarm.Code.DISK_FULL, 1, "", "314");
        node.alarms(new AlarmList(List.of(alarm), List.of()));
        try (var booth = new Booth(node, settings)) {
            var flash = PseudoClass.getPseudoClass("flash");
            until(
                    () ->
                            assertThat(booth.one("#message-line").getPseudoClassStates())
                                    .contains(PseudoClass.getPseudoClass("p1"), flash));
            until(
                    () ->
                            assertThat(((Labeled) booth.one("#message-line .label")).getFont())
                                    .extracting(Font::getSize)
                                    .isEqualTo(28.0));
            var known =
                    new Alarm(
                            1,
                            Alarm.Code.DISK_FULL,
                            "",
                            1,
                            List.of("314"),
                            "for the log",
                            FakeNode.START,
                            1,
                            null,
                            FakeNode.START,
                            "NV 12");
            node.alarms(new AlarmList(List.of(known), List.of()));
            until(
                    () ->
                            assertThat(booth.one("#message-line").getPseudoClassStates())
                                    .doesNotContain(flash));
        }
    }

    @Test
    void aKeyThatDoesNothingHereSaysSoForSomeSeconds() {
        FakeNode node = new FakeNode(2);
        try (var booth = new Booth(node, settings)) {
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));
            double height = fx(() -> ((Region) booth.one("#message-line")).getHeight());
            booth.press(KeyCode.F12);
            booth.untilRead(
                    "#message-line",
                    t -> assertThat(t).isEqualTo("F12 chưa dùng được ở màn hình này."));
            assertThat(fx(() -> ((Region) booth.one("#message-line")).getHeight()))
                    .isEqualTo(height);
            node.pass(Duration.ofSeconds(6));
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));

            booth.press(KeyCode.ALT, KeyCode.DIGIT7);
            booth.press(KeyCode.D);
            booth.untilRead(
                    "#message-line",
                    t -> assertThat(t).isEqualTo("D chưa dùng được ở màn hình này."));
        }
    }

    @Test
    void whatWasSaidOfAKeyGoesWithTheScreenOnWhichItWasPressed() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));
            booth.press(KeyCode.F12);
            booth.untilRead("#message-line", t -> assertThat(t).contains("F12"));
            booth.press(KeyCode.ALT, KeyCode.DIGIT2);
            assertThat(fx(() -> booth.read("#message-line"))).isEqualTo("Mọi máy đều kết nối.");
        }
    }

    @Test
    void aLetterOfATextAndAKeyThatTheFocusedControlUsesAreNotSpokenOf() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.untilRead("#message-line", t -> assertThat(t).isEqualTo("Mọi máy đều kết nối."));
            booth.type("30d1");
            booth.press(KeyCode.CONTROL, KeyCode.A);
            booth.press(KeyCode.CONTROL, KeyCode.C);
            booth.press(KeyCode.ESCAPE);
            booth.press(KeyCode.ESCAPE);
            booth.press(KeyCode.ENTER);
            booth.press(KeyCode.DOWN);
            booth.press(KeyCode.ALT, KeyCode.DIGIT2);
            booth.press(KeyCode.CONTROL, KeyCode.PAGE_DOWN);
            assertThat(fx(() -> booth.read("#message-line"))).isEqualTo("Mọi máy đều kết nối.");
        }
    }

    @Test
    void helpListsEveryKeyThatWorksAndNothingBeneathItActs() {
        FakeNode node = new FakeNode(3);
        try (var booth = new Booth(node, settings)) {
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.untilRead(".key-strip", t -> assertThat(t).contains("Đồng bộ lại"));
            Node before = fx(() -> booth.window().scene().getFocusOwner());
            booth.press(KeyCode.F1);
            booth.untilRead(
                    "#help",
                    t ->
                            assertThat(t)
                                    .containsSubsequence(
                                            "Ở màn hình này",
                                            "R | Đồng bộ lại",
                                            "Ở mọi màn hình",
                                            "Alt+1 | Cổng",
                                            "Ctrl+L | English",
                                            "Ctrl++ | Chữ lớn hơn",
                                            "F11 | Toàn màn hình")
                                    .doesNotContain("F7"));
            assertThat(fx(() -> booth.one("#help-keys").isFocused())).isTrue();
            booth.press(KeyCode.R);
            booth.press(KeyCode.ALT, KeyCode.DIGIT1);
            booth.press(KeyCode.CONTROL, KeyCode.L);
            booth.untilRead("#help", t -> assertThat(t).contains("R | Resync", "Keys that work"));
            double top = fx(() -> ((ScrollPane) booth.one("#help-keys")).getVvalue());
            booth.press(KeyCode.END);
            until(
                    () ->
                            assertThat(((ScrollPane) booth.one("#help-keys")).getVvalue())
                                    .isGreaterThan(top));
            booth.press(KeyCode.ESCAPE);
            booth.untilRead("#help", t -> assertThat(t).isEmpty());
            assertThat(fx(() -> booth.window().scene().getFocusOwner())).isSameAs(before);
            booth.untilRead(".key-strip", t -> assertThat(t).contains("Resync"));
            booth.press(KeyCode.F1);
            booth.untilRead("#help", t -> assertThat(t).contains("R | Resync"));
            booth.press(KeyCode.F1);
            booth.untilRead("#help", t -> assertThat(t).isEmpty());
        }
    }
}
