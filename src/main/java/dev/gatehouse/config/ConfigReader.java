package dev.gatehouse.config;

import dev.gatehouse.config.Config.Dialect;
import dev.gatehouse.config.Config.Peer;
import dev.gatehouse.config.Config.ThisCentral;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Lane;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code config.json} and the original's {@code p2p_config.json}, which it begins as. A value
 * of the environment goes before the file's.
 */
public final class ConfigReader {
    /** What came of a file. */
    public sealed interface Result {
        /**
         * @param warnings one line each: what is kept but has no effect, or is likely a slip
         */
        record Accepted(Config config, List<String> warnings) implements Result {}

        /**
         * @param problems one line each: the path, the value and what was expected
         */
        record Refused(List<String> problems) implements Result {}
    }

    static final Set<String> SECTIONS =
            Set.of(
                    "this_central",
                    "peer_centrals",
                    "site",
                    "tariff",
                    "sync",
                    "mesh",
                    "api",
                    "pictures",
                    "lanes");

    private static final String ID = "1 to 40 letters, digits and dashes";
    private static final String HOST = "an IPv4 address such as 192.168.1.102, or a host name";
    private static final String ZONE = "a time zone such as \"Asia/Ho_Chi_Minh\"";
    private static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern HOST_NAME =
            Pattern.compile(
                    "(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.(?!$)|$))+");

    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_P2P_PORT = 9_000;
    private static final int DEFAULT_API_PORT = 8_000;

    /** A header has room for so many characters. */
    private static final int MAX_NAME_LENGTH = 60;

    static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();

    private final Problems problems;
    private final Map<String, String> environment;

    private ConfigReader(String fileName, Map<String, String> environment) {
        this.problems = new Problems(fileName);
        this.environment = environment;
    }

    /**
     * Reads and validates; reports everything that is wrong, not only the first.
     *
     * @param fileName for the problems only
     * @param json the file's bytes, in UTF-8 with or without a byte order mark
     * @param environment of the process; an empty variable counts as not set
     */
    public static Result read(String fileName, byte[] json, Map<String, String> environment) {
        var reader = new ConfigReader(fileName, environment);
        JsonNode root = reader.parse(json);
        Config config = root == null ? null : reader.config(root);
        return config == null || !reader.problems.none()
                ? new Result.Refused(reader.problems.lines())
                : new Result.Accepted(config, reader.problems.warnings());
    }

    private @Nullable JsonNode parse(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isObject()) {
                return root;
            }
            problems.addText(
                    "the whole file",
                    root.isMissingNode() ? "empty" : "no object",
                    "an object { … } with this_central in it");
        } catch (JacksonException e) {
            var at = e.getLocation();
            problems.addSyntax(
                    at == null
                            ? "not JSON"
                            : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
                    e.getOriginalMessage().lines().findFirst().orElse("not JSON"));
        }
        return null;
    }

    /** Null only where a problem was noted. */
    private @Nullable Config config(JsonNode root) {
        for (var field : root.properties()) {
            if (!SECTIONS.contains(field.getKey())) {
                problems.warn(field.getKey(), "unknown key; it is kept and has no effect");
            }
        }
        ThisCentral self = thisCentral(section(root, "this_central"));
        List<Peer> peers = peers(root.get("peer_centrals"));
        checkPeers(self, peers);
        var site = site(section(root, "site"));
        var fees = fees(section(root, "tariff"));
        var sync = sync(section(root, "sync"));
        var mesh = mesh(section(root, "mesh"));
        var api = api(section(root, "api"));
        var pictures = pictures(section(root, "pictures"));
        List<Lane> lanes = new LaneReader(problems).read(root.get("lanes"));
        return self == null
                ? null
                : new Config(self, peers, site, fees, sync, mesh, api, pictures, lanes);
    }

    private Section section(JsonNode root, String key) {
        JsonNode node = root.get(key);
        return new Section(node == null || node.isNull() ? null : node, key, problems, environment);
    }

    private @Nullable ThisCentral thisCentral(Section in) {
        CentralId id = in.required("id", ID, ConfigReader::centralId);
        String ip =
                in.text(
                        "ip",
                        "\"auto\", " + HOST,
                        text -> text.equals(ThisCentral.AUTO) ? text : host(text),
                        () -> ThisCentral.AUTO);
        int p2pPort = in.integer("p2p_port", 1, MAX_PORT, DEFAULT_P2P_PORT, "P2P_PORT");
        int apiPort = in.integer("api_port", 1, MAX_PORT, DEFAULT_API_PORT);
        if (p2pPort == apiPort) {
            problems.addText(
                    in.path("api_port"), "" + apiPort, "another port than p2p_port, " + p2pPort);
        }
        in.refuseUnknown();
        return id == null || ip == null ? null : new ThisCentral(id, ip, p2pPort, apiPort);
    }

    private List<Peer> peers(@Nullable JsonNode list) {
        var peers = new ArrayList<Peer>();
        if (list == null || list.isNull()) {
            return peers;
        }
        if (!list.isArray()) {
            problems.add("peer_centrals", list, "a list [ … ]");
            return peers;
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode node = Objects.requireNonNull(list.get(i));
            Peer peer = peer(new Section(node, "peer_centrals[" + i + "]", problems, Map.of()));
            if (peer != null) {
                peers.add(peer);
            }
        }
        return peers;
    }

    private static @Nullable Peer peer(Section in) {
        CentralId id = in.required("id", ID, ConfigReader::centralId);
        String ip =
                in.required("ip", HOST, text -> text.equals(ThisCentral.AUTO) ? null : host(text));
        int p2pPort = in.integer("p2p_port", 1, MAX_PORT, DEFAULT_P2P_PORT);
        Dialect dialect =
                in.text(
                        "dialect",
                        "\"original\" or \"original-2\", or no such key to find it out",
                        ConfigReader::dialect,
                        () -> null);
        Integer apiPort = in.integerOrNull("api_port", 1, MAX_PORT);
        in.refuseUnknown();
        return id == null || ip == null ? null : new Peer(id, ip, p2pPort, dialect, apiPort);
    }

    /** Only peers that could be read are compared; the others have a line of their own already. */
    private void checkPeers(@Nullable ThisCentral self, List<Peer> peers) {
        var ids = new HashMap<CentralId, Peer>();
        var addresses = new HashMap<String, CentralId>();
        if (self != null) {
            addresses.put(self.ip() + ":" + self.p2pPort(), self.id());
        }
        for (Peer peer : peers) {
            if (self != null && peer.id().equals(self.id())) {
                problems.addText(
                        "peer_centrals",
                        "id \"" + peer.id() + "\"",
                        "peers only, not this central");
            } else if (ids.putIfAbsent(peer.id(), peer) != null) {
                problems.addText(
                        "peer_centrals", "id \"" + peer.id() + "\" twice", "each peer only once");
            }
            String address = peer.ip() + ":" + peer.p2pPort();
            CentralId other = addresses.putIfAbsent(address, peer.id());
            if (other != null) {
                problems.warn(
                        "peer_centrals",
                        peer.id() + " has the address of " + other + ", " + address);
            }
        }
    }

    private static Config.Site site(Section in) {
        String name =
                in.text(
                        "name",
                        "1 to " + MAX_NAME_LENGTH + " characters",
                        ConfigReader::name,
                        () -> null);
        ZoneId zone = in.text("time_zone", ZONE, ConfigReader::zone, () -> DEFAULT_ZONE);
        Integer capacity = in.integerOrNull("capacity", 1, 1_000_000);
        in.refuseUnknown();
        return new Config.Site(name, zone == null ? DEFAULT_ZONE : zone, capacity);
    }

    private static FeeRules fees(Section in) {
        var fees =
                new FeeRules(
                        in.integer("free_minutes", 0, 1_440, 30),
                        in.integer("per_hour", 0, 100_000_000, 25_000),
                        in.integer("cap_per_day", 0, 100_000_000, 0),
                        in.integer("same_stay_minutes", 0, 1_440, 0));
        in.refuseUnknown();
        return fees;
    }

    private static Config.Sync sync(Section in) {
        var sync =
                new Config.Sync(
                        in.integer("window_days", 1, 3_650, 7, "SYNC_WINDOW_DAYS"),
                        in.integer("request_limit", 1, 1_000_000, 5_000, "SYNC_LIMIT"),
                        in.integer("page_size", 1, 1_024, 1_024),
                        in.flag("auto_on_connect", true));
        in.refuseUnknown();
        return sync;
    }

    private static Config.Mesh mesh(Section in) {
        var mesh =
                new Config.Mesh(
                        in.integer("heartbeat_seconds", 1, 60, 5),
                        in.integer("original_heartbeat_seconds", 1, 600, 30, "HEARTBEAT_INTERVAL"));
        in.refuseUnknown();
        return mesh;
    }

    private static Config.Api api(Section in) {
        var api = new Config.Api(in.flag("trust_lan", true));
        in.refuseUnknown();
        return api;
    }

    private static Config.Pictures pictures(Section in) {
        Config.Pictures usual = Config.Pictures.USUAL;
        var pictures =
                new Config.Pictures(
                        in.integer("days", 1, 3_650, usual.days()),
                        in.integer("max_gb", 1, 10_000, usual.maxGb()));
        in.refuseUnknown();
        return pictures;
    }

    private static @Nullable CentralId centralId(String text) {
        return CentralId.isValid(text) ? new CentralId(text) : null;
    }

    private static @Nullable String host(String text) {
        Pattern shape = DOTTED.matcher(text).matches() ? IPV4 : HOST_NAME;
        return shape.matcher(text).matches() ? text : null;
    }

    private static @Nullable Dialect dialect(String text) {
        return Arrays.stream(Dialect.values())
                .filter(d -> d.key().equals(text))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String name(String text) {
        String name = text.strip();
        boolean shows = name.codePoints().noneMatch(Character::isISOControl);
        return shows && !name.isEmpty() && name.length() <= MAX_NAME_LENGTH ? name : null;
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
