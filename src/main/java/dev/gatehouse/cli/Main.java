package dev.gatehouse.cli;

import dev.gatehouse.console.FxStart;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;

/** The program. */
public final class Main {
    /** Set by the build's own start command, whose stopping does not reach a forked program. */
    private static final String PARENT_PROPERTY = "gatehouse.parent";

    private static final Set<String> WINDOW_OPTIONS = Set.of("--data", "--config");

    private Main() {}

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        if ("watch".equals(System.getProperty(PARENT_PROPERTY))) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
        FxStart begun = opensWindow(args) ? FxStart.begin() : null;
        System.exit(commandLine(begun).execute(args));
    }

    /** Whether that is the window's command line and nothing else, so that JavaFX can begin. */
    static boolean opensWindow(String... args) {
        for (int i = 0; i < args.length; i++) {
            boolean named = WINDOW_OPTIONS.contains(args[i]);
            if (!named
                    && WINDOW_OPTIONS.stream().map(o -> o + "=").noneMatch(args[i]::startsWith)) {
                return false;
            }
            i += named ? 1 : 0; // its value
        }
        return true;
    }

    static CommandLine commandLine() {
        return commandLine(null);
    }

    private static CommandLine commandLine(@Nullable FxStart begun) {
        var commands = new CommandLine(new GatehouseCommand(begun));
        commands.getCommandSpec().version("gatehouse " + version());
        commands.setExecutionExceptionHandler(
                (e, line, _) -> {
                    line.getErr().println(String.valueOf(e.getMessage()));
                    return e instanceof FailedException
                            ? CommandLine.ExitCode.SOFTWARE
                            : unforeseen(e);
                });
        return commands;
    }

    private static int unforeseen(Exception e) {
        org.slf4j.LoggerFactory.getLogger(Main.class).error("The command failed", e);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The version that the build wrote. */
    static String version() {
        try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
