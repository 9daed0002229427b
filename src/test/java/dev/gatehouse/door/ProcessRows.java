package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.FreePorts;
import dev.gatehouse.it.BoothProcess;

import tools.jackson.databind.JsonNode;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What happens to the process of a node: it is stopped, woken, killed, locked out, or a second. */
final class ProcessRows {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("win");

    private static final Duration START = Duration.ofSeconds(60);

    /**
     * A folder's name as a shell's printf takes it, and the locale that knows none of its letters.
     */
    private record Place(String octal, String variable, String locale) {}

    /** What a sender tells before the kill and after it, and the state that its car is then in. */
    private record Told(String path, String type, String plate, String status) {
        String action() {
            return type.equals("EXIT") ? "EXIT" : "ENTRY";
        }

        Answer to(Client booth) throws Exception {
            String id = "kill-" + type + "-" + plate;
            if (path.equals(Client.OPEN)) {
                return booth.open("kill-open", plate, "event_id", id);
            }
            var event = Client.reading(type, "kill-" + type, plate, 0.9);
            event.put("event_id", id);
            return booth.post(path, event);
        }
    }

    private static final List<Told> BEFORE_THE_KILL =
            List.of(
                    new Told(Client.OPEN, "ENTRY", "40A-200.01", "IN"),
                    new Told(Client.OPEN, "ENTRY", "40A-299.02", "IN"),
                    new Told(Client.EVENT, "ENTRY", "40A-255.03", "IN"),
                    new Told(Client.EVENT, "ENTRY", "40A-266.04", "OUT"),
                    new Told(Client.EVENT, "EXIT", "40A-266.04", "OUT"));

    private ProcessRows() {}

    static List<Row> of(Stage stage) {
        var rows = new ArrayList<Row>();
        rows.add(
                Row.each(
                        "a second instance on one data folder is refused",
                        List.of("node", "rebuild", "import"),
                        command -> second(stage, command)));
        rows.add(
                Row.each(
                        "a database that another program locks costs no car its record",
                        List.of("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "BEGIN"),
                        lock -> locked(stage, lock)));
        rows.add(new Row("what was answered before a kill is there after it", () -> killed(stage)));
        rows.add(
                Row.each(
                        "what was answered before a kill is answered again after it",
                        BEFORE_THE_KILL,
                        told -> {
                            Answer again = told.to(stage.booth()).done(told.action());
                            assertThat(again.repeated()).as("in " + again.body()).isTrue();
                        }));
        if (!WINDOWS) { // there are no such signals and no such locales
            rows.add(
                    Row.each(
                            "a process that was halted and woken answers what it was sent",
                            List.of(200, 500, 1_000),
                            ms -> halted(stage, ms)));
            rows.add(
                    Row.each(
                            "a Vietnamese data folder works in any locale, or it is said why",
                            List.of(
                                    new Place("B\\303\\243i xe s\\341\\273\\221 1", "LC_ALL", "C"),
                                    new Place("\\304\\220\\341\\273\\227 xe", "LC_ALL", "POSIX"),
                                    new Place("C\\341\\273\\225ng #1", "LANG", "C")),
                            place -> locale(stage, place)));
        }
        return List.copyOf(rows);
    }

    private static void second(Stage stage, String command) throws Exception {
        String[] args =
                command.equals("import")
                        ? new String[] {command, stage.process().database().toString()}
                        : new String[] {command};
        CommandRows.Ended ended = CommandRows.run(stage.process().folder(), args);
        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("in use by another Gatehouse");
        assertThat(stage.process().up()).isTrue();
    }

    private static void locked(Stage stage, String lock) throws Exception {
        Client booth = stage.booth();
        String plate = "40A-1%04d".formatted(Math.floorMod(lock.hashCode(), 10_000));
        String edge = stage.edge();
        Path database = stage.process().database();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> answer;
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + database);
                    var statement = other.createStatement()) {
                statement.execute(lock);
                answer = senders.submit(() -> booth.open(edge, plate));
                whileItLasts(answer, 700);
                statement.execute("ROLLBACK");
            }
            assertThat(answer.get().status()).as(answer.get().body()).isIn(200, 503);
            Answer again = booth.open(edge, plate);
            assertThat(again.status()).as(again.body()).isEqualTo(200);
            booth.row(plate);
        }
    }

    private static void whileItLasts(Future<Answer> answer, int ms)
            throws InterruptedException, ExecutionException {
        try {
            answer.get(ms, TimeUnit.MILLISECONDS);
        } catch (TimeoutException still) {
            assertThat(answer.isDone()).as(still.toString()).isFalse();
        }
    }

    private static void killed(Stage stage) throws Exception {
        for (Told told : BEFORE_THE_KILL) {
            told.to(stage.booth()).done(told.action());
        }
        stage.process().kill();
        stage.process().start();
        await().atMost(START).until(stage.process()::up);
        for (Told told : BEFORE_THE_KILL) {
            JsonNode row = stage.booth().row(told.plate());
            assertThat(row.path("status").stringValue("")).isEqualTo(told.status());
        }
    }

    private static void halted(Stage stage, int ms) throws Exception {
        Client booth = stage.booth();
        String plate = "40A-3%04d".formatted(ms);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            stage.process().signal("STOP");
            Future<Answer> answer;
            try {
                answer = senders.submit(() -> booth.open("halt-" + ms, plate));
                whileItLasts(answer, ms);
            } finally {
                stage.process().signal("CONT");
            }
            answer.get().done("ENTRY");
            booth.row(plate);
        }
    }

    /** The folder's name is written by a shell: this process may itself be of such a locale. */
    private static void locale(Stage stage, Place place) throws Exception {
        String host = "127.0.0.1";
        int port = FreePorts.at(host);
        Path home = Files.createDirectories(stage.folder("places-" + port));
        Path config = home.resolve("config.json");
        Files.writeString(
                config,
                """
                {"this_central": {"id": "central-1", "ip": "%s", "p2p_port": %d, "api_port": %d}}
                """
                        .formatted(host, FreePorts.at(host), port));
        String script =
                "d=\"$1/$(printf '%s')\"; mkdir -p \"$d\"; cp \"$2\" \"$d/config.json\"; shift 2;"
                    + " unset LC_ALL LANG LC_CTYPE; export %s=%s; exec \"$@\" node --data \"$d\"";
        var command = new ArrayList<String>();
        command.addAll(List.of("sh", "-c"));
        command.add(script.formatted(place.octal(), place.variable(), place.locale()));
        command.addAll(List.of("sh", home.toString(), config.toString()));
        command.addAll(BoothProcess.command());
        Path output = home.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try (Client client = Client.of(new InetSocketAddress(host, port))) {
            await().atMost(START).until(() -> !process.isAlive() || up(client));
            if (process.isAlive()) {
                client.open("edge-1", "40A-500.01").done("ENTRY");
            } else {
                assertThat(said(output))
                        .containsPattern("locale|LC_ALL|LANG|UTF-8")
                        .hasLineCount(1);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String said(Path output) throws Exception {
        return Files.readString(output, StandardCharsets.ISO_8859_1).strip();
    }

    private static boolean up(Client client) {
        try {
            return client.get("/health").json().path("ready").booleanValue(false);
        } catch (Exception notYet) {
            return false;
        }
    }
}
