package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.SqliteUrl;
import dev.gatehouse.node.Node;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * One central as it runs in a booth: a process of its own from the built image, on a loopback
 * address of its own, with its own data folder. Where no image is named, from the classes of this
 * run, with the image's options.
 */
public final class BoothProcess implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final boolean ONE_LOOPBACK = System.getProperty("os.name", "").startsWith("Mac");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String id;
    private final String address;
    private final int p2pPort;
    private final int apiPort;
    private final Path folder;
    private final Path output;
    private String jvmOptions = "";
    private Map<String, String> environment = Map.of();
    private Process process;

    private BoothProcess(String id, String address, Path folder, int number) throws IOException {
        this.id = id;
        this.address = address;
        this.p2pPort = FreePorts.at(address);
        this.apiPort = FreePorts.at(address);
        this.folder = Files.createDirectories(folder.resolve("booth-" + number));
        this.output = folder.resolve("booth-" + number + ".out");
    }

    /** Centrals 1 to {@code count}, each with all the others as peers, none started. */
    public static List<BoothProcess> mesh(int count, Path folder) throws IOException {
        return mesh(count, folder, (one, other) -> true);
    }

    /**
     * The same, with those as peers of each other that are said to be.
     *
     * @param linked asked with the numbers of two centrals, from 1, in both orders
     */
    static List<BoothProcess> mesh(int count, Path folder, BiPredicate<Integer, Integer> linked)
            throws IOException {
        var booths = new ArrayList<BoothProcess>();
        for (int i = 1; i <= count; i++) {
            booths.add(booth(i, "central-" + i, folder));
        }
        for (int i = 1; i <= count; i++) {
            var peers = new ArrayList<Peer>();
            for (int j = 1; j <= count; j++) {
                if (i != j && linked.test(i, j)) {
                    peers.add(booths.get(j - 1).asPeer());
                }
            }
            booths.get(i - 1).configure(peers);
        }
        return booths;
    }

    /** A booth that is not configured yet. */
    public static BoothProcess booth(int number, String id, Path folder) throws IOException {
        return new BoothProcess(
                id, ONE_LOOPBACK ? "127.0.0.1" : "127.0.66." + number, folder, number);
    }

    /**
     * Where a peer is dialled.
     *
     * @param second whether it is an original of the second generation, at its API's port
     */
    public record Peer(String id, String address, int port, boolean second) {
        Peer(String id, String address, int port) {
            this(id, address, port, false);
        }

        String json() {
            return second
                    ? "{\"id\":\"%s\",\"ip\":\"%s\",\"api_port\":%d,\"dialect\":\"original-2\"}"
                            .formatted(id, address, port)
                    : "{\"id\":\"%s\",\"ip\":\"%s\",\"p2p_port\":%d}".formatted(id, address, port);
        }

        public static Peer at(String id, InetSocketAddress where) {
            return new Peer(id, where.getHostString(), where.getPort());
        }
    }

    /** A peer that can only come in: nobody listens where it is dialled. */
    public static Peer nobody(String id) throws IOException {
        String host = ONE_LOOPBACK ? "127.0.0.1" : "127.0.66.254";
        return new Peer(id, host, FreePorts.at(host));
    }

    Peer asPeer() {
        return new Peer(id, address, p2pPort);
    }

    public InetSocketAddress p2p() {
        return new InetSocketAddress(address, p2pPort);
    }

    /** A place of its own where something else than a booth listens. */
    static InetSocketAddress place(int number) throws IOException {
        String host = ONE_LOOPBACK ? "127.0.0.1" : "127.0.66." + number;
        return new InetSocketAddress(host, FreePorts.at(host));
    }

    public InetSocketAddress api() {
        return new InetSocketAddress(address, apiPort);
    }

    /** Every hour begun costs 25,000 from the first second on. */
    void chargeFromTheFirstSecond() throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replaceFirst("\\{", "{\"tariff\":{\"free_minutes\":0},"));
    }

    /** Writes its configuration. */
    public void configure(List<Peer> peers) throws IOException {
        String listed = peers.stream().map(Peer::json).collect(Collectors.joining(","));
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"this_central":{"id":"%s","ip":"%s","p2p_port":%d,"api_port":%d},
                 "peer_centrals":[%s]}
                """
                        .formatted(id, address, p2pPort, apiPort, listed));
    }

    /**
     * Lets so many cars in while it is off, by its own node without ports: faster than by HTTP, and
     * the same events.
     */
    public void letInWhileOff(String prefix, int count) throws Exception {
        var loaded = new ConfigStore(folder, null, Map.of(), id).load();
        try (Node node = Node.open(Node.Means.real(folder, loaded.config(), "test", List.of()))) {
            var answers = new ArrayDeque<CompletableFuture<Passed>>();
            for (int car = 0; car < count; car++) {
                String plate = "%s%05d".formatted(prefix, car);
                answers.add(
                        node.gate()
                                .open(
                                        new OpenRequest(
                                                plate, null, "edge-1", null, null, null, null)));
                if (answers.size() >= 512) { // the writer takes at most twice as many
                    assertThat(answers.remove().join().outcome())
                            .isInstanceOf(OpenOutcome.Entered.class);
                }
            }
            for (CompletableFuture<Passed> answer : answers) {
                assertThat(answer.join().outcome()).isInstanceOf(OpenOutcome.Entered.class);
            }
        }
    }

    /** Sends a signal such as {@code STOP} or {@code CONT} to it. */
    public void signal(String name) throws IOException, InterruptedException {
        var pids = new ArrayList<String>(List.of(Long.toString(process.pid())));
        process.descendants().forEach(child -> pids.add(Long.toString(child.pid())));
        var command = new ArrayList<>(List.of("kill", "-" + name));
        command.addAll(pids);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** Events in its database, whether it runs or not; 0 where there is none yet. */
    public long onDisk() {
        if (!Files.exists(database())) {
            return 0; // to look would make it
        }
        try (var connection = DriverManager.getConnection(SqliteUrl.of(database()));
                var statement = connection.createStatement();
                var held = statement.executeQuery("SELECT coalesce(sum(n), 0) FROM stream")) {
            return held.getLong(1);
        } catch (SQLException notYet) {
            return 0;
        }
    }

    /** Its present answer about what it holds and who holds the same. */
    public JsonNode proof() throws IOException, InterruptedException {
        return get("/api/p2p/proof");
    }

    /** Events that it holds; 0 while it does not answer. */
    long events() {
        try {
            return proof().path("events").longValue(0);
        } catch (IOException | InterruptedException notYet) {
            return 0;
        }
    }

    /** The words that start the program. */
    public static List<String> command() {
        String image = System.getProperty("gatehouse.image", "");
        if (!image.isBlank()) {
            return List.of(program(image).toString());
        }
        return List.of(
                javaTool("java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.gatehouse.cli.Main");
    }

    private static Path javaTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    private static Path program(String image) {
        Path bin = Path.of(image, "gatehouse", "bin", "gatehouse");
        Path windows = Path.of(image, "gatehouse", "gatehouse.exe");
        Path mac = Path.of(image, "gatehouse.app", "Contents", "MacOS", "gatehouse");
        return Files.exists(bin) ? bin : Files.exists(windows) ? windows : mac;
    }

    public String id() {
        return id;
    }

    public Path folder() {
        return folder;
    }

    public Path database() {
        return folder.resolve("gatehouse.db");
    }

    /**
     * More options for the virtual machine of its next runs, with a space between them; they come
     * before the program's own.
     */
    public void jvmOptions(String options) {
        jvmOptions = options;
    }

    /**
     * Starts the node and returns at once.
     *
     * @param more options of the command
     */
    public void start(String... more) throws IOException {
        var args = new ArrayList<>(List.of("node", "--data", folder.toString()));
        args.addAll(List.of(more));
        start(
                jvmOptions.isEmpty() ? Map.of() : Map.of("_JAVA_OPTIONS", jvmOptions),
                args.toArray(String[]::new));
    }

    long pid() {
        return process.pid();
    }

    /** Its process; there is one only once it was started. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Variables of the environment of its next runs. */
    public void environment(Map<String, String> more) {
        environment = Map.copyOf(more);
    }

    /** Has its memory cleaned; only one that runs from classes is the process that is asked. */
    void collectGarbage() throws IOException, InterruptedException {
        Process asked =
                new ProcessBuilder(javaTool("jcmd").toString(), Long.toString(pid()), "GC.run")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(asked.waitFor()).isZero();
    }

    /** Starts the console, on the platform that draws into memory. */
    void startWindow() throws IOException {
        start(
                Map.of("JAVA_TOOL_OPTIONS", "-Dglass.platform=Headless -Dprism.order=sw"),
                "--data",
                folder.toString());
    }

    /** Starts the console where there is no display. */
    void startWindowWithoutDisplay() throws IOException {
        start(Map.of("DISPLAY", "", "WAYLAND_DISPLAY", ""), "--data", folder.toString());
    }

    private void start(Map<String, String> environment, String... args) throws IOException {
        var command = new ArrayList<>(command());
        command.addAll(List.of(args));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .redirectInput(ProcessBuilder.Redirect.from(nothing()));
        builder.environment().putAll(this.environment);
        environment.forEach(
                (name, value) -> {
                    if (value.isEmpty()) {
                        builder.environment().remove(name);
                    } else {
                        builder.environment().put(name, value);
                    }
                });
        process = builder.start();
    }

    private static File nothing() {
        return new File(System.getProperty("os.name", "").startsWith("Win") ? "NUL" : "/dev/null");
    }

    boolean running() {
        return process != null && process.isAlive();
    }

    /** Asks the process to end, as an operating system does, and gives its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("%s ends on SIGTERM", id).isTrue();
        return process.exitValue();
    }

    /** As a power cut: nothing is asked. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** All that the process has printed in all its runs. */
    public String log() throws IOException {
        return Files.exists(output) ? Files.readString(output) : "";
    }

    /** Whether the API answers. */
    public boolean up() {
        try {
            return get("/health").path("ready").booleanValue(false);
        } catch (IOException | InterruptedException notYet) {
            return false;
        }
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    /** As {@code curl -d} sends it, with the form's Content-Type that nobody meant. */
    public JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        request.timeout(Duration.ofSeconds(10)).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return JSON.readTree(answer.body());
    }

    private URI uri(String path) {
        return URI.create("http://" + address + ":" + apiPort + path);
    }

    /** One pass through the barrier, in or out. */
    public JsonNode open(String plate) throws IOException, InterruptedException {
        return open("edge-1", plate);
    }

    /** One pass through another barrier: a car that has just come in leaves. */
    JsonNode openElsewhere(String plate) throws IOException, InterruptedException {
        return open("edge-2", plate);
    }

    private JsonNode open(String edge, String plate) throws IOException, InterruptedException {
        return post(
                "/api/edge/barrier/open",
                "{\"edge_id\": \"%s\", \"plate_id\": \"%s\"}".formatted(edge, plate));
    }

    /** The rows of the history, newest first, at most a thousand. */
    List<JsonNode> history() throws IOException, InterruptedException {
        var rows = new ArrayList<JsonNode>();
        get("/api/parking/history?limit=1000").path("history").forEach(rows::add);
        return rows;
    }

    /** The plates in the history; empty while the API does not answer. */
    List<String> plates() {
        try {
            return history().stream().map(row -> row.path("plate_id").stringValue("")).toList();
        } catch (IOException | InterruptedException notYet) {
            return List.of();
        }
    }

    /** What is known of that peer. */
    public JsonNode syncState(String peer) throws IOException, InterruptedException {
        for (JsonNode row : get("/api/p2p/sync-state").path("sync_state")) {
            if (row.path("peer_central_id").stringValue("").equals(peer)) {
                return row;
            }
        }
        throw new AssertionError(id + " lists no sync state of " + peer);
    }

    @Override
    public void close() {
        if (running()) {
            process.destroyForcibly();
        }
    }
}
