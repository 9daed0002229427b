package dev.gatehouse.cli;

import dev.gatehouse.console.Backend;
import dev.gatehouse.console.Console;
import dev.gatehouse.console.ConsoleUnavailableException;
import dev.gatehouse.console.FxStart;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code gatehouse demo}: a whole mesh in one process, with cars, and the console on it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows a car park of several centrals in one window; keeps nothing.")
final class DemoCommand implements Callable<Integer> {
    /** One alone is no mesh. */
    private static final int LEAST = 2;

    /** As many booths as a site has; more do not fit in one process of a booth PC. */
    private static final int MOST = 10;

    /** Ten cars a second: more than one can read, and far from what a central can take. */
    private static final int MOST_CARS = 600;

    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;

    @Option(
            names = "--centrals",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many centrals there are, 2 to 10; by default 3.")
    private int centrals;

    @Option(
            names = "--rate",
            paramLabel = "CARS",
            defaultValue = "30",
            description = "Cars in a minute, in and out, 1 to 600; by default 30.")
    private int rate;

    @Override
    public Integer call() throws FailedException {
        check("--centrals", centrals, LEAST, MOST);
        check("--rate", rate, 1, MOST_CARS);
        FolderOptions options = parent.options();
        if (options.data != null || options.config != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "demo keeps nothing and is told nothing: leave --data and --config out");
        }
        try (DemoRun run = DemoRun.prepare(centrals, rate)) {
            show(run);
        }
        return 0;
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": " + value + "; expected " + least + " to " + most);
        }
    }

    private void show(DemoRun run) throws FailedException {
        PrintWriter out = spec.commandLine().getOut();
        run.apis().forEach(out::println);
        out.flush();
        var backend = new CompletableFuture<Backend>();
        var console = new Console(FxStart.begin(), backend, run.folder(), run.clock());
        StopSignal.on(
                () -> {
                    console.requestStop();
                    run.stop().make();
                },
                run::close);
        Thread opening = Thread.ofVirtual().start(() -> run.open(backend));
        try {
            console.showAndWait();
        } catch (ConsoleUnavailableException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(e.getMessage());
            err.println("Running the centrals alone; stop them with Ctrl+C.");
            err.flush();
            NodeCommand.await(backend);
            run.stop().await();
        } finally {
            run.stop().make();
            NodeCommand.join(opening);
        }
        NodeCommand.await(backend); // the window has shown why it failed; so does the exit code
    }
}
