package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.trust.NodeKey;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What backup, verify and restore say, and when they do nothing without {@code --yes}. */
class MaintenanceCommandsTest {
    private static final CentralId HERE = new CentralId("central-1");

    @TempDir private Path root;
    private Path data;
    private Path database;

    private record Ended(int code, String output) {}

    @BeforeEach
    void aBoothWithThreeCarsInside() throws IOException {
        data = Files.createDirectories(root.resolve("Bãi xe #1?"));
        Files.writeString(
                data.resolve("config.json"),
                """
                {"this_central": {"id": "central-1", "ip": "127.0.0.1"}, "peer_centrals": []}
                """);
        database = data.resolve("gatehouse.db");
        fill(database, 3);
    }

    private void fill(Path file, int cars) throws IOException {
        Booth.fill(file, HERE, NodeKey.open(data.resolve("node.key")), cars);
    }

    private Ended run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data=" + data);
        var text = new StringWriter();
        var out = new PrintWriter(text, true);
        int code = Main.commandLine().setOut(out).setErr(out).execute(all.toArray(String[]::new));
        return new Ended(code, text.toString());
    }

    @Test
    void aBackupSaysWhatItWroteAndVerifyWhatItHolds() {
        Path file = root.resolve("b.db");
        Ended made = run("backup", file.toString());
        assertThat(made.code()).isZero();
        assertThat(made.output())
                .contains(file.toString())
                .contains(
                        "events: 3, streams: 1, visits: 3 (inside: 3, ended: 0), newest event:"
                                + " 2026-");
        Ended verified = run("verify");
        assertThat(verified.output())
                .contains(
                        "visits: 3 (inside: 3, ended: 0)",
                        "Events: 3, streams: 1, visits: 3. All is right.");
        assertThat(verified.code()).isZero();
    }

    @Test
    void verifyOfAnEmptyLedgerSaysEmptyAndNotThatAllIsRight() throws Exception {
        Files.delete(database);
        fill(database, 0);
        Ended verified = run("verify");
        assertThat(verified.output())
                .contains("Events: 0, streams: 0, visits: 0.", "empty")
                .doesNotContain("All is right");
        assertThat(verified.code()).isZero();
    }

    @Test
    void aRestoreThatBringsLessPrintsBothAndWantsYes() throws Exception {
        Path less = root.resolve("less.db");
        assertThat(run("backup", less.toString()).code()).isZero();
        Files.delete(database);
        fill(database, 5);
        byte[] before = Files.readAllBytes(database);

        Ended asked = run("restore", less.toString());

        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.output())
                .contains("Here:   events: 5,", "Backup: events: 3,")
                .contains("Nothing was changed: the backup lacks", "add --yes");
        assertThat(database).hasBinaryContent(before);

        Ended done = run("restore", less.toString(), "--yes");
        assertThat(done.code()).isZero();
        assertThat(done.output()).contains("The old one is kept as ", ".before-restore-");
        assertThat(run("verify").output()).contains("visits: 3. All is right.");
    }

    @Test
    void aRestoreOfNothingWantsYesToo() throws Exception {
        Path nothing = Files.createFile(root.resolve("nothing.db"));
        Ended asked = run("restore", nothing.toString());
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.output()).contains("Backup: empty", "the backup is empty");
        assertThat(run("verify").output()).contains("visits: 3. All is right.");
    }

    @Test
    void aRestoreOfTheSameNeedsNoYes() {
        Path same = root.resolve("same.db");
        assertThat(run("backup", same.toString()).code()).isZero();
        assertThat(run("restore", same.toString()).code()).isZero();
    }

    @Test
    void aNameThatCameGarbledIsSaidInOneSentence() {
        Ended refused = run("backup", root.resolve("b\ufffdi.db").toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output()).contains("LC_ALL=C.UTF-8").doesNotContain("\tat ");
    }
}
