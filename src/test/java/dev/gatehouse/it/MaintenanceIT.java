package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.it.CommandsIT.Ended;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The commands for the data folder, as an administrator runs them beside a booth that works. */
@Timeout(180)
class MaintenanceIT {
    private static Ended run(BoothProcess booth, String... args) throws Exception {
        var all = new ArrayList<>(List.of(args));
        all.add("--data");
        all.add(booth.folder().toString());
        return CommandsIT.run(all.toArray(String[]::new));
    }

    @Test
    void verifyAndBackupRunBesideANodeAndWhatWouldDisturbItIsRefused(@TempDir Path folder)
            throws Exception {
        Path backup = folder.resolve("backup.db");
        try (BoothProcess booth = BoothProcess.mesh(1, folder).getFirst()) {
            booth.start();
            await().atMost(Duration.ofSeconds(40)).until(booth::up);
            booth.open("29A-123.45");
            booth.openElsewhere("29A-123.45");
            booth.open("30F-111.11");

            Ended verified = run(booth, "verify");
            assertThat(verified.output())
                    .contains("Events: 3, streams: 1, visits: 2. All is right.");
            assertThat(verified.code()).isZero();

            Ended copied = run(booth, "backup", backup.toString());
            assertThat(copied.output()).contains(backup.toString());
            assertThat(copied.code()).isZero();
            Ended again = run(booth, "backup", backup.toString());
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.output()).contains(backup.toString(), "exists already");

            for (Ended refused :
                    List.of(run(booth, "restore", backup.toString()), run(booth, "rebuild"))) {
                assertThat(refused.code()).isEqualTo(1);
                assertThat(refused.output()).contains("in use by another Gatehouse");
            }
            assertThat(booth.open("51H-000.01").path("success").booleanValue(false))
                    .as("the booth was not disturbed")
                    .isTrue();
            assertThat(booth.stop()).isZero();

            restoreAndRebuild(booth, backup);
            booth.start();
            await().atMost(Duration.ofSeconds(40)).until(booth::up);
            assertThat(booth.plates()).containsExactlyInAnyOrder("29A12345", "30F11111");
        }
    }

    private static void restoreAndRebuild(BoothProcess booth, Path backup) throws Exception {
        Path database = booth.folder().resolve("gatehouse.db");
        byte[] key = Files.readAllBytes(booth.folder().resolve("node.key"));
        Ended asked = run(booth, "restore", backup.toString());
        assertThat(asked.code()).as("it would lose a car").isEqualTo(1);
        assertThat(asked.output()).contains("the backup lacks events that are here (1)", "--yes");
        Ended restored = run(booth, "restore", "--yes", backup.toString());
        assertThat(restored.output()).contains("gatehouse.db.before-restore-");
        assertThat(restored.code()).isZero();
        assertThat(booth.folder().resolve("node.key")).hasBinaryContent(key);

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE visit SET fee = 7 WHERE plate = '29A12345'");
        }
        Ended wrong = run(booth, "verify");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.output())
                .contains("visit: event_id central-1_", "fee is 7", "Findings: 1.");
        assertThat(wrong.output()).doesNotContain("29A12345");
        assertThat(run(booth, "verify", "--plates").output()).contains("29A12345");

        Ended rebuilt = run(booth, "rebuild", "--progress");
        assertThat(rebuilt.output()).contains("2 visits", "6 of 6 events, 100 %");
        assertThat(rebuilt.code()).isZero();
        assertThat(run(booth, "verify").code()).isZero();
    }

    @Test
    void helpAnswersWrongUsageIsExitCode2AndAFolderWithoutADatabaseIsNamed(@TempDir Path folder)
            throws Exception {
        for (String command : List.of("verify", "rebuild", "backup", "restore")) {
            Ended help = CommandsIT.run(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.output()).contains("gatehouse " + command, "--data", "--progress");
        }
        assertThat(CommandsIT.run("backup").code()).as("no FILE").isEqualTo(2);
        assertThat(CommandsIT.run("verify", "--loud").code()).isEqualTo(2);

        for (String command : List.of("verify", "rebuild")) {
            Ended none = CommandsIT.run(command, "--data", folder.toString());
            assertThat(none.code()).isEqualTo(1);
            assertThat(none.output()).contains("gatehouse.db does not exist", "--data");
        }
    }
}
