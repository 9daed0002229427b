package dev.gatehouse.field;

import dev.gatehouse.sync.Cable;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PouchDB: one end serves its LevelDB over HTTP, the other replicates from it. The program and its
 * lock file are in {@code src/field/pouchdb}; npm fetches what it needs into {@code target/field}.
 */
final class PouchRival implements Rival {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path SOURCES = Path.of("src/field/pouchdb").toAbsolutePath();
    private static final Path HOME = Path.of("target/field/pouchdb").toAbsolutePath();

    private final Cable cable;
    private final End sender;
    private final End receiver;
    private int waiting;
    private boolean following;

    PouchRival(Path folder, Map<String, String> environment) throws Exception {
        install();
        InetSocketAddress at = Addresses.free();
        cable = new Cable(at);
        sender = start(folder, environment, "sender", Addresses.text(at));
        receiver =
                start(
                        folder,
                        environment,
                        "receiver",
                        "http://" + Addresses.text(cable.end()) + "/history");
    }

    private static End start(
            Path folder, Map<String, String> environment, String role, String where)
            throws IOException {
        String program = HOME.resolve("end.js").toString();
        return End.start(role, folder, environment, List.of("node", program, role, where));
    }

    /** Once; later runs find it there. */
    private static void install() throws Exception {
        for (String tool : List.of("node", "npm")) {
            Tools.require(tool, "Debian: apt-get install nodejs npm");
        }
        Files.createDirectories(HOME);
        for (String file : List.of("package.json", "package-lock.json", "end.js")) {
            Files.write(HOME.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
        }
        Path done = HOME.resolve("node_modules/.package-lock.json");
        if (!Files.exists(done)) {
            Tools.run(HOME, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
    }

    static String version() throws IOException {
        return JSON.readTree(Files.readString(SOURCES.resolve("package.json")))
                .path("dependencies")
                .path("pouchdb")
                .stringValue("");
    }

    @Override
    public void open() throws IOException {
        sender.await("ready");
        receiver.await("ready");
    }

    @Override
    public void part() throws IOException {
        cable.pullOut();
    }

    @Override
    public void write(Rows rows) throws IOException {
        List<String> names = Rows.names();
        for (int number = 0; number < rows.count(); number++) {
            sender.say("doc " + JSON.writeValueAsString(document(names, rows.row(number))));
        }
        sender.ask("write", "written");
        waiting += rows.count();
    }

    private static Map<String, Object> document(List<String> names, @Nullable Object[] row) {
        var document = new LinkedHashMap<String, Object>();
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            if (value != null) {
                document.put(names.get(i).equals("event_id") ? "_id" : names.get(i), value);
            }
        }
        return document;
    }

    @Override
    public double join() throws IOException {
        cable.putBack();
        receiver.ask("pull " + waiting, "there");
        waiting = 0;
        return (System.nanoTime() - cable.firstJoinedAtNanos()) / 1e6;
    }

    @Override
    public double live(Rows rows, int number) throws IOException {
        if (!following) {
            receiver.ask("follow", "following");
            following = true;
        }
        Map<String, Object> document = document(Rows.names(), rows.row(number));
        sender.ask("put " + JSON.writeValueAsString(document), "put");
        long answered = System.nanoTime();
        receiver.await("came " + document.get("_id"));
        return (System.nanoTime() - answered) / 1e6;
    }

    @Override
    public long bytes() {
        return cable.bytesBothWays();
    }

    @Override
    public long held() throws IOException {
        return Long.parseLong(receiver.ask("held", "held"));
    }

    @Override
    public List<ProcessHandle> ends() {
        return new ArrayList<>(List.of(sender.handle(), receiver.handle()));
    }

    @Override
    public void close() throws Exception {
        receiver.close();
        sender.close();
        cable.close();
    }
}
