package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.Config.Dialect;
import dev.gatehouse.config.Config.Peer;
import dev.gatehouse.config.Config.ThisCentral;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

class ConfigReaderTest {
    private static final String ORIGINAL =
            """
            {
              "this_central":  {"id": "central-1", "ip": "192.168.1.101", "p2p_port": 9000, "api_port": 8000},
              "peer_centrals": [{"id": "central-2", "ip": "192.168.1.102", "p2p_port": 9000},
                                {"id": "central-9", "ip": "192.168.1.109", "p2p_port": 9000, "dialect": "original"}]
            }
            """;

    @Test
    void anOriginalsFileWorksAsItIs() {
        var config = accepted(ORIGINAL);
        assertThat(config.thisCentral())
                .isEqualTo(
                        new ThisCentral(new CentralId("central-1"), "192.168.1.101", 9000, 8000));
        assertThat(config.peers())
                .containsExactly(
                        new Peer(new CentralId("central-2"), "192.168.1.102", 9000, null, null),
                        new Peer(
                                new CentralId("central-9"),
                                "192.168.1.109",
                                9000,
                                Dialect.ORIGINAL,
                                null));
        assertThat(config.standalone()).isFalse();
    }

    @Test
    void aSecondGenerationsFileWithoutP2pPortsWorksAsItIs() {
        var config =
                accepted(
                        """
                        {"this_central": {"id": "central-1", "ip": "10.0.0.1", "api_port": 8000},
                         "peer_centrals": [{"id": "central-2", "ip": "10.0.0.2", "api_port": 8000}]}
                        """);
        assertThat(config.thisCentral().p2pPort()).isEqualTo(9000);
        assertThat(config.peers())
                .containsExactly(
                        new Peer(new CentralId("central-2"), "10.0.0.2", 9000, null, 8000));
    }

    @Test
    void theIdAloneIsEnoughAndTheRestHasDefaults() {
        assertThat(accepted("{\"this_central\": {\"id\": \"c1\"}}"))
                .isEqualTo(
                        new Config(
                                new ThisCentral(new CentralId("c1"), "auto", 9000, 8000),
                                List.of(),
                                new Config.Site(null, ZoneId.of("Asia/Ho_Chi_Minh"), null),
                                new FeeRules(30, 25_000),
                                new Config.Sync(7, 5_000, 1_024, true),
                                new Config.Mesh(5, 30),
                                new Config.Api(true)));
    }

    @Test
    void everyKeyIsRead() {
        var config =
                accepted(
                        """
                        {"this_central": {"id": "c1", "ip": "booth-1.lan", "p2p_port": 9100, "api_port": 8100},
                         "peer_centrals": [{"id": "c2", "ip": "127.0.0.2", "p2p_port": 9200,
                                            "dialect": "original-2", "api_port": 8200}],
                         "site": {"name": " CỔNG 1 ", "time_zone": "Europe/Berlin", "capacity": 300},
                         "tariff": {"free_minutes": 0, "per_hour": 5000, "cap_per_day": 40000,
                                    "same_stay_minutes": 15},
                         "sync": {"window_days": 1, "request_limit": 10, "page_size": 1,
                                  "auto_on_connect": false},
                         "mesh": {"heartbeat_seconds": 1, "original_heartbeat_seconds": 2},
                         "api": {"trust_lan": false},
                         "pictures": {"days": 7, "max_gb": 20}}
                        """);
        assertThat(config)
                .isEqualTo(
                        new Config(
                                new ThisCentral(new CentralId("c1"), "booth-1.lan", 9100, 8100),
                                List.of(
                                        new Peer(
                                                new CentralId("c2"),
                                                "127.0.0.2",
                                                9200,
                                                Dialect.ORIGINAL_2,
                                                8200)),
                                new Config.Site("CỔNG 1", ZoneId.of("Europe/Berlin"), 300),
                                new FeeRules(0, 5_000, 40_000, 15),
                                new Config.Sync(1, 10, 1, false),
                                new Config.Mesh(1, 2),
                                new Config.Api(false),
                                new Config.Pictures(7, 20),
                                List.of()));
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() {
        var config =
                accepted(
                        "{\"this_central\": {\"id\": \"c1\", \"p2p_port\": 9100},"
                                + " \"sync\": {\"window_days\": 1}}",
                        Map.of(
                                "P2P_PORT", "9200",
                                "SYNC_WINDOW_DAYS", "2",
                                "SYNC_LIMIT", " 300 ",
                                "HEARTBEAT_INTERVAL", "4"));
        assertThat(config.thisCentral().p2pPort()).isEqualTo(9200);
        assertThat(config.sync().windowDays()).isEqualTo(2);
        assertThat(config.sync().requestLimit()).isEqualTo(300);
        assertThat(config.mesh().originalHeartbeatSeconds()).isEqualTo(4);
        assertThat(config.mesh().heartbeatSeconds()).isEqualTo(5);
    }

    @Test
    void anEmptyVariableIsNotSet() {
        assertThat(accepted(ORIGINAL, Map.of("P2P_PORT", "")).thisCentral().p2pPort())
                .isEqualTo(9000);
    }

    @Test
    void aBadVariableIsNamedAsOne() {
        assertThat(refused(ORIGINAL, Map.of("P2P_PORT", "70000", "SYNC_LIMIT", "many")))
                .containsExactly(
                        "environment: P2P_PORT: '70000'; expected a whole number from 1 to 65535",
                        "environment: SYNC_LIMIT: 'many'; expected a whole number from 1 to"
                                + " 1000000");
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        assertThat(
                        refused(
                                """
                                {"this_central": {"id": "central_1", "ip": "192.168.1.300", "p2p_port": 0},
                                 "peer_centrals": [{"id": "c2"}, {"ip": "auto", "id": "c3", "dialect": "klingon"}],
                                 "site": {"time_zone": "Mars/Olympus", "capacity": -1, "name": ""},
                                 "tariff": {"free_minutes": 30.5, "per_hour": "25000", "cap_per_day": -1},
                                 "sync": {"page_size": 5000, "auto_on_connect": "yes"},
                                 "mesh": [],
                                 "api": {"trust_lan": 1}}
                                """))
                .containsExactly(
                        "config.json: this_central.id: \"central_1\"; expected 1 to 40 letters,"
                                + " digits and dashes",
                        "config.json: this_central.ip: \"192.168.1.300\"; expected \"auto\", an"
                                + " IPv4 address such as 192.168.1.102, or a host name",
                        "config.json: this_central.p2p_port: 0; expected a whole number from 1 to"
                                + " 65535",
                        "config.json: peer_centrals[0].ip: missing; expected an IPv4 address such"
                                + " as 192.168.1.102, or a host name",
                        "config.json: peer_centrals[1].ip: \"auto\"; expected an IPv4 address such"
                                + " as 192.168.1.102, or a host name",
                        "config.json: peer_centrals[1].dialect: \"klingon\"; expected \"original\""
                                + " or \"original-2\", or no such key to find it out",
                        "config.json: site.name: \"\"; expected 1 to 60 characters",
                        "config.json: site.time_zone: \"Mars/Olympus\"; expected a time zone such"
                                + " as \"Asia/Ho_Chi_Minh\"",
                        "config.json: site.capacity: -1; expected a whole number from 1 to 1000000",
                        "config.json: tariff.free_minutes: 30.5; expected a whole number from 0 to"
                                + " 1440",
                        "config.json: tariff.per_hour: \"25000\"; expected a whole number from 0 to"
                                + " 100000000",
                        "config.json: tariff.cap_per_day: -1; expected a whole number from 0 to"
                                + " 100000000",
                        "config.json: sync.page_size: 5000; expected a whole number from 1 to 1024",
                        "config.json: sync.auto_on_connect: \"yes\"; expected true or false",
                        "config.json: mesh: []; expected an object { … }",
                        "config.json: api.trust_lan: 1; expected true or false");
    }

    @Test
    void anUnknownKeyOfASectionIsRefusedWithTheKnownOnes() {
        assertThat(
                        refused(
                                """
                                {"this_central": {"id": "c1"}, "sync": {"page_sise": 5},
                                 "peer_centrals": [{"id": "c2", "ip": "10.0.0.2", "port": 9000}]}
                                """))
                .containsExactly(
                        "config.json: peer_centrals[0].port: 9000; expected no such key, only id,"
                                + " ip, p2p_port, dialect, api_port",
                        "config.json: sync.page_sise: 5; expected no such key, only window_days,"
                                + " request_limit, page_size, auto_on_connect");
    }

    @Test
    void anUnknownKeyOutsideTheSectionsIsAWarning() {
        assertThat(warnings("{\"this_central\": {\"id\": \"c1\"}, \"notes\": \"by Lan\"}"))
                .containsExactly("config.json: notes: unknown key; it is kept and has no effect");
    }

    @Test
    void aPeerIsNeitherThisCentralNorListedTwice() {
        assertThat(
                        refused(
                                """
                                {"this_central": {"id": "c1"},
                                 "peer_centrals": [{"id": "c1", "ip": "10.0.0.1"}, {"id": "c2", "ip": "10.0.0.2"},
                                                   {"id": "c2", "ip": "10.0.0.3"}]}
                                """))
                .containsExactly(
                        "config.json: peer_centrals: id \"c1\"; expected peers only, not this"
                                + " central",
                        "config.json: peer_centrals: id \"c2\" twice; expected each peer only"
                                + " once");
    }

    @Test
    void twoCentralsAtOneAddressAreLikelyASlip() {
        assertThat(
                        warnings(
                                """
                                {"this_central": {"id": "c1", "ip": "10.0.0.1"},
                                 "peer_centrals": [{"id": "c2", "ip": "10.0.0.1"}, {"id": "c3", "ip": "10.0.0.3"},
                                                   {"id": "c4", "ip": "10.0.0.3", "p2p_port": 9001}]}
                                """))
                .containsExactly(
                        "config.json: peer_centrals: c2 has the address of c1, 10.0.0.1:9000");
    }

    @Test
    void theTwoPortsOfACentralDiffer() {
        assertThat(refused("{\"this_central\": {\"id\": \"c1\", \"p2p_port\": 8000}}"))
                .containsExactly(
                        "config.json: this_central.api_port: 8000; expected another port than"
                                + " p2p_port, 8000");
        assertThat(refused(ORIGINAL, Map.of("P2P_PORT", "8000"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "localhost", "b-1.lan", "5a"})
    void anAddressOrAHostNameIsTaken(String ip) {
        assertThat(accepted(withIp(ip)).thisCentral().ip()).isEqualTo(ip);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                "01.2.3.4",
                "1.2.3.256",
                "a_b",
                "-a",
                "a..b",
                "a.",
                "ws://a",
                "10.0.0.1:9000",
                "::1"
            })
    void whatCannotBeReachedByIsRefused(String ip) {
        assertThat(refused(withIp(ip))).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | the whole file: empty",
                "[]                                    | the whole file: no object",
                "{\"this_central\": {\"id\": \"a\"},}  | line 1, column",
                "{\"this_central\":                    | line 1, column",
                "{\"this_central\": {\"id\": \"a\"}} x | line 1, column",
                "{\"a\": 1, \"a\": 2}                  | Duplicate",
            })
    void whatIsNotOneJsonObjectIsRefusedWithTheSpot(String json, String problem) {
        assertThat(refused(json)).singleElement().asString().contains(problem).hasLineCount(1);
    }

    @Test
    void aFileWithoutThisCentralHasNoId() {
        assertThat(refused("{}"))
                .containsExactly(
                        "config.json: this_central.id: missing; expected 1 to 40 letters, digits"
                                + " and dashes");
    }

    @Test
    void nullIsAsGoodAsNotThere() {
        var config =
                accepted(
                        """
                        {"this_central": {"id": "c1", "ip": null}, "peer_centrals": null, "site": null,
                         "sync": {"page_size": null}}
                        """);
        assertThat(config.thisCentral().auto()).isTrue();
        assertThat(config.standalone()).isTrue();
        assertThat(config.sync().pageSize()).isEqualTo(1_024);
    }

    @Test
    void aByteOrderMarkOfAnEditorDoesNotMatter() {
        assertThat(accepted("\uFEFF" + ORIGINAL).peers()).hasSize(2);
    }

    @Test
    void aHugeValueDoesNotFillTheLog() {
        assertThat(refused(withIp("x".repeat(10_000) + "_")))
                .singleElement()
                .asString()
                .hasSizeLessThan(250);
    }

    private static String withIp(String ip) {
        return "{\"this_central\": {\"id\": \"c1\", \"ip\": \"" + ip + "\"}}";
    }

    private static Config accepted(String json) {
        return accepted(json, Map.of());
    }

    private static Config accepted(String json, Map<String, String> environment) {
        return switch (read(json, environment)) {
            case ConfigReader.Result.Accepted(Config config, List<String> warnings) -> config;
            case ConfigReader.Result.Refused(List<String> problems) ->
                    throw new AssertionError(problems);
        };
    }

    private static List<String> warnings(String json) {
        return switch (read(json, Map.of())) {
            case ConfigReader.Result.Accepted(Config config, List<String> warnings) -> warnings;
            case ConfigReader.Result.Refused(List<String> problems) ->
                    throw new AssertionError(problems);
        };
    }

    private static List<String> refused(String json) {
        return refused(json, Map.of());
    }

    private static List<String> refused(String json, Map<String, String> environment) {
        return switch (read(json, environment)) {
            case ConfigReader.Result.Accepted accepted -> throw new AssertionError(accepted);
            case ConfigReader.Result.Refused(List<String> problems) -> problems;
        };
    }

    private static ConfigReader.Result read(String json, Map<String, String> environment) {
        return ConfigReader.read("config.json", json.getBytes(StandardCharsets.UTF_8), environment);
    }
}
