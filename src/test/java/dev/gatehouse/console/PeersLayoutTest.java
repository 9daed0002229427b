package dev.gatehouse.console;

import static dev.gatehouse.model.ResyncProgress.Stage.TRANSFER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.theme.Fonts;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.ResyncProgress;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableRow;
import javafx.scene.text.Text;
import javafx.stage.Stage;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxToolkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** The screen of the peers on screens of several sizes, with ten peers in all sorts of states. */
class PeersLayoutTest {
    @TempDir Path settings;

    static FakeNode tenPeers() {
        FakeNode node = new FakeNode(10);
        Instant soon = FakeNode.START.plusSeconds(8);
        node.change(2, FakeNode.lost(Duration.ofSeconds(10), null, 112L));
        node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 4_112L));
        node.change(4, FakeNode.resyncing(new ResyncProgress(TRANSFER, 112, 64, 3, 24.0)));
        node.change(5, FakeNode.missing(1_204L, 3_112L));
        node.change(6, FakeNode.link(new LinkState.Connecting(1_207, soon)));
        node.change(
                7,
                FakeNode.link(
                        new LinkState.Paused(
                                FakeNode.START, soon, "administrator", "sửa mạng ở tầng hai")));
        node.change(
                8,
                FakeNode.link(
                        new LinkState.Refused(
                                FakeNode.START,
                                new LinkState.Refusal(
                                        LinkState.Refusal.Code.WRONG_ID,
                                        "10.0.0.8:9000 answers as central-7, expected central-8",
                                        "10.0.0.8:9000",
                                        "central-8",
                                        "central-7"))));
        node.change(9, FakeNode.lost(Duration.ofHours(51), null, 112L));
        node.change(10, FakeNode.link(new LinkState.Unknown()));
        node.change(11, FakeNode.lacking(Duration.ofMinutes(195), 112));
        return node;
    }

    /** A window that is not shown, so that it may be larger than the screen of the tests. */
    private static final class Unshown implements AutoCloseable {
        private final FakeNode node;
        private final FxBridge bridge = new FxBridge();
        private final Settings settings;
        private final MainWindow window;

        Unshown(FakeNode node, Path settingsFolder) throws TimeoutException {
            FxToolkit.registerPrimaryStage();
            this.node = node;
            this.settings = Settings.in(settingsFolder);
            this.window = Booth.fx(this::open);
            until(() -> Booth.check(window.live() != null && window.live().status() != null));
            perform(Shortcut.PEERS);
            until(() -> Booth.check(!all("#sync-table .table-row-cell:filled").isEmpty()));
        }

        private MainWindow open() {
            Fonts.load();
            var opened = CompletableFuture.completedFuture(node.backend());
            var made = new MainWindow(new Stage(), bridge, opened, settings, node);
            made.follow();
            return made;
        }

        void perform(Shortcut shortcut) {
            Booth.fx(
                    () -> {
                        window.perform(shortcut);
                        return true;
                    });
        }

        /** Waits until that holds of the window as it is laid out. */
        void until(ThrowingRunnable assertion) {
            Booth.until(
                    () -> {
                        window.scene().snapshot(null);
                        assertion.run();
                    });
        }

        List<Node> all(String selector) {
            return new ArrayList<>(window.scene().getRoot().lookupAll(selector));
        }

        Node one(String selector) {
            return Objects.requireNonNull(
                    window.scene().getRoot().lookup(selector), "nothing is " + selector);
        }

        String detailed() {
            return ((Labeled) one("#details-peer")).getText();
        }

        @Override
        public void close() {
            Booth.fx(
                    () -> {
                        window.close();
                        return true;
                    });
            bridge.close();
            settings.close();
            node.feed.close();
        }
    }

    private Unshown peers(FakeNode node, int width, int height, String more) throws Exception {
        Files.writeString(
                settings.resolve("console.properties"),
                "window.width=%d%nwindow.height=%d%n%s%n".formatted(width, height, more));
        return new Unshown(node, settings);
    }

    @ParameterizedTest
    @CsvSource({
        "1366,768,language=vi",
        "1366,768,language=en",
        "1366,700,language=vi",
        "1366,768,scale=LARGE",
        "1024,600,language=vi",
        "1024,600,language=en",
        "1920,1080,language=vi",
        "1920,1080,language=en",
        "1920,1080,scale=LARGE"
    })
    void everyRowOfTenPeersIsInSightAndNothingIsCutOff(int width, int height, String more)
            throws Exception {
        try (var booth = peers(tenPeers(), width, height, more)) {
            booth.until(
                    () -> {
                        assertThat(rowsInSight(booth)).isEqualTo(10);
                        assertThat(cutOff(booth, "#sync-table")).isEmpty();
                        assertThat(cutOff(booth, ".peer-cell")).isEmpty();
                        assertThat(cutOff(booth, "#proof .proof-words")).isEmpty();
                    });
            insideTheScreen(booth);
        }
    }

    @ParameterizedTest
    @CsvSource({"1366,768,language=vi", "1366,700,language=vi", "1366,768,scale=LARGE"})
    void everyCentralIsNamedInACellOfOneLineWhereTheRoomIsShort(int width, int height, String more)
            throws Exception {
        try (var booth = peers(tenPeers(), width, height, more)) {
            booth.until(
                    () -> {
                        var names = new ArrayList<String>();
                        booth.all(".peer-cell .peer-name")
                                .forEach(n -> names.add(((Labeled) n).getText()));
                        assertThat(names).hasSize(11);
                        var states = new ArrayList<String>();
                        booth.all(".peer-cell .peer-state")
                                .forEach(n -> states.add(((Labeled) n).getText()));
                        if (more.startsWith("language")) { // at 125 % the rows below say it
                            assertThat(states).contains("Mất kết nối").doesNotContain("");
                        }
                        assertThat(names)
                                .allMatch(n -> n.matches("(central-)?[0-9]+"))
                                .doesNotHaveDuplicates();
                    });
            assertThat(booth.one("#peer-central-3").getAccessibleText())
                    .startsWith("central-3: Mất kết nối 33 phút, máy kia thiếu 4.112");
            assertThat(booth.one("#merge-log").isVisible()).as("gives way first").isFalse();
        }
    }

    @Test
    void aLargeScreenHasLargerCellsTheLogAndTheDetailsBesideTheTable() throws Exception {
        try (var booth = peers(tenPeers(), 1_920, 1_080, "language=vi")) {
            booth.until(() -> assertThat(booth.detailed()).isEqualTo("central-2"));
            booth.perform(Shortcut.NEXT);
            booth.until(() -> assertThat(booth.detailed()).isEqualTo("central-3"));
            booth.until(
                    () -> {
                        assertThat(booth.one("#merge-log").isVisible()).isTrue();
                        assertThat(bounds(booth.one("#peer-central-3")).getHeight())
                                .isGreaterThan(100);
                        assertThat(bounds(booth.one("#peer-details")).getMinX())
                                .isGreaterThanOrEqualTo(bounds(booth.one("#sync-table")).getMaxX());
                    });
            insideTheScreen(booth);
        }
    }

    @Test
    void detailsOverTheScreenLeaveTheNamesAndLinksInSight() throws Exception {
        try (var booth = peers(tenPeers(), 1_366, 768, "scale=LARGE")) {
            booth.perform(Shortcut.DETAILS);
            booth.until(() -> assertThat(booth.detailed()).isEqualTo("central-2"));
            booth.until(
                    () -> {
                        Bounds details = bounds(booth.one("#peer-details"));
                        Bounds table = bounds(booth.one("#sync-table"));
                        assertThat(details.getMinX()).isGreaterThan(table.getMinX() + 278 * 1.25);
                    });
            insideTheScreen(booth);
        }
    }

    @Test
    void moreRowsThanThereIsRoomForScrollByWholeRows() throws Exception {
        try (var booth = peers(new FakeNode(30), 1_366, 768, "language=vi")) {
            booth.until(
                    () -> {
                        int seen = rowsInSight(booth);
                        assertThat(seen).isBetween(8, 29);
                        assertThat(rowsTouching(booth)).isEqualTo(seen);
                    });
            insideTheScreen(booth);
        }
    }

    /** Rows that lie wholly inside the table. */
    private static int rowsInSight(Unshown booth) {
        Bounds table = bounds(booth.one("#sync-table .clipped-container"));
        return (int)
                rows(booth).stream()
                        .filter(row -> row.getMinY() >= table.getMinY() - 0.5)
                        .filter(row -> row.getMaxY() <= table.getMaxY() + 2) // below the text
                        .count();
    }

    private static int rowsTouching(Unshown booth) {
        Bounds table = bounds(booth.one("#sync-table .clipped-container"));
        return (int)
                rows(booth).stream()
                        .filter(row -> row.getMaxY() > table.getMinY() + 2)
                        .filter(row -> row.getMinY() < table.getMaxY() - 2)
                        .count();
    }

    private static List<Bounds> rows(Unshown booth) {
        return booth.all("#sync-table .table-row-cell:filled").stream()
                .filter(n -> n.isVisible() && ((TableRow<?>) n).getItem() != null)
                .map(PeersLayoutTest::bounds)
                .toList();
    }

    /** What of the words there ends in dots, or is not shown at all though it has words. */
    private static List<String> cutOff(Unshown booth, String selector) {
        var cut = new ArrayList<String>();
        for (Node part : booth.all(selector)) {
            for (Node node : withAllBelow(part)) {
                if (node instanceof Labeled labeled
                        && isSeen(labeled)
                        && labeled.getText() != null
                        && !labeled.getText().isBlank()
                        && labeled.lookup(".text") instanceof Text shown
                        && !shown.getText().equals(labeled.getText())) {
                    cut.add(labeled.getText() + " as " + shown.getText());
                }
            }
        }
        return cut;
    }

    private static boolean isSeen(Node node) {
        return node.isVisible() && (node.getParent() == null || isSeen(node.getParent()));
    }

    private static List<Node> withAllBelow(Node node) {
        var all = new ArrayList<Node>();
        all.add(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(n -> all.addAll(withAllBelow(n)));
        }
        return all;
    }

    /** No part that is shown reaches over the edge of the screen or over its neighbour. */
    private static void insideTheScreen(Unshown booth) {
        booth.until(
                () -> {
                    Node screen = booth.one("#peers-screen");
                    Bounds frame = bounds(screen);
                    double foot = frame.getMinY();
                    for (String part :
                            List.of("#proof", ".peer-grid", "#sync-table", "#resync-line")) {
                        Node node = Objects.requireNonNull(screen.lookup(part), part);
                        if (node.isVisible()) {
                            assertThat(bounds(node).getMinY())
                                    .as(part)
                                    .isGreaterThanOrEqualTo(foot - 0.5);
                            foot = bounds(node).getMaxY();
                        }
                    }
                    assertThat(foot).isLessThanOrEqualTo(frame.getMaxY() + 0.5);
                    Node details = booth.one("#peer-details");
                    if (details.isVisible()) {
                        assertThat(bounds(details).getMaxY())
                                .isLessThanOrEqualTo(frame.getMaxY() + 0.5);
                    }
                });
    }

    private static Bounds bounds(Node node) {
        return node.localToScene(node.getBoundsInLocal());
    }
}
