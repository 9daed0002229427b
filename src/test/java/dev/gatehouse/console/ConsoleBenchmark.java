package dev.gatehouse.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.Config;
import dev.gatehouse.ledger.BenchReport;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.node.Node;

import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.value.ObservableValue;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How the window keeps up with its node: how soon a key shows, and a car on the card of its lane,
 * while cars pass here and elsewhere; how long the window's thread is ever busy; what the heap
 * holds after a day and after ten. {@code mvn -q -Pbench -Dargs="console 56000"}. What memory of
 * the computer the program has after a minute of such traffic and after more: {@code mvn -q -Pbench
 * -Dargs="resident 10"}, in minutes.
 */
public final class ConsoleBenchmark {
    private static final String HERE = "127.0.0.1";
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final int LOCAL_RATE = 200;
    private static final int MERGED_RATE = 1_000;
    private static final Load LOCAL = new Load(LOCAL_RATE, "local");
    private static final Load MERGED = new Load(MERGED_RATE, "merged");

    /** Plates that come and go; each second time a plate comes it leaves. */
    private static final int CARS = 5_000;

    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final String DONE = "done";

    /** The device of the first lane, at which a person works. */
    private static final String PROBED = "edge-1";

    /** The device of the second lane, where the cars pass. */
    private static final String BUSY = "edge-2";

    /** Requests that may wait for their commit. */
    private static final int UNDER_WAY = 500;

    private ConsoleBenchmark() {}

    private record Load(int rate, String what) {
        @Override
        public String toString() {
            return rate + " " + what + " events/s";
        }
    }

    /** Has cars pass, so many a second, for so long. */
    private interface Keep {
        void keep(int rate, Duration lasts);
    }

    /**
     * @param visits for the heap; it is also read after a tenth of them
     */
    public static void run(Path folder, BenchReport report, int visits) throws Exception {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        var one = FreePorts.central("central-1", HERE);
        var two = FreePorts.central("central-2", HERE);
        try (var there = new Elsewhere(folder, two, one);
                Node node = start(folder, one, two)) {
            waitFor(() -> node.mesh().status().proof().complete());
            var here = new Traffic(node, "30A");
            here.keep(LOCAL_RATE, WARM_UP);
            try (Booth booth = new Booth(new Backend(node, node.feed()), folder)) {
                here.keep(LOCAL_RATE, WARM_UP);
                Stage window = Booth.fx(() -> (Stage) Window.getWindows().getFirst());
                measure(report, "the console", window, LOCAL, here::keep);
                measure(report, "the console", window, MERGED, there::keep);
                cards(report, node, window, LOCAL, here::keep);
                cards(report, node, window, MERGED, there::keep);
                heap(report, node, there, visits);
                booth.press(KeyCode.ALT, KeyCode.DIGIT1);
            }
            Stage bare = Booth.fx(ConsoleBenchmark::bare);
            measure(report, "a bare window", bare, LOCAL, here::keep);
            measure(report, "a bare window", bare, MERGED, there::keep);
        }
    }

    /**
     * What memory of the computer the program has while cars pass at {@value #LOCAL_RATE} a second.
     *
     * @param minutes how long they pass
     */
    public static void resident(Path folder, BenchReport report, int minutes) throws Exception {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        var one = FreePorts.central("central-1", HERE);
        var two = FreePorts.central("central-2", HERE);
        try (var there = new Elsewhere(folder, two, one);
                Node node = start(folder, one, two)) {
            waitFor(() -> node.mesh().status().proof().complete());
            var here = new Traffic(node, "30A");
            try (Booth booth = new Booth(new Backend(node, node.feed()), folder)) {
                var megabytes = new ArrayList<Double>();
                for (int minute = 1; minute <= minutes; minute++) {
                    here.keep(LOCAL_RATE, Duration.ofMinutes(1));
                    megabytes.add(residentMegabytes());
                }
                booth.press(KeyCode.ALT, KeyCode.DIGIT1);
                report.row(
                        BenchReport.figure(
                                "%s: resident memory after 1 and after %d minutes", LOCAL, minutes),
                        "10 % more",
                        BenchReport.figure(
                                "%.0f and %.0f MB, %+.1f %%; each minute %s",
                                megabytes.getFirst(),
                                megabytes.getLast(),
                                100 * (megabytes.getLast() / megabytes.getFirst() - 1),
                                megabytes.stream().map(Math::round).toList()));
            }
        }
    }

    /** Linux alone tells it in a file. */
    private static double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1_024)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void cards(BenchReport report, Node node, Stage stage, Load load, Keep traffic) {
        var probe = new CardProbe(node, stage.getScene(), PROBED, load == LOCAL ? "98Z" : "99Z");
        Thread probing = Thread.ofPlatform().name("probe").start(probe::run);
        traffic.keep(load.rate(), MEASURED);
        probe.stop();
        try {
            probing.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        double[] seen = sorted(probe.detections());
        double[] answers = sorted(probe.reactions());
        report.row(
                BenchReport.figure(
                        "%s: detection to its card, p50 and p99 of %d", load, seen.length),
                "p99 50 ms",
                BenchReport.figure("%.1f and %.1f ms", part(seen, 0.5), part(seen, 0.99)));
        report.row(
                load + ": Enter on a card to what it shows, p50 and p99",
                "p99 50 ms",
                BenchReport.figure("%.1f and %.1f ms", part(answers, 0.5), part(answers, 0.99)));
    }

    /** What the same keys take in a window that shows nothing, while the node does the same. */
    private static Stage bare() {
        var stage = new Stage();
        stage.setScene(new Scene(new StackPane(new TextField()), 1_366, 768));
        stage.show();
        return stage;
    }

    private static Node start(Path folder, Config.ThisCentral self, Config.ThisCentral other)
            throws Exception {
        var config =
                new Config(
                        self,
                        List.of(new Config.Peer(other.id(), HERE, other.p2pPort(), null, null)),
                        new Config.Site("CỔNG 1", ZoneId.of("Asia/Ho_Chi_Minh"), 9_000),
                        new FeeRules(30, 25_000),
                        new Config.Sync(7, 5_000, 1_024, true),
                        new Config.Mesh(5, 30),
                        new Config.Api(true),
                        Config.Pictures.USUAL,
                        List.of(
                                lane("lane-1", PROBED, Lane.Direction.IN),
                                lane("lane-2", BUSY, Lane.Direction.BOTH)));
        Path data = Files.createDirectories(folder.resolve("console-" + self.id().value()));
        Node node = Node.open(Node.Means.real(data, config, "bench", List.of()));
        node.startStrictly();
        return node;
    }

    private static Lane lane(String id, String device, Lane.Direction direction) {
        return new Lane(id, id, direction, List.of(device), Lane.USUAL_WINDOW, List.of());
    }

    private static void waitFor(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Cars at one gate. */
    private static final class Traffic {
        private final Node node;
        private final String prefix;
        private final Semaphore underWay = new Semaphore(UNDER_WAY);
        private int passed;

        Traffic(Node node, String prefix) {
            this.node = node;
            this.prefix = prefix;
        }

        private void pass() {
            underWay.acquireUninterruptibly();
            String plate = prefix + (10_000 + passed % CARS);
            GateEvent.Kind way =
                    passed++ / CARS % 2 == 0 ? GateEvent.Kind.ENTRY : GateEvent.Kind.EXIT;
            CompletableFuture<Passed> open =
                    node.gate()
                            .open(way, new OpenRequest(plate, null, BUSY, null, null, null, null));
            open.whenComplete((_, _) -> underWay.release());
        }

        /** So many a second, for so long. */
        void keep(int rate, Duration lasts) {
            long begin = System.nanoTime();
            long all = rate * lasts.toSeconds();
            for (long i = 0; i < all; i++) {
                long due = begin + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                pass();
            }
        }

        /** As fast as the gate takes them. */
        void pass(int cars) {
            for (int i = 0; i < cars; i++) {
                pass();
            }
            underWay.acquireUninterruptibly(UNDER_WAY);
            underWay.release(UNDER_WAY);
        }
    }

    /**
     * The other booth, in a process of its own that gives way to this one: its PC is not this one.
     */
    private static final class Elsewhere implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;

        Elsewhere(Path folder, Config.ThisCentral self, Config.ThisCentral other)
                throws IOException {
            var command = new ArrayList<String>();
            if (Files.isExecutable(NICE)) {
                command.addAll(List.of(NICE.toString(), "-n", "19"));
            }
            command.addAll(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ConsoleBenchmark.class.getName(),
                            folder.toString()));
            for (Config.ThisCentral central : List.of(self, other)) {
                command.add(central.id().value());
                command.add(String.valueOf(central.p2pPort()));
                command.add(String.valueOf(central.apiPort()));
            }
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            answers = process.inputReader();
        }

        void keep(int rate, Duration lasts) {
            ask("keep " + rate + " " + lasts.toSeconds());
        }

        void pass(int cars) {
            ask("pass " + cars);
        }

        private void ask(String what) {
            try {
                Writer asked = process.outputWriter();
                asked.write(what + "\n");
                asked.flush();
                String answer;
                do {
                    answer = answers.readLine();
                } while (answer != null && !answer.equals(DONE));
                if (answer == null) {
                    throw new IOException("the other booth ended while asked to " + what);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** The other booth's process: does what it is told, line by line. */
    static void main(String[] args) throws Exception {
        var self = central(args, 1);
        var other = central(args, 4);
        try (Node node = start(Path.of(args[0]), self, other);
                var asked = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            var traffic = new Traffic(node, "51H");
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("keep")) {
                    Duration lasts = Duration.ofSeconds(Long.parseLong(words[2]));
                    traffic.keep(Integer.parseInt(words[1]), lasts);
                } else {
                    traffic.pass(Integer.parseInt(words[1]));
                }
                System.out.println(DONE);
            }
        }
    }

    private static Config.ThisCentral central(String[] args, int from) {
        return new Config.ThisCentral(
                new CentralId(args[from]),
                HERE,
                Integer.parseInt(args[from + 1]),
                Integer.parseInt(args[from + 2]));
    }

    private static void measure(
            BenchReport report, String what, Stage stage, Load load, Keep traffic) {
        Queue<Double> waits = new ConcurrentLinkedQueue<>();
        Queue<Double> reactions = new ConcurrentLinkedQueue<>();
        try (ScheduledExecutorService probes = Executors.newScheduledThreadPool(2)) {
            probes.scheduleAtFixedRate(
                    () -> {
                        long asked = System.nanoTime();
                        Platform.runLater(() -> waits.add((System.nanoTime() - asked) / 1e6));
                    },
                    5,
                    5,
                    TimeUnit.MILLISECONDS);
            var typing = new AtomicBoolean();
            probes.scheduleAtFixedRate(
                    () -> type(stage.getScene(), typing, reactions),
                    50,
                    100,
                    TimeUnit.MILLISECONDS);
            traffic.keep(load.rate(), MEASURED);
            probes.shutdownNow();
        }
        double[] all = sorted(reactions);
        double[] busy = sorted(waits);
        report.row(
                what + ", " + load + ": key to what it shows, p50 and p99",
                "p99 50 ms",
                BenchReport.figure("%.1f and %.1f ms", part(all, 0.5), part(all, 0.99)));
        report.row(
                what + ", " + load + ": wait for the window's thread, p99 and longest",
                "50 ms",
                BenchReport.figure("%.1f and %.1f ms", part(busy, 0.99), part(busy, 1)));
    }

    /** A digit counts as a hand's a moment after it was typed. */
    private static void once(ObservableValue<?> value, Runnable then) {
        value.addListener(
                new InvalidationListener() {
                    @Override
                    public void invalidated(Observable changed) {
                        value.removeListener(this);
                        then.run();
                    }
                });
    }

    /** Notes how long it took until the layout that shows what was asked then. */
    private static void shown(Scene scene, long asked, Queue<Double> reactions) {
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    @Override
                    public void run() {
                        scene.removePostLayoutPulseListener(this);
                        reactions.add((System.nanoTime() - asked) / 1e6);
                    }
                });
        Platform.requestNextPulse();
    }

    /** A digit into the plate field, or the last one out of it, up to the layout that shows it. */
    private static void type(Scene scene, AtomicBoolean typed, Queue<Double> reactions) {
        long asked = System.nanoTime();
        boolean out = typed.getAndSet(!typed.get());
        Platform.runLater(
                () -> {
                    var target = scene.getFocusOwner() == null ? scene : scene.getFocusOwner();
                    KeyCode code = out ? KeyCode.BACK_SPACE : KeyCode.DIGIT5;
                    String text = out ? "" : "5";
                    Event.fireEvent(
                            target,
                            new KeyEvent(
                                    KeyEvent.KEY_PRESSED,
                                    text,
                                    text,
                                    code,
                                    false,
                                    false,
                                    false,
                                    false));
                    if (!out) {
                        once(
                                ((TextInputControl) target).textProperty(),
                                () -> shown(scene, asked, reactions));
                        Event.fireEvent(
                                target,
                                new KeyEvent(
                                        KeyEvent.KEY_TYPED,
                                        text,
                                        text,
                                        KeyCode.UNDEFINED,
                                        false,
                                        false,
                                        false,
                                        false));
                    }
                    if (out) {
                        shown(scene, asked, reactions);
                    }
                });
    }

    private static double[] sorted(Queue<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double part(double[] sorted, double part) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }

    private static void heap(BenchReport report, Node node, Elsewhere there, int visits) {
        var heaps = new ArrayList<Double>();
        int done = 0;
        for (int upTo : List.of(visits / 10, visits)) {
            there.pass(2 * (upTo - done)); // in and out
            done = upTo;
            waitFor(
                    () ->
                            node.mesh().status().proof().complete()
                                    && node.mesh().status().peers().stream()
                                            .allMatch(p -> p.weMiss() != null && p.weMiss() == 0));
            heaps.add(usedMegabytes());
        }
        report.row(
                BenchReport.figure("heap after %,d and after %,d visits", visits / 10, visits),
                "5 % more",
                BenchReport.figure(
                        "%.1f and %.1f MB, %+.1f %%",
                        heaps.get(0), heaps.get(1), 100 * (heaps.get(1) / heaps.get(0) - 1)));
    }

    private static double usedMegabytes() {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            LockSupport.parkNanos(1_000_000_000); // what is shown settles
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
        }
        return least;
    }
}
