package dev.gatehouse.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the window remembers. */
class SettingsTest {
    @TempDir Path folder;

    @Test
    void whatIsPutIsThereAtTheNextStart() {
        Path deep = folder.resolve("not").resolve("yet");
        try (var settings = Settings.in(deep)) {
            settings.put("window.mode", WindowMode.MAXIMIZED);
            settings.put("window.width", 1_279.6);
        }
        try (var settings = Settings.in(deep)) {
            assertThat(settings.get("window.mode", WindowMode.NORMAL))
                    .isEqualTo(WindowMode.MAXIMIZED);
            assertThat(settings.get("window.width", 1.0)).isEqualTo(1_280);
        }
        assertThat(deep).isDirectoryContaining("glob:**/console.properties");
        assertThat(deep).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void nonsenseMeansTheDefault() throws IOException {
        Files.writeString(
                folder.resolve("console.properties"), "a=-3\nb=Infinity\nc=wide\nmode=sideways\n");
        try (var settings = Settings.in(folder)) {
            assertThat(settings.get("a", 7.0)).isEqualTo(7);
            assertThat(settings.get("b", 7.0)).isEqualTo(7);
            assertThat(settings.get("c", 7.0)).isEqualTo(7);
            assertThat(settings.get("mode", WindowMode.NORMAL)).isEqualTo(WindowMode.NORMAL);
            assertThat(settings.find("mode", WindowMode.class)).isNull();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsOnlyTheMemory() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        try (var settings = Settings.in(file.resolve("below"))) {
            settings.put("window.width", 1_000);
            assertThat(settings.get("window.width", 1.0)).isEqualTo(1_000);
        }
    }
}
