package dev.gatehouse.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.HandMade;
import dev.gatehouse.ledger.VerificationTest;
import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Restore;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

public class MigrationTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    @TempDir Path folder;

    private void open(Path file) {
        SqliteStore.open(file, Duration.ofSeconds(1), Backup::replace).close();
    }

    @Test
    void theNewestMigrationIsTheOneThatAStartLooksFor() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/dev/gatehouse/ledger/migration"))) {
            int newest =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("V\\d+__\\w+\\.sql"))
                            .mapToInt(
                                    name -> Integer.parseInt(name.substring(1, name.indexOf('_'))))
                            .max()
                            .orElseThrow();
            assertThat(SqliteStore.NEWEST_MIGRATION).isEqualTo(Integer.toString(newest));
        }
    }

    @Test
    void aDatabaseOpensAgainAsItIs() {
        Path file = folder.resolve("gatehouse.db");
        open(file);
        open(file);
        assertThat(file).exists();
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedWithItsName() throws SQLException {
        Path file = folder.resolve("gatehouse.db");
        open(file);
        addVersion(file, "999");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("version 999")
                .hasMessageContaining("up to " + SqliteStore.NEWEST_MIGRATION)
                .hasMessageContaining("install the newer Gatehouse");
        assertThatThrownBy(() -> Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}))
                .hasMessageContaining("version 999");
    }

    public static void addVersion(Path file, String version) throws SQLException {
        HandMade.change(
                file,
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '"
                        + version
                        + "', 'from later', type, 'V999__later.sql', 1, installed_by,"
                        + " installed_on, 1, success FROM flyway_schema_history"
                        + " ORDER BY installed_rank DESC LIMIT 1");
    }

    /** The tables of a later program: those of this one and a migration that only tests have. */
    private static final Schema LATER =
            new Schema(
                    900,
                    List.of(
                            "classpath:dev/gatehouse/ledger/migration",
                            "classpath:dev/gatehouse/ledger/later"));

    private static void openLater(Path file) {
        SqliteStore.open(file, Duration.ofSeconds(1), Backup::replace, LATER).close();
    }

    @Test
    void anOlderDatabaseIsCopiedBesideItselfBeforeItIsBroughtUpToDate() throws Exception {
        Path aside = folder.resolve("central-1.db.before-v900");
        Path file;
        try (Booth booth = new Booth(folder, "central-1")) {
            file = booth.file;
            booth.enter("29A12345");
        }

        openLater(file);

        assertThat(HandMade.rows(file, "(SELECT a, 1, 1 FROM later)")).startsWith("brought up");
        assertThat(Verification.run(aside, ZONE, (_, _, _) -> true, (_, _, _) -> {}).visits())
                .isEqualTo(1);
        assertThatThrownBy(() -> open(file)).hasMessageContaining("version 900");

        byte[] copied = Files.readAllBytes(aside);
        openLater(file);
        assertThat(Files.readAllBytes(aside)).as("only before a change").isEqualTo(copied);

        var _ = Restore.run(aside, file, Booth.NOON, _ -> true, (_, _, _) -> {});
        open(file);
    }

    @Test
    void aNewDatabaseHasNothingToCopy() throws IOException {
        openLater(folder.resolve("gatehouse.db"));
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.contains("before"));
        }
    }

    @Test
    void aMigrationMayAskForARebuildAndTheNextStartDoesIt() throws SQLException {
        Path file;
        try (Booth booth = new Booth(folder, "central-1")) {
            file = booth.file;
            booth.leave(booth.enter("29A12345"), 25_000);
        }
        HandMade.change(
                file,
                "CREATE TABLE rebuild (id INTEGER PRIMARY KEY, name TEXT UNIQUE, created INTEGER,"
                        + " updated INTEGER)");
        HandMade.change(file, "DELETE FROM visit");
        try (Booth booth = new Booth(folder, "central-1", 5)) {
            assertThat(booth.visits()).hasSize(1);
        }
        assertThat(Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}).clean())
                .isTrue();
    }

    /** The columns of each table in version 1, but for the one that has changed its form. */
    private static final Map<String, String> FIRST_VERSION =
            Map.of(
                    "stream",
                    "id, stream, central, key, started, sig, n, root, last_hlc",
                    "event",
                    "stream, seq, id, kind, src, central, hlc, wall, payload, leaf",
                    "fact",
                    "plate, t, stream, seq",
                    "history_id",
                    "id, event_id",
                    "history",
                    "id, event_id, source_central, edge_id, plate_id, plate_view, entry_time,"
                            + " entry_camera_id, entry_camera_name, entry_confidence,"
                            + " entry_source, exit_time, exit_camera_id, exit_camera_name,"
                            + " exit_confidence, exit_source, duration, fee, status, sync_status,"
                            + " created_at, updated_at",
                    "visit",
                    "id, plate, entry_t, entry_wall, confirmed, exit_wall, exit_central,"
                            + " exit_edge, seconds",
                    "passage",
                    "wall, stream, seq");

    /** The same data in the tables of version 1. */
    private static void asFirstVersion(Path from, Path to) throws Exception {
        String tables;
        try (var in =
                SqliteStore.class.getResourceAsStream(
                        "/dev/gatehouse/ledger/migration/V1__ledger.sql")) {
            tables = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + to);
                var statement = connection.createStatement()) {
            statement.executeUpdate("ATTACH '" + from + "' AS later");
            statement.executeUpdate(tables);
            for (var table : FIRST_VERSION.entrySet()) {
                statement.executeUpdate(
                        "INSERT INTO main.%1$s (%2$s) SELECT %2$s FROM later.%1$s"
                                .formatted(table.getKey(), table.getValue()));
            }
            statement.executeUpdate(
                    "INSERT INTO main.node SELECT stream, at, hash FROM later.node"
                            + " WHERE level = 10");
            statement.executeUpdate(
                    "CREATE TABLE main.flyway_schema_history AS"
                            + " SELECT * FROM later.flyway_schema_history WHERE version = '1'");
        }
    }

    @Test
    void aDatabaseOfTheFirstVersionIsBroughtUpToDateWithAllThatIsInIt() throws Exception {
        Path there = Files.createDirectory(folder.resolve("then"));
        List<Visit> before;
        Hash root;
        StreamId stream;
        try (Booth booth = new Booth(folder, "central-1", 1, 0)) { // it knew no blocks
            VerificationTest.fill(booth, 600);
            before = booth.visits();
            stream = booth.ledger().currentStream().stream();
            root = booth.ledger().root(stream, 1_100);
        }
        undoVersion9(folder.resolve("central-1.db"));
        asFirstVersion(folder.resolve("central-1.db"), there.resolve("central-1.db"));

        try (Booth booth = new Booth(there, "central-1", 5)) {
            assertThat(booth.visits()).isEqualTo(before);
            assertThat(booth.ledger().root(stream, 1_100)).isEqualTo(root);
            booth.enter("29A12345");
            assertThat(booth.ledger().holdings().signed(stream)).isNull();
        }
        assertThat(
                        Verification.run(
                                        there.resolve("central-1.db"),
                                        ZONE,
                                        (_, _, _) -> true,
                                        (_, _, _) -> {})
                                .findings())
                .isEmpty();
    }

    /** The tables of visits as version 8 had them. */
    private static final List<String> VERSION_8 =
            List.of(
                    "DROP TABLE block_erased",
                    "DROP TABLE block",
                    "CREATE TABLE was AS SELECT * FROM history",
                    "CREATE TABLE narrow AS SELECT id, plate, entry_t, entry_wall, confirmed,"
                            + " exit_wall, (SELECT name FROM central WHERE id = exit_central)"
                            + " AS exit_central, (SELECT edge_id FROM gate WHERE id = exit_gate)"
                            + " AS exit_edge, seconds, entry_seen, exit_seen, readings, marks,"
                            + " review, lower(hex(entry_picture)) AS entry_picture,"
                            + " lower(hex(exit_picture)) AS exit_picture FROM visit",
                    "DROP VIEW history",
                    "DROP TABLE visit",
                    "DROP TABLE central",
                    "DROP TABLE gate",
                    "DROP TABLE site_offset",
                    "CREATE TABLE history_id (id INTEGER PRIMARY KEY, event_id TEXT NOT NULL"
                            + " UNIQUE)",
                    "INSERT INTO history_id SELECT id, event_id FROM was",
                    "INSERT INTO history_id SELECT id, name FROM retired",
                    "DROP TABLE retired",
                    "CREATE TABLE history (id INTEGER PRIMARY KEY, event_id TEXT, source_central"
                            + " TEXT, edge_id TEXT, plate_id TEXT NOT NULL, plate_view TEXT NOT"
                            + " NULL, entry_time TEXT, entry_camera_id INTEGER, entry_camera_name"
                            + " TEXT, entry_confidence REAL, entry_source TEXT, exit_time TEXT,"
                            + " exit_camera_id INTEGER, exit_camera_name TEXT, exit_confidence"
                            + " REAL, exit_source TEXT, duration TEXT, fee INTEGER DEFAULT 0,"
                            + " status TEXT NOT NULL, sync_status TEXT DEFAULT 'LOCAL', created_at"
                            + " TEXT, updated_at TEXT)",
                    "INSERT INTO history SELECT * FROM was",
                    "DROP TABLE was",
                    "CREATE INDEX history_newest ON history (created_at DESC, id DESC)",
                    "CREATE TABLE visit (id INTEGER PRIMARY KEY REFERENCES history (id), plate TEXT"
                            + " NOT NULL, entry_t INTEGER NOT NULL, entry_wall INTEGER NOT NULL,"
                            + " confirmed INTEGER NOT NULL, exit_wall INTEGER, exit_central TEXT,"
                            + " exit_edge TEXT, seconds INTEGER, entry_seen INTEGER, exit_seen"
                            + " INTEGER, readings INTEGER NOT NULL DEFAULT 1, marks INTEGER NOT"
                            + " NULL DEFAULT 0, review INTEGER NOT NULL DEFAULT 0, entry_picture"
                            + " TEXT, exit_picture TEXT)",
                    "INSERT INTO visit SELECT * FROM narrow",
                    "DROP TABLE narrow",
                    "CREATE INDEX visit_plate ON visit (plate, entry_t, confirmed)",
                    "CREATE INDEX visit_entry ON visit (entry_wall)",
                    "CREATE INDEX visit_exit ON visit (exit_wall) WHERE exit_wall IS NOT NULL",
                    "CREATE INDEX visit_inside ON visit (entry_t) WHERE exit_wall IS NULL",
                    "CREATE INDEX visit_review ON visit (id) WHERE review <> 0",
                    "CREATE TABLE passage (wall INTEGER NOT NULL, stream INTEGER NOT NULL, seq"
                            + " INTEGER NOT NULL, PRIMARY KEY (wall, stream, seq)) WITHOUT ROWID",
                    "UPDATE fold SET version = 3");

    private static void undoVersion9(Path file) throws Exception {
        for (String change : VERSION_8) {
            HandMade.change(file, change);
        }
        HandMade.change(file, "DELETE FROM flyway_schema_history WHERE version + 0 > 8");
    }

    @Test
    void theVisitsOfVersion8KeepTheirNumbersAndSoDoThoseThatAreNone() throws Exception {
        Path file = folder.resolve("central-1.db");
        List<Visit> before;
        try (Booth booth = new Booth(folder, "central-1")) {
            VerificationTest.fill(booth, 50);
            booth.leave(booth.enter("29A12345"), 25_000);
            before = booth.visits();
        }
        HandMade.change(file, "INSERT INTO retired VALUES (52, 'central-1_1_29A00001')");
        String history = HandMade.rows(file, "history");
        undoVersion9(file);
        assertThat(HandMade.rows(file, "history")).isEqualTo(history);

        try (Booth booth = new Booth(folder, "central-1", 5)) {
            assertThat(booth.visits()).isEqualTo(before);
            assertThat(HandMade.rows(file, "history")).isEqualTo(history);
            assertThat(HandMade.rows(file, "retired")).isEqualTo("52|central-1_1_29A00001|\n");
            assertThat(booth.enter("29A67890").id()).isEqualTo(53);
        }
        assertThat(Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}).findings())
                .isEmpty();
    }

    private static void undoVersion7(Path file) throws Exception {
        undoVersion9(file);
        HandMade.change(file, "ALTER TABLE visit DROP COLUMN entry_picture");
        HandMade.change(file, "ALTER TABLE visit DROP COLUMN exit_picture");
        HandMade.change(file, "UPDATE fold SET version = 2");
    }

    private static void undoVersion6(Path file) throws Exception {
        undoVersion7(file);
        HandMade.change(file, "DROP INDEX visit_review");
        for (String column : List.of("entry_seen", "exit_seen", "readings", "marks", "review")) {
            HandMade.change(file, "ALTER TABLE visit DROP COLUMN " + column);
        }
        HandMade.change(file, "UPDATE fold SET version = 1");
    }

    @Test
    void thePicturesThatVersion6HeldAndDidNotShowAreShown() throws Exception {
        Path file = folder.resolve("central-1.db");
        List<Visit> before;
        var reading = new Fact.Reading(1, "A", 0.9, "auto", null, null, false, Hash.OF_NOTHING);
        try (Booth booth = new Booth(folder, "central-1")) {
            Visit in = booth.enter("29A12345", reading);
            booth.ledger()
                    .decide(
                            desk ->
                                    desk.append(
                                            in.plate(),
                                            _ ->
                                                    new Fact.Exit(
                                                            in.eventId(),
                                                            in.plate(),
                                                            "gate-2",
                                                            reading,
                                                            0,
                                                            0)))
                    .join();
            before = booth.visits();
        }
        undoVersion7(file);
        HandMade.change(file, "DELETE FROM flyway_schema_history WHERE version + 0 > 6");

        try (Booth booth = new Booth(folder, "central-1", 5)) {
            assertThat(booth.visits()).isEqualTo(before);
            Visit visit = booth.visits().getFirst();
            assertThat(visit.entry().picture()).isEqualTo(Hash.OF_NOTHING);
            assertThat(visit.exit())
                    .isNotNull()
                    .extracting(exit -> exit.passage().picture())
                    .isEqualTo(Hash.OF_NOTHING);
        }
        assertThat(Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}).clean())
                .isTrue();
    }

    @Test
    void theVisitsOfVersion5AreThereAndThoseToLookAtAreFound() throws Exception {
        Path file = folder.resolve("central-1.db");
        List<Visit> before;
        try (Booth booth = new Booth(folder, "central-1")) {
            VerificationTest.fill(booth, 50);
            Visit at = booth.enter("29A12345");
            booth.ledger()
                    .decide(
                            desk ->
                                    desk.append(
                                            at.plate(),
                                            _ ->
                                                    new Fact.Exit(
                                                            at.eventId(),
                                                            at.plate(),
                                                            "gate-2",
                                                            Fact.Reading.NONE,
                                                            0,
                                                            0)))
                    .join();
            before = booth.visits();
        }
        undoVersion6(file);
        HandMade.change(file, "DELETE FROM flyway_schema_history WHERE version + 0 > 5");

        try (Booth booth = new Booth(folder, "central-1", 5)) {
            assertThat(booth.visits()).isEqualTo(before);
            assertThat(booth.visits()).extracting(Visit::review).contains(Review.SAME_SECOND);
        }
        assertThat(Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}).clean())
                .isTrue();
    }

    @Test
    void theIndexesOfVersion3GiveWayToFewerAndTheVisitsStay() throws Exception {
        Path file = folder.resolve("central-1.db");
        List<Visit> before;
        try (Booth booth = new Booth(folder, "central-1")) {
            VerificationTest.fill(booth, 50);
            before = booth.visits();
        }
        String now = HandMade.rows(file, "(" + INDEXES + ")");
        undoVersion6(file);
        HandMade.change(file, "DROP INDEX visit_plate");
        HandMade.change(file, "DROP INDEX visit_inside");
        HandMade.change(file, "DROP TABLE car");
        HandMade.change(file, "DROP INDEX event_erased");
        HandMade.change(file, "CREATE INDEX visit_plate ON visit (plate, entry_t)");
        HandMade.change(file, "CREATE INDEX visit_inside ON visit (plate) WHERE exit_wall IS NULL");
        HandMade.change(
                file,
                "CREATE INDEX visit_unconfirmed ON visit (plate, entry_t) WHERE confirmed = 0");
        HandMade.change(file, "DELETE FROM flyway_schema_history WHERE version + 0 > 3");

        try (Booth booth = new Booth(folder, "central-1", 5)) {
            assertThat(booth.visits()).isEqualTo(before);
            booth.leave(booth.enter("29A12345"), 25_000);
        }
        assertThat(HandMade.rows(file, "(" + INDEXES + ")")).isEqualTo(now);
        assertThat(Verification.run(file, ZONE, (_, _, _) -> true, (_, _, _) -> {}).clean())
                .isTrue();
    }

    @Test
    void anEventWithoutItsPayloadThatVersion4HeldIsKnownToBeWithout() throws Exception {
        StreamId stream;
        Path file;
        try (Booth one = new Booth(folder, "central-1");
                Booth two = new Booth(folder, "central-2")) {
            file = two.file;
            one.enter("29A12345");
            stream = one.ledger().currentStream().stream();
            two.pullStripped(one, stream);
        }
        HandMade.change(file, "DROP INDEX event_erased");
        undoVersion6(file);
        HandMade.change(file, "DELETE FROM flyway_schema_history WHERE version + 0 > 4");

        try (Booth two = new Booth(folder, "central-2", 5)) {
            assertThat(two.ledger().holdings().withheld())
                    .containsExactly(entry(stream, Ranges.of(1, 1)));
        }
    }

    private static final String INDEXES =
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'visit%'"
                    + " ORDER BY name";

    @Test
    void aNewDatabaseIsNotBuiltAnew() throws SQLException {
        Path file = folder.resolve("central-1.db");
        new Booth(folder, "central-1").close();
        assertThat(
                        HandMade.rows(
                                file,
                                "(SELECT count(*), 1 FROM sqlite_master WHERE name = 'rebuild')"))
                .startsWith("0");
    }
}
