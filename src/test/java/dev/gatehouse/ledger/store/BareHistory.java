package dev.gatehouse.ledger.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;

/**
 * The original's table in SQLite alone: 22 columns, the text id unique, two more indexes, a
 * write-ahead log and a sync at each commit. What everything else is measured against.
 */
public final class BareHistory {
    /** The columns of the original's table. */
    public static final List<String> COLUMNS =
            List.of(
                    "id",
                    "event_id",
                    "source_central",
                    "edge_id",
                    "plate_id",
                    "plate_view",
                    "entry_time",
                    "entry_camera_id",
                    "entry_camera_name",
                    "entry_confidence",
                    "entry_source",
                    "exit_time",
                    "exit_camera_id",
                    "exit_camera_name",
                    "exit_confidence",
                    "exit_source",
                    "duration",
                    "fee",
                    "status",
                    "sync_status",
                    "created_at",
                    "updated_at");

    private static final String INSERT =
            "INSERT INTO history VALUES ("
                    + String.join(", ", Collections.nCopies(COLUMNS.size(), "?"))
                    + ")";

    private final Path file;
    private final Connection connection;
    private final PreparedStatement insert;

    public BareHistory(Path file) throws SQLException, IOException {
        this.file = file;
        delete();
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA cache_size = -65536");
            statement.execute("PRAGMA wal_autocheckpoint = 4000");
            statement.execute(
                    "CREATE TABLE history (id INTEGER PRIMARY KEY, event_id TEXT UNIQUE, "
                            + String.join(", ", COLUMNS.subList(2, COLUMNS.size()))
                            + ")");
            statement.execute("CREATE INDEX history_plate ON history (plate_id)");
            statement.execute("CREATE INDEX history_created ON history (created_at)");
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement(INSERT);
    }

    /** In one transaction. */
    public void insert(List<@Nullable Object[]> rows) throws SQLException {
        for (@Nullable Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                insert.setObject(i + 1, row[i]);
            }
            insert.executeUpdate();
        }
        connection.commit();
    }

    private void delete() throws IOException {
        for (String end : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
        }
    }

    /** And deletes the file. */
    public void close() throws SQLException, IOException {
        connection.close();
        delete();
    }
}
