package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Booths in folders with odd names, in locales that cannot even tell them. */
@Timeout(180)
class PlacesIT {
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @CsvSource({
        "C, Bãi xe Đông",
        "POSIX, 100% ?#&😀",
        "vi_VN.UTF-8, Cổng 1", // which is not installed everywhere
        "tr_TR.UTF-8, INSIDE?",
        "ar_EG.UTF-8, C.UTF-8"
    })
    void aNodeWorksInEveryFolderWhateverTheLocale(String locale, String name, @TempDir Path root)
            throws Exception {
        Path folder = Files.createDirectories(root.resolve(name));
        try (BoothProcess booth = BoothProcess.mesh(1, folder).getFirst()) {
            booth.environment(Map.of("LC_ALL", locale, "TZ", "No/Such_Place"));
            booth.start();
            await().atMost(Duration.ofSeconds(60)).until(booth::up);
            assertThat(booth.open("30G-567.89").path("success").booleanValue(false)).isTrue();
            assertThat(booth.onDisk()).as("events in that very folder").isEqualTo(1);
            assertThat(booth.folder().resolve("logs").resolve("gatehouse.log"))
                    .content()
                    .contains(name, "Gatehouse 0.");

            assertThat(booth.stop()).as("the signal reaches it").isZero();
            assertThat(booth.log()).doesNotContain("\tat ");
        }
    }
}
