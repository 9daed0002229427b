package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class DataFolderTest {
    private static final Path HOME = Path.of("/home/lan");

    @TempDir Path temp;

    @Test
    void onWindowsTheDataAreForAllUsersOfTheBooth() {
        assertThat(DataFolder.byDefault("Windows 11", Map.of("ProgramData", "D:\\Data"), HOME))
                .isEqualTo(Path.of("D:\\Data", "Gatehouse"));
        assertThat(DataFolder.byDefault("Windows 11", Map.of(), HOME))
                .isEqualTo(Path.of("C:\\ProgramData", "Gatehouse"));
    }

    @Test
    void onMacOsTheyAreInTheLibrary() {
        assertThat(DataFolder.byDefault("Mac OS X", Map.of(), HOME))
                .isEqualTo(HOME.resolve("Library/Application Support/Gatehouse"));
    }

    @Test
    void onLinuxTheyAreWhereXdgSays() {
        assertThat(DataFolder.byDefault("Linux", Map.of(), HOME))
                .isEqualTo(HOME.resolve(".local/share/gatehouse"));
        assertThat(DataFolder.byDefault("Linux", Map.of("XDG_DATA_HOME", "/data"), HOME))
                .isEqualTo(Path.of("/data/gatehouse"));
        assertThat(DataFolder.byDefault("Linux", Map.of("XDG_DATA_HOME", "relative"), HOME))
                .isEqualTo(HOME.resolve(".local/share/gatehouse"));
    }

    @Test
    void theInstalledServiceHasTheFolderThatSystemdMadeForIt() {
        var service = Map.of("STATE_DIRECTORY", "/var/lib/gatehouse", "XDG_DATA_HOME", "/data");
        assertThat(DataFolder.byDefault("Linux", service, HOME))
                .isEqualTo(Path.of("/var/lib/gatehouse"));
        assertThat(
                        DataFolder.byDefault(
                                "Linux", Map.of("STATE_DIRECTORY", "/var/lib/desktop"), HOME))
                .as("another service's folder, inherited")
                .isEqualTo(HOME.resolve(".local/share/gatehouse"));
    }

    @Test
    void aMissingFolderIsMadeForItsOwnerOnly() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path folder = temp.resolve("share").resolve("gatehouse");
        try (var data = DataFolder.hold(folder)) {
            assertThat(data.path()).isEqualTo(folder.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aFolderThatIsThereKeepsItsPermissions() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-x---"));
        try (var data = DataFolder.hold(temp)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwxr-x---");
        }
    }

    @Test
    void onlyOneNodeHoldsAFolder() throws IOException {
        var first = DataFolder.hold(temp);
        assertThatThrownBy(() -> DataFolder.hold(temp.resolve(".")))
                .isInstanceOf(DataFolderInUseException.class)
                .hasMessageContaining("data folder " + temp)
                .hasMessageContaining("close that one, or choose another folder with --data");
        first.close();
        first.close();
        DataFolder.hold(temp).close();
    }

    @Test
    void anotherProcessCannotHoldItEither() throws Exception {
        var held = DataFolder.hold(temp);
        assertThatThrownBy(() -> DataFolder.hold(temp))
                .isInstanceOf(DataFolderInUseException.class);
        assertThat(holdElsewhere()).as("after a refused attempt from here").isEqualTo("in use");
        held.close();
        assertThat(holdElsewhere()).isEqualTo("held");
    }

    @Test
    void aFileInTheWayIsNamedWithTheRemedy() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        for (Path folder : new Path[] {file, file.resolve("below")}) {
            assertThatThrownBy(() -> DataFolder.hold(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("data folder " + folder)
                    .hasMessageContaining(file + " is a file")
                    .hasMessageContaining("choose another with --data");
        }
    }

    @Test
    void aFolderThatCouldNotBeHeldCanBeHeldOnceItIsMended() throws IOException {
        Path lock = Files.createDirectory(temp.resolve(DataFolder.LOCK_FILE));
        assertThatThrownBy(() -> DataFolder.hold(temp))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data folder " + temp);
        Files.delete(lock);
        DataFolder.hold(temp).close();
    }

    private String holdElsewhere() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Elsewhere.class.getName(),
                                temp.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            return String.join("\n", out.lines().toList());
        } finally {
            process.waitFor();
        }
    }

    /** The other process. */
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] args) throws IOException {
            try (var data = DataFolder.hold(Path.of(args[0]))) {
                System.out.println("held");
            } catch (DataFolderInUseException e) {
                System.out.println("in use");
            }
        }
    }

    @Test
    void aPathThatTheDatabaseCannotTakeIsRefusedInOneSentence(@TempDir Path root) {
        Path deep = root.resolve("ệ".repeat(80)).resolve("ộ".repeat(80)).resolve("data");
        assertThatThrownBy(() -> DataFolder.hold(deep))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its whole path has ")
                .hasMessageContaining("choose another with --data");
    }
}
