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
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code gatehouse verify}: is what lies on the disk what was written? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the ledger's chain, the history against a fresh fold, and SQLite's own"
                    + " integrity. Writes nothing, and may run beside a node.",
            "Prints a line for each finding, and what the ledger holds. Exit code 0: all is"
                    + " right, or the ledger is empty, 1: something is wrong."
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
            ZoneId zone = config.site().zone();
            Verified found = Maintenance.verify(options.folder(), zone, line);
            return print(found, new HeldText(zone, Instant.now()), line);
        } catch (IOException | ConfigException e) {
            line.end();
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int print(Verified found, HeldText held, ProgressLine line) {
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
        if (!found.held().empty()) {
            out.println("Held: " + held.of(found.held()));
        }
        out.printf(
                Locale.ROOT,
                "Events: %,d, streams: %,d, visits: %,d. %s%n",
                found.events(),
                found.streams(),
                found.visits(),
                result(found));
        out.flush();
        return found.clean() ? 0 : 1;
    }

    private static String result(Verified found) {
        if (!found.clean()) {
            return String.format(Locale.ROOT, "Findings: %,d.", found.count());
        }
        return found.held().empty()
                ? "The ledger is empty: nothing was written yet, or it is not the one you mean."
                : "All is right.";
    }
}
