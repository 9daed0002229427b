package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes over a database as the original leaves it. */
class TakeoverTest {
    @TempDir Path folder;
    private Path original;
    private Path data;

    @BeforeEach
    void anOriginal() throws Exception {
        data = Files.createDirectories(folder.resolve("gatehouse"));
        Files.writeString(
                data.resolve(ConfigStore.FILE),
                "{\"this_central\":{\"id\":\"central-1\",\"ip\":\"127.0.3.51\"}}");
        original = Files.createDirectories(folder.resolve("data")).resolve("central.db");
        sql(OriginalDatabase.HISTORY);
    }

    private void sql(String... statements) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + original);
                var statement = db.createStatement()) {
            for (String one : statements) {
                statement.executeUpdate(one);
            }
        }
    }

    /** A row; what is null is NULL. */
    private void row(
            @Nullable String eventId,
            @Nullable String source,
            String plate,
            @Nullable String entry,
            @Nullable String exit,
            String status,
            long fee)
            throws SQLException {
        String insert =
                "INSERT INTO history (event_id, source_central, plate_id, plate_view, entry_time,"
                        + " entry_camera_id, entry_camera_name, entry_confidence, exit_time,"
                        + " duration, fee, status, created_at, updated_at) VALUES (?, ?, ?, ?, ?,"
                        + " 1, 'Cong A', 0.92, ?, ?, ?, ?, '2025-01-01 00:00:00',"
                        + " '2025-01-01 00:00:00')";
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + original);
                var statement = db.prepareStatement(insert)) {
            Object[] values = {
                eventId,
                source,
                plate,
                plate,
                entry,
                exit,
                exit == null ? null : "2 giờ 5 phút",
                fee,
                status
            };
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private Node.Means means() throws Exception {
        var store = new ConfigStore(data, null, Map.of(), "booth");
        return Node.Means.real(data, store.load().config(), "test", List.of());
    }

    private Takeover.Report takeOver() throws Exception {
        return Takeover.run(means(), original, (what, done, total) -> {});
    }

    private List<Visit> visits() throws Exception {
        try (Node node = Node.open(means())) {
            return node.history().find(HistoryQuery.FIRST).visits();
        }
    }

    @Test
    void aVisitIsTakenWithItsTimesItsCameraAndItsFee() throws Exception {
        row(
                "central-1_1733140800000_29A12345",
                null,
                "29A12345",
                "2024-12-02 19:00:00",
                "2024-12-02 21:05:30",
                "OUT",
                50_000);

        assertThat(takeOver().taken()).containsExactly(Map.entry("visits", 1L));

        assertThat(visits())
                .singleElement()
                .satisfies(
                        visit -> {
                            assertThat(visit.eventId())
                                    .isEqualTo("central-1_1733140800000_29A12345");
                            assertThat(visit.entry().at()).hasToString("2024-12-02T12:00:00Z");
                            assertThat(visit.entry().cameraName()).isEqualTo("Cong A");
                            Visit.Departure out = Objects.requireNonNull(visit.exit());
                            assertThat(out.passage().at()).hasToString("2024-12-02T14:05:30Z");
                            assertThat(out.feeDong()).isEqualTo(50_000);
                            assertThat(out.seconds()).isEqualTo(7_500);
                        });
    }

    @Test
    void takenOverAgainNothingChanges() throws Exception {
        row("central-1_1_29A12345", null, "29A12345", "2024-12-02 19:00:00", null, "IN", 0);
        row(null, null, "30A11111", "2024-12-02 20:00:00", "2024-12-02 21:00:00", "OUT", 1);
        row("central-2_5_30A22222", "central-2", "30A22222", "2024-12-02 20:00:00", null, "IN", 0);
        Files.writeString(
                folder.resolve("data/parking_fees.json"),
                "{\"fee_base\": 0.25, \"fee_per_hour\": 30000}");
        var first = takeOver();
        var visits = visits();

        var second = takeOver();

        assertThat(first.taken())
                .containsExactly(Map.entry("parking_fees.json", 1L), Map.entry("visits", 3L));
        assertThat(second.taken()).isEmpty();
        assertThat(second.had()).isEqualTo(first.taken());
        assertThat(visits()).isEqualTo(visits).hasSize(3);
        assertThat(visits).extracting(v -> v.sourceCentral().value()).contains("central-2");
        assertThat(visits).filteredOn(Visit::inside).hasSize(2);
    }

    @Test
    void aRowWithoutANameGetsOneOfWhatItSays() throws Exception {
        row(null, null, "30A11111", "2024-12-02 19:00:00", null, "IN", 0);
        takeOver();
        assertThat(visits())
                .extracting(Visit::eventId)
                .containsExactly("central-1_1733140800000_30A11111");
    }

    @Test
    void aPlateThatWasCorrectedThereIsCorrectedHere() throws Exception {
        row("central-1_1_29A12345", null, "29A12346", "2024-12-02 19:00:00", null, "IN", 0);
        takeOver();
        assertThat(visits())
                .extracting(visit -> visit.plate().canonical())
                .containsExactly("29A12346");
    }

    @Test
    void eachCorrectionIsTakenWithWhoAndWhen() throws Exception {
        row("central-1_1_29A12345", null, "29A12347", "2024-12-02 19:00:00", null, "IN", 0);
        sql(
                "CREATE TABLE history_changes (id INTEGER PRIMARY KEY, history_id INTEGER,"
                        + " change_type TEXT, old_plate_id TEXT, new_plate_id TEXT,"
                        + " new_plate_view TEXT, changed_at TEXT, changed_by TEXT)",
                "INSERT INTO history_changes VALUES (1, 1, 'UPDATE', '29A12345', '29A12346',"
                        + " '29A-123.46', '2024-12-02 19:05:00', 'Lan')",
                "INSERT INTO history_changes VALUES (2, 1, 'UPDATE', '29A12346', '29A12347',"
                        + " '29A-123.47', '2024-12-02 19:06:00', 'system')",
                "INSERT INTO history_changes VALUES (3, 9, 'UPDATE', '30A1', '30A2', NULL,"
                        + " '2024-12-02 19:07:00', 'system')");

        var report = takeOver();

        assertThat(report.taken())
                .containsExactly(Map.entry("corrections", 2L), Map.entry("visits", 1L));
        assertThat(report.skipped())
                .containsEntry("changes: of a visit that was deleted, or of no kind known", 1L);
        try (Node node = Node.open(means())) {
            var changes = node.history().changes(null, 10, 0);
            assertThat(changes).hasSize(2);
            assertThat(changes.getLast().staff()).isEqualTo("Lan");
            assertThat(changes.getLast().at()).hasToString("2024-12-02T12:05:00Z");
            assertThat(node.history().find(HistoryQuery.FIRST).visits())
                    .extracting(visit -> visit.plate().view())
                    .containsExactly("29A-123.47");
        }
        assertThat(takeOver().taken()).isEmpty();
    }

    @Test
    void aVisitThatWasDeletedThereIsVoidHereWhereverItIsTold() throws Exception {
        sql(
                OriginalDatabase.CHANGES,
                "INSERT INTO history_changes (history_id, change_type, old_data) VALUES (7,"
                    + " 'DELETE', '{\"id\":7,\"event_id\":\"central-1_1_29A12345\",\"plate_id\":"
                    + "\"29A12345\",\"plate_view\":\"29A-123.45\",\"entry_time\":\"2024-12-02"
                    + " 19:00:00\",\"exit_time\":\"2024-12-02 20:00:00\",\"fee\":25000,"
                    + "\"source_central\":null,\"status\":\"OUT\"}')",
                "INSERT INTO history_changes (history_id, change_type, old_data) VALUES (8,"
                        + " 'DELETE', 'nonsense')",
                "INSERT INTO history_changes (history_id, change_type) VALUES (9, 'DELETE')");

        var report = takeOver();

        assertThat(report.taken()).containsExactly(Map.entry("deleted visits", 1L));
        assertThat(report.skipped())
                .containsExactly(
                        Map.entry("deleted visits: its row is no JSON", 1L),
                        Map.entry("deleted visits: its row is not told", 1L));
        assertThat(visits()).isEmpty();
        assertThat(takeOver().had()).containsEntry("deleted visits", 1L);

        row("central-1_1_29A12345", null, "29A12345", "2024-12-02 19:00:00", null, "IN", 0);
        assertThat(takeOver().had()).containsEntry("visits", 1L);
        assertThat(visits()).as("a void is final").isEmpty();
    }

    @Test
    void itsCamerasAreListedAsSilentUntilTheyReport() throws Exception {
        sql(
                "CREATE TABLE cameras (id INTEGER, name TEXT, type TEXT, status TEXT,"
                        + " last_heartbeat TEXT, events_sent INTEGER, events_failed INTEGER,"
                        + " created_at TEXT, updated_at TEXT)",
                "INSERT INTO cameras VALUES (3, 'Cổng Bắc', 'EXIT', 'online',"
                        + " '2026-11-22 02:51:48', 7, 1, '2025-01-01 00:00:00', NULL)",
                "INSERT INTO cameras (id) VALUES (5)");

        assertThat(takeOver().taken()).containsExactly(Map.entry("cameras", 2L));

        try (Node node = Node.open(means())) {
            assertThat(node.cameras().cameras())
                    .containsExactly(
                            new Camera(
                                    3,
                                    "Cổng Bắc",
                                    "EXIT",
                                    false,
                                    Instant.parse("2026-11-22T02:51:48Z"),
                                    7,
                                    1,
                                    Instant.parse("2025-01-01T00:00:00Z")),
                            new Camera(
                                    5,
                                    "Camera 5",
                                    "ENTRY",
                                    false,
                                    Instant.EPOCH,
                                    0,
                                    0,
                                    Instant.EPOCH));
            node.cameras().heard(new Camera.Word(3, "Cổng Nam", "EXIT", 8, 1));
        }
        assertThat(takeOver().had()).containsExactly(Map.entry("cameras", 2L));
        try (Node node = Node.open(means())) {
            assertThat(node.cameras().cameras().getFirst().name()).isEqualTo("Cổng Nam");
            assertThat(node.cameras().cameras().getFirst().sent()).isEqualTo(8);
        }
    }

    @Test
    void whatCannotBeTakenIsCountedWithTheReason() throws Exception {
        row("central-1_1_29A12345", null, "29A12345", "2024-12-02 19:00:00", null, "IN", 0);
        row("central-1_2_X", null, "-", "2024-12-02 19:00:00", null, "IN", 0);
        row("central-1_3_30A00001", null, "30A00001", "02/12/2024", null, "IN", 0);
        row("central-1_4_30A00002", null, "30A00002", "2024-12-02 19:00:00", null, "OUT", 0);
        row("a_b_5", "a_b", "30A00003", "2024-12-02 19:00:00", null, "IN", 0);
        Files.writeString(folder.resolve("data/staff.json"), "not JSON");

        var report = takeOver();

        assertThat(report.taken()).containsExactly(Map.entry("visits", 1L));
        assertThat(report.skipped())
                .containsEntry("visits: its plate is none", 1L)
                .containsEntry("visits: it has no entry_time, or another form of it", 1L)
                .containsEntry(
                        "visits: it is OUT without an exit_time, or with another form of it", 1L)
                .containsEntry("visits: its source_central can be no central's id", 1L)
                .hasKeySatisfying(
                        new org.assertj.core.api.Condition<>(
                                key -> key.startsWith("staff.json: it is no JSON"), "staff"))
                .hasSize(5);
    }

    @Test
    void theListsBesideItAreTakenUnlessTheyWereSetHere() throws Exception {
        Path beside = folder.resolve("data");
        Files.writeString(
                beside.resolve("parking_fees.json"), "{\"fee_base\":0.5,\"fee_per_hour\":7000}");
        Files.writeString(
                beside.resolve("staff.json"),
                "[{\"id\":3,\"name\":\"Lan\",\"position\":\"Bảo vệ trưởng\"}]");
        Files.writeString(
                beside.resolve("subscriptions.json"),
                "{\"subscriptions\":[{\"id\":1,\"plate_number\":\"30A12345\"}]}");
        assertThat(takeOver().taken()).hasSize(3);
        try (Node node = Node.open(means())) {
            assertThat(node.site().fees()).isEqualTo(new FeeRules(30, 7_000));
            assertThat(node.site().staff())
                    .containsExactly(new Fact.Member(3, "Lan", "Bảo vệ trưởng", null, null, null));
            assertThat(node.site().passes()).hasSize(1);
            node.site().setFees(new FeeRules(30, 8_000)).join();
        }

        assertThat(takeOver().skipped())
                .containsEntry("parking_fees.json: it was set here already", 1L);
        try (Node node = Node.open(means())) {
            assertThat(node.site().fees()).isEqualTo(new FeeRules(30, 8_000));
        }
    }

    @Test
    void aFileThatIsNoOriginalsIsRefusedAndLeftAsItIs() throws Exception {
        Path other = Files.writeString(folder.resolve("other.db"), "no database at all");
        assertThatThrownBy(() -> Takeover.run(means(), other, (what, done, total) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.db");
        assertThat(other).hasContent("no database at all");
        assertThatThrownBy(() -> Takeover.run(means(), folder.resolve("none.db"), (a, b, c) -> {}))
                .hasMessageContaining("does not exist");
        sql("ALTER TABLE history RENAME TO something");
        assertThatThrownBy(this::takeOver).hasMessageContaining("no original's central.db");
    }

    @Test
    void ofTheSecondGenerationItsCarParkAndWhereCarsWereSeenAreTakenAndWhatNoGateSawIsNoVisit()
            throws Exception {
        sql(
                "ALTER TABLE history ADD COLUMN last_location TEXT",
                "ALTER TABLE history ADD COLUMN last_location_time TEXT",
                "ALTER TABLE history ADD COLUMN is_anomaly INTEGER DEFAULT 0",
                "CREATE TABLE parking_lots (id INTEGER PRIMARY KEY, location_name TEXT UNIQUE,"
                        + " capacity INTEGER, camera_id TEXT, camera_type TEXT, edge_id TEXT)",
                "INSERT INTO parking_lots (location_name, capacity, camera_id) VALUES"
                        + " ('B1', 120, 'cam-7'), ('B2', NULL, NULL)");
        row("central-1_1_29A12345", null, "29A12345", "2024-12-02 19:00:00", null, "IN", 0);
        row("central-1_2_30A11111", null, "30A11111", "2024-12-02 19:10:00", null, "IN", 0);
        row("central-1_3_30A22222", null, "30A22222", "2024-12-02 19:20:00", null, "IN", 0);
        sql(
                "UPDATE history SET last_location = 'B1', last_location_time = '2024-12-02"
                        + " 19:03:00' WHERE id < 3",
                "UPDATE history SET is_anomaly = 1 WHERE id > 1");

        Takeover.Report report = takeOver();

        assertThat(report.taken())
                .containsExactlyInAnyOrderEntriesOf(Map.of("visits", 2L, "parking lots", 2L));
        assertThat(report.skipped())
                .containsExactly(
                        Map.entry(
                                "visits: its car was seen at no place, or its last_location_time"
                                        + " has another form",
                                1L));
        assertThat(visits()).extracting(Visit::eventId).containsExactly("central-1_1_29A12345");
        assertThat(events("location"))
                .allSatisfy(payload -> assertThat(payload).contains("B1", "2024-12-02 19:03:00"))
                .satisfiesExactlyInAnyOrder(
                        seen -> assertThat(seen).contains("29A12345", "\"is_anomaly\":false"),
                        anomaly -> assertThat(anomaly).contains("30A11111", "\"is_anomaly\":true"));
        assertThat(events("parking_lot"))
                .satisfiesExactlyInAnyOrder(
                        lot -> assertThat(lot).contains("B1", "120", "cam-7"),
                        lot -> assertThat(lot).contains("B2").doesNotContain("capacity"));
        assertThat(takeOver().taken()).as("the second time").isEmpty();
    }

    /** The payloads of that kind in the ledger. */
    private List<String> events(String kind) throws SQLException {
        var payloads = new ArrayList<String>();
        try (Connection db =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve(Node.DATABASE));
                var statement = db.prepareStatement("SELECT payload FROM event WHERE kind = ?")) {
            statement.setString(1, kind);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    payloads.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
                }
            }
        }
        return payloads;
    }
}
