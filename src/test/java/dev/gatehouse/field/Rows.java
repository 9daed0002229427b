package dev.gatehouse.field;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Rows of a history: cars that came half a minute apart, 58 in a hundred of them gone again. The
 * same numbers give the same rows, in every process.
 *
 * @param batch which of many, from 0 to 799: no car and no number is in two of them
 * @param count how many
 */
record Rows(int batch, int count) {
    /** In a hundred visits; as measured where the original runs. */
    static final int ENDED = 58;

    /** The original's, with the types it gives them. */
    static final List<String> COLUMNS =
            List.of(
                    "id INTEGER PRIMARY KEY",
                    "event_id TEXT UNIQUE",
                    "source_central TEXT",
                    "edge_id TEXT",
                    "plate_id TEXT",
                    "plate_view TEXT",
                    "entry_time TEXT",
                    "entry_camera_id INTEGER",
                    "entry_camera_name TEXT",
                    "entry_confidence REAL",
                    "entry_source TEXT",
                    "exit_time TEXT",
                    "exit_camera_id INTEGER",
                    "exit_camera_name TEXT",
                    "exit_confidence REAL",
                    "exit_source TEXT",
                    "duration TEXT",
                    "fee INTEGER",
                    "status TEXT",
                    "sync_status TEXT",
                    "created_at TEXT",
                    "updated_at TEXT");

    /** Of the table {@code history}, in the database of whoever speaks SQL. */
    static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE history (" + String.join(", ", COLUMNS) + ")",
                    "CREATE INDEX history_plate ON history (plate_id)",
                    "CREATE INDEX history_created ON history (created_at)");

    private static final String INSERT =
            "INSERT INTO history VALUES ("
                    + String.join(", ", Collections.nCopies(COLUMNS.size(), "?"))
                    + ")";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final LocalDateTime FIRST_DAY = LocalDateTime.of(2026, 1, 1, 6, 0);
    private static final int GAP_SECONDS = 60;
    private static final int STAY_SECONDS = 4 * 3_600;
    private static final int IN_A_BATCH = 1_000_000;

    /**
     * Cars one behind the other have plates that no camera takes for one another, as real cars
     * have: by this step two plates that differ in look-alikes (3 and 8) or in digits that changed
     * places are 5,840 cars apart.
     */
    private static final long UNLIKE = 20_017;

    /** So long that a row has some 560 bytes, as those of a site with wordy cameras. */
    private static final List<String> CAMERAS =
            List.of(
                    "Camera số 1 – cổng chính phía đường Nguyễn Trãi, làn vào bên trái, toà nhà"
                            + " Sông Đà, tầng hầm B1",
                    "Camera số 2 – cổng sau phía đường Khuất Duy Tiến, làn ra bên phải, toà nhà"
                            + " Sông Đà, tầng hầm B1",
                    "Camera số 3 – lối lên xuống tầng hầm B2, làn hai chiều, cạnh thang máy số 4,"
                            + " toà nhà Sông Đà",
                    "Camera số 4 – bãi xe ngoài trời phía đông, làn vào dành cho xe tháng, toà nhà"
                            + " Sông Đà, cổng 4");

    private static final String DESK =
            "Bàn điều khiển barrier số %d, chốt bảo vệ ca ngày và ca đêm, khu vực phía tây toà nhà";

    static final String SOURCE = "auto (mô hình nhận dạng biển số 2.4)";

    /** One car: what a camera says of it. */
    record Car(String plate, int camera, double confidence, boolean ended) {
        String cameraName() {
            return CAMERAS.get(camera - 1);
        }

        String edge() {
            return DESK.formatted(camera);
        }
    }

    /** The car of that number, from 0. */
    Car car(int number) {
        var random = new Random((long) batch * IN_A_BATCH + number);
        return new Car(
                "%02d%c%05d"
                        .formatted(
                                11 + batch % 80,
                                "ABCDEFGHKLMNPSTUVXYZ".charAt(batch / 80 * 2 + number / 100_000),
                                number * UNLIKE % 100_000),
                1 + random.nextInt(CAMERAS.size()),
                (80 + random.nextInt(20)) / 100.0,
                number * 37 % 100 < ENDED);
    }

    long id(int number) {
        return (long) batch * IN_A_BATCH + number + 1;
    }

    /** The row of that car, by columns. */
    @Nullable Object[] row(int number) {
        Car car = car(number);
        var random = new Random(number + 7L * batch);
        LocalDateTime in =
                FIRST_DAY
                        .plusDays(batch)
                        .plusSeconds((long) number * GAP_SECONDS / 2 + random.nextInt(GAP_SECONDS));
        Duration stay = Duration.ofSeconds(random.nextInt(STAY_SECONDS));
        String created = TIME.format(in.minusHours(7));
        boolean ended = car.ended();
        String plate = car.plate();
        int exit = 1 + random.nextInt(CAMERAS.size());
        return new @Nullable Object[] {
            id(number),
            "central-1_%d_%s".formatted(1_767_200_000_000L + number * 30_011L, plate),
            "central-1",
            car.edge(),
            plate,
            plate.substring(0, 3) + "-" + plate.substring(3, 6) + "." + plate.substring(6),
            TIME.format(in),
            car.camera(),
            car.cameraName(),
            car.confidence(),
            SOURCE,
            ended ? TIME.format(in.plus(stay)) : null,
            ended ? exit : null,
            ended ? CAMERAS.get(exit - 1) : null,
            ended ? 0.93 : null,
            ended ? SOURCE : null,
            ended ? stay.toHours() + " giờ " + stay.toMinutesPart() + " phút" : null,
            ended ? stay.toHours() * 25_000 : 0L,
            ended ? "OUT" : "IN",
            "SYNCED",
            created,
            ended ? TIME.format(in.plus(stay).minusHours(7)) : created
        };
    }

    /** Bytes of the values of a row on average: texts as UTF-8, numbers as 8. */
    int bytes() {
        long bytes = 0;
        for (int number = 0; number < count; number++) {
            for (Object value : row(number)) {
                bytes +=
                        value instanceof String text
                                ? text.getBytes(StandardCharsets.UTF_8).length
                                : value == null ? 0 : 8;
            }
        }
        return (int) (bytes / count);
    }

    /** The names of the columns alone. */
    static List<String> names() {
        return COLUMNS.stream().map(column -> column.substring(0, column.indexOf(' '))).toList();
    }

    /** A connection as a booth has it: a write-ahead log and a sync at each commit. */
    static Connection connect(Path database) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA cache_size = -65536");
            statement.execute("PRAGMA wal_autocheckpoint = 4000");
        }
        return connection;
    }

    static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
        }
    }

    /** Writes all into {@code history} in one transaction. */
    void insert(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int number = 0; number < count; number++) {
                set(insert, row(number));
                insert.executeUpdate();
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Writes rows that were made before into {@code history} in one transaction. */
    static void insert(Connection connection, List<@Nullable Object[]> rows) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (@Nullable Object[] row : rows) {
                set(insert, row);
                insert.executeUpdate();
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void set(PreparedStatement insert, @Nullable Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            insert.setObject(i + 1, row[i]);
        }
    }
}
