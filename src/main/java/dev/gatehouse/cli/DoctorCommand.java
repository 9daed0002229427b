package dev.gatehouse.cli;

import dev.gatehouse.config.Config;
import dev.gatehouse.config.ConfigException;
import dev.gatehouse.node.Checkup;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code gatehouse doctor}: what is wrong with this booth, and what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at disk, database, ports, peers, clock and cameras, and prints a line for each:"
                    + " what is so, and what to do where it is wrong.",
            "Writes nothing, and may run beside a node. Exit code 0: nothing is wrong, 1: something"
                    + " is."
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private GatehouseCommand parent;

    @Override
    public Integer call() throws FailedException {
        LogSetup.forCommand();
        FolderOptions options = parent.options();
        try {
            Config config = options.look();
            return print(Checkup.run(options.folder(), config));
        } catch (ConfigException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int print(List<Checkup.Line> lines) {
        PrintWriter out = spec.commandLine().getOut();
        for (Checkup.Line line : lines) {
            out.println((line.well() ? "ok     " : "WRONG  ") + line.part() + ": " + line.text());
        }
        out.flush();
        return lines.stream().allMatch(Checkup.Line::well) ? 0 : 1;
    }
}
