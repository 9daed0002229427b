package dev.gatehouse.console;

import dev.gatehouse.console.demo.DemoBar;
import dev.gatehouse.console.diagnostics.DiagnosticsScreen;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.FxDelay;
import dev.gatehouse.console.gate.GateScreen;
import dev.gatehouse.console.history.HistoryScreen;
import dev.gatehouse.console.keys.HeldKeys;
import dev.gatehouse.console.keys.KeyStrip;
import dev.gatehouse.console.keys.ReaderFilter;
import dev.gatehouse.console.keys.Screen;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.peers.PeersAside;
import dev.gatehouse.console.peers.PeersScreen;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.settings.WindowMode;
import dev.gatehouse.console.text.Language;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Logo;
import dev.gatehouse.console.theme.Theme;
import dev.gatehouse.port.DemoPort;

import javafx.event.Event;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
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
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The window: header, tabs, the screen, the message line and the key strip. It is there before the
 * node is, and stays when the node fails to open, saying why. FX thread only.
 */
final class MainWindow {
    /** The booth's commonest screen, and what the layout is drawn for. */
    static final double WIDTH = 1_366;

    static final double HEIGHT = 768;

    /** So that the word that there is too little room can be read. */
    private static final double MIN_WIDTH = 640;

    private static final double MIN_HEIGHT = 360;
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
    private final HeldKeys held = new HeldKeys();
    private final ReaderFilter reader;
    private final MessageLine message;
    private final StackPane content = new StackPane();
    private final VBox top;
    private final Zoom zoom;
    private final FailurePane failure;
    private final Failures failures = new Failures();
    private final Scene scene;
    private final Map<Screen, ScreenPane> screens = new EnumMap<>(Screen.class);
    private Screen current = Screen.GATE;
    private Theme theme = Theme.LIGHT;
    private @Nullable Theme chosen;
    private boolean didSomething;
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
        this.reader =
                new ReaderFilter(new FxDelay(ReaderFilter.APART), this::typedByHand, this::scanned);
        this.words = new Words(settings.get("language", Language.VI));
        this.header = new Header(words, () -> perform(Shortcut.LANGUAGE));
        this.tabs = new TabRow(words, this::open);
        this.keys = new KeyStrip(words, this::perform);
        this.message = new MessageLine(words);
        VBox middle = new VBox(content, message);
        VBox.setVgrow(content, Priority.ALWAYS);
        middle.getStyleClass().add("middle");
        BorderPane frame = new BorderPane(middle);
        this.top = new VBox(header, tabs);
        frame.setTop(top);
        frame.setBottom(keys);
        this.zoom = new Zoom(frame, words, settings);
        this.failure = new FailurePane(words, clock, this::version);
        this.scene =
                new Scene(
                        new StackPane(zoom, failure),
                        settings.get("window.width", WIDTH),
                        settings.get("window.height", HEIGHT));
        zoom.disableProperty().bind(failure.visibleProperty());
        this.chosen = settings.find("theme", Theme.class);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        scene.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        scene.addEventFilter(KeyEvent.KEY_RELEASED, this::released);
        stage.focusedProperty().addListener(_ -> forgetKeys());
        applyTheme();
        showNotice(new Notices.Opening(words));
        keys.show(_ -> false);
        tabs.setDisable(true);
        words.bind(stage.titleProperty(), "app.name");
    }

    /** Shows it; the node is shown as soon as it is open. */
    void show() {
        stage.setScene(scene);
        stage.getIcons().setAll(Logo.images());
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setFullScreenExitHint("");
        WindowMode mode = settings.get("window.mode", WindowMode.NORMAL);
        place();
        stage.setMaximized(mode == WindowMode.MAXIMIZED);
        stage.setFullScreen(mode == WindowMode.FULL_SCREEN);
        stage.show();
        follow();
    }

    /** Where it was last, unless that screen is no more. */
    private void place() {
        double x = settings.get("window.x", 0.0);
        double y = settings.get("window.y", 0.0);
        if (x > 0
                && y > 0
                && !javafx.stage.Screen.getScreensForRectangle(x, y, WIDTH / 2, HEIGHT / 2)
                        .isEmpty()) {
            stage.setX(x);
            stage.setY(y);
        }
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
                top.getChildren().add(demo);
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
                new DiagnosticsScreen(bridge, node, words, settings, home, this::showKeys));
        header.follow(node, siteTime);
        node.onChange(this::render);
        node.events().stateProperty().addListener(_ -> showKeys());
        words.onChange(this::render);
        tabs.setDisable(false);
        open(Screen.GATE);
    }

    private void render() {
        LiveNode node = live;
        ScreenPane screen = screens.get(current);
        if (node != null && screen != null) {
            message.show(node, screen.wantsPeerMessages());
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
        }
        content.getChildren().setAll(pane.node());
        current = screen;
        tabs.show(screen);
        pane.firstFocus().requestFocus();
        render();
        showKeys();
    }

    private void showNotice(Node notice) {
        content.getChildren().setAll(notice);
        tabs.show(current);
    }

    private void showKeys() {
        ScreenPane screen = screens.get(current);
        keys.show(s -> screen != null && screen.offers(s));
    }

    /**
     * The letter of a key that did something is no text for the field that it opened; and nothing
     * is typed where it is not seen.
     */
    private void typed(KeyEvent event) {
        if (reader.takes(event)) {
            return;
        }
        ScreenPane screen = screens.get(current);
        if (didSomething || !zoom.fits()) {
            event.consume();
        } else if (screen != null && !failure.isOpen()) {
            screen.typed(event);
        }
    }

    private void released(KeyEvent event) {
        if (reader.takes(event)) {
            return;
        }
        held.released(event);
        didSomething = false;
    }

    private void pressed(KeyEvent event) {
        if (reader.takes(event)) {
            return;
        }
        didSomething = false;
        if (failure.isOpen()) { // whatever is below it waits
            if (Shortcut.BACK.matches(event)) {
                event.consume();
                failure.hide();
            }
            return;
        }
        if (held.isRepeat(event)) {
            event.consume();
            return;
        }
        if (scene.getFocusOwner() instanceof TextInputControl && isWriting(event)) {
            return;
        }
        Shortcut.of(event)
                .filter(s -> !focusedControlWants(s, event.getCode()))
                .filter(this::offers)
                .findFirst()
                .ifPresent(
                        shortcut -> {
                            event.consume();
                            didSomething = true;
                            perform(shortcut);
                        });
    }

    /** What is let go from now on is let go elsewhere. */
    private void forgetKeys() {
        held.clear();
        reader.clear();
    }

    /** To whatever has the focus by now: the key before may have moved it. */
    private void typedByHand(KeyEvent event) {
        Node focused = scene.getFocusOwner();
        EventTarget target = focused == null ? scene : focused;
        Event.fireEvent(target, event.copyFor(target, target));
    }

    /** A card or code is of the car at the gate, whichever screen is shown. */
    private void scanned(String code) {
        ScreenPane gate = screens.get(Screen.GATE);
        if (gate != null) {
            gate.scanned(code);
        }
    }

    /** Whether it is not known yet whether a hand or a reader types. */
    boolean holdsKeys() {
        return reader.holds();
    }

    /** A letter or digit in a field is text, whatever else its key may mean. */
    private static boolean isWriting(KeyEvent event) {
        KeyCode code = event.getCode();
        return (code.isLetterKey() || code.isDigitKey())
                && !event.isControlDown()
                && !event.isAltDown();
    }

    /** Enter on a focused button means that button; arrows in a table or pane move in that. */
    private boolean focusedControlWants(Shortcut shortcut, KeyCode code) {
        Node focused = scene.getFocusOwner();
        return switch (shortcut) {
            case CONFIRM, DETAILS -> code == KeyCode.ENTER && focused instanceof ButtonBase;
            case PREVIOUS, NEXT -> focused instanceof TableView<?> || focused instanceof ScrollPane;
            default -> false;
        };
    }

    private boolean offers(Shortcut shortcut) {
        ScreenPane screen = screens.get(current);
        return shortcut.everywhere()
                || shortcut == Shortcut.ZOOM_OUT
                || zoom.fits() // nothing is done unseen
                        && (screen != null && screen.offers(shortcut)
                                || demo != null && demo.offers(shortcut));
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
            case ZOOM_IN -> zoom.use(zoom.scale().larger());
            case ZOOM_OUT -> zoom.use(zoom.scale().smaller());
            case FIND -> find();
            case FULL_SCREEN -> stage.setFullScreen(!stage.isFullScreen());
            default -> Objects.requireNonNull(screens.get(current)).perform(shortcut);
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
        WindowMode mode =
                stage.isFullScreen()
                        ? WindowMode.FULL_SCREEN
                        : stage.isMaximized() ? WindowMode.MAXIMIZED : WindowMode.NORMAL;
        settings.put("window.mode", mode);
        if (mode == WindowMode.NORMAL) {
            settings.put("window.width", scene.getWidth());
            settings.put("window.height", scene.getHeight());
            settings.put("window.x", stage.getX());
            settings.put("window.y", stage.getY());
        }
        if (live != null) {
            live.close();
        }
    }
}
