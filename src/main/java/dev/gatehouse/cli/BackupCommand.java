package dev.gatehouse.cli;

import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.node.Maintenance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

/** {@code gatehouse backup FILE}: a copy of the database, while the node works. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Copies the database to a file that does not exist yet; may run beside a node.",
            "The node's key, node.key, is not in it."
        })
final class BackupCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;
    @Mixin private ProgressOption progress;

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    private Path file = Path.of(""); // picocli gives it

    @Override
    public Integer call() throws FailedException {
        LogSetup.forCommand();
        var line = progress.line(spec.commandLine().getErr());
        try {
            Path target = FolderOptions.legible(file);
            FolderOptions options = parent.options();
            DatabaseFigures held = Maintenance.backup(options.folder(), target, line);
            line.end();
            var out = spec.commandLine().getOut();
            out.println("The database was copied to " + target.toAbsolutePath());
            out.println("It holds " + new HeldText(options.zone(), Instant.now()).of(held));
            out.flush();
            return 0;
        } catch (IOException e) {
            line.end();
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
