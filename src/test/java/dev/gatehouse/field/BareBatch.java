package dev.gatehouse.field;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The unit of all that is measured: SQLite alone takes the rows of a history in one transaction,
 * with a write-ahead log and a sync at the commit. A process of its own, as the others, so that a
 * slow disk is slow for it too.
 */
final class BareBatch {
    private BareBatch() {}

    /**
     * Answers each line, a number of rows, with the milliseconds that they took.
     *
     * @param args the database, which is made anew for each
     */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        var asks = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int batch = 0;
        for (String line = asks.readLine(); line != null; line = asks.readLine()) {
            var rows = new Rows(batch++ % 800, Integer.parseInt(line.strip()));
            System.out.println("ms " + milliseconds(file, rows));
        }
    }

    private static double milliseconds(Path file, Rows rows) throws SQLException, IOException {
        var ready = new ArrayList<@Nullable Object[]>();
        for (int number = 0; number < rows.count(); number++) {
            ready.add(rows.row(number));
        }
        try (Connection connection = Rows.connect(file)) {
            Rows.createTable(connection);
            long begin = System.nanoTime();
            Rows.insert(connection, ready);
            return (System.nanoTime() - begin) / 1e6;
        } finally {
            for (String end : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            }
        }
    }
}
