package dev.gatehouse.node;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.SqliteUrl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;

/**
 * A row of a database that was altered behind the node's back, as somebody with a tool would: one
 * digit of what an event says, while its hash stays. For the demonstration alone.
 */
final class AlteredRow {
    private static final int BUSY_MS = 5_000;

    private final CentralId writer;
    private final long stream;
    private final long seq;
    private final byte[] right;

    private AlteredRow(CentralId writer, long stream, long seq, byte[] right) {
        this.writer = writer;
        this.stream = stream;
        this.seq = seq;
        this.right = right;
    }

    /** The central that had written it. */
    CentralId writer() {
        return writer;
    }

    /** Its number there. */
    long seq() {
        return seq;
    }

    /**
     * Alters the last event that another central has written: its writer holds it too, so that it
     * can come back, which one of its own that nobody fetched yet never could. Blocks for a write;
     * the node may run meanwhile.
     *
     * @param self the central whose database it is
     * @return empty where it holds none of another yet
     * @throws IOException when the database cannot be written
     */
    static Optional<AlteredRow> alter(Path database, CentralId self) throws IOException {
        if (!Files.exists(database)) {
            return Optional.empty();
        }
        try (Connection connection = connect(database);
                var query =
                        connection.prepareStatement(
                                "SELECT stream, seq, central, payload FROM event"
                                        + " WHERE erased = 0 AND kind IN ('entry', 'exit')"
                                        + " AND central <> ? ORDER BY hlc DESC LIMIT 1")) {
            query.setString(1, self.value());
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(alter(connection, rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IOException(database + " cannot be altered: " + e.getMessage(), e);
        }
    }

    private static AlteredRow alter(Connection connection, ResultSet found)
            throws SQLException, IOException {
        byte[] right = found.getBytes("payload");
        var row =
                new AlteredRow(
                        new CentralId(found.getString("central")),
                        found.getLong("stream"),
                        found.getLong("seq"),
                        right);
        row.write(connection, wrong(right));
        return row;
    }

    /** The same with another last digit, which is of a plate, a time or a fee. */
    private static byte[] wrong(byte[] right) throws IOException {
        byte[] wrong = right.clone();
        for (int at = wrong.length - 1; at >= 0; at--) {
            if (wrong[at] >= '0' && wrong[at] <= '9') {
                wrong[at] = (byte) (wrong[at] == '9' ? '8' : wrong[at] + 1);
                return wrong;
            }
        }
        throw new IOException("no digit in " + new String(right, StandardCharsets.UTF_8));
    }

    private void write(Connection connection, byte[] payload) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "UPDATE event SET payload = ? WHERE stream = ? AND seq = ?")) {
            update.setBytes(1, payload);
            update.setLong(2, stream);
            update.setLong(3, seq);
            update.executeUpdate();
        }
    }

    /**
     * Whether the row says again what was written; blocks for a read. A row that is gone was packed
     * with its neighbours, which happens only to one that says what was written.
     *
     * @throws IOException when the database cannot be read
     */
    boolean isMended(Path database) throws IOException {
        try (Connection connection = connect(database);
                var query =
                        connection.prepareStatement(
                                "SELECT payload FROM event WHERE stream = ? AND seq = ?")) {
            query.setLong(1, stream);
            query.setLong(2, seq);
            try (var rows = query.executeQuery()) {
                return !rows.next() || Arrays.equals(rows.getBytes(1), right);
            }
        } catch (SQLException e) {
            throw new IOException(database + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Connection connect(Path database) throws SQLException {
        Connection connection = DriverManager.getConnection(SqliteUrl.of(database));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=" + BUSY_MS);
        }
        return connection;
    }
}
