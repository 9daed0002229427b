package dev.gatehouse.cli;

import dev.gatehouse.console.FxStart;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

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

    @Override
    public Integer call() throws FailedException {
        return new Window(options, FxStart.begin(), spec.commandLine().getErr()).run();
    }

    FolderOptions options() {
        return options;
    }
}
