package dev.gatehouse.field;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A process that takes lines and answers with lines, and what it and its children cost. It ends
 * when its input does. Answers are waited for as long as they take.
 */
final class End implements AutoCloseable {
    private static final Duration TO_END = Duration.ofSeconds(20);

    /** Of the kernel's clock, in which {@code /proc} tells processor time. */
    private static final double TICKS_A_SECOND = 100;

    private final String name;
    private final Path output;
    private final Process process;
    private final BufferedReader answers;
    private final Writer asks;

    private End(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.asks = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param folder where it runs, and where what it complains of is kept
     */
    static End start(String name, Path folder, Map<String, String> environment, List<String> words)
            throws IOException {
        Path output = folder.resolve(name + ".err");
        var builder =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new End(name, output, builder.start());
    }

    /** The words that start a class of this run as a process. */
    static List<String> java(Class<?> main, String... args) {
        return java(512, main, args);
    }

    /**
     * The same with another heap.
     *
     * @param heap in MB
     */
    static List<String> java(int heap, Class<?> main, String... args) {
        return Stream.concat(
                        Stream.of(
                                javaProgram(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx" + heap + "m",
                                "-cp",
                                classPath(),
                                main.getName()),
                        Stream.of(args))
                .toList();
    }

    /** Of this run; the process is in a folder of its own, so that no entry may be relative. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    void say(String line) throws IOException {
        asks.write(line);
        asks.write('\n');
        asks.flush();
    }

    /** The rest of the next line that begins so. */
    String await(String beginning) throws IOException {
        String line = next(beginning);
        while (!line.startsWith(beginning)) {
            line = next(beginning);
        }
        return line.substring(beginning.length()).strip();
    }

    private String next(String expected) throws IOException {
        String line = answers.readLine();
        if (line != null) {
            return line;
        }
        String complaints = Files.exists(output) ? Files.readString(output) : "";
        throw new IOException(
                "%s ended before it said '%s'; %s ends with: %s"
                        .formatted(
                                name,
                                expected,
                                output,
                                complaints.substring(Math.max(0, complaints.length() - 600))));
    }

    /** The line before that one; empty where there is none. */
    String lastBefore(String end) throws IOException {
        String last = "";
        for (String line = next(end); !line.equals(end); line = next(end)) {
            last = line;
        }
        return last;
    }

    String ask(String line, String beginning) throws IOException {
        say(line);
        return await(beginning);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Seconds of processor time of a process and of all below it, those that ended too. */
    static double cpuSeconds(ProcessHandle top) throws IOException {
        double ticks = 0;
        for (long pid : tree(top)) {
            try {
                String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                for (int field = 11; field <= 14; field++) { // utime, stime, and those of children
                    ticks += Long.parseLong(fields[field]);
                }
            } catch (NoSuchFileException ended) {
                continue;
            }
        }
        return ticks / TICKS_A_SECOND;
    }

    /**
     * Megabytes of memory that a process and all below it hold; what several share counts once.
     * Zero where the system does not tell.
     */
    static double memoryMb(ProcessHandle top) throws IOException {
        double kilobytes = 0;
        for (long pid : tree(top)) {
            Path file = Path.of("/proc", Long.toString(pid), "smaps_rollup");
            try (Stream<String> lines = Files.lines(file)) {
                kilobytes +=
                        lines.filter(line -> line.startsWith("Pss:"))
                                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]))
                                .sum();
            } catch (NoSuchFileException ended) {
                continue;
            }
        }
        return kilobytes / 1_024;
    }

    private static long[] tree(ProcessHandle top) {
        return LongStream.concat(
                        LongStream.of(top.pid()), top.descendants().mapToLong(ProcessHandle::pid))
                .toArray();
    }

    /** Whether the system tells what a process costs. */
    static boolean tellsCosts() {
        return Files.exists(Path.of("/proc/self/smaps_rollup"));
    }

    @Override
    public void close() throws IOException {
        try {
            asks.close();
        } catch (IOException alreadyGone) {
            process.destroy();
        }
        try {
            if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
