package dev.gatehouse.field;

import dev.gatehouse.original.Generation;
import dev.gatehouse.original.OriginalCentral;
import dev.gatehouse.original.OriginalPace;
import dev.gatehouse.original.RunningOriginal;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The original's algorithm with a disk, as a process of its own: the project's stand-in of it,
 * whose rows go to SQLite as the original's do, each looked for, then inserted and committed by
 * itself. Of the second generation, which needs one link only.
 */
final class OriginalEnd {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** It may not dial in vain while rows are written for it: it would never ask for them. */
    private static final Duration REDIAL = Duration.ofSeconds(5);

    private OriginalEnd() {}

    /**
     * Takes lines: {@code row} with its columns, {@code write} for all of those, {@code await} with
     * a number of rows, {@code open} with a plate, {@code held} and {@code linked}.
     *
     * @param args its id, its database, where it listens as host and port, and whom it dials as id
     *     and URI, none where it dials nobody
     */
    public static void main(String[] args) throws Exception {
        Map<String, URI> peers = args.length > 4 ? Map.of(args[4], URI.create(args[5])) : Map.of();
        var setup =
                new OriginalCentral.Setup(
                        args[0],
                        Generation.SECOND,
                        ZoneOffset.UTC,
                        List.copyOf(peers.keySet()),
                        OriginalPace.REAL.every(OriginalPace.REAL.heartbeat(), REDIAL));
        try (var disk = new Disk(Path.of(args[1]));
                RunningOriginal original =
                        RunningOriginal.start(
                                new OriginalCentral(setup, InstantSource.system(), disk),
                                new InetSocketAddress(args[2], Integer.parseInt(args[3])),
                                peers)) {
            System.out.println("ready");
            var rows = new ArrayList<ObjectNode>();
            var lines =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "row" -> rows.add((ObjectNode) JSON.readTree(words[1]));
                    case "write" -> {
                        disk.together(
                                () ->
                                        original.ask(
                                                it -> {
                                                    rows.forEach(it::hold);
                                                    return true;
                                                }));
                        rows.clear();
                        System.out.println("written");
                    }
                    case "open" -> {
                        original.open(words[1]);
                        System.out.println("opened");
                    }
                    case "linked" ->
                            System.out.println("linked " + original.ask(OriginalCentral::isLinked));
                    case "await" -> disk.tellAt(Long.parseLong(words[1]));
                    case "held" -> System.out.println("held " + disk.rows());
                    default -> throw new IllegalArgumentException(line);
                }
            }
        }
    }

    /** Its rows, one commit each. */
    private static final class Disk implements Consumer<ObjectNode>, AutoCloseable {
        private final Connection connection;
        private final PreparedStatement known;
        private final PreparedStatement insert;
        private long rows;
        private long tellAt = Long.MAX_VALUE;

        Disk(Path file) throws SQLException {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Rows.createTable(connection);
            known = connection.prepareStatement("SELECT id FROM history WHERE event_id = ?");
            insert =
                    connection.prepareStatement(
                            "INSERT INTO history ("
                                    + String.join(", ", Rows.names())
                                    + ") VALUES (?"
                                    + ", ?".repeat(Rows.names().size() - 1)
                                    + ")");
        }

        @Override
        public synchronized void accept(ObjectNode row) {
            try {
                known.setString(1, row.path("event_id").asString(""));
                known.executeQuery().close();
                List<String> names = Rows.names();
                for (int i = 1; i < names.size(); i++) {
                    var value = row.path(names.get(i));
                    insert.setObject(i + 1, value.isMissingNode() ? null : value.asString(""));
                }
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            rows++;
            tell();
        }

        /** What was written while it was off, so that no commit of each row matters. */
        void together(Callable<Boolean> writing) throws Exception {
            connection.setAutoCommit(false);
            writing.call();
            connection.commit();
            connection.setAutoCommit(true);
        }

        synchronized void tellAt(long count) {
            tellAt = count;
            tell();
        }

        private void tell() {
            if (rows >= tellAt) {
                tellAt = Long.MAX_VALUE;
                System.out.println("there");
            }
        }

        synchronized long rows() {
            return rows;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
