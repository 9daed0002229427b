package dev.gatehouse.door;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Starts nodes, tries on them all that happens at a door, and prints a line for each. */
public final class DoorCheck {
    private DoorCheck() {}

    /** Every row; nodes are started when the first of them is run. */
    static List<Row> rows(Stage stage) {
        return Stream.of(
                        ReadRows.of(stage),
                        DecisionRows.of(stage),
                        LaneRows.of(stage),
                        PlateRows.of(stage),
                        UnreadRows.of(stage),
                        BodyRows.of(stage),
                        PageRows.of(stage),
                        HttpRows.of(stage),
                        DeviceClockRows.of(stage),
                        NodeClockRows.of(stage),
                        FeeRows.of(stage),
                        CutRows.of(stage),
                        FolderRows.of(stage),
                        CommandRows.of(stage),
                        ProcessRows.of(stage))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Runs the rows and ends the process: 0 where all hold, 1 where one does not.
     *
     * @param args words that a row's name has to contain; without them every row is run
     */
    public static void main(String[] args) throws IOException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        Path folder = Files.createTempDirectory("gatehouse-door");
        int failed;
        try (var stage = new Stage(folder)) {
            failed = run(stage, String.join(" ", args), System.out);
        } finally {
            remove(folder);
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static int run(Stage stage, String wanted, PrintStream out) {
        List<Row> rows = rows(stage).stream().filter(row -> row.name().contains(wanted)).toList();
        long begin = System.nanoTime();
        int failed = 0;
        for (Row row : rows) {
            String seen = row.failure();
            failed += seen.isEmpty() ? 0 : 1;
            out.println(
                    seen.isEmpty() ? "PASS  " + row.name() : "FAIL  " + row.name() + ": " + seen);
        }
        out.printf(
                Locale.ROOT,
                "%d of %d hold, in %d s%n",
                rows.size() - failed,
                rows.size(),
                (System.nanoTime() - begin) / 1_000_000_000);
        return failed;
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                            throws IOException {
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
