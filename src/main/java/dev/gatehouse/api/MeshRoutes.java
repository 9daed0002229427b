package dev.gatehouse.api;

import dev.gatehouse.api.SyncStateJson.PeerSyncJson;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Peers, what is missing where, and the manual resync. */
final class MeshRoutes {
    private static final String RESYNC = "/api/p2p/resync";
    private static final String PEER_ID = "peer_id";

    /** A comparison ends after 20 s at the latest, and then reads what it lists. */
    private static final Duration COMPARING = Duration.ofSeconds(40);

    private final NodePort node;
    private final Answers answers;
    private final Answers comparing = new Answers(COMPARING);

    MeshRoutes(NodePort node, Answers answers) {
        this.node = node;
        this.answers = answers;
    }

    void install(Operations routes) {
        routes.get("/api/p2p/status", "How the peers stand", this::status)
                .answers(StatusJson.class);
        routes.get("/api/p2p/sync-state", "How the exchange with each stands", this::syncState)
                .answers(SyncStateJson.class);
        routes.get(
                        "/api/p2p/proof",
                        "What is proven to be identical",
                        ctx -> ctx.json(ProofJson.of(node.mesh().status())))
                .answers(ProofJson.class);
        routes.get("/api/p2p/differences", "Each event that differs", this::differences)
                .needs(PEER_ID, Operation.Kind.TEXT, "central-2")
                .answers(DifferencesJson.class);
        routes.post(RESYNC, "Compares, fetches and proves; without peer_id all", this::resync)
                .query(PEER_ID, Operation.Kind.TEXT)
                .answers(ResyncJson.Started.class, ResyncJson.All.class)
                .also(409, ResyncJson.Refused.class, ResyncJson.NoneStarted.class);
        routes.delete(RESYNC, "Stops that", this::cancel)
                .query(PEER_ID, Operation.Kind.TEXT)
                .answers(ResyncJson.Cancelled.class);
    }

    private void status(Context ctx) {
        ctx.json(StatusJson.of(node.mesh().status(), node.info().zone()));
    }

    private void syncState(Context ctx) {
        var peers = node.mesh().status().peers();
        ctx.json(new SyncStateJson(true, peers.stream().map(PeerSyncJson::of).toList()));
    }

    private void resync(Context ctx) {
        @Nullable String asked = new Query(ctx).raw(PEER_ID);
        if (asked == null) {
            resyncAll(ctx);
            return;
        }
        switch (start(configured(asked))) {
            case ResyncJson.Started started -> ctx.json(started);
            case ResyncJson.Refused refused -> ctx.status(refused.code().status()).json(refused);
        }
    }

    /**
     * Starts one with every connected peer, as far as the limit of two allows, and says what became
     * of each. Succeeds when at least one started, or no peer is configured; 409 when there are
     * peers and none could be started.
     */
    private void resyncAll(Context ctx) {
        MeshStatus mesh = node.mesh().status();
        List<ResyncJson> each =
                mesh.peers().stream()
                        .filter(PeerState::connected)
                        .map(peer -> start(peer.id()))
                        .toList();
        if (mesh.standalone() || each.stream().anyMatch(ResyncJson::success)) {
            ctx.json(new ResyncJson.All(true, each));
            return;
        }
        Refusal first =
                !each.isEmpty() && each.getFirst() instanceof ResyncJson.Refused refused
                        ? refused.code()
                        : Refusal.PEER_OFFLINE;
        String error =
                each.isEmpty()
                        ? "no peer is connected; each is compared by itself once it is back"
                        : "no resync could be started; resyncs says why for each peer";
        ctx.status(409).json(new ResyncJson.NoneStarted(false, error, first, each));
    }

    private ResyncJson start(CentralId peer) {
        return ResyncJson.of(peer, answers.await(node.mesh().resync(peer)));
    }

    private void cancel(Context ctx) {
        @Nullable String asked = new Query(ctx).raw(PEER_ID);
        boolean any = false;
        if (asked != null) {
            any = answers.await(node.mesh().cancelResync(configured(asked)));
        } else {
            for (PeerState peer : node.mesh().status().peers()) {
                any |= answers.await(node.mesh().cancelResync(peer.id()));
            }
        }
        ctx.json(new ResyncJson.Cancelled(true, any));
    }

    private void differences(Context ctx) {
        CentralId peer = PeerRoutes.peer(node, ctx);
        switch (comparing.await(node.mesh().differences(peer))) {
            case DifferencesAnswer.Compared(Differences found) ->
                    ctx.json(DifferencesJson.of(peer, found));
            case DifferencesAnswer.UnknownPeer _ -> throw PeerRoutes.unknown(peer.value());
            case DifferencesAnswer.Offline _ ->
                    throw new Problem(
                            409,
                            Refusal.PEER_OFFLINE.name(),
                            "peer_id: " + peer + ": " + Refusal.PEER_OFFLINE.error());
            case DifferencesAnswer.NoAnswer _ ->
                    throw new Problem(
                            504,
                            "NO_ANSWER",
                            "peer_id: "
                                    + peer
                                    + " did not say in time what it holds; it may be starting or"
                                    + " busy: try again in a minute");
        }
    }

    private CentralId configured(String asked) {
        if (asked.isBlank()) {
            throw Problem.badField(PEER_ID, asked, "the id of a peer, or no peer_id for all");
        }
        return PeerRoutes.configured(node, asked);
    }
}
