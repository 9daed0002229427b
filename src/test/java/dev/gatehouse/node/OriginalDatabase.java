package dev.gatehouse.node;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** A database as an original leaves it after some years, from a seed. */
final class OriginalDatabase {
    static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    /** As the original's first generation makes it. */
    static final String HISTORY =
            """
            CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT,
              source_central TEXT, edge_id TEXT, plate_id TEXT, plate_view TEXT, entry_time TEXT,
              entry_camera_id INTEGER, entry_camera_name TEXT, entry_confidence REAL,
              entry_source TEXT, exit_time TEXT, exit_camera_id INTEGER, exit_camera_name TEXT,
              exit_confidence REAL, exit_source TEXT, duration TEXT, fee INTEGER DEFAULT 0,
              status TEXT, sync_status TEXT DEFAULT 'LOCAL', created_at TEXT, updated_at TEXT)
            """;

    static final String CHANGES =
            """
            CREATE TABLE history_changes (id INTEGER PRIMARY KEY AUTOINCREMENT, history_id INTEGER,
              change_type TEXT, old_plate_id TEXT, old_plate_view TEXT, new_plate_id TEXT,
              new_plate_view TEXT, old_data TEXT, new_data TEXT, changed_at TEXT,
              changed_by TEXT DEFAULT 'system')
            """;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static final LocalDateTime BEGIN = LocalDateTime.of(2025, 1, 1, 6, 0);

    /** So that a million of them are a year. */
    private static final int SECONDS_BETWEEN = 30;

    private final Random random;
    private final int rows;

    private OriginalDatabase(long seed, int rows) {
        this.random = new Random(seed);
        this.rows = rows;
    }

    /**
     * Visits of cars that come some ten times each; a few are open, some have no name, some were
     * told by another central, some were corrected, some deleted.
     */
    static void make(Path file, long seed, int rows) throws SQLException {
        new OriginalDatabase(seed, rows).make(file);
    }

    private void make(Path file) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = db.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute(HISTORY);
            statement.execute(CHANGES);
            db.setAutoCommit(false);
            try (PreparedStatement insert =
                            db.prepareStatement(
                                    "INSERT INTO history VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                            + " ?, ?, ?, ?, ?, ?, ?, ?, ?, 'SYNCED', ?, ?)");
                    PreparedStatement change =
                            db.prepareStatement(
                                    "INSERT INTO history_changes (history_id, change_type,"
                                            + " old_plate_id, new_plate_id, new_plate_view,"
                                            + " changed_at) VALUES (?, 'UPDATE', ?, ?, ?, ?)")) {
                int cars = Math.max(500, rows / 10); // none comes again before it has left
                for (int row = 0; row < rows; row++) {
                    add(insert, change, row, cars);
                }
            }
            // as its web page deletes a row: what it was stays beside it
            statement.execute(
                    "INSERT INTO history_changes (history_id, change_type, old_plate_id,"
                        + " old_plate_view, old_data, changed_at) SELECT id, 'DELETE', plate_id,"
                        + " plate_view, json_object('id', id, 'event_id', event_id,"
                        + " 'source_central', source_central, 'edge_id', edge_id, 'plate_id',"
                        + " plate_id, 'plate_view', plate_view, 'entry_time', entry_time,"
                        + " 'exit_time', exit_time, 'duration', duration, 'fee', fee, 'status',"
                        + " status), updated_at FROM history WHERE id % 211 = 7");
            statement.execute("DELETE FROM history WHERE id % 211 = 7");
            db.commit();
        }
    }

    private void add(PreparedStatement insert, PreparedStatement change, int row, int cars)
            throws SQLException {
        LocalDateTime entered = BEGIN.plusSeconds((long) row * SECONDS_BETWEEN);
        long ms = entered.atZone(ZONE).toInstant().toEpochMilli();
        String read = "%02dH%05d".formatted(10 + row % 80, (int) (row * 7_919L % cars));
        boolean foreign = random.nextInt(5) == 0;
        String central = foreign ? "central-2" : "central-1";
        boolean named = random.nextInt(50) != 0;
        boolean corrected = named && !foreign && random.nextInt(100) == 0;
        String plate = corrected ? read.replace('H', 'K') : read;
        int minutes = 1 + random.nextInt(200);
        boolean out = row < rows - 100 || random.nextInt(3) > 0;
        LocalDateTime left = entered.plusMinutes(minutes);
        String view = plate.substring(0, 3) + "-" + plate.substring(3);
        String edge = "edge-" + (1 + random.nextInt(4));
        set(
                insert,
                named ? central + "_" + ms + "_" + read : null,
                named ? central : null,
                named ? edge : null,
                plate,
                view,
                TIME.format(entered),
                1 + random.nextInt(8),
                central + "/" + edge,
                random.nextInt(100) / 100.0,
                "p2p_sync",
                out ? TIME.format(left) : null,
                out ? 2 : null,
                out ? central + "/edge-9" : null,
                out ? 0.5 : null,
                out ? "edge_manual" : null,
                out ? "%d giờ %d phút".formatted(minutes / 60, minutes % 60) : null,
                out ? 25_000L * (minutes / 60) : 0,
                out ? "OUT" : "IN",
                utc(entered),
                utc(out ? left : entered));
        if (corrected) {
            set(change, row + 1, read, plate, view, TIME.format(entered.plusMinutes(1)));
        }
    }

    private static String utc(LocalDateTime local) {
        return TIME.format(local.atZone(ZONE).withZoneSameInstant(ZoneOffset.UTC));
    }

    private static void set(PreparedStatement statement, @Nullable Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }
}
