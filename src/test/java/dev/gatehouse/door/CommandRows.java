package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.it.BoothProcess;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the commands say of a data folder, and what they ask before they take anything away. */
final class CommandRows {
    /** A command that ended, and what it printed. */
    record Ended(int code, String output) {}

    /** Nothing that runs so shortly is worth its compiling; an image has options of its own. */
    private static final String QUICK =
            System.getProperty("gatehouse.image", "").isBlank() ? "-XX:TieredStopAtLevel=1" : "";

    private CommandRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "verify says what it holds and how old the newest of it is",
                        List.of(1, 3, 12),
                        cars -> verified(stage, cars)),
                new Row("verify of an empty ledger says empty", () -> empty(stage)),
                Row.each(
                        "a restore that brings less asks first and then says what it brought",
                        List.of(0, 1, 4),
                        cars -> restored(stage, cars)),
                Row.each(
                        "a restore of an incomplete copy changes nothing",
                        List.of(2, 3, 10),
                        part -> incomplete(stage, part)));
    }

    /**
     * Runs a command without anybody who could answer it.
     *
     * @param folder its data folder
     */
    static Ended run(Path folder, String... args) throws IOException, InterruptedException {
        List<String> command =
                Stream.of(
                                BoothProcess.command().stream(),
                                Stream.of(args),
                                Stream.of("--data", folder.toString()))
                        .flatMap(each -> each)
                        .toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (!QUICK.isEmpty()) {
            builder.environment().put("_JAVA_OPTIONS", QUICK);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(
                process.waitFor(),
                output.lines()
                        .filter(line -> !line.startsWith("Picked up"))
                        .collect(Collectors.joining("\n")));
    }

    /** A folder in which a node let so many cars in; no node holds it. */
    private static Path folder(Stage stage, int cars) throws Exception {
        try (GateNode node = stage.node("")) {
            enter(node, cars);
            return node.folder();
        }
    }

    private static void enter(GateNode node, int cars) throws Exception {
        for (int car = 0; car < cars; car++) {
            node.client().open("edge-1", "39A-100.%02d".formatted(car)).done("ENTRY");
        }
    }

    private static void verified(Stage stage, int cars) throws Exception {
        Ended ended = run(folder(stage, cars), "verify");
        assertThat(ended.output()).contains("All is right");
        assertThat(ended.output())
                .containsPattern("(?i)events: " + cars + "\\b")
                .containsPattern("(?i)visits: " + cars + "\\b")
                .containsPattern("(?i)streams: 1\\b")
                .containsPattern("(?i)newest");
        assertThat(ended.code()).isZero();
    }

    private static void empty(Stage stage) throws Exception {
        Ended ended = run(folder(stage, 0), "verify");
        assertThat(ended.output()).containsPattern("(?i)empty").doesNotContain("All is right");
    }

    private static void restored(Stage stage, int cars) throws Exception {
        Path file = folder(stage, cars).resolve("gatehouse.db");
        try (GateNode node = stage.node("")) {
            enter(node, 5);
            node.stop();
            Ended asked = run(node.folder(), "restore", file.toString());
            assertThat(asked.code()).as(asked.output()).isNotZero();
            assertThat(asked.output()).contains("--yes");
            node.start();
            assertThat(node.client().rows()).hasSize(5);
            node.stop();
            Ended done = run(node.folder(), "restore", "--yes", file.toString());
            assertThat(done.code()).as(done.output()).isZero();
            assertThat(done.output())
                    .containsPattern("(?i)events?\\D{0,3}" + cars + "\\b|" + cars + " events?");
            node.start();
            assertThat(node.client().rows()).hasSize(cars);
        }
    }

    private static void incomplete(Stage stage, int part) throws Exception {
        byte[] whole = Files.readAllBytes(folder(stage, 12).resolve("gatehouse.db"));
        Path cut = stage.folder("cut-" + part + ".db");
        Files.write(cut, Arrays.copyOf(whole, whole.length / part));
        try (GateNode node = stage.node("")) {
            enter(node, 2);
            node.stop();
            Ended ended = run(node.folder(), "restore", cut.toString());
            assertThat(ended.code()).as(ended.output()).isEqualTo(1);
            assertThat(ended.output()).doesNotContain("\tat ");
            node.start();
            assertThat(node.client().rows()).hasSize(2);
        }
    }
}
