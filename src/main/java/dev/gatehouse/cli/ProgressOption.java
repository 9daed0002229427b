package dev.gatehouse.cli;

import picocli.CommandLine.Option;

import java.io.PrintWriter;

/** The option of every command that may take long. */
final class ProgressOption {
    @Option(
            names = "--progress",
            description = "Shows how far it is, also where the output is no terminal.")
    private boolean asked;

    ProgressLine line(PrintWriter err) {
        var console = System.console();
        return new ProgressLine(err, asked, console != null && console.isTerminal());
    }
}
