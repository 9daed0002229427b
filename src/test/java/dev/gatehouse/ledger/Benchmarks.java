package dev.gatehouse.ledger;

import dev.gatehouse.console.ConsoleBenchmark;
import dev.gatehouse.it.EntryBenchmark;
import dev.gatehouse.it.SyncBenchmark;
import dev.gatehouse.node.ImportBenchmark;
import dev.gatehouse.sync.BlockBenchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The figures of the ledger, the import, the sync and the window, printed as a table: {@code mvn -q
 * -Pbench}, with {@code -Dargs="ledger|maintenance|import|sync|console|resident|block|packing
 * [size]"} for one part, its size in visits, events, rows, minutes or blocks, and {@code "entries
 * URL [URL]"} for {@link EntryBenchmark}. Keep the machine quiet meanwhile.
 */
final class Benchmarks {
    private static final int VISITS = 40_000;
    private static final int EVENTS = 1_000_000;
    private static final int ROWS = 1_000_000;
    private static final int MISSED = 200_000;
    private static final int CONSOLE_VISITS = 56_000;
    private static final int MINUTES = 10;
    private static final int BLOCKS = 50;
    private static final List<String> PARTS =
            List.of(
                    "ledger",
                    "maintenance",
                    "import",
                    "sync",
                    "console",
                    "resident",
                    "block",
                    "packing");

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 1 && args[0].equals("entries")) { // of nodes that run already
            EntryBenchmark.run(List.of(args).subList(1, args.length), System.out);
            return;
        }
        List<String> parts = args.length > 0 ? List.of(args[0]) : PARTS;
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException("'" + args[0] + "': expected one of " + PARTS);
        }
        Path folder = Files.createTempDirectory("gatehouse-bench");
        try {
            var report = new BenchReport();
            for (String part : parts) {
                switch (part) {
                    case "ledger" -> LedgerBenchmark.run(folder, report, size(args, VISITS));
                    case "maintenance" ->
                            MaintenanceBenchmark.run(folder, report, size(args, EVENTS));
                    case "import" -> ImportBenchmark.run(folder, report, size(args, ROWS));
                    case "resident" ->
                            ConsoleBenchmark.resident(folder, report, size(args, MINUTES));
                    case "packing" -> PackingBenchmark.run(folder, report, size(args, VISITS));
                    case "block" -> BlockBenchmark.run(report, size(args, BLOCKS));
                    case "console" ->
                            ConsoleBenchmark.run(folder, report, size(args, CONSOLE_VISITS));
                    default -> SyncBenchmark.run(folder, report, size(args, MISSED));
                }
            }
            report.print(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static int size(String[] args, int usual) {
        return args.length > 1 ? Integer.parseInt(args[1]) : usual;
    }
}
