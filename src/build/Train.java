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
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * Makes the image start faster: runs it once, with its window on the headless platform and a car
 * let in, and keeps what the JVM learnt as an AOT cache beside the jars. An image without the cache
 * works all the same, so whatever fails here is said and is no failure of the build.
 */
class Train {
    private static final String HERE = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

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
            String cfg = Files.readString(options);
            Files.writeString(
                    options,
                    cfg.replace(
                            "[JavaOptions]\n",
                            "[JavaOptions]\njava-options=-XX:AOTCache=$APPDIR/app.aot\n"));
        } finally {
            delete(folder);
        }
    }

    private static void run(Path program, Path folder, Path cache)
            throws IOException, InterruptedException {
        int api = freePort();
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"this_central":{"id":"training","ip":"%s","p2p_port":%d,"api_port":%d},
                 "peer_centrals":[{"id":"nobody","ip":"%s","p2p_port":%d}]}
                """
                        .formatted(HERE, freePort(), api, HERE, freePort()));
        var start =
                new ProcessBuilder(program.toString(), "--data", folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        start.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        "-XX:AOTCacheOutput="
                                + cache
                                + " -Dglass.platform=Headless -Dprism.order=sw");
        Process process = start.start();
        try {
            letACarIn(api, process);
        } finally {
            process.destroy(); // a clean stop; the JVM writes its cache on the way out
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void letACarIn(int api, Process process) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            String root = "http://" + HERE + ":" + api + "/api/";
            var open =
                    HttpRequest.newBuilder(URI.create(root + "edge/barrier/open"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"edge_id\":\"edge-1\",\"plate_id\":\"30G56789\"}"))
                            .build();
            while (System.nanoTime() < until && process.isAlive()) {
                try {
                    http.send(open, HttpResponse.BodyHandlers.discarding());
                    http.send(
                            HttpRequest.newBuilder(URI.create(root + "parking/history")).build(),
                            HttpResponse.BodyHandlers.discarding());
                    TimeUnit.SECONDS.sleep(2); // the window draws the row, the node dials in vain
                    return;
                } catch (IOException notYet) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
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
