package dev.gatehouse.cli;

import dev.gatehouse.config.Config;
import dev.gatehouse.config.ConfigException;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Verified;
import dev.gatehouse.node.Maintenance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code gatehouse verify}: is what lies on the disk what was written? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the ledger's chain, the history against a fresh fold, and SQLite's own"
                    + " integrity. Writes nothing, and may run beside a node.",
            "Prints a line for each finding. Exit code 0: all is right, 1: it is not."
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;
    @Mixin private ProgressOption progress;

    @Option(names = "--plates", description = "Names the cars in the findings.")
    private boolean plates;

    @Override
    public Integer call() throws FailedException {
        LogSetup.forCommand();
        FolderOptions options = parent.options();
        var line = progress.line(spec.commandLine().getErr());
        try {
            Config config = options.look();
            return print(Maintenance.verify(options.folder(), config.site().zone(), line), line);
        } catch (IOException | ConfigException e) {
            line.end();
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int print(Verified found, ProgressLine line) {
        line.end();
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : found.findings()) {
            out.println(finding.line(plates));
        }
        long more = found.count() - found.findings().size();
        if (more > 0) {
            out.printf(Locale.ROOT, "… and %,d more%n", more);
        }
        if (found.unsigned() > 0) {
            out.printf(Locale.ROOT, "Not signed yet: %,d events%n", found.unsigned());
        }
        if (found.erased() > 0) {
            out.printf(Locale.ROOT, "Erased: %,d events%n", found.erased());
        }
        out.printf(
                Locale.ROOT,
                "Events: %,d, streams: %,d, visits: %,d. %s%n",
                found.events(),
                found.streams(),
                found.visits(),
                found.clean()
                        ? "All is right."
                        : String.format(Locale.ROOT, "Findings: %,d.", found.count()));
        out.flush();
        return found.clean() ? 0 : 1;
    }
}
