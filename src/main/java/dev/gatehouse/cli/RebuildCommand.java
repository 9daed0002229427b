package dev.gatehouse.cli;

import dev.gatehouse.config.Config;
import dev.gatehouse.node.Maintenance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code gatehouse rebuild}: the history anew, from the ledger. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Builds the history and all else that follows from the ledger anew. Row numbers stay.",
            "Refuses while a node works on the folder. Where it is interrupted, the next start"
                    + " does it again before it shows anything."
        })
final class RebuildCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;
    @Mixin private ProgressOption progress;

    @Override
    public Integer call() throws FailedException {
        var line = progress.line(spec.commandLine().getErr());
        try (Booth booth = Booth.hold(parent.options(), LogSetup::forWindow)) {
            Config config = booth.config();
            long visits =
                    Maintenance.rebuild(
                            booth.folder(), config.site().zone(), config.thisCentral().id(), line);
            line.end();
            spec.commandLine()
                    .getOut()
                    .printf(Locale.ROOT, "The history was built anew: %,d visits%n", visits)
                    .flush();
            return 0;
        } catch (IOException e) {
            line.end();
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
