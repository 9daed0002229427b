package dev.gatehouse.console;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.settings.FontScale;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.theme.Fonts;
import dev.gatehouse.demo.CarPicture;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LogLine;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.ResyncProgress;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.StoreUnreadableException;

import javafx.event.Event;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Pictures of every screen in {@code target/pictures}, for people to look at. Not a test by name,
 * so an ordinary build does not draw them: {@code mvn test -Dtest=Pictures}.
 */
@Timeout(120)
class Pictures {
    private static final Path FOLDER = Path.of("target", "pictures");

    @TempDir Path settingsFolder;
    private final FxBridge bridge = new FxBridge();
    private FakeNode node = new FakeNode(9);
    private FontScale scale = FontScale.NORMAL;
    private @Nullable MainWindow shown;

    @BeforeAll
    static void start() throws Exception {
        FxToolkit.registerPrimaryStage();
        Files.createDirectories(FOLDER);
        WaitForAsyncUtils.asyncFx(Fonts::load).get();
    }

    @AfterEach
    void stop() {
        bridge.close();
        node.feed.close();
    }

    @ParameterizedTest
    @CsvSource({
        "vi,light,1366,768",
        "vi,dark,1366,768",
        "en,light,1366,768",
        "en,dark,1366,768",
        "vi,light,1920,1080",
        "vi,dark,1920,1080",
        "en,light,1920,1080",
        "en,dark,1920,1080",
        "vi,light,1093,614"
    })
    void draw(String language, String theme, int width, int height) throws Exception {
        String suffix = language + "-" + theme + "-" + width;
        node = new FakeNode(0);
        shoot(language, theme, width, height, "empty-" + suffix);
        node = full();
        shoot(language, theme, width, height, "full-" + suffix);
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.PEERS)).get();
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.NEXT)).get();
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.NEXT)).get();
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.NEXT)).get();
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.RESYNC)).get();
        save("asking-" + suffix);
        node = broken();
        shoot(language, theme, width, height, "broken-" + suffix);
        node = full();
        window(language, theme, width, height, new CompletableFuture<>());
        save("opening-" + suffix);
        window(
                language,
                theme,
                width,
                height,
                CompletableFuture.failedFuture(
                        new StoreUnreadableException(
                                "/var/lib/gatehouse/gatehouse.db is of a later version (7) than"
                                        + " this program knows (5). Install the newer Gatehouse.",
                                new IOException())));
        settle();
        save("failed-" + suffix);
    }

    @ParameterizedTest
    @CsvSource({
        "vi,light,1366,768,LARGE",
        "vi,light,1366,768,LARGEST",
        "en,dark,1920,1080,LARGE",
        "vi,light,1920,1080,LARGEST"
    })
    void drawLargerType(String language, String theme, int width, int height, FontScale larger)
            throws Exception {
        scale = larger;
        node = full();
        String suffix = language + "-" + theme + "-" + width + "-" + larger.percent();
        shoot(language, theme, width, height, "full-" + suffix);
    }

    @Test
    void drawTheFocus() throws Exception {
        try (var booth = new Booth(full(), settingsFolder)) {
            shown = booth.window();
            booth.press(KeyCode.DOWN);
            save("focus-table");
            booth.press(KeyCode.TAB);
            save("focus-tab");
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            booth.press(KeyCode.R);
            settle();
            save("focus-confirm");
        }
    }

    @ParameterizedTest
    @CsvSource({"vi,light,1366,768", "vi,dark,1366,768", "en,light,1366,768", "en,dark,1366,768"})
    void drawTheDetails(String language, String theme, int width, int height) throws Exception {
        remember(language, theme, width, height);
        try (var booth = new Booth(full(), settingsFolder)) {
            shown = booth.window();
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            settle();
            for (int i = 0; i < (language.equals("en") ? 4 : 1); i++) {
                booth.press(KeyCode.DOWN);
            }
            boolean tried = language.equals("vi");
            if (tried) {
                booth.node
                        .reaching(3)
                        .complete(new Reach.Failed(Reach.Code.REFUSED, "", "10.0.0.3:9000"));
            }
            booth.press(tried ? KeyCode.T : KeyCode.ENTER);
            settle();
            save("details-" + language + "-" + theme + "-" + width);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vi,light,1366,768",
        "en,dark,1366,700",
        "vi,dark,1093,614",
        "en,light,1024,600",
        "vi,light,1920,1080",
        "en,dark,1920,1080"
    })
    void drawTenPeers(String language, String theme, int width, int height) throws Exception {
        String name = "ten-peers-" + language + "-" + theme + "-" + width + "x" + height;
        node = PeersLayoutTest.tenPeers();
        window(language, theme, width, height, CompletableFuture.completedFuture(node.backend()));
        settle();
        node.publish(9_960, 9_999);
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.PEERS)).get();
        settle();
        save(name);
        if (width < 1_600) {
            WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.DETAILS)).get();
            settle();
            save(name + "-details");
        }
    }

    @ParameterizedTest
    @CsvSource({"vi,light,1366,768", "vi,dark,1366,768", "en,light,1366,768", "en,dark,1366,768"})
    void drawTheDifferences(String language, String theme, int width, int height) throws Exception {
        remember(language, theme, width, height);
        FakeNode node = full();
        node.differences = new DifferencesAnswer.Compared(PeersScreenTest.twoFactsAndOneMissing());
        try (var booth = new Booth(node, settingsFolder)) {
            shown = booth.window();
            booth.press(KeyCode.ALT, KeyCode.DIGIT3);
            settle();
            booth.press(KeyCode.D);
            settle();
            save("differences-" + language + "-" + theme + "-" + width);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vi,light,1366,768",
        "vi,dark,1366,768",
        "en,light,1366,700",
        "vi,light,1920,1080",
        "en,dark,1920,1080",
        "vi,light,1024,600",
        "en,light,1093,614"
    })
    void drawTheLanes(String language, String theme, int width, int height) throws Exception {
        String suffix = language + "-" + theme + "-" + width;
        node = full();
        node.lanes.use(
                FakeLanes.lane("lane-1", "Làn 1", Lane.Direction.IN),
                FakeLanes.lane("lane-2", "Làn 2", Lane.Direction.OUT));
        window(language, theme, width, height, CompletableFuture.completedFuture(node.backend()));
        node.publish(9_960, 9_999);
        settle();
        save("lanes-empty-" + suffix);
        node.desk.enter("29A-123.45", Duration.ofMinutes(195), 3, picture("29A-123.45", 0));
        node.lanes.sees(null, seen("cam-lane-1", "30G-567.89", 0.97));
        node.lanes.sees(null, seen("cam-lane-2", "29A-123.4S", 0.84));
        perform(Shortcut.LANE_2);
        give("100000");
        settle();
        save("lanes-fee-" + suffix);
        perform(Shortcut.EXCEPTIONS);
        settle();
        save("lanes-exceptions-" + suffix);
        perform(Shortcut.BACK);
        node.pass(Duration.ofSeconds(1));
        perform(Shortcut.CONFIRM);
        settle();
        save("lanes-left-" + suffix);
        node.pass(Duration.ofSeconds(30));
        node.desk.enter("51F-123.45", Duration.ofMinutes(95), 2, picture("51F-123.45", 0));
        node.desk.enter("51F-123.54", Duration.ofMinutes(35), 3, picture("51F-123.54", 3));
        node.desk.enter("30K-111.22", Duration.ofHours(5), 3);
        node.lanes.sees(null, seen("cam-lane-2", "51F-123.44", 0.61));
        perform(Shortcut.LANE_1);
        perform(Shortcut.CONFIRM);
        node.lanes.sees(null, seen("cam-lane-1", "30K-111.22", 0.95));
        settle();
        save("lanes-doubt-" + suffix);
        perform(Shortcut.LANE_2);
        perform(Shortcut.NEXT);
        settle();
        save("lanes-chosen-" + suffix);
        perform(Shortcut.BACK);
        node.lanes.sees(null, seen("cam-lane-9", "60A-123.45", 0.93));
        type("51F12344");
        settle();
        save("lanes-typed-" + suffix);
        perform(Shortcut.BACK);
        perform(Shortcut.LANE_1);
        node.lanes.use(
                FakeLanes.lane("lane-1", "Làn 1", Lane.Direction.IN),
                FakeLanes.lane("lane-2", "Làn 2", Lane.Direction.OUT),
                FakeLanes.lane("lane-3", "Làn 3", Lane.Direction.IN),
                FakeLanes.lane("lane-4", "Làn 4", Lane.Direction.OUT));
        node.lanes.sees(null, seen("cam-lane-3", "", null));
        node.lanes.sees(null, seen("cam-lane-4", "77C-777.77", 0.93));
        settle();
        save("lanes-four-" + suffix);
    }

    /** The keys of the money that the driver gives. */
    private void give(String cash) throws Exception {
        for (String digit : cash.split("")) {
            WaitForAsyncUtils.asyncFx(
                            () ->
                                    Event.fireEvent(
                                            window().scene(),
                                            new KeyEvent(
                                                    KeyEvent.KEY_TYPED,
                                                    digit,
                                                    digit,
                                                    KeyCode.UNDEFINED,
                                                    false,
                                                    false,
                                                    false,
                                                    false)))
                    .get();
        }
        settle();
    }

    private OpenRequest seen(String device, String text, @Nullable Double sure) {
        return FakeLanes.report(device, text, sure, picture(text, 0));
    }

    /**
     * A drawn car.
     *
     * @param car which; another one of the same plate looks otherwise
     */
    private Hash picture(String plate, long car) {
        byte[] png = CarPicture.of(new Plate("30G56789", plate), car);
        Hash hash = Hash.over(png);
        node.pictures.put(hash, new PictureAnswer.Found(png, "image/png"));
        return hash;
    }

    @ParameterizedTest
    @CsvSource({
        "vi,light,1366,768",
        "vi,dark,1366,768",
        "en,light,1366,768",
        "en,dark,1366,768",
        "vi,light,1920,1080",
        "en,dark,1920,1080",
        "vi,light,1093,614"
    })
    void drawTheWorkAtTheGate(String language, String theme, int width, int height)
            throws Exception {
        String suffix = language + "-" + theme + "-" + width;
        node = full();
        node.desk.enter("29A-123.45", Duration.ofMinutes(195), 1);
        node.desk.enter("30E-123.45", Duration.ofMinutes(102), 2);
        node.desk.enter("51F-012.45", Duration.ofMinutes(12), 5);
        window(language, theme, width, height, CompletableFuture.completedFuture(node.backend()));
        settle();
        node.publish(9_960, 9_999);
        type("51F01254");
        settle();
        save("gate-near-" + suffix);
        type("2345");
        settle();
        save("gate-typed-" + suffix);
        perform(Shortcut.NEXT);
        perform(Shortcut.CONFIRM);
        settle();
        save("gate-exit-" + suffix);
        node.pass(Duration.ofSeconds(1));
        perform(Shortcut.CONFIRM);
        settle();
        save("gate-left-" + suffix);
        type("30G56789");
        node.pass(Duration.ofSeconds(1));
        perform(Shortcut.CONFIRM);
        settle();
        save("gate-entry-" + suffix);
        type("ABC");
        node.pass(Duration.ofSeconds(1));
        perform(Shortcut.CONFIRM);
        settle();
        save("gate-unusual-" + suffix);
        perform(Shortcut.BACK);
        type("30Ạ");
        perform(Shortcut.FILTER);
        perform(Shortcut.HOLD);
        settle();
        save("gate-marked-" + suffix);
        node.desk.unavailable("disk full");
        type("30G56789");
        node.pass(Duration.ofSeconds(1));
        perform(Shortcut.CONFIRM);
        settle();
        node.pass(Duration.ofSeconds(1));
        perform(Shortcut.CONFIRM);
        settle();
        save("gate-unwritten-" + suffix);
    }

    @ParameterizedTest
    @CsvSource({
        "vi,light,1366,768",
        "vi,dark,1366,768",
        "en,light,1366,768",
        "en,dark,1366,768",
        "vi,light,1920,1080",
        "en,dark,1920,1080",
        "vi,light,1093,614"
    })
    void drawTheHistory(String language, String theme, int width, int height) throws Exception {
        String suffix = language + "-" + theme + "-" + width;
        node = new FakeNode(9);
        history(language, theme, width, height, "empty-" + suffix);
        node = full();
        for (int i = 0; i < 240; i++) {
            Visit visit =
                    node.desk.enter(
                            (29 + i % 3) + "A-" + (10_000 + 37 * i),
                            Duration.ofMinutes(900 - 3L * i),
                            1 + i % 5);
            if (i % 4 != 1) {
                Visit out =
                        node.desk.leave(
                                visit, Duration.ofMinutes(900 - 3L * i - i % 170), 1 + i % 3);
                if (i % 31 == 0) {
                    node.desk.odd(out);
                }
                if (i % 17 == 0) {
                    node.desk.correct(
                            new CorrectionRequest(
                                    out.id(),
                                    "30G" + (20_000 + i),
                                    null,
                                    "camera đọc sai",
                                    "NV 12"));
                }
            }
        }
        node.desk.leaveAlone(FakeDesk.plate("51F-678.90"), Duration.ofMinutes(5));
        node.desk.leaveAlone(Plate.unread(FakeNode.central(1), 1), Duration.ofMinutes(3));
        Visit old = node.desk.enter("30A-555.55", Duration.ofDays(400), 2);
        node.desk.leave(old, Duration.ofDays(399), 3);
        history(language, theme, width, height, "full-" + suffix);
        perform(Shortcut.NEXT);
        for (int i = 0; i < 4; i++) {
            perform(Shortcut.NEXT);
        }
        if (width < 1_800) {
            perform(Shortcut.DETAILS);
        }
        settle();
        save("history-detail-" + suffix);
        perform(Shortcut.CORRECT);
        settle();
        save("history-correct-" + suffix);
        perform(Shortcut.BACK);
        perform(Shortcut.VOID);
        set("#change-reason", "máy đọc nhầm xe kéo");
        perform(Shortcut.CONFIRM);
        settle();
        save("history-void-" + suffix);
        perform(Shortcut.BACK);
        perform(Shortcut.BACK);
        perform(Shortcut.EXPORT);
        settle();
        save("history-export-" + suffix);
        perform(Shortcut.BACK); // which is the export
        perform(Shortcut.BACK); // the detail
        perform(Shortcut.BACK); // and the choice
        set("#history-search", "55555");
        settle();
        save("history-old-" + suffix);
        set("#history-from", "31/02");
        settle();
        save("history-slip-" + suffix);
        perform(Shortcut.BACK);
        node.unreadable(true);
        node.freeze(Duration.ofSeconds(23));
        settle();
        save("history-broken-" + suffix);
    }

    private void history(String language, String theme, int width, int height, String name)
            throws Exception {
        window(language, theme, width, height, CompletableFuture.completedFuture(node.backend()));
        settle();
        perform(Shortcut.HISTORY);
        settle();
        save("history-" + name);
    }

    private void set(String field, String text) throws Exception {
        WaitForAsyncUtils.asyncFx(
                        () -> ((TextField) window().scene().getRoot().lookup(field)).setText(text))
                .get();
    }

    private void type(String text) throws Exception {
        set("#plate-field", text);
    }

    private void perform(Shortcut shortcut) throws Exception {
        WaitForAsyncUtils.asyncFx(() -> window().perform(shortcut)).get();
    }

    private static FakeNode full() {
        FakeNode node = new FakeNode(9);
        node.commitSilently(9_900, 9_960);
        node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        node.change(4, FakeNode.missing(48L, 0L));
        node.change(
                4,
                FakeNode.resyncing(
                        new ResyncProgress(ResyncProgress.Stage.TRANSFER, 112, 64, 0, 210.0)));
        node.pause(FakeNode.central(7), Duration.ofMinutes(30), "sửa mạng", "NV 12");
        node.alarms(
                new AlarmList(
                        List.of(
                                alarm(1, Alarm.Code.CLOCK_SKEW, 2, "central-5", "+17"),
                                alarm(2, Alarm.Code.PEER_LOST, 3, "central-3", "")),
                        List.of()));
        return node;
    }

    private static Alarm alarm(long id, Alarm.Code code, int severity, String about, String arg) {
        Instant since = FakeNode.START.minusSeconds(1_980);
        return new Alarm(id, code, about, severity, List.of(arg), "", since, 1, null, null, null);
    }

    private static FakeNode broken() {
        FakeNode node = new FakeNode(9);
        node.unreadable(true);
        node.health(
                new Health(
                        List.of(
                                Health.Check.broken(
                                        "store",
                                        Health.Code.STORE_CANNOT_WRITE,
                                        "gatehouse.db: disk I/O error"))));
        Instant soon = FakeNode.START.plusSeconds(8);
        for (int n = 2; n <= 10; n++) {
            node.change(n, FakeNode.lost(Duration.ofMinutes(3L * n), null, null));
        }
        node.change(5, FakeNode.link(new LinkState.Connecting(7, soon)));
        node.change(8, FakeNode.lost(Duration.ofDays(9), null, null));
        node.change(
                6,
                FakeNode.link(
                        new LinkState.Refused(
                                soon,
                                new LinkState.Refusal(
                                        LinkState.Refusal.Code.WRONG_ID,
                                        "10.0.0.6:9000 answers as central-7, expected central-6",
                                        "10.0.0.6:9000",
                                        "central-6",
                                        "central-7"))));
        node.change(7, FakeNode.link(new LinkState.Unknown()));
        node.freeze(Duration.ofSeconds(23));
        return node;
    }

    private void shoot(String language, String theme, int width, int height, String name)
            throws Exception {
        window(language, theme, width, height, CompletableFuture.completedFuture(node.backend()));
        settle();
        if (name.startsWith("full")) {
            lastMinute();
            node.publish(9_960, 9_999);
            settle();
        }
        save("gate-" + name);
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.PEERS)).get();
        settle();
        save("peers-" + name);
        node.diagnostics.log(LogLine.Level.INFO, "Mesh", "Connected to P2P peer central-2");
        node.diagnostics.log(LogLine.Level.WARN, "SyncManager", "Stream 89e6 is whole again");
        node.diagnostics.log(LogLine.Level.ERROR, "Mesh", "Link 7 failed; it is dialled again");
        WaitForAsyncUtils.asyncFx(() -> window().perform(Shortcut.DIAGNOSTICS)).get();
        settle();
        save("diagnostics-" + name);
    }

    /** What came meanwhile is a line in each cell; in the end there is as much as else. */
    private void lastMinute() throws Exception {
        Random random = new Random(7);
        long[] came = random.longs(15, 3, 30).toArray();
        node.moment(FakeNode.START.minusSeconds(75), -LongStream.of(came).sum(), random);
        settle();
        for (int i = 0; i < came.length; i++) {
            node.moment(FakeNode.START.minusSeconds(70 - 5L * i), came[i], random);
            round();
        }
    }

    private MainWindow window() {
        return Objects.requireNonNull(shown);
    }

    private void window(
            String language,
            String theme,
            int width,
            int height,
            CompletableFuture<Backend> backend)
            throws Exception {
        remember(language, theme, width, height);
        shown =
                WaitForAsyncUtils.asyncFx(
                                () -> {
                                    var made =
                                            new MainWindow(
                                                    new Stage(),
                                                    bridge,
                                                    backend,
                                                    Settings.in(settingsFolder),
                                                    node);
                                    made.follow();
                                    return made;
                                })
                        .get();
    }

    private void remember(String language, String theme, int width, int height) throws IOException {
        Files.writeString(
                settingsFolder.resolve("console.properties"),
                "language=%s%ntheme=%s%nwindow.width=%d%nwindow.height=%d%nscale=%s%n"
                        .formatted(language, theme, width, height, scale));
    }

    /** Until the window shows the present second, and then two rounds of updates more. */
    private void settle() throws Exception {
        for (int round = 0; round < 3; round++) {
            round();
        }
    }

    private void round() throws Exception {
        var passed = new CompletableFuture<Boolean>();
        bridge.after(Duration.ofMillis(300), () -> passed.complete(true));
        passed.get();
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void save(String name) throws Exception {
        Snapshot.save(window().scene(), FOLDER.resolve(name + ".png"));
    }
}
