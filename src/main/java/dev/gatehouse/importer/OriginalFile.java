package dev.gatehouse.importer;

import dev.gatehouse.model.CentralId;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** An original's {@code central.db}, opened so that nothing can be written to it. */
public final class OriginalFile implements AutoCloseable {
    private static final String CHANGES = "history_changes";

    private final Path file;
    private final Connection connection;

    private OriginalFile(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * @throws IOException when it is not an original's; the message names it
     */
    public static OriginalFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " does not exist: name an original's central.db");
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            Connection connection = source.getConnection();
            var opened = new OriginalFile(file, connection);
            try {
                opened.requireHistory();
                return opened;
            } catch (IOException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private void requireHistory() throws IOException {
        Set<String> missing = new HashSet<>(Set.of("plate_id", "entry_time", "status"));
        missing.removeAll(columns("history"));
        if (!missing.isEmpty()) {
            throw new IOException(
                    file + " is no original's central.db: its history lacks " + missing);
        }
    }

    private Set<String> columns(String table) throws IOException {
        var columns = new HashSet<String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
            while (rows.next()) {
                columns.add(rows.getString("name").toLowerCase(Locale.ROOT));
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
        return columns;
    }

    /**
     * Every visit, oldest first.
     *
     * @param self the central whose file it is
     * @param zone in which its local times are
     */
    public void history(CentralId self, ZoneId zone, Consumer<OriginalRow> each)
            throws IOException {
        Set<String> columns = columns("history");
        Set<String> told = corrected();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM history ORDER BY id")) {
            while (rows.next()) {
                each.accept(
                        OriginalRow.of(
                                name -> columns.contains(name) ? text(rows, name) : null,
                                self,
                                zone,
                                told.contains(text(rows, "id"))));
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /** The rows of the history of which there are corrections. */
    private Set<String> corrected() throws IOException {
        var ids = new HashSet<String>();
        if (columns(CHANGES).isEmpty()) {
            return ids;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT DISTINCT history_id FROM history_changes"
                                        + " WHERE change_type = 'UPDATE'")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
        return ids;
    }

    /** Every correction of a plate whose row is there, oldest first; as {@link #history}. */
    public void corrections(CentralId self, ZoneId zone, Consumer<OriginalRow> each)
            throws IOException {
        if (columns(CHANGES).isEmpty()) {
            return;
        }
        Set<String> columns = columns("history");
        columns.addAll(columns(CHANGES));
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT h.*, c.new_plate_id, c.new_plate_view, c.changed_at,"
                                        + " c.changed_by FROM history_changes c JOIN history h"
                                        + " ON h.id = c.history_id"
                                        + " WHERE c.change_type = 'UPDATE' ORDER BY c.id")) {
            while (rows.next()) {
                each.accept(
                        OriginalRow.change(
                                name -> columns.contains(name) ? text(rows, name) : null,
                                self,
                                zone));
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private String text(ResultSet row, String column) {
        try {
            String text = row.getString(column);
            return text == null ? "" : text;
        } catch (SQLException e) {
            throw new IllegalStateException(file + ": " + column + " cannot be read", e);
        }
    }

    /** Rows of a table; 0 where there is no such table. */
    public long count(String table) throws IOException {
        if (columns(table).isEmpty()) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static IOException unreadable(Path file, SQLException e) {
        return new IOException(file + " cannot be read as a database: " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }
}
