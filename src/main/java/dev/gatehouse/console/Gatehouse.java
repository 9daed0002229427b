package dev.gatehouse.console;

import javafx.application.Application;
import javafx.stage.Stage;

import java.util.concurrent.CompletableFuture;

/**
 * What JavaFX calls an application. On Linux the full name of this class is the {@code WM_CLASS} of
 * every window, by which a task bar finds the name and the icon in the file {@code
 * gatehouse.desktop}: whoever renames the one renames the other. JavaFX makes it, once in a
 * process, and can be given nothing for it.
 */
public final class Gatehouse extends Application {
    /** Completed on the FX thread once JavaFX runs, exceptionally where it cannot. */
    static final CompletableFuture<Void> STARTED = new CompletableFuture<>();

    /** Runs JavaFX until it ends. */
    static void run() {
        try {
            Application.launch(Gatehouse.class);
        } catch (Throwable e) { // where a graphics driver is broken, no Exception
            STARTED.completeExceptionally(e);
        }
    }

    /** The stage that JavaFX made is left unused: the window makes its own once there is a node. */
    @Override
    public void start(Stage unused) {
        STARTED.complete(null);
    }
}
