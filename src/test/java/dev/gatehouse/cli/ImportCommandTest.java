package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command as a process, as an administrator runs it. */
class ImportCommandTest {
    @TempDir Path folder;
    private Path original;

    private record Ended(int code, String output) {}

    @BeforeEach
    void anOriginal() throws Exception {
        original = folder.resolve("central.db");
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + original);
                var statement = db.createStatement()) {
            statement.executeUpdate(
                    "CREATE TABLE history (id INTEGER PRIMARY KEY, event_id TEXT, plate_id TEXT,"
                            + " entry_time TEXT, status TEXT)");
            statement.executeUpdate(
                    "INSERT INTO history VALUES (1, 'central-7_1_29A12345', '29A12345', '2024-12-02"
                            + " 19:00:00', 'IN'), (2, 'central-7_2_X', '-', '2024-12-02 19:00:00',"
                            + " 'IN')");
        }
    }

    private Ended run(String... args) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.gatehouse.cli.Main",
                                "--data",
                                folder.resolve("here").toString()));
        command.addAll(List.of(args));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whatWasTakenAndWhatWasNotIsCountedAndThePeersComeToo() throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("p2p_config.json"),
                        """
                        {"this_central":{"id":"central-7","ip":"127.0.3.61","p2p_port":9000,
                         "api_port":8000},
                         "peer_centrals":[{"id":"central-2","ip":"127.0.3.62","p2p_port":9000}]}
                        """);

        Ended first = run("import", original.toString(), "--config", config.toString());
        assertThat(first.output())
                .contains("Taken: 1 visits", "Not taken: 1 visits: its plate is none");
        assertThat(first.code()).isZero();
        JsonNode ours = JsonMapper.shared().readTree(folder.resolve("here/config.json").toFile());
        assertThat(ours.at("/this_central/id").asString()).isEqualTo("central-7");
        assertThat(ours.at("/peer_centrals/0/id").asString()).isEqualTo("central-2");

        Ended second = run("import", original.toString(), "--config", config.toString());
        assertThat(second.output()).contains("Here already: 1 visits", "Nothing new.");
        assertThat(second.code()).isZero();
        assertThat(second.output()).as("nothing was replaced").doesNotContain("kept as");
        assertThat(run("verify").output()).contains("Events: 1", "visits: 1. All is right.");
    }

    @Test
    void aConfigurationWithPeersThatAnotherReplacesIsKeptBesideIt() throws Exception {
        Path here = Files.createDirectories(folder.resolve("here")).resolve("config.json");
        Files.writeString(here, config("central-1", "central-5"));
        String before = Files.readString(here);
        Path theirs = Files.writeString(folder.resolve("p2p.json"), config("central-7", "c-2"));

        Ended done = run("import", original.toString(), "--config", theirs.toString());

        assertThat(done.code()).isZero();
        assertThat(done.output()).contains("The old configuration is kept as ");
        try (var files = Files.list(folder.resolve("here"))) {
            assertThat(files.filter(f -> f.toString().contains("config.before-import-")))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept).hasContent(before));
        }
    }

    private static String config(String id, String peer) {
        return """
        {"this_central":{"id":"%s","ip":"127.0.3.61","p2p_port":9000,"api_port":8000},
         "peer_centrals":[{"id":"%s","ip":"127.0.3.62","p2p_port":9000}]}
        """
                .formatted(id, peer);
    }

    @Test
    void whatIsNoOriginalIsExitCode1WithOneLineSayingWhy() throws Exception {
        Ended none = run("import", folder.resolve("none.db").toString());
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.output()).contains("none.db does not exist");
        assertThat(run("import").code()).as("no FILE").isEqualTo(2);
    }

    @Test
    void aConfigurationThatIsNoneIsNamedWithTheReason() throws Exception {
        Path none = folder.resolve("none.json");
        Ended missing = run("import", original.toString(), "--config", none.toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.output())
                .contains(none + " does not exist: name an original's p2p_config.json");

        Path large = Files.writeString(folder.resolve("large.json"), " ".repeat(1_000_001));
        Ended refused = run("import", original.toString(), "--config", large.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output())
                .contains(large + " cannot be read: 1000001 bytes, expected a file of at most");
    }
}
