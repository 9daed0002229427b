package dev.gatehouse.ledger.store;

import dev.gatehouse.model.StoreTrouble;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;

/**
 * The tables of one version of the program. An older database is brought up to date after a copy of
 * it was put aside; a newer one is refused.
 *
 * @param version the number of the newest migration
 * @param locations where the migrations lie, as Flyway names them
 */
public record Schema(int version, List<String> locations) {
    /** The schema of this program. */
    public static final Schema OURS =
            new Schema(
                    Integer.parseInt(SqliteStore.NEWEST_MIGRATION),
                    List.of("classpath:dev/gatehouse/ledger/migration"));

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** Copies a database before it is migrated. */
    @FunctionalInterface
    public interface Copy {
        /**
         * Makes a copy that is complete and on disk, in place of an earlier one.
         *
         * @throws IOException when it cannot be made; then the database is left as it is
         */
        void replace(Path database, Path target) throws IOException;
    }

    /**
     * The version of a database.
     *
     * @return empty where it has none: it is new, not ours, or a migration failed half-way
     */
    public static OptionalInt versionOf(Connection connection) {
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT CASE WHEN success THEN version END"
                                        + " FROM flyway_schema_history"
                                        + " ORDER BY installed_rank DESC LIMIT 1")) {
            String version = found.next() ? found.getString(1) : null;
            return version == null || !version.matches("[0-9]{1,6}")
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(version));
        } catch (SQLException fresh) { // no such table yet, or what Flyway will say in words
            return OptionalInt.empty();
        }
    }

    /**
     * @throws StoreException when {@code found} is of a later program
     */
    public void refuseNewer(Path file, int found) {
        if (found > version) {
            throw new StoreException(
                    "the database "
                            + file
                            + " has version "
                            + found
                            + ", and this program knows versions up to "
                            + version
                            + ": install the newer Gatehouse that wrote it, or restore a backup"
                            + " made before the upgrade");
        }
    }

    /**
     * @throws StoreException unless {@code connection} is to a database of just this version
     */
    public void requireSame(Connection connection, Path file) {
        OptionalInt found = versionOf(connection);
        if (found.isEmpty()) {
            throw new StoreException(
                    file + " is no database of Gatehouse: name its data folder with --data");
        }
        refuseNewer(file, found.getAsInt());
        if (found.getAsInt() < version) {
            throw new StoreException(
                    "the database "
                            + file
                            + " has version "
                            + found.getAsInt()
                            + ", and this program works on version "
                            + version
                            + ": start the node once, which brings it up to date");
        }
    }

    /**
     * Flyway takes most of a start's time, and nearly always to find that there is nothing to do;
     * so it is asked only where its own table does not already end with the newest migration.
     *
     * @param copy makes a copy of an older database before it is changed
     */
    void bringUpToDate(SQLiteDataSource source, Path file, Copy copy) {
        OptionalInt found;
        try (Connection connection = source.getConnection()) {
            found = versionOf(connection);
        } catch (SQLException e) {
            throw cannotOpen(file, e);
        }
        if (found.isPresent()) {
            refuseNewer(file, found.getAsInt());
            if (found.getAsInt() == version) {
                return;
            }
            putAside(file, found.getAsInt(), copy);
        }
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations(locations.toArray(String[]::new))
                    .ignoreMigrationPatterns(new String[0])
                    .loggers("slf4j")
                    .load()
                    .migrate();
            if (found.isEmpty()) {
                try (Connection connection = source.getConnection()) {
                    nothingToRebuild(connection);
                }
            }
        } catch (FlywayException | SQLException e) {
            throw cannotOpen(file, e);
        }
    }

    /** A new database has nothing to be built anew, whatever its migrations ask for. */
    private static void nothingToRebuild(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (!statement.executeQuery("SELECT 1 FROM stream LIMIT 1").next()) {
                statement.executeUpdate("DROP TABLE IF EXISTS rebuild");
            }
        }
    }

    /** Replaces a copy of an earlier attempt: what is there now is at least as new. */
    private void putAside(Path file, int found, Copy copy) {
        Path aside = file.resolveSibling(file.getFileName() + ".before-v" + version);
        try {
            copy.replace(file, aside);
        } catch (IOException e) {
            throw new StoreException(
                    "the database "
                            + file
                            + " is to go from version "
                            + found
                            + " to "
                            + version
                            + ", and cannot be copied to "
                            + aside
                            + " before: "
                            + e.getMessage()
                            + ". Nothing was changed; make room on the disk.",
                    e);
        }
        LOG.info("Database goes from version {} to {}; as it was: {}", found, version, aside);
    }

    private static StoreException cannotOpen(Path file, Exception e) {
        if (cause(e) instanceof SQLException sql && TroubleKinds.of(sql) != StoreTrouble.OTHER) {
            return StoreException.of("cannot open the database " + file, sql, file);
        }
        return new StoreException(
                "cannot open the database "
                        + file
                        + " or bring it up to date: "
                        + e.getMessage()
                        + ". Check the disk and the rights on the folder.",
                e);
    }

    /** Flyway wraps what the database says. */
    private static Throwable cause(Throwable thrown) {
        Throwable each = thrown;
        while (!(each instanceof SQLException) && each.getCause() != null) {
            each = each.getCause();
        }
        return each;
    }
}
