package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;

class MainTest {
    private static FolderOptions read(String... args) {
        return Objects.requireNonNull(Main.windowOptions(args));
    }

    @Test
    void theWindowIsOpenedByNothingAndByTheOptionsOfItsFolder() {
        assertThat(read().data).isNull();
        assertThat(read("--data", "node").data).isEqualTo(Path.of("node"));
        FolderOptions both = read("--config=site.json", "--data", "here");
        assertThat(both.data).isEqualTo(Path.of("here"));
        assertThat(both.config).isEqualTo(Path.of("site.json"));
    }

    @Test
    void everyCommandTellsTheVersion() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            var out = new StringWriter();
            var commands = Main.commandLine().setOut(new PrintWriter(out, true));
            assertThat(commands.execute(command, "--version")).isZero();
            assertThat(out.toString()).as(command).startsWith("gatehouse " + Main.version());
        }
    }

    @Test
    void whatAnImportTakesOverIsSaidInItsHelp() {
        CommandLine importing =
                Objects.requireNonNull(Main.commandLine().getSubcommands().get("import"));
        assertThat(importing.getUsageMessage())
                .containsIgnoringWhitespaces("deletions, cameras, parking lots and places where");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node",
                "--data here node",
                "--help",
                "-V",
                "--data",
                "--data=",
                "--data --config x",
                "--data a --data b",
                "--dat=a"
            })
    void everyOtherCommandLineIsReadByTheLibraryWhichAlsoSaysWhatIsWrong(String line) {
        assertThat(Main.windowOptions(line.split(" "))).isNull();
    }
}
