package dev.gatehouse.node;

import dev.gatehouse.config.Config;
import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.mesh.Probe;
import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.StoreTrouble;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks at a booth from outside, beside its node or without it: a line for each part, with what to
 * do where something is wrong. Writes nothing; blocks for some seconds for each peer that is away.
 */
public final class Checkup {
    private static final long MEGABYTE = 1_000_000;

    /** The same as the alarms: below the first nothing can be written soon, below the second. */
    private static final long DISK_FULL_MB = 500;

    private static final long DISK_LOW_MB = 5_000;

    private static final String SET_CLOCK =
            "set date and time; where it is so after each power cut, replace the battery on the"
                    + " mainboard; fees of this time are to be checked";

    /** The fee of a stay between two gates begins to depend on it. */
    private static final double SKEW_MS = 5_000;

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    /** Of one answer; those of a node have some KB. */
    private static final int MOST_CHARS = 2_000_000;

    /**
     * What was found of one part.
     *
     * @param part which
     * @param well whether nothing is wrong with it
     * @param text what is so, and what to do where it is wrong; in English
     */
    public record Line(String part, boolean well, String text) {}

    private final Path folder;
    private final Config config;
    private final List<Line> lines = new ArrayList<>();

    private Checkup(Path folder, Config config) {
        this.folder = folder;
        this.config = config;
    }

    /** Looks at all of it. */
    public static List<Line> run(Path folder, Config config) {
        var checkup = new Checkup(folder, config);
        checkup.disk();
        checkup.database();
        try (var http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build()) {
            boolean runs = checkup.ports(http);
            checkup.peers();
            if (runs) {
                checkup.clockAlarm(http);
                checkup.clock(http);
                checkup.cameras(http);
            } else {
                checkup.ownClock(Instant.now(), BuildTime.read());
                checkup.well("clock", "not compared: the node does not run");
                checkup.well("cameras", "not known: the node does not run");
            }
        }
        return List.copyOf(checkup.lines);
    }

    private void well(String part, String text) {
        lines.add(new Line(part, true, text));
    }

    private void wrong(String part, String text) {
        lines.add(new Line(part, false, text));
    }

    private void disk() {
        try {
            FileStore disk = Files.getFileStore(folder);
            if (disk.isReadOnly()) {
                wrong("disk", StoreTrouble.READ_ONLY.sentence(folder.toString()));
                return;
            }
            if (!Files.isWritable(folder)) {
                wrong("disk", StoreTrouble.NOT_ALLOWED.sentence(folder.toString()));
                return;
            }
            long free = disk.getUsableSpace() / MEGABYTE;
            String left = String.format(Locale.ROOT, "%,d MB free where the data lie", free);
            if (free < DISK_FULL_MB) {
                wrong("disk", left + ": make room at once");
            } else if (free < DISK_LOW_MB) {
                wrong("disk", left + ": make room");
            } else {
                well("disk", left);
            }
        } catch (IOException e) {
            wrong("disk", folder + " cannot be looked at: " + e.getMessage());
        }
    }

    private void database() {
        Path file = folder.resolve(Node.DATABASE);
        if (!Files.exists(file)) {
            well("database", file + " is not there yet: the first start makes it");
            return;
        }
        try {
            DatabaseFigures held = Backup.figures(file);
            well(
                    "database",
                    String.format(
                            Locale.ROOT,
                            "%,d events can be read, of %,d visits; gatehouse verify checks each of"
                                    + " them",
                            held.events(),
                            held.visits()));
        } catch (StoreException e) {
            wrong("database", String.valueOf(e.getMessage()));
        }
    }

    /** Whether the node answers at its API's port. */
    private boolean ports(HttpClient http) {
        Config.ThisCentral self = config.thisCentral();
        boolean answers = ask(http, "/health") != null;
        if (answers) {
            well("api", "the node answers at " + host() + ":" + self.apiPort());
            well("p2p", "port " + self.p2pPort() + " is the node's to hold; the peers tell more");
        } else {
            port("api", "this_central.api_port", self.apiPort());
            port("p2p", "this_central.p2p_port", self.p2pPort());
        }
        return answers;
    }

    private void port(String part, String key, int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(host()), port));
            well(part, "port " + port + " is free; the node does not run");
        } catch (IOException e) {
            wrong(
                    part,
                    "port "
                            + port
                            + " of "
                            + host()
                            + " cannot be had ("
                            + e.getMessage()
                            + ") and no node answers: end the other program, or change "
                            + key);
        }
    }

    private String host() {
        return config.thisCentral().auto() ? "127.0.0.1" : config.thisCentral().ip();
    }

    private void peers() {
        if (config.standalone()) {
            well("peers", "none are configured: this central works alone");
        }
        for (Config.Peer peer : config.peers()) {
            String part = "peer " + peer.id();
            switch (Probe.reach(Addresses.of(peer))) {
                case Reach.Answered(long ms) -> well(part, "answers within " + ms + " ms");
                case Reach.Failed(var code, var _, String why) -> {
                    if (code == Reach.Code.ORIGINAL) {
                        well(part, why);
                    } else {
                        wrong(part, why);
                    }
                }
                case Reach.UnknownPeer _ -> wrong(part, "is not configured");
            }
        }
    }

    private void ownClock(Instant now, Instant built) {
        if (now.isBefore(built)) {
            wrong(
                    "clock",
                    "this PC shows "
                            + now.truncatedTo(ChronoUnit.SECONDS)
                            + ", before the program's build at "
                            + built
                            + ": "
                            + SET_CLOCK);
        }
    }

    /** What the node knows of its clock. */
    private void clockAlarm(HttpClient http) {
        JsonNode alarms = ask(http, "/api/alarms");
        if (alarms == null) {
            return;
        }
        for (JsonNode alarm : alarms.path("alarms")) {
            boolean lasts = alarm.path("active").asBoolean(false);
            if (lasts && alarm.path("code").asString("").equals("CLOCK_WRONG")) {
                wrong("clock", alarm.path("detail").asString("") + ": " + SET_CLOCK);
            }
        }
    }

    private void clock(HttpClient http) {
        JsonNode states = ask(http, "/api/p2p/sync-state");
        boolean compared = false;
        if (states != null) {
            for (JsonNode state : states.path("sync_state")) {
                JsonNode offset = state.path("clock_offset_ms");
                if (offset.isNumber()) {
                    compared = true;
                    clock(state.path("peer_central_id").asString("?"), offset.asDouble());
                }
            }
        }
        if (!compared) {
            well("clock", "not compared: no peer is connected");
        }
    }

    private void clock(String peer, double offsetMs) {
        String apart = String.format(Locale.ROOT, "%s is %+.1f s from ours", peer, offsetMs / 1000);
        if (Math.abs(offsetMs) < SKEW_MS) {
            well("clock", apart);
        } else {
            wrong("clock", apart + ": set the clock that is wrong; fees may be wrong");
        }
    }

    private void cameras(HttpClient http) {
        JsonNode answer = ask(http, "/api/cameras");
        if (answer == null || answer.path("cameras").isEmpty()) {
            well("cameras", "no camera has reported to this central yet");
            return;
        }
        for (JsonNode camera : answer.path("cameras")) {
            String part = "camera " + camera.path("name").asString("?");
            if (camera.path("status").asString("").equals("online")) {
                well(part, "reports");
            } else {
                wrong(
                        part,
                        "silent since "
                                + camera.path("last_heartbeat").asString("?")
                                + ": check its power and its cable; type the plates meanwhile");
            }
        }
    }

    /** The node's answer; null where it gives none. */
    private @Nullable JsonNode ask(HttpClient http, String path) {
        String url = "http://" + host() + ":" + config.thisCentral().apiPort() + path;
        try {
            var request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_WITHIN).build();
            String body = http.send(request, BodyHandlers.ofString()).body();
            return body.length() > MOST_CHARS ? null : JsonMapper.shared().readTree(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException | RuntimeException nobodyOrAnotherProgram) {
            return null;
        }
    }
}
