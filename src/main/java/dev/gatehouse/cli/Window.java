package dev.gatehouse.cli;

import dev.gatehouse.console.Backend;
import dev.gatehouse.console.Console;
import dev.gatehouse.console.ConsoleUnavailableException;
import dev.gatehouse.console.FxStart;
import dev.gatehouse.node.Node;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;

/** The console over the node of one folder, from its start to its end. */
final class Window {
    private final FolderOptions options;
    private final FxStart begun;
    private final PrintWriter err;

    /**
     * @param begun the start of JavaFX
     * @param err where what goes wrong is told
     */
    Window(FolderOptions options, FxStart begun, PrintWriter err) {
        this.options = options;
        this.begun = begun;
        this.err = err;
    }

    /**
     * Returns the exit code once the window is closed.
     *
     * @throws FailedException when the folder or the node cannot be used
     */
    int run() throws FailedException {
        try (Booth booth = Booth.hold(options, LogSetup::forWindow)) {
            booth.problems().forEach(err::println);
            var backend = new CompletableFuture<Backend>();
            var console = new Console(begun, backend, booth.folder());
            StopSignal.on(() -> stop(console, booth), booth::closeNode);
            // the window does not wait for the database, nor the database for the window
            Thread opening = Thread.ofVirtual().start(() -> open(booth, backend));
            try {
                console.showAndWait();
            } catch (ConsoleUnavailableException e) {
                runAlone(booth, backend, e);
            } finally {
                NodeCommand.join(opening);
            }
            NodeCommand.await(backend); // the window has shown why it failed; so does the exit code
            return 0;
        }
    }

    private static void stop(Console console, Booth booth) {
        console.requestStop();
        booth.stop().make(); // where there is no window, the command waits for this
    }

    private static void open(Booth booth, CompletableFuture<Backend> backend) {
        try {
            Node node = booth.openNode();
            node.start();
            backend.complete(new Backend(node, node.feed()));
        } catch (FailedException | RuntimeException | LinkageError e) {
            backend.completeExceptionally(e); // the window shows it, and stays up for that
        }
    }

    /** No window: the booth's cameras and peers are served all the same. */
    private void runAlone(
            Booth booth, CompletableFuture<Backend> backend, ConsoleUnavailableException why)
            throws FailedException {
        err.println(why.getMessage());
        err.println("Running the node alone; stop it with Ctrl+C.");
        err.flush();
        NodeCommand.await(backend);
        booth.stop().await();
    }
}
