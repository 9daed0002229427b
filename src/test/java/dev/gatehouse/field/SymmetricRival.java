package dev.gatehouse.field;

import dev.gatehouse.sync.Cable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * SymmetricDS: two SQLite nodes, the receiver pulls. What it is made of is copied to {@code
 * target/field/symmetric} by the profile {@code field}; its configuration is in {@code
 * src/field/symmetric}.
 */
final class SymmetricRival implements Rival {
    private static final Path JARS = Path.of("target/field/symmetric").toAbsolutePath();
    private static final Path SOURCES = Path.of("src/field/symmetric").toAbsolutePath();

    private final Path folder;
    private final Map<String, String> environment;
    private final Cable cable;
    private final Connection full;
    private final Connection away;
    private final PreparedStatement isHeld;
    private final PreparedStatement routed;
    private End sender;
    private End receiver;
    private int written;
    private long last;

    SymmetricRival(Path folder, Map<String, String> environment) throws Exception {
        version(); // or it is absent
        this.folder = folder;
        this.environment = environment;
        InetSocketAddress at = Addresses.free();
        this.cable = new Cable(at);
        this.full = database("full");
        this.away = database("away");
        this.isHeld = away.prepareStatement("SELECT count(*) FROM history WHERE id = ?");
        sender = start("full", at.getPort());
        receiver = start("away", 0);
        this.routed =
                full.prepareStatement(
                        "SELECT coalesce(sum(data_insert_row_count), 0) FROM sym_outgoing_batch"
                                + " WHERE node_id = '2' AND channel_id = 'history'"
                                + " AND status <> 'RT'");
    }

    static String version() throws IOException, Absent {
        if (!Files.isDirectory(JARS)) {
            throw new Absent("not in " + JARS + ": run by mvn -q -Pfield, which fetches it");
        }
        try (Stream<Path> jars = Files.list(JARS)) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.startsWith("symmetric-server-"))
                    .map(name -> name.replaceAll("symmetric-server-|\\.jar", ""))
                    .findAny()
                    .orElseThrow(() -> new Absent("no symmetric-server in " + JARS));
        }
    }

    private Connection database(String name) throws SQLException, IOException {
        Files.createDirectories(folder.resolve(name));
        Connection connection = Rows.connect(folder.resolve(name).resolve("history.db"));
        Rows.createTable(connection);
        return connection;
    }

    private End start(String name, int listen) throws IOException {
        Path home = folder.resolve(name);
        InetSocketAddress line = cable.end(); // both call the sender by it, so that all passes it
        Path properties = home.resolve(name + ".properties");
        Files.writeString(
                properties,
                Files.readString(SOURCES.resolve(name + ".properties"))
                        .replace("${line}", line.getHostString() + ":" + line.getPort())
                        .replace("${database}", home.resolve("history.db").toString())
                        .replace("${config}", SOURCES.resolve("config.sql").toString()));
        End end =
                End.start(
                        name,
                        home,
                        environment,
                        List.of(
                                End.javaProgram(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx512m",
                                "-Djava.io.tmpdir=" + home,
                                "-cp",
                                JARS + "/*",
                                SOURCES.resolve("SymmetricNode.java").toString(),
                                properties.toString(),
                                Integer.toString(listen)));
        end.await("ready");
        return end;
    }

    /** Registered, configured, and a row has come over. */
    @Override
    public void open() throws Exception {
        try (PreparedStatement registered =
                full.prepareStatement(
                        "SELECT count(*) FROM sym_node_security s, sym_node n WHERE s.node_id = '2'"
                                + " AND n.node_id = '2' AND s.registration_enabled = 0"
                                + " AND s.registration_time IS NOT NULL AND n.sync_enabled = 1")) {
            Waiting.until(() -> one(registered) == 1);
        }
        write(new Rows(799, 1));
        Waiting.until(this::lastIsHeld);
    }

    @Override
    public void part() throws IOException {
        cable.pullOut();
    }

    @Override
    public void write(Rows rows) throws Exception {
        rows.insert(full);
        written += rows.count();
        last = rows.id(rows.count() - 1);
        Waiting.until(() -> one(routed) >= written);
    }

    @Override
    public double join() throws Exception {
        cable.putBack();
        Waiting.until(this::lastIsHeld);
        return (System.nanoTime() - cable.firstJoinedAtNanos()) / 1e6;
    }

    @Override
    public double live(Rows rows, int number) throws Exception {
        Rows.insert(full, List.<@Nullable Object[]>of(rows.row(number)));
        long answered = System.nanoTime();
        written++;
        last = rows.id(number);
        Waiting.until(this::lastIsHeld, Waiting.CLOSELY);
        return (System.nanoTime() - answered) / 1e6;
    }

    /** Rows are loaded in the order in which they were written. */
    private boolean lastIsHeld() throws SQLException {
        isHeld.setLong(1, last);
        return one(isHeld) == 1;
    }

    private static long one(PreparedStatement question) throws SQLException {
        try (ResultSet found = question.executeQuery()) {
            return found.getLong(1);
        }
    }

    @Override
    public long bytes() {
        return cable.bytesBothWays();
    }

    @Override
    public long held() throws SQLException {
        try (PreparedStatement count = away.prepareStatement("SELECT count(*) FROM history")) {
            return one(count) - 1; // the one that was written to see that it is registered
        }
    }

    @Override
    public List<ProcessHandle> ends() {
        return List.of(sender.handle(), receiver.handle());
    }

    @Override
    public void close() throws Exception {
        receiver.close();
        sender.close();
        full.close();
        away.close();
        cable.close();
    }
}
