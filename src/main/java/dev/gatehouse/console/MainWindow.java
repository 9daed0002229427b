package dev.gatehouse.console;

import dev.gatehouse.console.demo.DemoBar;
import dev.gatehouse.console.diagnostics.DiagnosticsScreen;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.gate.GateScreen;
import dev.gatehouse.console.history.HistoryScreen;
import dev.gatehouse.console.keys.KeyStrip;
import dev.gatehouse.console.keys.Screen;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.peers.PeersAside;
import dev.gatehouse.console.peers.PeersScreen;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.text.Language;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Logo;
import dev.gatehouse.console.theme.Theme;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.port.DemoPort;

import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The window: header, tabs, the screen, the message line and the key strip. It is there before the
 * node is, and stays when the node fails to open, saying why. FX thread only.
 */
final class MainWindow {
    private static final Logger LOG = LoggerFactory.getLogger(MainWindow.class);

    private final Stage stage;
    private final FxBridge bridge;
    private final CompletableFuture<Backend> backend;
    private final Settings settings;
    private final InstantSource clock;
    private final Words words;
    private final Header header;
    private final TabRow tabs;
    private final KeyStrip keys;
    private final MessageLine message;
    private final Viewport viewport = new Viewport();
    private final VBox frame;
    private final HelpPane help;
    private final Zoom zoom;
    private final FailurePane failure;
    private final Failures failures = new Failures();
    private final Scene scene;
    private final Keyboard keyboard;
    private final WindowPlace place;
    private final Map<Screen, ScreenPane> screens = new EnumMap<>(Screen.class);
    private Screen current = Screen.GATE;
    private Theme theme = Theme.LIGHT;
    private @Nullable Theme chosen;
    private @Nullable LiveNode live;
    private @Nullable DemoBar demo;
    private @Nullable SiteTime time;

    /**
     * @param stage not shown yet
     * @param backend the node, which may still be opening
     */
    MainWindow(
            Stage stage,
            FxBridge bridge,
            CompletableFuture<Backend> backend,
            Settings settings,
            InstantSource clock) {
        this.stage = stage;
        this.bridge = bridge;
        this.backend = backend;
        this.settings = settings;
        this.clock = clock;
        this.words = new Words(settings.get("language", Language.VI));
        this.header = new Header(words, () -> perform(Shortcut.LANGUAGE));
        this.tabs = new TabRow(words, this::open, this::goToWaiting);
        this.keys = new KeyStrip(words, this::perform);
        this.message = new MessageLine(words, clock);
        this.help = new HelpPane(words);
        VBox middle = new VBox(viewport, message);
        VBox.setVgrow(viewport, Priority.ALWAYS);
        middle.getStyleClass().add("middle");
        this.frame = new VBox(header, tabs, middle, keys); // as it is read, and as Tab goes
        VBox.setVgrow(middle, Priority.ALWAYS);
        frame.disableProperty().bind(help.visibleProperty());
        this.zoom = new Zoom(new StackPane(frame, help), settings);
        this.failure = new FailurePane(words, clock, this::version);
        this.place = new WindowPlace(stage, settings);
        this.scene = new Scene(new StackPane(zoom, failure), place.width(), place.height());
        zoom.disableProperty().bind(failure.visibleProperty());
        this.chosen = settings.find("theme", Theme.class);
        this.keyboard = new Keyboard(bridge, scene, new Hands());
        stage.focusedProperty().addListener(_ -> keyboard.forget());
        scene.focusOwnerProperty().addListener((_, _, _) -> showKeys()); // a field takes letters
        applyTheme();
        showNotice(new Notices.Opening(words));
        keys.show(_ -> false);
        tabs.setDisable(true);
        words.bind(stage.titleProperty(), "app.name");
    }

    /** Shows it; the node is shown as soon as it is open. */
    void show() {
        show(place.screen());
    }

    /** Shows the window on a screen of that size. */
    void show(Rectangle2D screen) {
        stage.setScene(scene);
        stage.getIcons().setAll(Logo.images());
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setFullScreenExitHint("");
        place.restore(scene, screen);
        stage.show();
        follow();
    }

    private @Nullable String version() {
        LiveNode node = live;
        return node == null ? null : node.info().version();
    }

    /** Something on the FX thread threw what nobody had foreseen. */
    void unforeseen(Throwable thrown) {
        FailureReport report = FailureReport.ofWindow(thrown);
        failures.log(report, thrown);
        failure.show(report);
    }

    /** Waits for the node without showing a stage; for pictures larger than the test's screen. */
    void follow() {
        backend.whenComplete(
                (opened, failure) -> {
                    if (opened == null) {
                        failed(failure);
                    } else {
                        opened(opened);
                    }
                });
    }

    Scene scene() {
        return scene;
    }

    /** The one that is shown. */
    Screen screen() {
        return current;
    }

    void hideHelp() {
        help.hide();
    }

    @Nullable LiveNode live() {
        return live;
    }

    private void opened(Backend opened) {
        // info() is the node's, so it is not asked on the FX thread
        CompletableFuture.supplyAsync(
                        () -> new LiveNode(bridge, clock, opened.node(), opened.feed()),
                        task -> Thread.ofVirtual().name("console-open").start(task))
                .whenComplete(
                        (node, failure) -> {
                            if (node == null) {
                                failed(failure);
                            } else {
                                bridge.execute(() -> tryToFollow(node, opened.demo()));
                            }
                        });
    }

    private void failed(@Nullable Throwable failure) {
        FailureReport report = FailureReport.ofOpening(failure);
        LOG.error("The node did not open [{}]", report.code(), failure);
        bridge.execute(
                () ->
                        showNotice(
                                new Notices.Failed(
                                        words,
                                        report,
                                        () -> report.details(clock.instant(), version()))));
    }

    private void tryToFollow(LiveNode node, @Nullable DemoPort levers) {
        try {
            follow(node);
            if (levers != null) {
                demo = new DemoBar(bridge, levers, words, clock);
                frame.getChildren().add(2, demo); // under the tabs
            }
        } catch (Throwable e) { // an Error too: "opening" must not stay
            failed(e);
        }
    }

    private void follow(LiveNode node) {
        live = node;
        SiteTime siteTime = new SiteTime(node.info().zone());
        time = siteTime;
        Path home = Path.of(System.getProperty("user.home", "."));
        screens.put(
                Screen.PEERS,
                new PeersScreen(bridge, node, words, siteTime, settings, home, this::showKeys));
        PeersAside aside = new PeersAside(node, words, siteTime, _ -> perform(Shortcut.PEERS));
        screens.put(
                Screen.GATE,
                new GateScreen(
                        bridge, node, words, siteTime, settings, clock, aside, this::showKeys));
        screens.put(
                Screen.HISTORY,
                new HistoryScreen(bridge, node, words, siteTime, settings, clock, this::showKeys));
        screens.put(
                Screen.DIAGNOSTICS,
                new DiagnosticsScreen(
                        bridge, node, words, siteTime, settings, home, this::showKeys));
        header.follow(node, siteTime);
        node.onChange(this::render);
        node.onLanes(this::showWaiting);
        node.events().stateProperty().addListener(_ -> showKeys());
        words.onChange(this::render);
        tabs.setDisable(false);
        open(Screen.GATE);
    }

    private void render() {
        LiveNode node = live;
        ScreenPane screen = screens.get(current);
        if (node != null && screen != null) {
            message.show(node);
            applyTheme();
        }
    }

    private void open(Screen screen) {
        ScreenPane pane = screens.get(screen);
        if (pane == null) {
            tabs.show(current);
            return; // the node is not open yet
        }
        ScreenPane before = screens.get(current);
        if (before != null && before != pane) {
            before.left();
            message.hush();
        }
        viewport.show(pane.node(), screen.leastWidth(), screen.leastHeight());
        current = screen;
        tabs.show(screen);
        pane.firstFocus().requestFocus();
        pane.opened();
        render();
        showWaiting();
        showKeys();
    }

    /** A car never changes the screen: its lane is named in the row of the tabs. */
    private void showWaiting() {
        LaneState waiting = current == Screen.GATE ? null : waitingLane();
        if (waiting == null) {
            tabs.waiting("");
        } else {
            String name = waiting.lane().name();
            tabs.waiting(
                    name.isEmpty()
                            ? words.get("gate.lane.waits")
                            : words.get("gate.lane.chipWaiting", name));
        }
    }

    /** The first lane at which a person must decide; null where there is none. */
    private @Nullable LaneState waitingLane() {
        LiveNode node = live;
        if (node == null) {
            return null;
        }
        for (LaneState state : node.lanes()) {
            LaneCard card = state.card();
            if (card != null && card.isUndecided()) {
                return state;
            }
        }
        return null;
    }

    /** To the lane at which a car waits, from another screen. */
    private void goToWaiting() {
        LaneState waiting = waitingLane();
        if (waiting != null && screens.get(Screen.GATE) instanceof GateScreen gate) {
            open(Screen.GATE);
            gate.workAt(waiting.lane());
        }
    }

    private void showNotice(Node notice) {
        viewport.show(notice, 0, 0);
        tabs.show(current);
    }

    private void showKeys() {
        ScreenPane screen = screens.get(current);
        keys.show(s -> screen != null && screen.offers(s) && keyboard.reaches(s));
        if (help.isOpen()) {
            showHelp();
        }
    }

    /** Every key that does something now, those of the screen apart from those of the window. */
    private void showHelp() {
        ScreenPane screen = screens.get(current);
        List<Shortcut> all =
                Arrays.stream(Shortcut.values())
                        .filter(s -> s.everywhere() || offers(s) && keyboard.reaches(s))
                        .toList();
        help.show(
                all.stream().filter(s -> screen != null && screen.offers(s)).toList(),
                all.stream().filter(s -> screen == null || !screen.offers(s)).toList());
    }

    /** What was hidden by the help is new to whoever looks at it. */
    private void uncover() {
        help.hide();
        ScreenPane screen = screens.get(current);
        if (screen != null) {
            screen.opened();
        }
    }

    /** Whether it is not known yet whether a hand or a reader types. */
    boolean holdsKeys() {
        return keyboard.holds();
    }

    /** What the keyboard is for. */
    private final class Hands implements Keyboard.Keys {
        @Override
        public boolean offers(Shortcut shortcut) {
            return MainWindow.this.offers(shortcut);
        }

        @Override
        public void perform(Shortcut shortcut) {
            MainWindow.this.perform(shortcut);
        }

        @Override
        public boolean isCovered() {
            return failure.isOpen() || help.isOpen();
        }

        @Override
        public void pressedAbove(KeyEvent event) {
            if (Shortcut.BACK.matches(event) || Shortcut.HELP.matches(event) && !failure.isOpen()) {
                event.consume();
                if (failure.isOpen()) {
                    failure.hide();
                } else {
                    uncover();
                }
            } else if (Shortcut.LANGUAGE.matches(event) && !failure.isOpen()) {
                event.consume();
                MainWindow.this.perform(Shortcut.LANGUAGE);
            }
        }

        @Override
        public void typed(KeyEvent event) {
            ScreenPane screen = screens.get(current);
            if (screen != null) {
                screen.typed(event);
            }
        }

        /** A card or code is of the car at the gate, whichever screen is shown. */
        @Override
        public void scanned(String code) {
            ScreenPane gate = screens.get(Screen.GATE);
            if (gate != null) {
                gate.scanned(code);
            }
        }

        @Override
        public void useless(String label) {
            message.say(words.get("message.useless", label));
        }
    }

    private boolean offers(Shortcut shortcut) {
        ScreenPane screen = screens.get(current);
        return switch (shortcut) {
            case SCROLL_UP, SCROLL_DOWN -> viewport.scrolls();
            case LANE_NEXT ->
                    current == Screen.GATE
                            ? screen != null && screen.offers(shortcut)
                            : waitingLane() != null;
            default ->
                    shortcut.everywhere()
                            || screen != null && screen.offers(shortcut)
                            || demo != null && demo.offers(shortcut);
        };
    }

    /** Does what the key does, on the present screen. */
    void perform(Shortcut shortcut) {
        switch (shortcut) {
            case GATE -> open(Screen.GATE);
            case HISTORY -> open(Screen.HISTORY);
            case PEERS -> open(Screen.PEERS);
            case DIAGNOSTICS -> open(Screen.DIAGNOSTICS);
            case LANGUAGE -> {
                words.use(words.language().other());
                settings.put("language", words.language());
            }
            case THEME -> {
                chosen = theme.other();
                settings.put("theme", chosen);
                applyTheme();
            }
            case DEMO_PREVIOUS, DEMO_NEXT, DEMO_CUT, DEMO_STOP, DEMO_CLOCK, DEMO_ALTER ->
                    Objects.requireNonNull(demo).perform(shortcut);
            case HELP -> showHelp();
            case ZOOM_IN -> zoomed(zoom.larger(), "message.largest");
            case ZOOM_OUT -> zoomed(zoom.smaller(), "message.smallest");
            case SCROLL_UP -> viewport.scroll(-1);
            case SCROLL_DOWN -> viewport.scroll(1);
            case FIND -> find();
            case LANE_NEXT -> {
                if (current == Screen.GATE) {
                    Objects.requireNonNull(screens.get(current)).perform(shortcut);
                } else {
                    goToWaiting();
                }
            }
            case FULL_SCREEN -> stage.setFullScreen(!stage.isFullScreen());
            default -> Objects.requireNonNull(screens.get(current)).perform(shortcut);
        }
    }

    private void zoomed(boolean done, String otherwise) {
        if (!done) {
            message.say(words.get(otherwise, zoom.scale().percent()));
        }
    }

    /** Looked for is in the history, wherever the wish comes up. */
    private void find() {
        if (current != Screen.HISTORY) {
            open(Screen.HISTORY);
        }
        ScreenPane history = Objects.requireNonNull(screens.get(Screen.HISTORY));
        if (history.offers(Shortcut.FIND)) { // not while something is filled in there
            history.perform(Shortcut.FIND);
        }
    }

    private void applyTheme() {
        Theme wanted = chosen;
        if (wanted == null) {
            SiteTime siteTime = time == null ? new SiteTime(ZoneId.systemDefault()) : time;
            wanted = Theme.at(siteTime.timeOfDay(clock.instant()));
        }
        if (wanted != theme || scene.getUserAgentStylesheet() == null) {
            theme = wanted;
            theme.applyTo(scene);
        }
    }

    /** Remembers the size and stops following the node. */
    void close() {
        place.remember(scene);
        if (live != null) {
            live.close();
        }
    }
}
