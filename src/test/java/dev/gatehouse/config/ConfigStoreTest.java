package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

class ConfigStoreTest {
    private static final String GOOD = "{\"this_central\": {\"id\": \"central-7\"}}";
    private static final String BAD = "{\"this_central\": {\"id\": \"central_7\"}}";

    @TempDir Path folder;

    @Test
    void aFreshFolderGetsAFileNamedAfterTheComputer() throws Exception {
        var loaded = store(null, Map.of()).load();
        assertThat(loaded.config().thisCentral().id().value()).isEqualTo("booth-3");
        assertThat(loaded.config().thisCentral().auto()).isTrue();
        assertThat(loaded.config().standalone()).isTrue();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.file()).isEqualTo(config()).isRegularFile();
        assertThat(accepted()).hasSameBinaryContentAs(config());
    }

    @Test
    void anotherNameOfTheComputerDoesNotRenameTheCentral() throws Exception {
        store(null, Map.of()).load();
        var later = new ConfigStore(folder, null, Map.of(), "renamed").load();
        assertThat(later.config().thisCentral().id().value()).isEqualTo("booth-3");
    }

    @Test
    void aGoodFileBecomesTheLastAcceptedCopy() throws Exception {
        Files.writeString(config(), GOOD);
        var loaded = store(null, Map.of()).load();
        assertThat(loaded.config().thisCentral().id().value()).isEqualTo("central-7");
        assertThat(accepted()).hasContent(GOOD);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void lookingGivesWhatANodeWouldWorkWithAndWritesNothing() throws Exception {
        var store = store(null, Map.of());
        assertThat(store.look().thisCentral().id().value()).isEqualTo("booth-3");
        assertThat(folder).isEmptyDirectory();

        Files.writeString(config(), GOOD);
        assertThat(store.look().thisCentral().id().value()).isEqualTo("central-7");
        assertThat(accepted()).doesNotExist();

        store.load();
        Files.writeString(config(), BAD);
        assertThat(store.look().thisCentral().id().value()).isEqualTo("central-7");
        assertThat(config()).hasContent(BAD);
    }

    @Test
    void anUnchangedFileIsNotCopiedAgain() throws Exception {
        Files.writeString(config(), GOOD);
        store(null, Map.of()).load();
        var longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(accepted(), longAgo);
        store(null, Map.of()).load();
        assertThat(Files.getLastModifiedTime(accepted())).isEqualTo(longAgo);
    }

    @Test
    void inPlaceOfABadFileTheLastAcceptedCopyIsUsedAndTheProblemsAreReported() throws Exception {
        var store = store(null, Map.of());
        Files.writeString(config(), GOOD);
        store.load();
        Files.writeString(config(), BAD);
        var loaded = store.load();
        assertThat(loaded.config().thisCentral().id().value()).isEqualTo("central-7");
        assertThat(loaded.fromLastAccepted()).isTrue();
        assertThat(loaded.problems())
                .containsExactly(
                        "config.json: this_central.id: \"central_7\"; expected 1 to 40 letters,"
                                + " digits and dashes");
        assertThat(accepted()).hasContent(GOOD);
    }

    @Test
    void aFileThatAPowerCutLeftEmptyDoesNotStopTheBooth() throws Exception {
        var store = store(null, Map.of());
        Files.writeString(config(), GOOD);
        store.load();
        Files.writeString(config(), "");
        assertThat(store.load().config().thisCentral().id().value()).isEqualTo("central-7");
    }

    @Test
    void aMendedFileIsUsedAgain() throws Exception {
        var store = store(null, Map.of());
        Files.writeString(config(), GOOD);
        store.load();
        Files.writeString(config(), BAD);
        store.load();
        Files.writeString(config(), GOOD.replace("7", "8"));
        var loaded = store.load();
        assertThat(loaded.fromLastAccepted()).isFalse();
        assertThat(loaded.config().thisCentral().id().value()).isEqualTo("central-8");
    }

    @Test
    void aLostFileIsReplacedByTheLastAcceptedCopyNotByAFreshOne() throws Exception {
        var store = store(null, Map.of());
        Files.writeString(config(), GOOD);
        store.load();
        Files.delete(config());
        var loaded = store.load();
        assertThat(loaded.config().thisCentral().id().value()).isEqualTo("central-7");
        assertThat(loaded.problems())
                .singleElement()
                .asString()
                .contains("does not exist any more");
        assertThat(config()).doesNotExist();
    }

    @Test
    void aBadFileWithoutAnAcceptedCopyIsOneLineAProblem() throws Exception {
        Files.writeString(
                config(), "{\"this_central\": {\"id\": \"central_7\", \"p2p_port\": 70000}}");
        assertThatThrownBy(() -> store(null, Map.of()).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        """
                        config.json: this_central.id: "central_7"; expected 1 to 40 letters, digits and dashes
                        config.json: this_central.p2p_port: 70000; expected a whole number from 1 to 65535\
                        """);
    }

    @Test
    void aBadVariableSpoilsTheAcceptedCopyAsWellAndIsNamedOnce() throws Exception {
        Files.writeString(config(), GOOD);
        store(null, Map.of()).load();
        assertThatThrownBy(() -> store(null, Map.of("SYNC_LIMIT", "0")).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "environment: SYNC_LIMIT: '0'; expected a whole number from 1 to 1000000");
    }

    @Test
    void theOptionGoesBeforeTheEnvironmentAndThatBeforeTheFolder() throws Exception {
        Path byOption = Files.writeString(folder.resolve("option.json"), GOOD);
        Path byVariable =
                Files.writeString(folder.resolve("p2p_config.json"), GOOD.replace("7", "8"));
        Files.writeString(config(), GOOD.replace("7", "9"));
        var environment = Map.of("P2P_CONFIG_FILE", byVariable.toString());
        assertThat(store(byOption, environment).load().file()).isEqualTo(byOption);
        var loaded = store(null, environment).load();
        assertThat(loaded.file()).isEqualTo(byVariable);
        assertThat(loaded.config().thisCentral().id().value()).isEqualTo("central-8");
        assertThat(accepted()).hasContent(GOOD.replace("7", "8"));
    }

    @Test
    void aNamedFileThatDoesNotExistIsAnError() throws Exception {
        Files.writeString(config(), GOOD);
        store(null, Map.of()).load();
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> store(missing, Map.of()).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": does not exist; name a file that does, or none");
        assertThatThrownBy(() -> store(null, Map.of("P2P_CONFIG_FILE", missing.toString())).load())
                .isInstanceOf(ConfigException.class);
        assertThat(missing).doesNotExist();
    }

    @Test
    void aFolderInPlaceOfTheFileIsUnreadable() throws Exception {
        Files.createDirectory(config());
        assertThatThrownBy(() -> store(null, Map.of()).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(config() + ": cannot be read")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsFarTooLargeIsNotRead() throws Exception {
        Files.writeString(config(), " ".repeat(1_000_001));
        assertThatThrownBy(() -> store(null, Map.of()).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1000001 bytes");
    }

    @Test
    void aGoodFileThatCannotBeKeptIsUsedWithAWarning() throws Exception {
        Files.writeString(config(), GOOD);
        Files.createDirectory(accepted());
        Files.writeString(accepted().resolve("in-the-way"), "");
        var loaded = store(null, Map.of()).load();
        assertThat(loaded.config().thisCentral().id().value()).isEqualTo("central-7");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).singleElement().asString().contains("cannot be written");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "booth-3, booth-3",
        "booth_3.lan.example, booth-3",
        "DESKTOP-A1B2, DESKTOP-A1B2",
        "Máy Cổng 1, M-y-C-ng-1",
        "_x_, x",
        "'', central-1",
        "---, central-1",
        "..., central-1",
        "localhost, central-1",
        "192.168.1.5, central-1",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddd_eee, aaaaaaaaaabbbbbbbbbbccccccccccddddddddd"
    })
    void theHostNameGivesAnId(String hostName, String id) {
        assertThat(ConfigStore.idFromHostName(hostName)).isEqualTo(id);
    }

    private ConfigStore store(@Nullable Path option, Map<String, String> environment) {
        return new ConfigStore(folder, option, environment, "booth_3.lan");
    }

    private Path config() {
        return folder.resolve("config.json");
    }

    private Path accepted() {
        return folder.resolve("config.accepted.json");
    }
}
