package dev.gatehouse.cli;

import dev.gatehouse.console.Backend;
import dev.gatehouse.console.Console;
import dev.gatehouse.console.ConsoleUnavailableException;
import dev.gatehouse.console.FxStart;
import dev.gatehouse.node.Node;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code gatehouse}: the console with its embedded node. */
@Command(
        name = "gatehouse",
        mixinStandardHelpOptions = true,
        description = "The operator console of a car park, with its node inside.",
        subcommands = {
            NodeCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            VerifyCommand.class,
            RebuildCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ImportCommand.class
        })
final class GatehouseCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private FolderOptions options;
    private final @Nullable FxStart begun;

    /**
     * @param begun the start of JavaFX, null where it has not begun
     */
    GatehouseCommand(@Nullable FxStart begun) {
        this.begun = begun;
    }

    @Override
    public Integer call() throws FailedException {
        try (Booth booth = Booth.hold(options, LogSetup::forWindow)) {
            warn(booth);
            var backend = new CompletableFuture<Backend>();
            var console =
                    new Console(begun == null ? FxStart.begin() : begun, backend, booth.folder());
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

    FolderOptions options() {
        return options;
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

    private void warn(Booth booth) {
        PrintWriter err = spec.commandLine().getErr();
        booth.problems().forEach(err::println);
    }

    /** No window: the booth's cameras and peers are served all the same. */
    private void runAlone(
            Booth booth, CompletableFuture<Backend> backend, ConsoleUnavailableException why)
            throws FailedException {
        PrintWriter err = spec.commandLine().getErr();
        err.println(why.getMessage());
        err.println("Running the node alone; stop it with Ctrl+C.");
        err.flush();
        NodeCommand.await(backend);
        booth.stop().await();
    }
}
