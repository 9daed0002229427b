package dev.gatehouse.importer;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.model.SqliteUrl;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An original's {@code central.db}, opened so that nothing can be written to it. */
public final class OriginalFile implements AutoCloseable {
    private static final String CHANGES = "history_changes";

    /** As many as a booth keeps. */
    private static final int MOST_CAMERAS = 256;

    /** One for each camera. */
    private static final int MOST_LOTS = MOST_CAMERAS;

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
        source.setUrl(SqliteUrl.of(file));
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
        rows(
                "PRAGMA table_info(" + table + ")",
                row -> {
                    String name = row.text("name");
                    columns.add(name == null ? "" : name.toLowerCase(Locale.ROOT));
                });
        return columns;
    }

    private boolean has(String table, String... needed) throws IOException {
        return columns(table).containsAll(Set.of(needed));
    }

    /** A row of a query, one at a time: nothing of a large file is kept. */
    private static final class Row {
        private final ResultSet rows;
        private final Map<String, Integer> places = new HashMap<>();

        /** The first column of a name counts, so that of a join it is the history's. */
        Row(ResultSet rows) throws SQLException {
            this.rows = rows;
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                places.putIfAbsent(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), i);
            }
        }

        /** Null where it is null or there is no such column. */
        @Nullable String text(String column) {
            Integer place = places.get(column);
            try {
                return place == null ? null : rows.getString(place);
            } catch (SQLException e) {
                throw new IllegalStateException(column + " cannot be read", e);
            }
        }
    }

    private void rows(String query, Consumer<Row> each) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            var row = new Row(rows);
            while (rows.next()) {
                each.accept(row);
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Every visit, oldest first.
     *
     * @param self the central whose file it is
     * @param zone in which its local times are
     */
    public void history(CentralId self, ZoneId zone, Consumer<OriginalRow> each)
            throws IOException {
        try (Statement statement = connection.createStatement();
                Corrected told = corrected(statement)) {
            rows(
                    "SELECT * FROM history ORDER BY id",
                    row ->
                            each.accept(
                                    OriginalRow.of(
                                            row::text, self, zone, told.includes(row.text("id")))));
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /** Those rows of the history of which there are corrections, asked for in their order. */
    private static final class Corrected implements AutoCloseable {
        private final @Nullable ResultSet ids;
        private long next;

        Corrected(@Nullable ResultSet ids) throws SQLException {
            this.ids = ids;
            advance();
        }

        private void advance() throws SQLException {
            next = ids != null && ids.next() ? ids.getLong(1) : Long.MAX_VALUE;
        }

        boolean includes(@Nullable String id) {
            long wanted = id == null ? 0 : Long.parseLong(id);
            try {
                while (next < wanted) {
                    advance();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(CHANGES + " cannot be read", e);
            }
            return next == wanted;
        }

        @Override
        public void close() throws SQLException {
            if (ids != null) {
                ids.close();
            }
        }
    }

    private Corrected corrected(Statement statement) throws IOException, SQLException {
        return new Corrected(
                has(CHANGES, "history_id", "change_type")
                        ? statement.executeQuery(
                                "SELECT DISTINCT history_id FROM history_changes WHERE change_type"
                                        + " = 'UPDATE' AND history_id > 0 ORDER BY history_id")
                        : null);
    }

    /** Every correction of a plate whose row is there, oldest first; as {@link #history}. */
    public void corrections(CentralId self, ZoneId zone, Consumer<OriginalRow> each)
            throws IOException {
        if (has(CHANGES, "history_id", "change_type")) {
            rows(
                    "SELECT h.*, c.* FROM history_changes c JOIN history h ON h.id = c.history_id"
                            + " WHERE c.change_type = 'UPDATE' ORDER BY c.id",
                    row -> each.accept(OriginalRow.change(row::text, self, zone)));
        }
    }

    /** Every visit that was deleted, as it was then, oldest deletion first; as {@link #history}. */
    public void deleted(CentralId self, ZoneId zone, Consumer<OriginalRow> each)
            throws IOException {
        if (has(CHANGES, "history_id", "change_type", "old_data")) {
            rows(
                    "SELECT c.old_data FROM history_changes c WHERE c.change_type = 'DELETE' AND"
                            + " NOT EXISTS (SELECT 1 FROM history h WHERE h.id = c.history_id)"
                            + " ORDER BY c.id",
                    row -> each.accept(OriginalRow.deleted(row.text("old_data"), self, zone)));
        }
    }

    /** Its cameras, by their numbers; what has no number is left out. */
    public List<Camera> cameras() throws IOException {
        var cameras = new ArrayList<Camera>();
        if (has("cameras", "id")) {
            rows(
                    "SELECT * FROM cameras ORDER BY id LIMIT " + MOST_CAMERAS,
                    row -> camera(row).ifPresent(cameras::add));
        }
        return cameras;
    }

    /** The parts of its car park; the second generation has them. */
    public List<ParkingLot> parkingLots() throws IOException {
        var lots = new ArrayList<ParkingLot>();
        if (has("parking_lots", "location_name")) {
            rows(
                    "SELECT * FROM parking_lots ORDER BY location_name LIMIT " + MOST_LOTS,
                    row -> lot(row).ifPresent(lots::add));
        }
        return lots;
    }

    private static Optional<ParkingLot> lot(Row row) {
        String name = row.text("location_name");
        String capacity = row.text("capacity");
        return name == null || name.isBlank()
                ? Optional.empty()
                : Optional.of(
                        new ParkingLot(
                                name,
                                capacity != null && capacity.matches("\\d{1,9}")
                                        ? Integer.valueOf(capacity)
                                        : null,
                                row.text("camera_id"),
                                row.text("camera_type"),
                                row.text("edge_id")));
    }

    private static Optional<Camera> camera(Row row) {
        String id = row.text("id");
        Instant last = utc(row.text("last_heartbeat"));
        Instant created = utc(row.text("created_at"));
        if (id == null || !id.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(
                new Camera(
                        Integer.parseInt(id),
                        orElse(row.text("name"), "Camera " + id),
                        orElse(row.text("type"), "ENTRY"),
                        false,
                        last,
                        whole(row.text("events_sent")),
                        whole(row.text("events_failed")),
                        created.isAfter(last) ? last : created));
    }

    private static String orElse(@Nullable String text, String other) {
        return text == null || text.isBlank() ? other : text;
    }

    private static long whole(@Nullable String text) {
        return text != null && text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /** The beginning of time where it is none. */
    private static Instant utc(@Nullable String text) {
        try {
            return text == null
                    ? Instant.EPOCH
                    : LocalDateTime.parse(text.strip().replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return Instant.EPOCH;
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
