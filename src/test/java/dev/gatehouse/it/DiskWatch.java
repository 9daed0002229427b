package dev.gatehouse.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks into the database of a node that runs: what is seen here has been committed there, with
 * nobody's answer in between. One thread.
 */
public final class DiskWatch implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement events;
    private final PreparedStatement unknown;

    public DiskWatch(Path database) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        events = connection.prepareStatement("SELECT coalesce(sum(n), 0) FROM stream");
        try (var table = connection.createStatement()) {
            table.execute("CREATE TEMP TABLE elsewhere (plate TEXT PRIMARY KEY)");
        }
        unknown =
                connection.prepareStatement(
                        "SELECT count(*) FROM elsewhere WHERE plate NOT IN"
                                + " (SELECT plate FROM visit WHERE exit_wall IS NULL)");
    }

    /** How many events it holds without gaps. */
    public long events() throws SQLException {
        return one(events);
    }

    /** The cars that are inside. */
    List<String> inside() throws SQLException {
        var plates = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery("SELECT plate FROM visit WHERE exit_wall IS NULL")) {
            while (found.next()) {
                plates.add(found.getString(1));
            }
        }
        return plates;
    }

    /** Those that {@link #unknown} looks for from now on. */
    void lookFor(List<String> plates) throws SQLException {
        try (var table = connection.createStatement();
                var row =
                        connection.prepareStatement("INSERT OR IGNORE INTO elsewhere VALUES (?)")) {
            table.execute("DELETE FROM elsewhere");
            connection.setAutoCommit(false);
            for (String plate : plates) {
                row.setString(1, plate);
                row.execute();
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** How many of the cars that are looked for are not known to be inside. */
    long unknown() throws SQLException {
        return one(unknown);
    }

    private static long one(PreparedStatement question) throws SQLException {
        try (ResultSet found = question.executeQuery()) {
            return found.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
