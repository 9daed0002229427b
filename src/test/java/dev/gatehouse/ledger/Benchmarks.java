package dev.gatehouse.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ledger's figures, printed as a table: {@code mvn -q -Pbench}, with {@code
 * -Dargs="ledger|maintenance [size]"} for one part, its size in visits or events. Keep the machine
 * quiet meanwhile.
 */
final class Benchmarks {
    private static final int VISITS = 40_000;
    private static final int EVENTS = 1_000_000;

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        String part = args.length > 0 ? args[0] : "";
        if (!List.of("", "ledger", "maintenance").contains(part)) {
            throw new IllegalArgumentException("'" + part + "': expected ledger or maintenance");
        }
        Path folder = Files.createTempDirectory("gatehouse-bench");
        try {
            var report = new BenchReport();
            if (!part.equals("maintenance")) {
                LedgerBenchmark.run(folder, report, size(args, VISITS));
            }
            if (!part.equals("ledger")) {
                MaintenanceBenchmark.run(folder, report, size(args, EVENTS));
            }
            report.print(folder);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static int size(String[] args, int usual) {
        return args.length > 1 ? Integer.parseInt(args[1]) : usual;
    }
}
