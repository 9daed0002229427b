package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as it is started by a person or a service. */
@Timeout(120)
class CommandsIT {
    record Ended(int code, String output) {}

    static Ended run(String... args) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(BoothProcess.command().stream(), Stream.of(args)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void versionAndHelpAnswerAndWrongUsageIsExitCode2() throws Exception {
        assertThat(run("--version").output()).startsWith("gatehouse 0.");
        assertThat(run("--help").output()).contains("--data", "--config", "node");
        assertThat(run("node", "--help").output()).contains("--data", "--config");
        Ended wrong = run("nod");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.output()).contains("nod");
    }

    @Test
    void aBadConfigurationIsExitCode1AndNamesPathValueAndExpectation(@TempDir Path folder)
            throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("config.json"),
                        "{\"this_central\":{\"id\":\"central_1\",\"ip\":\"127.0.0.1\"}}");

        Ended ended = run("node", "--data", folder.toString(), "--config", config.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("this_central.id", "central_1");
    }

    @Test
    void theConsoleRunsItsNodeAndSigtermClosesBothWithExitCode0(@TempDir Path folder)
            throws Exception {
        try (BoothProcess booth = BoothProcess.mesh(1, folder).getFirst()) {
            booth.startWindow();
            await().atMost(Duration.ofSeconds(40)).until(booth::up);
            assertThat(booth.open("30G56789").path("success").booleanValue()).isTrue();
            await().atMost(Duration.ofSeconds(20)).until(() -> log(booth).contains("Window shown"));

            assertThat(booth.stop()).isZero();
            assertThat(log(booth)).contains("Stopping on SIGTERM", "Stopped");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutADisplayTheConsoleSaysSoAndRunsTheNodeAlone(@TempDir Path folder) throws Exception {
        try (BoothProcess booth = BoothProcess.mesh(1, folder).getFirst()) {
            booth.startWindowWithoutDisplay();
            await().atMost(Duration.ofSeconds(40)).until(booth::up);
            await().until(() -> booth.log().contains("Running the node alone"));
            assertThat(booth.log()).contains("no display");
            assertThat(booth.open("30G56789").path("success").booleanValue()).isTrue();

            assertThat(booth.stop()).isZero();
        }
    }

    private static String log(BoothProcess booth) throws IOException {
        Path log = booth.folder().resolve("logs").resolve("gatehouse.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void oneFolderHasOneHolderAndATakenPortIsExitCode1(@TempDir Path folder) throws Exception {
        try (BoothProcess booth = BoothProcess.mesh(1, folder).getFirst()) {
            booth.start();
            await().atMost(Duration.ofSeconds(40)).until(booth::up);

            Ended second = run("node", "--data", booth.folder().toString());
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.output()).contains(booth.folder().toString());

            Path other = Files.createDirectories(folder.resolve("other"));
            Files.copy(booth.folder().resolve("config.json"), other.resolve("config.json"));
            Ended taken = run("node", "--data", other.toString());
            assertThat(taken.code()).isEqualTo(1);
            assertThat(taken.output()).contains("this_central.p2p_port");

            assertThat(booth.stop()).as("SIGTERM is a clean stop").isZero();
            assertThat(booth.log()).contains("Stopped");
            assertThat(Files.readString(booth.folder().resolve("logs").resolve("gatehouse.log")))
                    .contains("API listens on", "Stopped");
        }
    }
}
