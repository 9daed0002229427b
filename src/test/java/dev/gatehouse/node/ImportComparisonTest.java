package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.ConfigStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that was imported is what was there: told by SQL alone, with nothing of the importer. */
class ImportComparisonTest {
    private static final int ROWS = 1_200;

    /** The name of a row that has none is made of what it says, seven hours ahead of UTC. */
    private static final String NAME =
            "coalesce(event_id, 'central-1_' || (strftime('%s', entry_time) - 25200) || '000_' ||"
                    + " plate_id)";

    private static final String SAME =
            " coalesce(source_central, 'central-1'), edge_id, plate_id, plate_view, entry_time,"
                    + " entry_camera_id, entry_camera_name, entry_confidence, entry_source,"
                    + " exit_time, exit_camera_id, exit_camera_name, exit_confidence, exit_source,"
                    + " duration, fee, status";

    @TempDir Path folder;

    private void takeOver(Path data, Path original) throws Exception {
        Files.createDirectories(data);
        Files.writeString(
                data.resolve(ConfigStore.FILE),
                "{\"this_central\":{\"id\":\"central-1\",\"ip\":\"127.0.3.52\"}}");
        var store = new ConfigStore(data, null, Map.of(), "booth");
        Takeover.run(
                Node.Means.real(data, store.load().config(), "test", List.of()),
                original,
                (what, done, total) -> {});
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                texts.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
        }
        return texts;
    }

    @Test
    void everyVisitCorrectionAndDeletionIsHereAndNothingElse() throws Exception {
        Path original = folder.resolve("central.db");
        OriginalDatabase.make(original, 7, ROWS);
        takeOver(folder.resolve("a"), original);

        try (Connection db =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("a/gatehouse.db"));
                Statement sql = db.createStatement()) {
            sql.execute("ATTACH '" + original + "' AS theirs");
            String theirs = "SELECT " + NAME + "," + SAME + " FROM theirs.history";
            String ours = "SELECT event_id," + SAME + " FROM main.history";
            assertThat(texts(sql, theirs + " EXCEPT " + ours)).as("not here").isEmpty();
            assertThat(texts(sql, ours + " EXCEPT " + theirs)).as("not there").isEmpty();
            assertThat(texts(sql, ours)).hasSizeGreaterThan(ROWS * 99 / 100 - 1);

            String corrected =
                    "SELECT h.event_id, c.new_plate_id FROM theirs.history_changes c JOIN"
                            + " theirs.history h ON h.id = c.history_id WHERE change_type ="
                            + " 'UPDATE'";
            assertThat(texts(sql, facts("correction", ", plate_id")))
                    .containsExactlyInAnyOrderElementsOf(texts(sql, corrected))
                    .hasSizeGreaterThan(4);
            String deleted =
                    "SELECT "
                            + NAME.replace("event_id", "old_data ->> 'event_id'")
                                    .replace("entry_time", "old_data ->> 'entry_time'")
                                    .replace("plate_id", "old_data ->> 'plate_id'")
                            + " FROM theirs.history_changes WHERE change_type = 'DELETE'";
            assertThat(texts(sql, facts("void", "")))
                    .containsExactlyInAnyOrderElementsOf(texts(sql, deleted))
                    .hasSizeGreaterThan(4);
        }
    }

    /** The payloads of a kind, as they lie in the ledger. */
    private static String facts(String kind, String more) {
        return "SELECT event_id"
                .concat(more)
                .replaceAll("(event_id|plate_id)", "CAST(payload AS TEXT) ->> '$1'")
                .concat(" FROM main.event WHERE kind = '" + kind + "'");
    }

    @Test
    void atTwoBoothsItIsOneSetOfFacts() throws Exception {
        Path original = folder.resolve("central.db");
        OriginalDatabase.make(original, 8, ROWS / 10);
        takeOver(folder.resolve("a"), original);
        takeOver(folder.resolve("b"), original);

        try (Connection db =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("a/gatehouse.db"));
                Statement sql = db.createStatement()) {
            sql.execute("ATTACH '" + folder.resolve("b/gatehouse.db") + "' AS theirs");
            List<String> ids = texts(sql, "SELECT hex(id) FROM main.event ORDER BY 1");
            assertThat(ids).hasSizeGreaterThan(ROWS / 10);
            assertThat(ids)
                    .containsExactlyElementsOf(
                            texts(sql, "SELECT hex(id) FROM theirs.event ORDER BY 1"));
        }
    }
}
