package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

class LogSetupTest {
    @TempDir Path data;

    private final LoggerContext context = new LoggerContext();
    private final PrintStream terminal = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listenToTheConsole() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.start();
    }

    @AfterEach
    void giveTheConsoleBack() {
        context.stop();
        System.setOut(terminal);
    }

    @Test
    void aNodeWritesToTheConsoleAndToTheFile() throws IOException {
        configure(Level.INFO, LogSetup.Limits.BOOTH);
        logger("dev.gatehouse.node.Node").info("Cổng Đông đã mở");
        assertThat(file())
                .content(StandardCharsets.UTF_8)
                .matches(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Node"
                                + " Cổng Đông đã mở\\R");
        assertThat(console()).isEqualTo(Files.readString(file()));
    }

    @Test
    void besideAWindowTheConsoleHasOnlyWhatIsWrong() {
        configure(Level.WARN, LogSetup.Limits.BOOTH);
        logger("dev.gatehouse.node.Node").info("as it should be");
        logger("dev.gatehouse.node.Node").warn("not as it should be");
        assertThat(file()).content().contains("as it should be").hasLineCount(2);
        assertThat(console()).contains("WARN  Node not as it should be").hasLineCount(1);
    }

    @Test
    void theLibrariesAreHeardOnlyWhenSomethingIsWrong() {
        configure(Level.INFO, LogSetup.Limits.BOOTH);
        for (String name : LogSetup.QUIET) {
            logger(name + ".Inner").info("hello");
            logger(name + ".Inner").warn("trouble");
        }
        logger("dev.gatehouse.mesh.Link").debug("detail");
        assertThat(console()).hasLineCount(4).doesNotContain("hello").doesNotContain("detail");
    }

    @Test
    void aFullFileIsRolledAndTheOldestAreDeleted() throws IOException {
        int fileBytes = 2_000;
        int oldBytes = 10_000;
        for (int start = 0; start < 12; start++) {
            configure(Level.ERROR, new LogSetup.Limits(fileBytes, 14, oldBytes));
            for (int i = 0; i < 40; i++) {
                logger("dev.gatehouse.node.Node").info("line {}", i);
            }
        }
        context.stop();
        List<Path> files;
        try (var list = Files.list(data.resolve("logs"))) {
            files = list.sorted().toList();
        }
        assertThat(files).hasSizeBetween(3, 8).contains(file());
        long old = 0;
        for (Path file : files) {
            assertThat(Files.size(file)).isLessThan(fileBytes + 200);
            if (!file.equals(file())) {
                assertThat(file.getFileName().toString())
                        .matches("gatehouse\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.log");
                old += Files.size(file);
            }
        }
        assertThat(old).isLessThanOrEqualTo(oldBytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%d of it", "(a) %i", "Bãi xe", "new\nline"})
    void aFolderOfAnyNameHasItsLogAndItsOldOnes(String name) throws IOException {
        Path folder = Files.createDirectories(data.resolve(name));
        LogSetup.configure(context, folder, Level.ERROR, new LogSetup.Limits(500, 14, 10_000));
        for (int i = 0; i < 40; i++) {
            logger("dev.gatehouse.node.Node").info("line {}", i);
        }
        context.stop();
        assertThat(folder.resolve(LogSetup.FILE)).content().contains("line 39");
        try (var files = Files.list(folder.resolve("logs"))) {
            assertThat(files).hasSizeGreaterThan(2);
        }
    }

    @Test
    void aLogOfYesterdayIsPutAsideUnderItsDayAndOneOfLastMonthIsDeleted() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "yesterday\n");
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        Files.setLastModifiedTime(file(), FileTime.from(yesterday));
        Path old = Files.writeString(file().resolveSibling("gatehouse.2020-01-01.0.log"), "old\n");

        configure(Level.ERROR, LogSetup.Limits.BOOTH);
        logger("dev.gatehouse.node.Node").info("today");

        assertThat(file()).content().contains("today").doesNotContain("yesterday");
        String day = LocalDate.ofInstant(yesterday, ZoneId.systemDefault()).toString();
        assertThat(file().resolveSibling("gatehouse." + day + ".0.log")).hasContent("yesterday");
        assertThat(old).doesNotExist();
    }

    @Test
    void withoutAPlaceForTheFileTheConsoleSaysSoAndGoesOn() throws IOException {
        Files.writeString(data.resolve("logs"), "in the way");
        configure(Level.INFO, LogSetup.Limits.BOOTH);
        logger("dev.gatehouse.node.Node").info("works");
        assertThat(console())
                .contains("WARN  LogSetup Log file " + file() + " cannot be written")
                .contains("INFO  Node works");
    }

    @Test
    void beforeTheDataFolderIsKnownTheSameHoldsForTheConsole() throws Exception {
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toUri().toURL());
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.INFO);
        for (String name : LogSetup.QUIET) {
            assertThat(context.getLogger(name).getLevel()).as(name).isEqualTo(Level.WARN);
        }
        logger("dev.gatehouse.cli.Main").debug("detail");
        logger("dev.gatehouse.cli.Main").info("hello");
        assertThat(console()).contains("INFO  Main hello").hasLineCount(1);
    }

    private void configure(Level consoleLevel, LogSetup.Limits limits) {
        LogSetup.configure(context, data, consoleLevel, limits);
    }

    private Logger logger(String name) {
        return context.getLogger(name);
    }

    private Path file() {
        return data.resolve(LogSetup.FILE);
    }

    private String console() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
