import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long the image takes until its window is shown and its node listens: {@code java
 * src/build/StartTime.java [IMAGE [RUNS]]}, with a display. With the AOT cache and without it; the
 * median of each, on a folder that is new every time. The CPU time says more than the clock where
 * the machine has other work.
 */
class StartTime {
    private static final long PATIENCE_MS = 60_000;
    private static final long POLL_MS = 5;

    public static void main(String[] args) throws Exception {
        Path image = Path.of(args.length > 0 ? args[0] : "target/image/gatehouse");
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        measure(image, runs, "AOT cache", "");
        measure(image, runs, "CDS archive alone", "-XX:AOTMode=off");
    }

    private static void measure(Path image, int runs, String name, String options)
            throws Exception {
        var window = new ArrayList<Long>();
        var node = new ArrayList<Long>();
        var cpu = new ArrayList<Long>();
        var memory = new ArrayList<Long>();
        start(image, options, window, node, cpu, memory); // warms the disk
        for (List<Long> warmUp : List.of(window, node, cpu, memory)) {
            warmUp.clear();
        }
        for (int run = 0; run < runs; run++) {
            start(image, options, window, node, cpu, memory);
        }
        System.out.printf(
                "%-18s window shown after %,d ms (%,d ms of CPU), node listens after %,d ms,"
                        + " %,d MB%n",
                name, median(window), median(cpu), median(node), median(memory));
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void start(
            Path image,
            String options,
            List<Long> window,
            List<Long> node,
            List<Long> cpu,
            List<Long> memory)
            throws Exception {
        Path folder = Files.createTempDirectory("gatehouse-start");
        Files.writeString(
                folder.resolve("config.json"),
                "{\"this_central\":{\"id\":\"start\",\"ip\":\"127.0.0.97\",\"p2p_port\":9797,"
                        + "\"api_port\":8797}}");
        var builder =
                new ProcessBuilder(
                                image.resolve("bin/gatehouse").toString(),
                                "--data",
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        if (!options.isEmpty()) {
            builder.environment().put("JAVA_TOOL_OPTIONS", options);
        }
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            Path log = folder.resolve("logs/gatehouse.log");
            window.add(await(log, "Window shown", process, begin));
            process.info().totalCpuDuration().ifPresent(spent -> cpu.add(spent.toMillis()));
            node.add(await(log, "API listens", process, begin));
            memory.add(residentMegabytes(process));
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(folder);
        }
    }

    private static long await(Path log, String line, Process process, long begin)
            throws IOException, InterruptedException {
        while (true) {
            long ms = (System.nanoTime() - begin) / 1_000_000;
            if (Files.exists(log) && Files.readString(log).contains(line)) {
                return ms;
            }
            if (!process.isAlive() || ms > PATIENCE_MS) {
                throw new IOException("no line '" + line + "' in " + log + " after " + ms + " ms");
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Of the program itself; 0 where this system does not tell. */
    private static long residentMegabytes(Process process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_000)
                .findFirst()
                .orElse(0);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
