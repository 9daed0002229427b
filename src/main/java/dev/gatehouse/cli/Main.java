package dev.gatehouse.cli;

import dev.gatehouse.console.FxStart;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;

/** The program. */
public final class Main {
    /** Set by the build's own start command, whose stopping does not reach a forked program. */
    private static final String PARENT_PROPERTY = "gatehouse.parent";

    private static final int FAILED = 1;

    private Main() {}

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        if ("watch".equals(System.getProperty(PARENT_PROPERTY))) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
        NeutralLocale.use();
        Utf8Restart.ifNeeded();
        Thread.ofVirtual().name("leftovers").start(Main::clearLeftovers);
        FolderOptions window = windowOptions(args);
        System.exit(window == null ? commandLine().execute(args) : open(window));
    }

    /** Nobody waits for it: the folder may have many files. */
    private static void clearLeftovers() {
        NativeLeftovers.clear(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
    }

    /**
     * The options of a command line that opens the window and says nothing else; null of any other,
     * and of one that is wrong. Such a start does without the library that reads the others: its
     * classes are of a format that no AOT cache holds, which took a sixth of the time.
     */
    static @Nullable FolderOptions windowOptions(String... args) {
        var options = new FolderOptions();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            String value =
                    equals >= 0 ? args[i].substring(equals + 1) : ++i < args.length ? args[i] : "";
            if (value.isEmpty() || value.startsWith("-") || !options.set(name, value)) {
                return null;
            }
        }
        return options;
    }

    private static int open(FolderOptions options) {
        var err = new PrintWriter(System.err, true, Charset.defaultCharset());
        try {
            return new Window(options, FxStart.begin(), err).run();
        } catch (FailedException | RuntimeException e) {
            return failed(e, err);
        }
    }

    static CommandLine commandLine() {
        var commands = new CommandLine(new GatehouseCommand());
        commands.setExpandAtFiles(false); // a folder's name may begin so
        commands.registerConverter(Path.class, Main::path);
        String version = "gatehouse " + version();
        commands.getCommandSpec().version(version);
        commands.getSubcommands().values().forEach(c -> c.getCommandSpec().version(version));
        commands.setExecutionExceptionHandler((e, line, _) -> failed(e, line.getErr()));
        return commands;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(
                    String.valueOf(FolderOptions.illegible(name).getMessage()));
        }
    }

    private static int failed(Exception e, PrintWriter err) {
        err.println(String.valueOf(e.getMessage()));
        if (!(e instanceof FailedException)) {
            org.slf4j.LoggerFactory.getLogger(Main.class).error("The command failed", e);
        }
        return FAILED;
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
