package dev.gatehouse.cli;

import dev.gatehouse.config.DataFolder;
import dev.gatehouse.model.RestoreOutcome;
import dev.gatehouse.model.RestorePreview;
import dev.gatehouse.node.Maintenance;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

/** {@code gatehouse restore FILE}: a backup in the place of the database. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a backup and puts it in the place of the database, which is kept beside it.",
            "Prints what is here and what the backup has. Where the backup has less, or may be"
                    + " incomplete, it asks first, and without a terminal wants --yes.",
            "Refuses while a node works on the folder. What came after the backup is fetched from"
                    + " the other booths once the node runs."
        })
final class RestoreCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;
    @Mixin private ProgressOption progress;

    @Parameters(paramLabel = "FILE", description = "What gatehouse backup wrote.")
    private Path file = Path.of(""); // picocli gives it

    @Option(
            names = "--yes",
            description = "Goes on also where the backup has less than what is here.")
    private boolean yes;

    @Override
    public Integer call() throws FailedException {
        LogSetup.forCommand();
        var line = progress.line(spec.commandLine().getErr());
        FolderOptions options = parent.options();
        try (DataFolder folder = DataFolder.hold(options.folder())) {
            Path backup = FolderOptions.legible(file);
            Instant now = Instant.now();
            var held = new HeldText(options.zone(), now);
            RestoreOutcome outcome =
                    Maintenance.restore(
                            folder.path(), backup, now, plan -> agreed(plan, held, line), line);
            line.end();
            return switch (outcome) {
                case RestoreOutcome.Restored(Path aside) -> restored(backup, aside);
                case RestoreOutcome.Declined _ -> 1;
            };
        } catch (IOException e) {
            line.end();
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int restored(Path backup, @Nullable Path aside) {
        var out = spec.commandLine().getOut();
        out.println("The database is now that of " + backup.toAbsolutePath());
        if (aside != null) {
            out.println("The old one is kept as " + aside);
        }
        out.flush();
        return 0;
    }

    private boolean agreed(RestorePreview plan, HeldText held, ProgressLine line) {
        line.end();
        PrintWriter out = spec.commandLine().getOut();
        String why = plan.unreadable();
        out.println("Here:   " + (why == null ? held.of(plan.present()) : why));
        out.println("Backup: " + held.of(plan.backup()));
        out.flush();
        if (!plan.asks()) {
            return true;
        }
        String losses = String.join("; ", plan.losses());
        if (yes) {
            out.println("Going on, as --yes says: " + losses);
            out.flush();
            return true;
        }
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            String answer = console.readLine("%s. Restore it all the same? [y/N] ", losses);
            if (answer != null && answer.strip().equalsIgnoreCase("y")) {
                return true;
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "Nothing was changed: "
                        + losses
                        + ". Name another backup, or add --yes to restore it all the same.");
        err.flush();
        return false;
    }
}
