package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Restore;
import dev.gatehouse.ledger.check.Verification;

import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A ledger works under every name that a folder may have. */
class PlacesTest {
    @TempDir private Path root;

    static List<String> everywhere() {
        return List.of(
                "two words",
                "a#b",
                "a%20b%zz%",
                "a&b+c;d,e=f",
                "it's",
                "[x]{y}(z)",
                "file:x",
                "-dash",
                "@at",
                "mode=memory",
                "Bãi xe Đông",
                "Ba\u0303i xe \u0110o\u0302ng",
                "🅿️ 😀",
                "停车场",
                "ệ".repeat(85)); // 255 bytes
    }

    static Stream<String> onWindowsOnlySome() {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return everywhere().stream().filter(name -> !windows || !name.contains(":"));
    }

    @ParameterizedTest
    @MethodSource("onWindowsOnlySome")
    void aLedgerIsOpenedWrittenBackedUpVerifiedAndRestored(String name) throws Exception {
        worksIn(Files.createDirectories(root.resolve(name)));
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(
            strings = {
                "what?", "a?cache=shared&mode=ro", "back\\slash", "new\nline", "tab\there",
                "quote\"d", "<a>|b*", "ends with a dot.", "ends with a space ", " begins with one"
            })
    void soItIsUnderWhatOnlyUnixAllows(String name) throws Exception {
        worksIn(Files.createDirectories(root.resolve(name)));
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"link", "lối tắt?"})
    void soItIsBehindALink(String name) throws Exception {
        Path real = Files.createDirectories(root.resolve("Bãi#1"));
        worksIn(Files.createSymbolicLink(root.resolve(name), real));
        assertThat(real.resolve("central-1.db")).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {66, 70, 80})
    void soIsABackupWhoseNameCannotGetLonger(int letters) throws Exception {
        worksIn(root, "ệ".repeat(letters) + ".backup"); // three bytes each, of 255
    }

    private static void worksIn(Path folder) throws Exception {
        worksIn(folder, "a.backup");
    }

    private static void worksIn(Path folder, String backupName) throws Exception {
        Path backup = folder.resolve(backupName);
        Path file;
        try (Booth booth = new Booth(folder, "central-1")) {
            file = booth.file;
            booth.enter("29A11111");
            booth.restart();
            booth.enter("29A22222");
            Backup.make(booth.file, backup, (_, _, _) -> {});
        }
        assertThat(file).isRegularFile();
        assertThat(Restore.run(backup, file, Booth.NOON, said -> !said.asks(), (_, _, _) -> {}))
                .isInstanceOf(dev.gatehouse.model.RestoreOutcome.Restored.class);
        var verified = Verification.run(file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {});
        assertThat(verified.clean()).isTrue();
        assertThat(verified.held().visits()).isEqualTo(2);
        try (var names = Files.list(folder)) {
            assertThat(names.map(each -> each.getFileName().toString()))
                    .as("nothing lies elsewhere")
                    .allMatch(each -> each.startsWith("central-1.db") || each.endsWith(".backup"));
        }
    }
}
