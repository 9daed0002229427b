package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.ConfigStore.Change;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ConfigChangeTest {
    private static final String FILE =
            """
            {"comment": "gate by the river",
             "this_central": {"id": "central-1", "ip": "127.0.0.11"},
             "peer_centrals": [
               {"id": "central-2", "ip": "127.0.0.12"},
               {"id": "central-9", "ip": "127.0.0.19", "dialect": "original-2", "api_port": 8001}],
             "tariff": {"per_hour": 30000},
             "later": {"unknown": [1, 2]}}
            """;

    @TempDir private Path folder;
    private ConfigStore store;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve(ConfigStore.FILE), FILE);
        store = new ConfigStore(folder, null, Map.of(), "booth-3");
    }

    private Change change(String json) {
        return store.change(json.getBytes(StandardCharsets.UTF_8));
    }

    private Config written(String json) throws ConfigException {
        assertThat(change(json)).isInstanceOf(Change.Written.class);
        return store.look();
    }

    private List<String> refused(String json) throws IOException {
        assertThat(change(json)).isInstanceOf(Change.Refused.class);
        assertThat(folder.resolve(ConfigStore.FILE)).as("nothing is changed").hasContent(FILE);
        return ((Change.Refused) change(json)).problems();
    }

    @Test
    void whatIsNotNamedIsKeptAlsoWhatThisVersionDoesNotKnow() throws Exception {
        Config config = written("{\"this_central\": {\"p2p_port\": 9100}}");
        assertThat(config.thisCentral())
                .isEqualTo(
                        new Config.ThisCentral(
                                config.thisCentral().id(), "127.0.0.11", 9_100, 8_000));
        assertThat(config.thisCentral().id().value()).isEqualTo("central-1");
        assertThat(config.peers()).hasSize(2);
        assertThat(config.fees().dongPerHour()).isEqualTo(30_000);
        assertThat(Files.readString(folder.resolve(ConfigStore.FILE)))
                .contains("gate by the river", "unknown");
    }

    @Test
    void thePeersAreReplacedAsAWholeAndOneThatStaysKeepsItsDialect() throws Exception {
        Config config =
                written(
                        "{\"peer_centrals\": [{\"id\": \"central-9\", \"ip\": \"127.0.0.29\"},"
                                + " {\"id\": \"central-3\", \"ip\": \"127.0.0.13\"}]}");
        assertThat(config.peers())
                .extracting(p -> p.id() + " " + p.ip() + " " + p.dialect() + " " + p.apiPort())
                .containsExactly(
                        "central-9 127.0.0.29 ORIGINAL_2 8001", "central-3 127.0.0.13 null null");
        assertThat(written("{\"peer_centrals\": []}").standalone()).isTrue();
    }

    @Test
    void nullRemovesAKey() throws Exception {
        Config config =
                written(
                        "{\"tariff\": {\"per_hour\": null}, \"peer_centrals\": [{\"id\":"
                                + " \"central-9\", \"ip\": \"127.0.0.19\", \"dialect\": null}]}");
        assertThat(config.fees().dongPerHour()).isEqualTo(25_000);
        assertThat(config.peers().getFirst().dialect()).isNull();
    }

    @Test
    void aBadValueIsRefusedWithItsPlaceAndWhatWasExpected() throws IOException {
        assertThat(refused("{\"this_central\": {\"p2p_port\": 70000}, \"peer_centrals\": [7]}"))
                .containsExactly(
                        "the body: this_central.p2p_port: 70000; expected a whole number from 1 to"
                                + " 65535",
                        "the body: peer_centrals[0]: 7; expected an object { … }",
                        "the body: peer_centrals[0].id: missing; expected 1 to 40 letters, digits"
                                + " and dashes",
                        "the body: peer_centrals[0].ip: missing; expected an IPv4 address such as"
                                + " 192.168.1.102, or a host name");
        assertThat(refused("{\"tariff\": {\"perhour\": 1}}"))
                .containsExactly(
                        "the body: tariff.perhour: 1; expected no such key, only free_minutes,"
                                + " per_hour, cap_per_day, same_stay_minutes");
        assertThat(refused("{\"config\": {\"this_central\": {}}}").getFirst())
                .startsWith("the body: config: ")
                .contains("expected no such key, only api, lanes, mesh, peer_centrals");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "7",
                "\"this_central\"",
                "{\"this_central\": ",
                "{\"this_central\": 7}",
                "{\"peer_centrals\": {}}",
                "{\"this_central\": {\"id\": null}}",
                "{\"this_central\": {\"ip\": \"a b\"}, \"this_central\": {}}",
                "{\"peer_centrals\": [{\"id\": \"central-1\", \"ip\": \"127.0.0.12\"}]}",
                "{\"peer_centrals\": [{\"id\": {\"id\": 1}, \"ip\": []}]}"
            })
    void whatIsNoChangeIsRefusedWithAReason(String body) throws IOException {
        assertThat(refused(body))
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p).startsWith("the body"));
    }

    @Test
    void aMillionBracketsAreRefused() throws IOException {
        assertThat(refused("[".repeat(900_000))).hasSize(1);
    }

    @Test
    void aChangeBeginsWithTheLastAcceptedCopyWhereTheFileIsBroken() throws Exception {
        store.load();
        Files.writeString(folder.resolve(ConfigStore.FILE), "{\"this_central\": ");
        Config config = written("{\"tariff\": {\"free_minutes\": 10}}");
        assertThat(config.fees().freeMinutes()).isEqualTo(10);
        assertThat(config.fees().dongPerHour()).isEqualTo(30_000);
        assertThat(store.load().problems()).isEmpty();
    }

    @Test
    void nothingIsLeftOverBesideTheFile() throws Exception {
        written("{\"tariff\": {\"free_minutes\": 10}}");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }
}
