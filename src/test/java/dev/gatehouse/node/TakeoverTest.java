package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes over a database as the original leaves it. */
class TakeoverTest {
    /** As the original's first generation makes it. */
    private static final String SCHEMA =
            """
            CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT,
              source_central TEXT, edge_id TEXT, plate_id TEXT, plate_view TEXT, entry_time TEXT,
              entry_camera_id INTEGER, entry_camera_name TEXT, entry_confidence REAL,
              entry_source TEXT, exit_time TEXT, exit_camera_id INTEGER, exit_camera_name TEXT,
              exit_confidence REAL, exit_source TEXT, duration TEXT, fee INTEGER DEFAULT 0,
              status TEXT, sync_status TEXT DEFAULT 'LOCAL', created_at TEXT, updated_at TEXT)
            """;

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
        sql(SCHEMA, "CREATE TABLE cameras (id INTEGER)", "INSERT INTO cameras VALUES (1)");
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
    void eachCorrectionIsTakenWithWhoAndWhenAndAVoidIsCounted() throws Exception {
        row("central-1_1_29A12345", null, "29A12347", "2024-12-02 19:00:00", null, "IN", 0);
        sql(
                "CREATE TABLE history_changes (id INTEGER PRIMARY KEY, history_id INTEGER,"
                        + " change_type TEXT, old_plate_id TEXT, new_plate_id TEXT,"
                        + " new_plate_view TEXT, changed_at TEXT, changed_by TEXT)",
                "INSERT INTO history_changes VALUES (1, 1, 'UPDATE', '29A12345', '29A12346',"
                        + " '29A-123.46', '2024-12-02 19:05:00', 'Lan')",
                "INSERT INTO history_changes VALUES (2, 1, 'UPDATE', '29A12346', '29A12347',"
                        + " '29A-123.47', '2024-12-02 19:06:00', 'system')",
                "INSERT INTO history_changes VALUES (3, 9, 'DELETE', '30A1', NULL, NULL,"
                        + " '2024-12-02 19:07:00', 'system')");

        var report = takeOver();

        assertThat(report.taken())
                .containsExactly(Map.entry("corrections", 2L), Map.entry("visits", 1L));
        assertThat(report.skipped())
                .containsEntry("changes: their visit is in the history no more", 1L);
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
                .containsEntry("cameras: each is listed again once it reports", 1L)
                .hasKeySatisfying(
                        new org.assertj.core.api.Condition<>(
                                key -> key.startsWith("staff.json: it is no JSON"), "staff"))
                .hasSize(6);
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
}
