package dev.gatehouse.console;

import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * JavaFX on its way up. It takes a good part of the time until the window is there, so it begins
 * before the command line and the configuration are read. Once in a process; any thread.
 */
public final class FxStart {
    private final CompletableFuture<Void> started;

    private FxStart(CompletableFuture<Void> started) {
        this.started = started;
    }

    /** Starts JavaFX; what fails at that is thrown to whoever first needs it. */
    public static FxStart begin() {
        Thread.ofPlatform().daemon().name("fx-start").start(Gatehouse::run);
        // before the first control is made, or JavaFX reads its own look first, which is not used
        return new FxStart(
                Gatehouse.STARTED.thenRun(
                        () ->
                                Application.setUserAgentStylesheet(
                                        new PrimerLight().getUserAgentStylesheet())));
    }

    /**
     * Waits until there is an FX thread.
     *
     * @throws Throwable what JavaFX threw: where a graphics driver is broken, no Exception
     */
    void await() throws Throwable {
        try {
            started.join();
        } catch (CompletionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
