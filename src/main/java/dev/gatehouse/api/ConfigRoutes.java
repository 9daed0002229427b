package dev.gatehouse.api;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.gatehouse.model.ConfigChange;
import dev.gatehouse.model.MeshConfig;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Who is in the mesh, read and changed while the node runs. */
final class ConfigRoutes {
    private static final String CONFIG = "/api/p2p/config";

    private final NodePort node;
    private final BodyReader reader;

    ConfigRoutes(NodePort node, BodyReader reader) {
        this.node = node;
        this.reader = reader;
    }

    void install(Operations routes) {
        routes.get(CONFIG, "Who is in the mesh", this::config).answers(AnswerJson.class);
        routes.put(CONFIG, "Changes what is named and keeps the rest", this::change)
                .body("{\"peer_centrals\":[{\"id\":\"central-2\",\"ip\":\"192.168.1.102\"}]}")
                .answers(ChangedJson.class)
                .also(400, RefusedJson.class);
        routes.get("/api/p2p/info", "This central", this::info).answers(InfoAnswerJson.class);
    }

    private void config(Context ctx) {
        ctx.json(new AnswerJson(true, ConfigJson.of(node.config().mesh())));
    }

    private void info(Context ctx) {
        MeshConfig.Self self = node.config().mesh().self();
        ctx.json(
                new InfoAnswerJson(
                        true,
                        new InfoJson(
                                self.id().value(), self.ip(), self.apiPort(), self.p2pPort())));
    }

    private void change(Context ctx) {
        switch (node.config().change(reader.bytes(ctx))) {
            case ConfigChange.Applied applied -> ctx.json(ChangedJson.of(applied));
            case ConfigChange.Refused(List<String> problems) ->
                    ctx.status(400).json(RefusedJson.of(problems));
            case ConfigChange.Unwritten(String why) ->
                    throw new Problem(503, "CONFIG_UNWRITTEN", why);
        }
    }

    record AnswerJson(boolean success, ConfigJson config) {}

    record ConfigJson(SelfJson thisCentral, List<PeerJson> peerCentrals) {
        static ConfigJson of(MeshConfig mesh) {
            MeshConfig.Self self = mesh.self();
            return new ConfigJson(
                    new SelfJson(self.id().value(), self.ip(), self.p2pPort(), self.apiPort()),
                    mesh.peers().stream().map(PeerJson::of).toList());
        }
    }

    // Jackson's snake case makes p2_p_port of p2pPort, so these say their names themselves
    record SelfJson(String id, String ip, @JsonProperty("p2p_port") int p2pPort, int apiPort) {}

    record PeerJson(
            String id,
            String ip,
            @JsonProperty("p2p_port") int p2pPort,
            @Nullable String dialect,
            @Nullable Integer apiPort) {
        static PeerJson of(MeshConfig.Peer peer) {
            return new PeerJson(
                    peer.id().value(), peer.ip(), peer.p2pPort(), peer.dialect(), peer.apiPort());
        }
    }

    record InfoAnswerJson(boolean success, InfoJson info) {}

    record InfoJson(String id, String ip, int apiPort, @JsonProperty("p2p_port") int p2pPort) {}

    record ChangedJson(
            boolean success, String message, List<String> atNextStart, List<String> warnings) {
        static ChangedJson of(ConfigChange.Applied applied) {
            String message =
                    applied.atNextStart().isEmpty()
                            ? "saved and in force"
                            : "saved; in force but for "
                                    + String.join(", ", applied.atNextStart())
                                    + ", which waits for the next start";
            return new ChangedJson(true, message, applied.atNextStart(), applied.warnings());
        }
    }

    /** {@code error} has all of {@code problems}, for those who read only that. */
    record RefusedJson(boolean success, String error, String code, List<String> problems) {
        static RefusedJson of(List<String> problems) {
            return new RefusedJson(false, String.join(" · ", problems), "BAD_CONFIG", problems);
        }
    }
}
