package dev.gatehouse.field;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the system. */
final class Tools {
    private Tools() {}

    /** Whether a program is on the path. */
    static boolean exists(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    static void require(String tool, String how) throws Absent {
        if (!exists(tool)) {
            throw new Absent("no '" + tool + "' here (" + how + ")");
        }
    }

    /**
     * Runs one to its end and gives what it said.
     *
     * @throws IOException with that, where it failed
     */
    static String run(Path folder, List<String> words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + " failed: " + said);
        }
        return said;
    }
}
