package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The image where it was copied without its times, as by {@code cp -r}. The JVM refuses the AOT
 * cache there, says so, and starts more slowly; what it says is no answer of a command.
 */
@Timeout(180)
@EnabledIfSystemProperty(named = "gatehouse.image", matches = ".+")
class CopiedImageIT {
    /** A line of the JVM's own log, or one of its older warnings. */
    private static final String OF_THE_JVM =
            "(?m)^(\\[[0-9.,]+s\\]\\[.*|.*Server VM warning:.*|WARNING: .*)$";

    /** A command in what {@code --help} tells. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+)  +\\S");

    private static final Instant TOUCHED = Instant.parse("2026-11-22T02:51:48Z");

    @TempDir private static Path folder;
    private static Path program;

    private record Said(int code, String out, String err) {}

    @BeforeAll
    static void anImageWhoseJarsWereTouched() throws IOException {
        Path image = Path.of(System.getProperty("gatehouse.image")).toAbsolutePath();
        Path copy = folder.resolve("image");
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(image.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
                if (file.toString().endsWith(".jar")) {
                    Files.setLastModifiedTime(to, FileTime.from(TOUCHED));
                }
            }
        }
        Path there = Path.of(BoothProcess.command().getFirst()).toAbsolutePath();
        program = copy.resolve(image.relativize(there));
    }

    private static Said run(Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "said", ".out");
        Path err = Files.createTempFile(folder, "said", ".err");
        var builder =
                new ProcessBuilder(Stream.concat(Stream.of("" + program), Stream.of(args)).toList())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(List.of(args).toString()).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static Said run(String... args) throws IOException, InterruptedException {
        return run(Map.of(), args);
    }

    @Test
    void theVersionIsOneLineAndTheJvmSpeaksOnStandardError() throws Exception {
        for (var environment : List.of(Map.<String, String>of(), Map.of("LC_ALL", "C"))) {
            Said said = run(environment, "--version");
            assertThat(said.code()).isZero();
            assertThat(said.out()).matches("gatehouse \\S+\\R");
            assertThat(said.err()).as("the cache is not of these jars").contains("[aot");
        }
    }

    @Test
    void noCommandHasALineOfTheJvmInItsAnswer() throws Exception {
        String help = run("--help").out();
        List<String> commands = COMMAND.matcher(help).results().map(m -> m.group(1)).toList();
        assertThat(commands).contains("node", "doctor", "verify", "backup", "restore", "rebuild");
        for (String command : commands) {
            Said said = run(command, "--help");
            assertThat(said.out()).contains("gatehouse " + command);
            assertThat(said.out()).as(command).doesNotContainPattern(OF_THE_JVM);
        }
        String data = folder.resolve("data").toString();
        for (String command : List.of("doctor", "rebuild", "verify", "backup")) {
            Said said = run(command, "--data", data);
            assertThat(said.out()).as(command).doesNotContainPattern(OF_THE_JVM);
        }
    }
}
