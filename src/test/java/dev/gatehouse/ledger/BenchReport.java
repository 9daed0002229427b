package dev.gatehouse.ledger;

import org.sqlite.SQLiteJDBCLoader;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The figures of a run as a table in Markdown, with what they were measured on. */
public final class BenchReport {
    private static final int SYNCS = 101;

    private final List<String> rows = new ArrayList<>();

    /**
     * Adds a line.
     *
     * @param aim what it should be, empty where there is no aim
     */
    public void row(String what, String aim, String figure) {
        rows.add("| " + what + " | " + figure + " | " + aim + " |");
        System.err.println(what + ": " + figure); // a run takes minutes
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library of its own
    public static String figure(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    void print(Path folder) throws IOException {
        System.out.println();
        System.out.println(environment(folder));
        System.out.println();
        System.out.println("| what | figure | aim |");
        System.out.println("|---|---|---|");
        rows.forEach(System.out::println);
    }

    private static String environment(Path folder) throws IOException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d cores, load %.1f, write and sync of 4 KiB %.2f ms, %s %s, Java %s, SQLite %s",
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                syncMs(folder),
                system.getName(),
                system.getVersion(),
                Runtime.version(),
                SQLiteJDBCLoader.getVersion());
    }

    private static double syncMs(Path folder) throws IOException {
        Path file = folder.resolve("sync");
        var times = new double[SYNCS];
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(4_096));
                channel.force(false);
                times[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Files.delete(file);
        return median(times);
    }

    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    interface Work {
        void run() throws Exception;
    }

    /**
     * How long something took.
     *
     * @param seconds by the clock on the wall
     * @param busy seconds of processor time of this process
     */
    record Took(double seconds, double busy) {
        /** Each median by itself. */
        static Took median(List<Took> all) {
            return new Took(
                    BenchReport.median(all.stream().mapToDouble(Took::seconds).toArray()),
                    BenchReport.median(all.stream().mapToDouble(Took::busy).toArray()));
        }
    }

    static Took time(Work work) throws Exception {
        var process =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        long busy = process.getProcessCpuTime();
        long begin = System.nanoTime();
        work.run();
        double second = TimeUnit.SECONDS.toNanos(1);
        return new Took(
                (System.nanoTime() - begin) / second,
                (process.getProcessCpuTime() - busy) / second);
    }
}
