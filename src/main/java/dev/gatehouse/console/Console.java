package dev.gatehouse.console;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.theme.Fonts;

import javafx.application.Platform;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The operator's window. One in a process and once: JavaFX cannot be started again.
 *
 * <pre>{@code
 * var console = new Console(FxStart.begin(), backend, settingsFolder);
 * Signal.handle(new Signal("TERM"), _ -> console.requestStop()); // the line below returns
 * console.showAndWait();
 * }</pre>
 */
public final class Console {
    /** How long a window is given to close; it takes a few milliseconds. */
    private static final int STOP_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final FxStart start;
    private final CompletableFuture<Backend> backend;
    private final Path settingsFolder;
    private final InstantSource clock;
    private final FxBridge bridge = new FxBridge();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean stopRequested;
    private volatile @Nullable Stage stage;
    private volatile @Nullable Throwable failure;

    /**
     * @param backend the node, which may still be opening; if it fails, the window says why
     * @param settingsFolder where the window remembers its size and the like; made when needed
     */
    public Console(FxStart start, CompletableFuture<Backend> backend, Path settingsFolder) {
        this(start, backend, settingsFolder, InstantSource.system());
    }

    /**
     * @param clock of the PC that this is on, or is meant to be on
     */
    public Console(
            FxStart start,
            CompletableFuture<Backend> backend,
            Path settingsFolder,
            InstantSource clock) {
        this.start = start;
        this.backend = backend;
        this.settingsFolder = settingsFolder;
        this.clock = clock;
    }

    /**
     * Shows the window at once, while the node still opens; returns when it was closed. Called on
     * the main thread.
     *
     * @throws ConsoleUnavailableException when there is no display, or JavaFX cannot use it
     */
    public void showAndWait() {
        long begun = System.nanoTime();
        try {
            start.await();
            bridge.execute(() -> show(begun));
        } catch (Throwable e) { // what a broken graphics driver throws is not an Exception
            bridge.close();
            throw unavailable(e);
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            requestStop();
        }
        bridge.close();
        Platform.exit();
        Throwable broken = failure;
        if (broken != null) {
            throw unavailable(broken);
        }
    }

    /**
     * Closes the window from outside, as if the operator had; any thread, at any time. Returns at
     * once: {@link #showAndWait} returns when it is closed.
     */
    public void requestStop() {
        stopRequested = true;
        // a display that went away leaves a window that never closes; the node must not wait for it
        CompletableFuture.delayedExecutor(STOP_SECONDS, TimeUnit.SECONDS)
                .execute(closed::countDown);
        bridge.execute(
                () -> {
                    Stage shown = stage;
                    if (shown != null) {
                        shown.close();
                    }
                });
    }

    private void show(long begunNanos) {
        try {
            Platform.setImplicitExit(false);
            Fonts.load();
            Settings settings = Settings.in(settingsFolder);
            Stage primary = new Stage();
            var window = new MainWindow(primary, bridge, backend, settings, clock);
            Thread.currentThread().setUncaughtExceptionHandler((_, e) -> window.unforeseen(e));
            primary.setOnHiding(_ -> window.close()); // while its size and mode can still be read
            primary.setOnHidden(
                    _ -> {
                        settings.close();
                        closed.countDown();
                    });
            window.show();
            stage = primary;
            LOG.info("Window shown after {} ms", (System.nanoTime() - begunNanos) / 1_000_000);
            if (stopRequested) {
                primary.close();
            }
        } catch (Throwable e) { // the main thread waits for it
            failure = e;
            closed.countDown();
        }
    }

    private static ConsoleUnavailableException unavailable(Throwable cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        String hint =
                !linux
                        ? "JavaFX cannot use this display"
                        : System.getenv().getOrDefault("DISPLAY", "").isBlank()
                                ? "no display: DISPLAY is not set"
                                : "the display "
                                        + System.getenv("DISPLAY")
                                        + " cannot be used, or GTK 3 (libgtk-3-0, libxtst6) is"
                                        + " missing";
        return new ConsoleUnavailableException(
                "the window cannot be shown: " + hint + " (" + why + ")", cause);
    }
}
