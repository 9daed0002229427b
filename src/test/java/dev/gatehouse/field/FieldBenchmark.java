package dev.gatehouse.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code mvn -q -Pfield} measures all, {@code -Dargs="…"} one part:
 *
 * <pre>
 * missed [SYSTEM [ROWS [RUNS]]]   what was missed, against the bare batch
 * slow [SYSTEM [ROWS [RUNS]]]     the same with a disk whose syncs take 8 ms
 * live [SYSTEM [RUNS]]            one event at a time
 * acknowledged                    entries a second of one booth
 * growth [NODES]                  2, 5, 10, 25, 50 booths
 * ten                             ten booths, a hundred events a second each
 * report                          the page and the plots of what was measured so far
 * publish                         the same into docs/
 * gate                            fails where the ratios of src/field/ratios.json worsened by half
 * keep                            measures those ratios and keeps them
 * </pre>
 *
 * Figures are kept in {@code target/field/field.json}; what is measured again takes the place of
 * what was. Keep the machine quiet meanwhile.
 */
final class FieldBenchmark {
    private static final Path TARGET = Path.of("target/field");
    private static final Path DOCS = Path.of("docs");
    private static final Path RATIOS = Path.of("src/field/ratios.json");
    private static final List<Integer> ROWS = List.of(1_000, 5_000, 100_000);
    private static final int SLOW_ROWS = 1_000;
    private static final List<Integer> NODES = List.of(2, 5, 10, 25, 50);
    private static final int RUNS = 5;

    /** With so many rows a run takes minutes, the time to write them at the sender included. */
    private static final int RUNS_OF_MANY = 3;

    static final int MANY = 50_000;

    private final Path folder;
    private final Results results;

    private FieldBenchmark(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("gatehouse-field");
        int code = 0;
        try {
            var results = new Results(TARGET.resolve("field.json"));
            code = new FieldBenchmark(folder, results).run(args);
        } finally {
            delete(folder);
        }
        System.exit(code);
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private int run(String... args) throws Exception {
        String part = args.length == 0 ? "all" : args[0];
        switch (part) {
            case "all" -> all();
            case "missed" -> missed(Map.of(), ROWS, args);
            case "slow" -> slow(args);
            case "live" -> live(args);
            case "acknowledged" -> Acknowledged.run(folder, results, RUNS);
            case "growth" -> growth(args);
            case "ten" -> new Meshes(folder, results).ten();
            case "report" -> report(TARGET);
            case "publish" -> publish();
            case "keep" -> Gate.write(RATIOS, ratios());
            case "gate" -> {
                return gate();
            }
            default ->
                    throw new IllegalArgumentException(
                            "'" + part + "': see " + FieldBenchmark.class.getName());
        }
        return 0;
    }

    private void all() throws Exception {
        missed(Map.of(), ROWS, "missed");
        slow("slow");
        live("live");
        Acknowledged.run(folder, results, RUNS);
        growth("growth");
        new Meshes(folder, results).ten();
        report(TARGET);
    }

    private void missed(Map<String, String> environment, List<Integer> usual, String... args)
            throws Exception {
        results.environment(Machine.describe(folder));
        var missed = new Missed(folder, results, environment);
        List<Integer> sizes = args.length > 2 ? List.of(Integer.parseInt(args[2])) : usual;
        for (int rows : sizes) {
            int runs =
                    args.length > 3 ? Integer.parseInt(args[3]) : rows < MANY ? RUNS : RUNS_OF_MANY;
            for (Contender system : systems(args)) {
                missed.run(system, rows, runs);
            }
        }
    }

    private static List<Contender> systems(String... args) {
        return args.length > 1 ? List.of(Contender.of(args[1])) : List.of(Contender.values());
    }

    private void slow(String... args) throws Exception {
        Map<String, String> environment;
        try {
            environment = SlowDisk.environment(folder);
        } catch (Absent why) {
            System.err.println("not measured on a slow disk: " + why.getMessage());
            return;
        }
        missed(environment, List.of(SLOW_ROWS), args);
    }

    private void live(String... args) throws Exception {
        int runs = args.length > 2 ? Integer.parseInt(args[2]) : RUNS;
        for (Contender system : systems(args)) {
            new Live(folder, results).latency(system, runs);
        }
    }

    private void growth(String... args) throws Exception {
        List<Integer> sizes = args.length > 1 ? List.of(Integer.parseInt(args[1])) : NODES;
        for (int nodes : sizes) {
            new Meshes(folder, results).growth(nodes);
        }
    }

    private Page page() {
        return new Page(results.environment(), new ArrayList<>(results.figures()));
    }

    private void report(Path where) throws Exception {
        page().write(where);
        System.out.println(page().markdown());
    }

    private void publish() throws Exception {
        report(DOCS);
        Files.write(DOCS.resolve("field.json"), Files.readAllBytes(TARGET.resolve("field.json")));
    }

    /** Of Gatehouse alone, measured now; what was measured before stays as it is. */
    private Map<Integer, Double> ratios() throws Exception {
        var now = new Results(folder.resolve("gate.json"));
        var missed = new Missed(folder, now, Map.of());
        var ratios = new TreeMap<Integer, Double>();
        for (int rows : ROWS) {
            if (rows < MANY) {
                missed.run(Contender.GATEHOUSE, rows, RUNS);
                now.find("missed", Contender.GATEHOUSE.id(), rows, Figure.AS_IT_IS)
                        .ifPresent(figure -> ratios.put(rows, figure.ratio()));
            }
        }
        return ratios;
    }

    private int gate() throws Exception {
        List<String> worse = Gate.verdicts(Gate.read(RATIOS), ratios());
        worse.forEach(System.err::println);
        System.err.println(worse.isEmpty() ? "no ratio has worsened by half" : "the gate is shut");
        return worse.isEmpty() ? 0 : 1;
    }
}
