package dev.gatehouse.cli;

import dev.gatehouse.node.Node;
import dev.gatehouse.node.PortTakenException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** {@code gatehouse node}: the node without a window, until it is told to stop. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Runs the node without a window, until SIGTERM.")
final class NodeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;

    /** Left out of the help, since no booth wants it. */
    @Option(
            names = "--clock-shift",
            paramLabel = "SHIFT[@AFTER],...",
            hidden = true,
            description =
                    "For trials: how wrong the wall clock is, such as PT3H or PT0S,PT-10M@PT30S.")
    private String clockShift = "PT0S";

    @Override
    public Integer call() throws FailedException {
        InstantSource wall = wall();
        try (Booth booth = Booth.hold(parent.options(), LogSetup::forNode)) {
            booth.problems().forEach(spec.commandLine().getErr()::println);
            StopSignal.on(booth.stop()::make, booth::closeNode);
            Node node = booth.openNode(wall);
            node.startStrictly();
            booth.stop().await();
            return 0;
        } catch (PortTakenException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private InstantSource wall() {
        try {
            return ShiftedClock.parse(clockShift, InstantSource.system(), System::nanoTime);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--clock-shift: " + e.getMessage(), e);
        }
    }

    /** Waits until the node is open; a failure ends the command. */
    static void await(CompletableFuture<?> opening) throws FailedException {
        try {
            opening.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FailedException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
