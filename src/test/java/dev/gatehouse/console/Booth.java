package dev.gatehouse.console;

import static org.awaitility.Awaitility.await;

import com.sun.javafx.stage.WindowHelper;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.settings.WindowMode;
import dev.gatehouse.console.theme.Fonts;

import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import javafx.stage.Stage;

import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A window on a scripted node, at the size of the booth's screen, with somebody at its keys. */
final class Booth implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Wider than that of the headless platform, which draws no window that is higher. */
    static final Rectangle2D SCREEN = new Rectangle2D(0, 0, 1_940, 990);

    final FakeNode node;
    private final FxBridge bridge = new FxBridge();
    private final Settings settings;
    private final FxRobot robot = new FxRobot();
    private final Stage stage;
    private final MainWindow window;

    /** The window on an open node. */
    Booth(FakeNode node, Path settingsFolder) {
        this(node, settingsFolder, CompletableFuture.completedFuture(node.backend()));
        until(() -> check(!all("#gate-card").isEmpty()));
    }

    /** The window on a node that may not open. */
    Booth(FakeNode node, Path settingsFolder, CompletableFuture<Backend> backend) {
        this(node, settingsFolder, backend, node);
    }

    /** The window on a real node; there is no scripted one to speak to. */
    Booth(Backend backend, Path settingsFolder) {
        this(backend, settingsFolder, InstantSource.system());
    }

    /** The same, where the time is another one. */
    Booth(Backend backend, Path settingsFolder, InstantSource clock) {
        this(new FakeNode(0), settingsFolder, CompletableFuture.completedFuture(backend), clock);
    }

    private Booth(
            FakeNode node,
            Path settingsFolder,
            CompletableFuture<Backend> backend,
            InstantSource clock) {
        this.node = node;
        this.settings = Settings.in(settingsFolder);
        if (settings.get("window.mode") == null) { // at the first start it has the whole screen
            settings.put("window.mode", WindowMode.NORMAL);
        }
        try {
            FxToolkit.registerPrimaryStage();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        this.stage = fx(Stage::new);
        this.window =
                fx(
                        () -> {
                            Fonts.load();
                            var made = new MainWindow(stage, bridge, backend, settings, clock);
                            stage.setX(0); // the platform forgets what is beyond its screen
                            stage.setY(0);
                            made.show(SCREEN);
                            return made;
                        });
        robot.targetWindow(stage);
    }

    static <T> T fx(Callable<T> call) {
        var task = new FutureTask<>(call);
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until that holds on the FX thread. */
    static void until(ThrowingRunnable assertion) {
        until(PATIENCE, assertion);
    }

    private static void until(Duration patience, ThrowingRunnable assertion) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> {
                            Optional<Throwable> objection = fx(() -> objection(assertion));
                            if (objection.isPresent()) {
                                throw new AssertionError(
                                        objection.get().getMessage(), objection.get());
                            }
                        });
    }

    private static Optional<Throwable> objection(ThrowingRunnable assertion) {
        try {
            assertion.run();
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }

    static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("not yet");
        }
    }

    MainWindow window() {
        return window;
    }

    LiveNode live() {
        return Objects.requireNonNull(window.live());
    }

    Stage stage() {
        return stage;
    }

    /** Presses those keys together. */
    void press(KeyCode... keys) {
        robot.push(keys);
        heard();
    }

    /** Waits until what was typed counts as a hand's. */
    private void heard() {
        WaitForAsyncUtils.waitForFxEvents();
        until(() -> check(!window.holdsKeys()));
    }

    /** Presses a key and keeps it down. */
    void hold(KeyCode key) {
        robot.press(key);
        heard();
    }

    /** Another window comes to the front or goes, which the headless platform has none of. */
    void focus(boolean focused) {
        fx(
                () -> {
                    WindowHelper.setFocused(stage, focused);
                    return true;
                });
    }

    /** What the keyboard sends again and again while a key is down. */
    void repeat(KeyCode key) {
        fx(
                () -> {
                    Node focused = window.scene().getFocusOwner();
                    Event.fireEvent(
                            focused,
                            new KeyEvent(
                                    KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
                    return true;
                });
    }

    void release(KeyCode key) {
        robot.release(key);
        heard();
    }

    /** Types that text, key by key. */
    void type(String text) {
        until(() -> check(takesKeys()));
        robot.write(text);
        heard();
    }

    /** A reader that types sends that and an Enter, faster than any hand. */
    void scan(String code) {
        fx(
                () -> {
                    for (String one : (code + "\r").split("")) {
                        KeyCode key = one.equals("\r") ? KeyCode.ENTER : KeyCode.getKeyCode(one);
                        key(KeyEvent.KEY_PRESSED, one, key);
                        key(KeyEvent.KEY_TYPED, one, KeyCode.UNDEFINED);
                        key(KeyEvent.KEY_RELEASED, one, key);
                    }
                    return true;
                });
        heard();
    }

    private void key(EventType<KeyEvent> type, String text, KeyCode code) {
        Event.fireEvent(
                window.scene().getFocusOwner(),
                new KeyEvent(type, text, text, code, false, false, false, false));
    }

    /** Until the first pulse a field has nothing that would hear a key. */
    private boolean takesKeys() {
        return stage.getScene().getFocusOwner() instanceof Control first
                && first.isFocused()
                && first.getSkin() != null;
    }

    void click(String selector) {
        robot.clickOn(selector);
        WaitForAsyncUtils.waitForFxEvents();
    }

    double columnWidth(String tableSelector, String column) {
        return fx(
                () ->
                        table(tableSelector).getColumns().stream()
                                .filter(c -> column.equals(c.getId()))
                                .findFirst()
                                .orElseThrow()
                                .getWidth());
    }

    /** Drags the right edge of a column by so many px, whether its name is seen or not. */
    void dragColumn(String tableSelector, String column, double by) {
        fx(
                () -> {
                    drag(table(tableSelector), column, by);
                    return true;
                });
    }

    private static <T> void drag(TableView<T> table, String column, double by) {
        mouse(table, MouseEvent.MOUSE_PRESSED);
        table.getColumns().stream()
                .filter(c -> column.equals(c.getId()))
                .findFirst()
                .ifPresent(dragged -> table.resizeColumn(dragged, by));
        mouse(table, MouseEvent.MOUSE_RELEASED);
    }

    private static void mouse(Node target, EventType<MouseEvent> type) {
        boolean down = type == MouseEvent.MOUSE_PRESSED;
        Event.fireEvent(
                target,
                new MouseEvent(
                        type,
                        0,
                        0,
                        0,
                        0,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        down,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
    }

    List<Node> all(String selector) {
        return new ArrayList<>(window.scene().getRoot().lookupAll(selector));
    }

    Node one(String selector) {
        return Objects.requireNonNull(
                window.scene().getRoot().lookup(selector), "nothing is " + selector);
    }

    TableView<?> table(String selector) {
        return (TableView<?>) one(selector);
    }

    /** All that can be read within, in the order of the scene; what is hidden does not count. */
    String read(String selector) {
        var words = new ArrayList<String>();
        all(selector).stream().filter(Booth::isShown).forEach(n -> collect(n, words));
        return spaced(String.join(" | ", words));
    }

    /** An amount and its currency stay in one line by a space that nobody types in a test. */
    private static String spaced(String text) {
        return text.replace('\u00A0', ' ');
    }

    private static void collect(Node node, List<String> words) {
        if (!node.isVisible()) {
            return;
        }
        String text = node instanceof Labeled labeled ? labeled.getText() : null;
        if (text != null && !text.isBlank()) {
            words.add(text);
        }
        if (node instanceof HBox plate && plate.getStyleClass().contains("plate-text")) {
            words.add(
                    plate.getChildren().stream() // parts of one word, as they are marked
                            .map(part -> ((Text) part).getText())
                            .collect(Collectors.joining()));
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(n -> collect(n, words));
        }
    }

    /** The characters that are underlined there. */
    String underlined(String selector) {
        return fx(
                () ->
                        all(selector + " .plate-run").stream()
                                .map(n -> (Text) n)
                                .filter(Text::isUnderline)
                                .map(Text::getText)
                                .collect(Collectors.joining()));
    }

    /** Waits two rounds of updates, for what nobody asks for by its words. */
    void settle() {
        for (int round = 0; round < 2; round++) {
            var passed = new CompletableFuture<Boolean>();
            bridge.after(Duration.ofMillis(300), () -> passed.complete(true));
            passed.join();
            WaitForAsyncUtils.waitForFxEvents();
        }
    }

    private static boolean isShown(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** The cells of one row of the peers' table, by column. */
    String cell(String tableSelector, int row, String column) {
        var table = table(tableSelector);
        return all(tableSelector + " .table-row-cell").stream()
                .map(n -> (TableRow<?>) n)
                .filter(r -> r.getIndex() == row)
                .flatMap(r -> r.getChildrenUnmodifiable().stream())
                .map(n -> (TableCell<?, ?>) n)
                .filter(c -> column.equals(c.getTableColumn().getId()))
                .map(c -> spaced(Objects.requireNonNullElse(c.getText(), "")))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "row "
                                                + row
                                                + " of "
                                                + table.getItems().size()
                                                + " has no cell "
                                                + column));
    }

    /** Waits until what can be read there passes. */
    void untilRead(String selector, ThrowingConsumer<String> check) {
        until(() -> check.accept(read(selector)));
    }

    /** The same for what takes its time. */
    void untilRead(Duration patience, String selector, ThrowingConsumer<String> check) {
        until(patience, () -> check.accept(read(selector)));
    }

    /** Whether that holds for so long of what can be read there. */
    void still(Duration during, String selector, Predicate<String> check) {
        await().during(during).until(() -> fx(() -> check.test(read(selector))));
    }

    @Override
    public void close() {
        fx(
                () -> {
                    stage.close();
                    window.close();
                    return true;
                });
        bridge.close();
        settings.close();
        node.feed.close();
    }
}
