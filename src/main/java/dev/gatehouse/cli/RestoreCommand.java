package dev.gatehouse.cli;

import dev.gatehouse.config.DataFolder;
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
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code gatehouse restore FILE}: a backup in the place of the database. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a backup and puts it in the place of the database, which is kept beside it.",
            "Refuses while a node works on the folder. What came after the backup is fetched from"
                    + " the other booths once the node runs."
        })
final class RestoreCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;
    @Mixin private ProgressOption progress;

    @Parameters(paramLabel = "FILE", description = "What gatehouse backup wrote.")
    private Path file = Path.of(""); // picocli gives it

    @Override
    public Integer call() throws FailedException {
        LogSetup.forCommand();
        var line = progress.line(spec.commandLine().getErr());
        try (DataFolder folder = DataFolder.hold(parent.options().folder())) {
            Optional<Path> aside = Maintenance.restore(folder.path(), file, Instant.now(), line);
            line.end();
            var out = spec.commandLine().getOut();
            out.println("The database is now that of " + file.toAbsolutePath());
            aside.ifPresent(old -> out.println("The old one is kept as " + old));
            out.flush();
            return 0;
        } catch (IOException e) {
            line.end();
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
