package dev.gatehouse.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Thousands of runs, as many at once as there are processors. Each is noted when it ends, so that a
 * run that was broken off goes on where it was.
 */
final class LongRun {
    private static final String RUNS = "runs.tsv";
    private static final String TABLE = "table.md";

    private final LongFunction<World> world;
    private final Path folder;
    private final PrintStream out;
    private final Map<Long, Run> runs = new TreeMap<>();

    /** One run as noted. */
    private record Run(
            long seed, Set<Fault.Kind> kinds, long events, long virtualMs, String failure) {
        static Run of(World.Outcome outcome) {
            Set<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
            outcome.faults().forEach(fault -> kinds.add(fault.kind()));
            String failure = outcome.failure();
            return new Run(
                    outcome.seed(),
                    kinds,
                    outcome.events(),
                    outcome.virtualMs(),
                    failure == null ? "" : failure.replaceAll("\\s+", " "));
        }

        static Run parse(String line) {
            String[] parts = line.split("\t", -1);
            Set<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
            for (String name : parts[1].split(",", -1)) {
                if (!name.isEmpty()) {
                    kinds.add(Fault.Kind.valueOf(name));
                }
            }
            return new Run(
                    Long.parseLong(parts[0]),
                    kinds,
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    parts[4]);
        }

        String line() {
            List<String> names = kinds.stream().map(Fault.Kind::name).toList();
            return String.join(
                    "\t",
                    Long.toString(seed),
                    String.join(",", names),
                    Long.toString(events),
                    Long.toString(virtualMs),
                    failure);
        }
    }

    /**
     * @param world the run of a seed
     */
    LongRun(LongFunction<World> world, Path folder, PrintStream out) {
        this.world = world;
        this.folder = folder;
        this.out = out;
    }

    void run(long from, long to) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path noted = folder.resolve(RUNS);
        if (Files.exists(noted)) {
            Files.readAllLines(noted).stream()
                    .map(Run::parse)
                    .forEach(run -> runs.put(run.seed(), run));
        }
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (long seed = from; seed <= to; seed++) {
                if (!runs.containsKey(seed)) {
                    long next = seed;
                    pool.execute(() -> note(noted, world.apply(next).run()));
                }
            }
            pool.shutdown();
            while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
                out.println(done() + " of " + (to - from + 1) + " runs");
                Files.writeString(folder.resolve(TABLE), table());
            }
        }
        Files.writeString(folder.resolve(TABLE), table());
        out.println(table());
    }

    private synchronized long done() {
        return runs.size();
    }

    private synchronized void note(Path noted, World.Outcome outcome) {
        Run run = Run.of(outcome);
        runs.put(run.seed(), run);
        if (outcome.failed()) {
            out.println(run.seed() + ": " + run.failure());
        }
        try {
            Files.writeString(
                    noted, run.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What was run, by fault, as Markdown. */
    private synchronized String table() {
        Map<Fault.Kind, List<Run>> byKind = new EnumMap<>(Fault.Kind.class);
        for (Fault.Kind kind : Fault.Kind.values()) {
            byKind.put(
                    kind,
                    runs.values().stream().filter(run -> run.kinds().contains(kind)).toList());
        }
        var table = new StringBuilder();
        table.append("| fault | runs with it | events | virtual hours | failures |\n");
        table.append("|---|---:|---:|---:|---:|\n");
        byKind.forEach((kind, with) -> table.append(row(kind.words(), with)));
        List<Run> calm = runs.values().stream().filter(run -> run.kinds().isEmpty()).toList();
        table.append(row("none", calm));
        table.append(
                row(
                        "on SQLite",
                        runs.values().stream().filter(run -> World.onSqlite(run.seed())).toList()));
        table.append(row("**all runs**", List.copyOf(runs.values())));
        return table.toString();
    }

    private static String row(String name, List<Run> runs) {
        return "| %s | %,d | %,d | %,.1f | %,d |%n"
                .formatted(
                        name,
                        runs.size(),
                        runs.stream().mapToLong(Run::events).sum(),
                        runs.stream().mapToLong(Run::virtualMs).sum() / 3_600_000.0,
                        runs.stream().filter(run -> !run.failure().isEmpty()).count());
    }
}
