import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the image start faster: runs it once, with its window on the headless platform, beside
 * another booth whose cars it has to fetch, and keeps what the JVM learnt as an AOT cache beside
 * the jars: its classes, and which of its methods are worth compiling at once. An image without the
 * cache works all the same, so whatever fails here is said and is no failure of the build.
 */
class Train {
    private static final String HERE = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Fetched in pages: as many as it takes until the JVM has compiled what fetches them. */
    private static final int CARS = 1_500;

    /** Let in while both look on. */
    private static final int LIVE = 300;

    private static final int CLIENTS = 16;
    private static final Pattern EVENTS = Pattern.compile("\"events\": ?(\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] args) throws InterruptedException {
        try {
            train(args);
        } catch (IOException | RuntimeException e) {
            System.out.println("No AOT cache: " + e);
        }
    }

    private static void train(String[] args) throws IOException, InterruptedException {
        Path image = Path.of(args[0]).toAbsolutePath();
        Path app = image.resolve("lib").resolve("app");
        Path program = image.resolve("bin").resolve("gatehouse");
        Path options = app.resolve("gatehouse.cfg");
        if (!Files.exists(program) || !Files.exists(options)) {
            System.out.println("No AOT cache: " + image + " is laid out otherwise on this system");
            return;
        }
        Path folder = Files.createTempDirectory("gatehouse-training");
        try {
            Path cache = folder.resolve("app.aot");
            run(program, folder, cache);
            if (!Files.exists(cache)) {
                System.out.println("No AOT cache: the training run left none");
                return;
            }
            Files.copy(cache, app.resolve("app.aot"));
            // only now: a JVM that is told to write a cache and to use one refuses to start
            // where it cannot use the cache it says so, and standard output is the commands' own
            String cfg = Files.readString(options);
            Files.writeString(
                    options,
                    cfg.replace(
                            "[JavaOptions]\n",
                            """
                            [JavaOptions]
                            java-options=-Xlog:disable
                            java-options=-Xlog:all=warning:stderr
                            java-options=-XX:AOTCache=$APPDIR/app.aot
                            """));
        } finally {
            delete(folder);
        }
    }

    private static void run(Path program, Path folder, Path cache)
            throws IOException, InterruptedException {
        var other = new Booth("other", folder.resolve("other"), freePort(), freePort());
        var trained = new Booth("training", folder.resolve("training"), freePort(), freePort());
        other.configure(trained);
        trained.configure(other);
        Process first = start(program, "", other, "node");
        try {
            pass(other, CARS);
            Process process =
                    start(
                            program,
                            "-XX:AOTCacheOutput="
                                    + cache
                                    + " -Dglass.platform=Headless -Dprism.order=sw",
                            trained);
            try {
                meet(other, trained);
                pass(other, LIVE);
                pass(trained, LIVE);
                meet(other, trained);
                stop(first);
                delete(other.folder);
                other.configure(trained);
                first = start(program, "", other, "node"); // now the trained one serves pages
                meet(other, trained);
            } finally {
                stop(process); // a clean stop; the JVM writes its cache on the way out
            }
        } finally {
            stop(first);
        }
    }

    /** A central on this machine alone. */
    private record Booth(String id, Path folder, int api, int p2p) {
        void configure(Booth peer) throws IOException {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("config.json"),
                    """
                    {"this_central":{"id":"%s","ip":"%s","p2p_port":%d,"api_port":%d},
                     "peer_centrals":[{"id":"%s","ip":"%s","p2p_port":%d}]}
                    """
                            .formatted(id, HERE, p2p, api, peer.id, HERE, peer.p2p));
        }

        /** Its answer; empty while it gives none. */
        String get(String path) throws InterruptedException {
            return send(HttpRequest.newBuilder(uri(path)));
        }

        String send(HttpRequest.Builder request) throws InterruptedException {
            try {
                return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
            } catch (IOException notYet) {
                return "";
            }
        }

        URI uri(String path) {
            return URI.create("http://" + HERE + ":" + api + "/api/" + path);
        }
    }

    private static Process start(Path program, String options, Booth booth, String... command)
            throws IOException {
        var words = new ArrayList<>(List.of(program.toString()));
        words.addAll(List.of(command));
        words.addAll(List.of("--data", booth.folder.toString()));
        var start =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(booth.folder.resolve("output").toFile());
        start.environment().put("JAVA_TOOL_OPTIONS", options);
        return start.start();
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** So many cars come, and every second one leaves again; what people look at is asked for. */
    private static void pass(Booth at, int cars) throws InterruptedException {
        until(() -> !at.get("parking/history").isEmpty());
        var next = new AtomicInteger();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int client = 0; client < CLIENTS; client++) {
                clients.submit(
                        () -> {
                            for (int car = next.getAndIncrement();
                                    car < cars;
                                    car = next.getAndIncrement()) {
                                String plate = "%02dG%05d".formatted(30 + at.id.length(), car);
                                for (int pass = 0; pass <= car % 2; pass++) {
                                    open(at, plate);
                                }
                            }
                            return null;
                        });
            }
        }
        for (String path : List.of("parking/history", "parking/state", "p2p/status", "stats")) {
            at.get(path);
        }
    }

    private static void open(Booth at, String plate) throws InterruptedException {
        at.send(
                HttpRequest.newBuilder(at.uri("edge/barrier/open"))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"edge_id\":\"edge-1\",\"plate_id\":\"%s\"}"
                                                .formatted(plate))));
    }

    /** Until both hold the same; then some moments more, in which the window shows it. */
    private static void meet(Booth one, Booth other) throws InterruptedException {
        until(() -> events(one) > 0 && events(one) == events(other));
        TimeUnit.SECONDS.sleep(2);
    }

    private static long events(Booth booth) throws InterruptedException {
        Matcher events = EVENTS.matcher(booth.get("p2p/proof"));
        return events.find() ? Long.parseLong(events.group(1)) : 0;
    }

    private static void until(Callable<Boolean> there) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!there.call()) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("it took too long");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE))) {
            return probe.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
