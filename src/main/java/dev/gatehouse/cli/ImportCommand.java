package dev.gatehouse.cli;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.node.Takeover;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code gatehouse import FILE}: what an original central left behind. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Takes over the visits, corrections, deletions, cameras, parking lots and places where"
                    + " cars were seen in an original's central.db, and parking_fees.json,"
                    + " staff.json and subscriptions.json where they lie beside it.",
            "With --config p2p_config.json also its id, addresses and peers, which go into"
                    + " config.json of the data folder.",
            "A configuration here that has peers is kept beside it. Counts what was taken and what"
                + " was not, and why. Done again it adds nothing. Refuses while a node works on the"
                + " folder."
        })
final class ImportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;
    @Mixin private ProgressOption progress;

    @Parameters(paramLabel = "FILE", description = "The original's database.")
    private Path file = Path.of(""); // picocli gives it

    @Override
    public Integer call() throws FailedException {
        var line = progress.line(spec.commandLine().getErr());
        var here = new FolderOptions();
        here.data = parent.options().data;
        Path theirs = parent.options().config;
        try (Booth booth = Booth.hold(here, LogSetup::forWindow)) {
            if (theirs != null) {
                Path aside = booth.change(theirs, read(theirs));
                if (aside != null) {
                    line.end();
                    spec.commandLine()
                            .getOut()
                            .println("The old configuration is kept as " + aside);
                }
            }
            Takeover.Report report = Takeover.run(booth.means(), file, line);
            line.end();
            print(report);
            return 0;
        } catch (IOException e) {
            line.end();
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] read(Path theirs) throws FailedException {
        try {
            return ConfigStore.readSmall(theirs);
        } catch (NoSuchFileException e) {
            throw new FailedException(
                    theirs + " does not exist: name an original's p2p_config.json", e);
        } catch (IOException e) {
            throw new FailedException(theirs + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void print(Takeover.Report report) {
        PrintWriter out = spec.commandLine().getOut();
        print(out, "Taken", report.taken());
        print(out, "Here already", report.had());
        print(out, "Not taken", report.skipped());
        if (report.taken().isEmpty()) {
            out.println("Nothing new.");
        }
        out.flush();
    }

    private static void print(PrintWriter out, String how, Map<String, Long> counts) {
        counts.forEach((what, n) -> out.printf(Locale.ROOT, "%s: %,d %s%n", how, n, what));
    }
}
