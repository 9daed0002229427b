package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.console.keys.Screen;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.settings.FontScale;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LogLine;
import dev.gatehouse.model.Visit;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.text.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures every word that is shown, on every screen, in both languages, at every size of window
 * and type that is offered: none is cut, and none lies beyond the window or its panel.
 */
class CutWordsTest {
    /** Free texts that may be longer than any room, by table and column, with where all is read. */
    private static final Map<String, String> LONG_TEXTS =
            Map.of(
                    "log.text", "a line of the log is read whole in its copy",
                    "log.source", "the name of a class, of which the beginning tells enough",
                    "history-visits.marks", "the detail of the visit says all of it");

    /**
     * In px; the first and the third are 1366 × 768 and 1920 × 1080 less a title bar and a task
     * bar, the fourth is 1366 × 768 at 125 %. The headless platform takes no window that is higher
     * than 1,000.
     */
    private static final List<Size> WINDOWS =
            List.of(
                    new Size(1_366, 700),
                    new Size(1_366, 768),
                    new Size(1_920, 990),
                    new Size(1_093, 614),
                    new Size(1_024, 600));

    /** Less is not seen, in px. */
    private static final double HAIR = 1.5;

    private record Size(int width, int height) {}

    /** What the node comes to. */
    enum State {
        EMPTY,
        FULL,
        BROKEN
    }

    @TempDir Path settings;
    private final Set<String> complaints = new TreeSet<>();

    @ParameterizedTest
    @EnumSource(State.class)
    void noWordIsCutOnAnyScreenInAnyLanguageAtAnySizeThatIsOffered(State state) {
        try (var booth = new Booth(node(state), settings)) {
            untilAllIsThere(booth, state);
            for (Size size : WINDOWS) {
                resize(booth, size);
                for (int language = 0; language < 2; language++) {
                    perform(booth, Shortcut.LANGUAGE);
                    for (FontScale scale : FontScale.values()) {
                        if (scale == FontScale.NORMAL || perform(booth, Shortcut.ZOOM_IN)) {
                            lookAtAll(booth, state + " " + size + " " + scale.percent() + "%");
                        }
                    }
                    perform(booth, Shortcut.ZOOM_OUT);
                    perform(booth, Shortcut.ZOOM_OUT);
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void everyAlarmIsReadWholeInASmallWindow() {
        FakeNode node = new FakeNode(3);
        var other = FakeNode.alarm(Alarm.Code.DISK_LOW, 3, "", "4");
        try (var booth = new Booth(node, settings)) {
            resize(booth, new Size(1_024, 600));
            for (Alarm.Code code : Alarm.Code.values()) {
                String arg = code == Alarm.Code.STORE_CANNOT_WRITE ? "LOCKED" : "+1234";
                var alarm = FakeNode.alarm(code, code.severity(), "central-10", arg);
                node.alarms(new AlarmList(List.of(alarm, other), List.of()));
                Booth.until(
                        () ->
                                assertThat(booth.live().alarms().open().getFirst().code())
                                        .isEqualTo(code));
                for (int language = 0; language < 2; language++) {
                    perform(booth, Shortcut.LANGUAGE);
                    measure(booth, booth.one("#message-line"), code + ": ");
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** What stands before two barriers. */
    enum Cards {
        FEE,
        EXCEPTIONS,
        DOUBT,
        UNKNOWN
    }

    @ParameterizedTest
    @EnumSource(Cards.class)
    void noWordOfACardIsCutAtAnySizeThatIsOffered(Cards cards) {
        FakeNode node = full();
        node.lanes.use(
                FakeLanes.lane("1", "Làn 1", Lane.Direction.IN),
                FakeLanes.lane("2", "Làn 2", Lane.Direction.OUT));
        try (var booth = new Booth(node, settings)) {
            put(cards, booth);
            for (Size size : WINDOWS) {
                resize(booth, size);
                for (int language = 0; language < 2; language++) {
                    perform(booth, Shortcut.LANGUAGE);
                    for (FontScale scale : FontScale.values()) {
                        if (scale == FontScale.NORMAL || perform(booth, Shortcut.ZOOM_IN)) {
                            String where = cards + " " + size + " " + scale.percent() + "%: ";
                            measure(booth, booth.window().scene().getRoot(), where);
                        }
                    }
                    perform(booth, Shortcut.ZOOM_OUT);
                    perform(booth, Shortcut.ZOOM_OUT);
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static void put(Cards cards, Booth booth) {
        FakeNode node = booth.node;
        node.desk.enter("29A-123.45", Duration.ofMinutes(195), 3);
        node.desk.enter("51F-123.45", Duration.ofMinutes(95), 2);
        node.desk.enter("51F-123.54", Duration.ofMinutes(35), 3);
        switch (cards) {
            case FEE, EXCEPTIONS -> {
                node.lanes.sees("cam-1", null, "30G-567.89", 0.97);
                node.lanes.sees("cam-2", null, "29A-123.4S", 0.84);
            }
            case DOUBT -> {
                node.lanes.sees("cam-1", null, "29A-123.45", 0.97);
                node.lanes.sees("cam-2", null, "51F-123.44", 0.61);
            }
            case UNKNOWN -> {
                node.lanes.sees("cam-1", null, "", null);
                node.lanes.sees("cam-2", null, "77C-777.77", 0.93);
            }
        }
        perform(booth, Shortcut.LANE_2);
        Booth.until(() -> assertThat(booth.all(".decision:active")).isNotEmpty());
        if (cards == Cards.FEE) {
            booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000"));
            booth.type("100000");
            booth.untilRead("#card-change", t -> assertThat(t).contains("25.000"));
        }
        if (cards == Cards.EXCEPTIONS) {
            booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000"));
            perform(booth, Shortcut.EXCEPTIONS);
        }
    }

    private static void untilAllIsThere(Booth booth, State state) {
        if (state == State.FULL) {
            perform(booth, Shortcut.HISTORY);
            booth.untilRead("#history-foot", t -> assertThat(t).contains("lượt", "central-3"));
            perform(booth, Shortcut.DIAGNOSTICS);
            booth.untilRead("#log-title", t -> assertThat(t).contains("40"));
        }
        booth.untilRead(
                "#message-line",
                t ->
                        assertThat(t)
                                .contains(
                                        switch (state) {
                                            case EMPTY -> "một mình";
                                            case FULL -> "central-3";
                                            case BROKEN -> "Ghi phiếu giấy";
                                        }));
    }

    /** Performs it; whether it changed how large the content is shown, where it could. */
    private static boolean perform(Booth booth, Shortcut shortcut) {
        return Booth.fx(
                () -> {
                    Node row = booth.one(".tab-row");
                    double before = row.getLocalToSceneTransform().getMxx();
                    booth.window().perform(shortcut);
                    return row.getLocalToSceneTransform().getMxx() != before;
                });
    }

    private static void resize(Booth booth, Size size) {
        Booth.fx(
                () -> {
                    booth.stage().setWidth(size.width());
                    booth.stage().setHeight(size.height());
                    return true;
                });
        Booth.until(
                () -> {
                    Scene scene = booth.window().scene();
                    assertThat(scene.getWidth()).isEqualTo(size.width());
                    assertThat(scene.getHeight()).isEqualTo(size.height());
                });
        Booth.fx(() -> true); // what is put elsewhere for that size is
    }

    private void lookAtAll(Booth booth, String where) {
        for (Screen screen : Screen.values()) {
            perform(booth, screen.shortcut());
            String at = where + " " + screen + ": ";
            if (screen == Screen.HISTORY && !booth.table("#history-visits").getItems().isEmpty()) {
                perform(booth, Shortcut.NEXT);
            }
            measure(booth, booth.window().scene().getRoot(), at);
        }
        perform(booth, Shortcut.HELP);
        measure(booth, booth.one("#help"), where + " help: ");
        Booth.fx(
                () -> {
                    booth.window().hideHelp();
                    return true;
                });
    }

    private void measure(Booth booth, Node root, String where) {
        for (int round = 0; round < 4; round++) { // what is put elsewhere is laid out after it
            Booth.fx(() -> layOut(booth));
        }
        Booth.fx(
                () -> {
                    layOut(booth);
                    look(root, where);
                    return true;
                });
    }

    private static boolean layOut(Booth booth) {
        Parent all = booth.window().scene().getRoot();
        for (int pass = 0; pass < 3; pass++) { // what wraps needs a second one
            all.applyCss();
            all.layout();
        }
        return true;
    }

    private void look(Node node, String where) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && !isBlank(labeled.getText())) {
            lookAt(labeled, where);
        } else if (node instanceof Text text && !isBlank(text.getText())) {
            lookAtPlace(text, text.getText(), where);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> look(child, where));
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private void lookAt(Labeled labeled, String where) {
        if (labeled.getId() != null && labeled.getId().equals("site")) {
            return; // the name of a site may be of any length
        }
        if (labeled instanceof TableCell<?, ?> cell && LONG_TEXTS.containsKey(nameOf(cell))) {
            return;
        }
        for (Node child : labeled.getChildrenUnmodifiable()) { // not that of its graphic
            if (child instanceof Text text && !Objects.equals(text.getText(), labeled.getText())) {
                complaints.add(
                        where + "“" + labeled.getText() + "” is cut to “" + text.getText() + "”");
            }
        }
        lookAtPlace(labeled, labeled.getText(), where);
    }

    private static String nameOf(TableCell<?, ?> cell) {
        return cell.getTableView().getId() + "." + cell.getTableColumn().getId();
    }

    /** What can be scrolled to need not be in sight, and is not measured from above to below. */
    private void lookAtPlace(Node node, String text, String where) {
        Bounds at = node.localToScene(node.getLayoutBounds());
        for (Parent above = node.getParent(); above != null; above = above.getParent()) {
            if (above instanceof ScrollPane || above instanceof VirtualFlow<?>) {
                return;
            }
            if (above instanceof Viewport view && view.scrolls()) { // and never sideways
                Bounds sight = above.localToScene(above.getLayoutBounds());
                if (!coversSideways(sight, at)) {
                    complaints.add(where + "“" + text + "” lies beside " + above);
                }
                return;
            }
            boolean frame =
                    above instanceof Viewport
                            || above.getStyleClass().contains("panel")
                            || above.getStyleClass().contains("decision")
                            || above.getParent() == null;
            Bounds room = above.localToScene(above.getLayoutBounds());
            if (frame && !covers(room, at)) {
                complaints.add(where + "“" + text + "” lies beyond " + above);
                return;
            }
        }
    }

    private static boolean covers(Bounds room, Bounds at) {
        return coversSideways(room, at)
                && at.getMinY() >= room.getMinY() - HAIR
                && at.getMaxY() <= room.getMaxY() + HAIR;
    }

    private static boolean coversSideways(Bounds room, Bounds at) {
        return at.getMinX() >= room.getMinX() - HAIR && at.getMaxX() <= room.getMaxX() + HAIR;
    }

    private static FakeNode node(State state) {
        return switch (state) {
            case EMPTY -> new FakeNode(0);
            case FULL -> full();
            case BROKEN -> broken();
        };
    }

    private static FakeNode full() {
        FakeNode node = new FakeNode(9);
        node.commitSilently(9_900, 9_960);
        node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        node.change(4, FakeNode.missing(48L, 0L));
        node.pause(FakeNode.central(7), Duration.ofMinutes(30), "sửa mạng", "NV 12");
        node.cameras =
                List.of(
                        new Camera(
                                1, "Cổng A", "ENTRY", true, node.instant(), 9, 0, node.instant()));
        for (int i = 0; i < 60; i++) {
            String plate = (29 + i % 3) + "A-" + (10_000 + 37 * i);
            Visit visit = node.desk.enter(plate, Duration.ofMinutes(900 - 3L * i), 1 + i % 10);
            if (i % 4 != 1) {
                node.desk.leave(visit, Duration.ofMinutes(900 - 3L * i - i % 170), 1 + i % 10);
            }
        }
        for (int i = 0; i < 40; i++) {
            node.diagnostics.log(LogLine.Level.WARN, "AlarmBook", "Alarm " + i + " is raised");
        }
        return node;
    }

    private static FakeNode broken() {
        FakeNode node = new FakeNode(9);
        node.unreadable(true);
        node.health(
                new Health(
                        List.of(
                                Health.Check.broken(
                                        "store", Health.Code.STORE_CANNOT_WRITE, "gone", "LOCKED"),
                                Health.Check.broken(
                                        "api", Health.Code.PORT_TAKEN, "taken", "0.0.0.0", "8000"),
                                Health.Check.broken(
                                        "p2p", Health.Code.PORT_TAKEN, "taken", "0.0.0.0", "9000"),
                                Health.Check.broken(
                                        "config",
                                        Health.Code.CONFIG_SLIP,
                                        "slips",
                                        "2",
                                        "config.json: site.capacity: -1; expected a whole number"
                                                + " from 1 to 1000000",
                                        "/home/cong-1/.local/share/gatehouse/config.json"))));
        for (int n = 2; n <= 10; n++) {
            node.change(n, FakeNode.lost(Duration.ofMinutes(3L * n), null, null));
        }
        node.change(5, FakeNode.link(new LinkState.Connecting(7, FakeNode.START)));
        node.freeze(Duration.ofSeconds(23));
        return node;
    }
}
