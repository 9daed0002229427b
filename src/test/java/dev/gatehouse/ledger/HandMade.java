package dev.gatehouse.ledger;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Changes a database behind the program's back, and looks into it. */
final class HandMade {
    private HandMade() {}

    /** How many rows it changed. */
    static int change(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** All rows of a table as one text, in the order of their columns. */
    static String rows(Path file, String table) throws SQLException {
        var text = new StringBuilder();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                for (int i = 1; i <= columns; i++) {
                    text.append(found.getString(i)).append('|');
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
