package dev.gatehouse.api;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.PauseOutcome;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Reach;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** What people do about one peer: keep it away for a while, or find out why it does not come. */
final class PeerRoutes {
    private static final String PAUSE = "/api/p2p/pause";
    private static final String PEER_ID = "peer_id";
    private static final int DEFAULT_MINUTES = 30;

    /** A shift: a longer pause would be forgotten by the one who comes after. */
    private static final int MAX_MINUTES = 480;

    private static final int MIN_REASON = 3;

    private final NodePort node;

    PeerRoutes(NodePort node) {
        this.node = node;
    }

    void install(Operations routes) {
        routes.post(PAUSE, "Keeps a peer away for a while", this::pause)
                .needs(PEER_ID, Operation.Kind.TEXT, "central-2")
                .needs("reason", Operation.Kind.TEXT, "new switch")
                .query("minutes", Operation.Kind.WHOLE)
                .query("by", Operation.Kind.TEXT)
                .answers(PausedJson.class);
        routes.delete(PAUSE, "Ends that", this::resume)
                .needs(PEER_ID, Operation.Kind.TEXT, "central-2")
                .query("by", Operation.Kind.TEXT)
                .answers(ResumedJson.class);
        routes.post("/api/p2p/test-connection", "Why a peer does not come", this::test)
                .needs(PEER_ID, Operation.Kind.TEXT, "central-2")
                .answers(TestedJson.class);
    }

    private void pause(Context ctx) {
        var query = new Query(ctx);
        CentralId peer = peer(node, ctx);
        @Nullable String asked = query.raw("minutes");
        long minutes = asked == null ? DEFAULT_MINUTES : query.required("minutes", MAX_MINUTES);
        @Nullable String reason = query.text("reason");
        if (reason == null || reason.length() < MIN_REASON) {
            String expected = "why, in " + MIN_REASON + " to " + Body.MAX_TEXT + " characters";
            throw reason == null
                    ? Problem.missingField("reason", expected)
                    : Problem.badField("reason", reason, expected);
        }
        var outcome = node.mesh().pause(peer, Duration.ofMinutes(minutes), reason, by(ctx, query));
        switch (outcome) {
            case PauseOutcome.Paused(Instant until) ->
                    ctx.json(new PausedJson(true, peer.value(), TimeText.utc(until)));
            case PauseOutcome.UnknownPeer _ -> throw unknown(peer.value());
            case PauseOutcome.Unwritten(String why) -> throw new Problem(503, "UNAVAILABLE", why);
        }
    }

    private void resume(Context ctx) {
        CentralId peer = peer(node, ctx);
        boolean ended = node.mesh().resume(peer, by(ctx, new Query(ctx)));
        ctx.json(new ResumedJson(true, peer.value(), ended));
    }

    /** As the original: 200 where it answers, 400 with the reason where it does not. */
    private void test(Context ctx) {
        CentralId peer = peer(node, ctx);
        switch (node.mesh().reach(peer)) {
            case Reach.Answered(long milliseconds) ->
                    ctx.json(
                            new TestedJson(
                                    true,
                                    peer + " answers after " + milliseconds + " ms",
                                    milliseconds));
            case Reach.Failed(Reach.Code code, var _, String why) ->
                    throw new Problem(400, code.name(), peer + ": " + why);
            case Reach.UnknownPeer _ -> throw unknown(peer.value());
        }
    }

    private static String by(Context ctx, Query query) {
        @Nullable String by = query.text("by");
        return by == null ? ctx.ip() : by;
    }

    /**
     * The peer that a request is about.
     *
     * @throws Problem 400 where it names none, 404 where no such peer is configured
     */
    static CentralId peer(NodePort node, Context ctx) {
        @Nullable String asked = new Query(ctx).raw(PEER_ID);
        if (asked == null || asked.isBlank()) {
            throw Problem.missingField(PEER_ID, "the id of a peer");
        }
        return configured(node, asked);
    }

    /**
     * @throws Problem 404 where no such peer is configured
     */
    static CentralId configured(NodePort node, String asked) {
        return node.mesh().status().peers().stream()
                .map(PeerState::id)
                .filter(id -> id.value().equals(asked))
                .findFirst()
                .orElseThrow(() -> unknown(asked));
    }

    static Problem unknown(String asked) {
        return new Problem(
                404,
                "UNKNOWN_PEER",
                "peer_id: no peer "
                        + Problem.shown(asked)
                        + " is configured; /api/p2p/config lists those that are in peer_centrals");
    }

    record PausedJson(boolean success, String peerId, String until) {}

    /** {@code resumed} is false where it was not paused. */
    record ResumedJson(boolean success, String peerId, boolean resumed) {}

    record TestedJson(boolean success, String message, long milliseconds) {}
}
