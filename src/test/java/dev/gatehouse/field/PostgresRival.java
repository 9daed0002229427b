package dev.gatehouse.field;

import dev.gatehouse.sync.Cable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * PostgreSQL's logical replication: a publication in one cluster, a subscription in another, which
 * is disabled while it is away. Two clusters from the programs that the system has; they run as
 * another user where this is root's.
 */
final class PostgresRival implements Rival {
    private static final Path CONFIGURATION =
            Path.of("src/field/postgres/cluster.conf").toAbsolutePath();
    private static final String USER = "postgres";
    private static final String HOW = "Debian: apt-get install postgresql";

    /** Says that all before it is done. */
    private static final String DONE = "done";

    private final Path programs;
    private final Cluster full;
    private final Cluster away;
    private final Cable cable;
    private long last;

    PostgresRival(Path folder, Map<String, String> environment) throws Exception {
        programs = programs();
        for (Path open : List.of(folder.getParent(), folder)) { // another user goes through them
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        full = new Cluster(folder.resolve("full"), environment);
        cable = new Cable(full.at);
        away = new Cluster(folder.resolve("away"), environment);
    }

    /** The newest that is installed. */
    private static Path programs() throws Absent, IOException {
        Path all = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(all)) {
            throw new Absent("no PostgreSQL here (" + HOW + ")");
        }
        try (Stream<Path> versions = Files.list(all)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new Absent("no PostgreSQL server here (" + HOW + ")"));
        }
    }

    static String version() throws Exception {
        return Tools.run(Path.of("/"), List.of(programs().resolve("postgres").toString(), "-V"))
                .replaceFirst("postgres \\(PostgreSQL\\) ", "");
    }

    /** A server with its data, and a session in it. */
    private final class Cluster implements AutoCloseable {
        final InetSocketAddress at = Addresses.free();
        private final Path data;
        private final End server;
        private final End session;

        Cluster(Path home, Map<String, String> environment) throws Exception {
            Files.createDirectories(home);
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
            data = home.resolve("data");
            run("initdb", "-D", data.toString(), "-U", USER, "-A", "trust", "--locale=C.UTF-8");
            Files.writeString(
                    data.resolve("postgresql.conf"),
                    Files.readString(CONFIGURATION),
                    StandardOpenOption.APPEND);
            var words = new ArrayList<>(asAnother(environment));
            words.addAll(
                    List.of(
                            programs.resolve("postgres").toString(),
                            "-D",
                            data.toString(),
                            "-p",
                            Integer.toString(at.getPort()),
                            "-k",
                            home.toString()));
            server = End.start("postgres", home, Map.of(), words);
            Waiting.until(this::answers);
            session =
                    End.start(
                            "psql",
                            home,
                            Map.of(),
                            List.of(
                                    programs.resolve("psql").toString(),
                                    "-h",
                                    at.getHostString(),
                                    "-p",
                                    Integer.toString(at.getPort()),
                                    "-U",
                                    USER,
                                    "-qAtX",
                                    "-v",
                                    "ON_ERROR_STOP=1",
                                    USER));
        }

        private boolean answers() throws Exception {
            try {
                Tools.run(
                        data,
                        List.of(
                                programs.resolve("pg_isready").toString(),
                                "-h",
                                at.getHostString(),
                                "-p",
                                Integer.toString(at.getPort())));
                return true;
            } catch (IOException notYet) {
                return false;
            }
        }

        private void run(String program, String... args) throws Exception {
            var words = new ArrayList<>(asAnother(Map.of()));
            words.add(programs.resolve(program).toString());
            words.addAll(List.of(args));
            Tools.run(Path.of("/"), words);
        }

        /** Its answer's last line, empty where there is none. */
        String ask(String sql) throws IOException {
            session.say(sql + ";");
            session.say("\\echo " + DONE);
            return session.lastBefore(DONE);
        }

        @Override
        public void close() throws Exception {
            session.close();
            try {
                run("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
            } finally {
                server.close();
            }
        }
    }

    private static List<String> asAnother(Map<String, String> environment) {
        var words = new ArrayList<String>();
        if (System.getProperty("user.name", "").equals("root")) {
            words.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
        }
        if (!environment.isEmpty()) {
            words.add("env");
            environment.forEach((name, value) -> words.add(name + "=" + value));
        }
        return words;
    }

    @Override
    public void open() throws Exception {
        for (Cluster cluster : List.of(full, away)) {
            cluster.ask(
                    Rows.SCHEMA.stream()
                            .map(
                                    sql ->
                                            sql.replace(" INTEGER", " BIGINT")
                                                    .replace(" REAL", " DOUBLE PRECISION"))
                            .reduce((one, other) -> one + "; " + other)
                            .orElseThrow());
        }
        full.ask("CREATE PUBLICATION history FOR TABLE history");
        InetSocketAddress line = cable.end();
        away.ask(
                "CREATE SUBSCRIPTION history CONNECTION 'host=%s port=%d user=%s dbname=%s'"
                                .formatted(line.getHostString(), line.getPort(), USER, USER)
                        + " PUBLICATION history");
        Waiting.until(
                () ->
                        away.ask("SELECT count(*) FROM pg_subscription_rel WHERE srsubstate = 'r'")
                                .equals("1"));
    }

    @Override
    public void part() throws Exception {
        away.ask("ALTER SUBSCRIPTION history DISABLE");
        Waiting.until(() -> full.ask("SELECT count(*) FROM pg_stat_replication").equals("0"));
        cable.pullOut();
    }

    @Override
    public double live(Rows rows, int number) throws Exception {
        copy(rows, number, number + 1);
        long answered = System.nanoTime();
        String held = "SELECT count(*) FROM history WHERE id = " + last;
        Waiting.until(() -> away.ask(held).equals("1"), Waiting.CLOSELY);
        return (System.nanoTime() - answered) / 1e6;
    }

    @Override
    public void write(Rows rows) throws Exception {
        copy(rows, 0, rows.count());
    }

    private void copy(Rows rows, int from, int to) throws IOException {
        full.session.say("COPY history FROM STDIN;");
        for (int number = from; number < to; number++) {
            var line = new StringBuilder();
            for (Object value : rows.row(number)) {
                line.append(line.isEmpty() ? "" : "\t").append(value == null ? "\\N" : value);
            }
            full.session.say(line.toString());
        }
        full.session.say("\\.");
        full.ask("SELECT 1");
        last = rows.id(to - 1);
    }

    @Override
    public double join() throws Exception {
        cable.putBack();
        away.ask("ALTER SUBSCRIPTION history ENABLE");
        away.ask(
                "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM history WHERE id = %d)".formatted(last)
                        + " LOOP PERFORM pg_sleep(0.001); END LOOP; END $$");
        return (System.nanoTime() - cable.firstJoinedAtNanos()) / 1e6;
    }

    @Override
    public long bytes() {
        return cable.bytesBothWays();
    }

    @Override
    public long held() throws IOException {
        return Long.parseLong(away.ask("SELECT count(*) FROM history"));
    }

    @Override
    public List<ProcessHandle> ends() {
        return List.of(full.server.handle(), away.server.handle());
    }

    @Override
    public void close() throws Exception {
        away.close();
        full.close();
        cable.close();
    }
}
